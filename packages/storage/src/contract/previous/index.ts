/** Builds that ran before go on running on the schema of this one: what they said is answered as it was then. */
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../sql/schema.ts";
import { recordings, replay } from "./replay.ts";

/** A start of an engine, on a machine that is busy. */
const PATIENCE_MS = 120_000;

/** A database of its own, migrated by this build. */
type Open = () => Promise<{ readonly db: Kysely<Database>; close(): Promise<void> }>;

const onFresh = async (open: Open, work: (db: Kysely<Database>) => Promise<void>): Promise<void> => {
  const { db, close } = await open();
  try {
    await work(db);
  } finally {
    await close();
  }
};

export const previousBuildContract = (name: string, open: Open): void => {
  describe.each(recordings())("the statements of $of in build $build", recording => {
    test(
      `are answered as they were then, on ${name}`,
      () =>
        onFresh(open, async db => {
          expect(await replay(db, recording)).toEqual([]);
        }),
      PATIENCE_MS,
    );

    test("say enough to be worth hearing: every table there was is read or written", () => {
      const said = recording.transactions
        .flatMap(one => one.statements.map(statement => statement.sql))
        .join("\n");
      const unheard = recording.tables.filter(table => !new RegExp(`["\\s.]${table}["\\s(]`).test(said));
      expect(recording.tables).not.toEqual([]);
      expect(unheard).toEqual([]);
    });
  });
};

/** That the replay notices; one engine is enough for that. */
export const replayContract = (open: Open): void => {
  test.each([
    ["a column that must be given", "alter table lotse.visit add column test text not null"],
    ["a column taken away", "alter table lotse.conversation drop column topic"],
    ["a column renamed", "alter table lotse.agent rename column skills to abilities"],
    ["a right taken away", "revoke update on lotse.conversation from lotse_app"],
    ["a narrower check", "alter table lotse.cobrowse add check (state <> 'requested')"],
    ["a column of the accounts that must be given", "alter table auth.session add column test text not null"],
  ])("an earlier build would not be carried by %s", (_case, statement) =>
    onFresh(open, async db => {
      await sql.raw(statement).execute(db);
      const differences = [];
      for (const recording of recordings()) differences.push(...(await replay(db, recording)));
      expect(differences).not.toEqual([]);
    }),
  );
};
