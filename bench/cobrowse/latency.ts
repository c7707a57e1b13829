/** From a change on the visitor's page until it stands in the viewer's: Lotse, stock rrweb, and a bare message. */
import type { Page } from "playwright";
import type { Change, createChanges } from "./browser/changes.ts";
import { percentile, type World } from "./world.ts";

const TIMES = 100;
/** Apart by more than anything batches, and not in step with it. */
const APART_MS = [61, 83, 97, 109];

export const KINDS = ["mutation", "input", "scroll", "cursor"] as const;
export type Kind = (typeof KINDS)[number];
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  /** Of the changes, how many were seen at all. */
  readonly seen: number;
}
export type Latencies = Readonly<Partial<Record<Change, Latency>>>;

interface BenchWindow {
  readonly bench: {
    share(session: string): Promise<void>;
    bare(session: string): Promise<void>;
    seen(): [string, number][];
    change: ReturnType<typeof createChanges>;
  } & Record<"ours" | "stock", (session: string) => Promise<void>>;
}

/** Makes the changes on one side and looks on the other when they were seen. */
const between = async (visitor: Page, agent: Page, kind: Change): Promise<Latency> => {
  const done = await visitor.evaluate(options => (window as unknown as BenchWindow).bench.change(options), {
    kind,
    times: TIMES,
    apartMs: APART_MS,
  });
  const seen = new Map(await agent.evaluate(() => (window as unknown as BenchWindow).bench.seen()));
  const took = done.flatMap(([what, atMs]) => {
    const seenAtMs = seen.get(what);
    return seenAtMs === undefined ? [] : [seenAtMs - atMs];
  });
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), seen: took.length };
};

/** Two windows: a tab behind another one draws no frames. */
const pair = async (world: World, mode: "ours" | "stock") => {
  const contexts = [await world.browser.newContext(), await world.browser.newContext()] as const;
  return {
    visitor: await world.open(contexts[0], `/${mode}/latency`),
    agent: await world.open(contexts[1], "/agent/"),
    session: crypto.randomUUID(),
    close: async () => {
      for (const context of contexts) await context.close();
    },
  };
};

const measure = async (world: World, mode: "ours" | "stock"): Promise<Latencies> => {
  const { visitor, agent, session, close } = await pair(world, mode);
  const viewing = agent.evaluate(
    ({ mode, session }) => (window as unknown as BenchWindow).bench[mode](session),
    { mode, session },
  );
  // The peer has no late viewers: whoever is not there yet misses the snapshot.
  if (mode === "stock") await viewing;
  await visitor.evaluate(id => (window as unknown as BenchWindow).bench.share(id), session);
  await viewing;
  await agent.waitForTimeout(1_500);
  const found: Partial<Record<Kind, Latency>> = {};
  for (const kind of KINDS) found[kind] = await between(visitor, agent, kind);
  await close();
  return found;
};

const measureBare = async (world: World): Promise<Latencies> => {
  const { visitor, agent, session, close } = await pair(world, "stock");
  await agent.evaluate(id => (window as unknown as BenchWindow).bench.bare(id), session);
  await visitor.evaluate(id => (window as unknown as BenchWindow).bench.bare(id), session);
  const bare = await between(visitor, agent, "bare");
  await close();
  return { bare };
};

const ms = (value: number | undefined): string => (value ?? Number.NaN).toFixed(1).padStart(8);

export const printLatencies = async (world: World): Promise<void> => {
  const { bare } = await measureBare(world);
  const ours = await measure(world, "ours");
  const stock = await measure(world, "stock");
  console.log(`\nUntil it stands in the viewer's page, ms, ${TIMES} times each (p50, p95, seen)`);
  console.log(`  ${"a bare message".padEnd(16)} ${ms(bare?.p50)} ${ms(bare?.p95)}`);
  console.log(
    "                            Lotse                     stock            Lotse to bare, to stock (p50)",
  );
  for (const kind of KINDS) {
    const cells = [ours[kind], stock[kind]]
      .map(one => `${ms(one?.p50)} ${ms(one?.p95)} ${String(one?.seen ?? 0).padStart(5)}`)
      .join("  ");
    const p50 = ours[kind]?.p50 ?? Number.NaN;
    const ratios = `${(p50 / (bare?.p50 ?? 0)).toFixed(2)}x  ${(p50 / (stock[kind]?.p50 ?? 0)).toFixed(3)}x`;
    console.log(`  ${kind.padEnd(16)} ${cells}  ${ratios}`);
  }
  console.log("  goal: a mutation at most 3 times the bare message and 0.1 of stock");
};
