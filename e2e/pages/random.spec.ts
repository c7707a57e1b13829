/**
 * Thousands of steps by chance, and the mirror is the page after every batch of them: as it goes on, for a viewer who
 * comes in the middle of a segment, and after a packet was lost. SEED=… repeats a run.
 */
import { expect, type Page } from "@playwright/test";

import { EVENT, type PageEvent, SOURCE } from "../../packages/cobrowse/src/wire/events.ts";
import { fromMirror, readable, test, toMirror, type World, wireOf } from "../cobrowse/world.ts";
import { differences } from "./oracle.ts";
import { createSteps, RANDOM_PAGE, type Steps } from "./randomSteps.ts";
import { type Shared, share } from "./shared.ts";

const SEEDS = 5;
const STEPS = 600;
const BATCH = 150;
/** Always the same ones, so that a build that is red is so again; SEED=… looks elsewhere. */
const FIRST = Number(process.env.SEED ?? 20_000);

test.use({ viewport: { width: 900, height: 600 } });

const prepare = async (page: Page, world: World, seed: number): Promise<Shared> => {
  test.info().annotations.push({ type: "seed", description: String(seed) });
  await page.goto(world.page("/zufall", RANDOM_PAGE));
  await page.evaluate(
    ({ source, seed }) => {
      const create = new Function(`return (${source})`)() as typeof createSteps;
      Object.assign(window, { steps: create(seed) });
    },
    { source: createSteps.toString(), seed },
  );
  return share(page, world);
};
const run = (page: Page, count: number): Promise<void> =>
  page.evaluate(steps => (window as unknown as { steps: Steps }).steps.run(steps), count);

const expectSame = ({ page, agent, pass }: Shared, message: string): Promise<void> =>
  expect
    .poll(
      async () => {
        const found = await differences({ page, agent });
        if (found.length > 0) await pass();
        return found;
      },
      { message },
    )
    .toEqual([]);

for (let at = 0; at < SEEDS; at++) {
  const seed = FIRST + at;
  test(`${STEPS} steps by chance, ${at + 1} of ${SEEDS}`, async ({ page, world }) => {
    const shared = await prepare(page, world, seed);
    for (let batch = 1; batch <= STEPS / BATCH; batch++) {
      await run(page, BATCH);
      const about = `SEED=${seed}, after ${batch * BATCH} steps`;
      if (batch === 3) {
        // A packet is lost: the mirror says so, and a new segment heals it.
        await shared.pass(more => more.slice(1));
        await expect.poll(async () => (await fromMirror(shared.agent)).at(-1)?.kind, about).toBe("gap");
        await shared.newSegment();
      }
      await shared.pass();
      await expectSame(shared, about);
      if (batch !== 2 && batch !== 4) continue;
      await shared.joinLate();
      await expectSame(shared, `${about}, for a viewer who comes late`);
    }
    const { done } = await page.evaluate(() => ({
      done: (window as unknown as { steps: Steps }).steps.done,
    }));
    expect(Object.keys(done)).toHaveLength(15);
    await shared.expectHealthy();
  });
}

type MutationPart = "adds" | "removes" | "texts" | "attributes";
const withoutPart =
  (part: MutationPart) =>
  (event: PageEvent): PageEvent | null =>
    event.type === EVENT.incremental && event.data.source === SOURCE.mutation
      ? { ...event, data: { ...event.data, [part]: [] } }
      : event;
const withoutSource =
  (source: number) =>
  (event: PageEvent): PageEvent | null =>
    event.type === EVENT.incremental && event.data.source === source ? null : event;
/** What a recorder or a mirror could forget to say or to show. */
const BROKEN: Readonly<Record<string, (event: PageEvent) => PageEvent | null>> = {
  "nodes that are added": withoutPart("adds"),
  "nodes that are removed": withoutPart("removes"),
  texts: withoutPart("texts"),
  attributes: withoutPart("attributes"),
  fields: withoutSource(SOURCE.input),
  scrolling: withoutSource(SOURCE.scroll),
  rules: withoutSource(SOURCE.styleRule),
  declarations: withoutSource(SOURCE.styleDeclaration),
  "adopted sheets": withoutSource(SOURCE.adoptedSheet),
  "what rrweb does not tell": event => (event.type === EVENT.extra ? null : event),
};
/** Of these the mirror itself learns. */
const CHECKED = ["nodes that are added", "nodes that are removed"];
/** A run in which, at its end, something of each kind is still to be seen. */
const TELLING_SEED = 7;

test("control: if one kind of event is lost, it is noticed", async ({ page, world }) => {
  const shared = await prepare(page, world, TELLING_SEED);
  await run(page, 150);
  await page.evaluate(() => {
    const neither = Object.assign(document.createElement("input"), { type: "checkbox", indeterminate: true });
    document.getElementById("root")?.append(neither);
  });
  await shared.pass();
  await expectSame(shared, "with everything");
  const events = readable(shared.wire)
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as PageEvent);
  const found = async (edit: (event: PageEvent) => PageEvent | null) => {
    await shared.agent.evaluate(() => (window as unknown as { resetMirror(): void }).resetMirror());
    await toMirror(
      shared.agent,
      wireOf(
        events.map(edit).filter(event => event !== null),
        1,
      ),
    );
    return differences(shared);
  };
  // The way round the encoder itself loses nothing.
  await expect.poll(() => found(event => event)).toEqual([]);
  const unnoticed: string[] = [];
  for (const [kind, edit] of Object.entries(BROKEN))
    if ((await found(edit)).length === 0) unnoticed.push(kind);
  expect(unnoticed).toEqual([]);
  const lastCheck = async () =>
    (await fromMirror(shared.agent)).findLast(({ kind }) => kind === "checked")?.same;
  for (const [kind, edit] of Object.entries(BROKEN)) {
    if (!CHECKED.includes(kind)) continue;
    await found(event => event);
    await expect.poll(lastCheck, kind).toBe(true);
    await found(edit);
    await expect.poll(lastCheck, kind).toBe(false);
  }
});
