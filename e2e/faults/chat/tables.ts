/**
 * All conversations as they lie in the tables, by plain SQL as the superuser: neither the hub's code nor its row-level
 * security stands between the checker and the rows. The server must be stopped.
 */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Entry, Reading } from "@lotse/testkit/faults";
import pg from "pg";

const MESSAGES = `
  select conversation_id as channel, client_id as id, seq::int as seq, author->>'kind' = 'system' as own,
    coalesce(body->>'text', body->>'notice') as text
  from lotse.message order by conversation_id, seq`;

interface Row extends Entry {
  readonly channel: string;
}

const readingsOf = (rows: readonly Row[]): readonly Reading[] => {
  const channels = new Map<string, Entry[]>();
  for (const { channel, id, seq, text, own } of rows) {
    const entries = channels.get(channel) ?? [];
    entries.push({ id, seq, text, own });
    channels.set(channel, entries);
  }
  return [...channels].map(([channel, entries]) => ({ by: "tables", channel, entries }));
};

export const readPgliteTables = async (dataFolder: string): Promise<readonly Reading[]> => {
  const pglite = new PGlite(join(dataFolder, "database", "pg"));
  try {
    return readingsOf((await pglite.query<Row>(MESSAGES)).rows);
  } finally {
    await pglite.close();
  }
};

export const readPostgresTables = async (url: string): Promise<readonly Reading[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return readingsOf((await client.query<Row>(MESSAGES)).rows);
  } finally {
    await client.end();
  }
};
