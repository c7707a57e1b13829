/**
 * The clients of a run, in a process of their own: visitors and agents in many conversations, all writing. Told what
 * to do over the channel to its parent; the truth goes into the witness files, not over the channel.
 */
import { seededRandom } from "@lotse/testkit/faults";
import { Agent, type SignIn } from "./agent.ts";
import type { Pace } from "./correspondent.ts";
import { type Crew, wait } from "./person.ts";
import { Visitor } from "./visitor.ts";

export interface CrewOrders {
  readonly hubUrl: string;
  readonly folder: string;
  readonly seed: number;
  readonly visitors: number;
  readonly agents: readonly SignIn[];
  /** Conversations that have both sides before the load counts as flowing. */
  readonly assigned: number;
  readonly pace: { readonly visitor: Pace; readonly agent: Pace };
}

export type Order = "settle" | "read";
export type Report =
  | { readonly kind: "flowing" }
  | { readonly kind: "progress"; readonly acked: number }
  | { readonly kind: "settled" }
  | { readonly kind: "read" }
  | { readonly kind: "problem"; readonly what: string };

const LOOK_MS = 50;
/** Longer than any client waits before it tries again. */
const STILL_MS = 40_000;

const say = (report: Report): void => void process.send?.(report);

const orders = JSON.parse(process.argv[2] ?? "") as CrewOrders;
const { hubUrl, folder, seed, pace } = orders;
let acked = 0;
const crew: Crew = {
  hubUrl,
  folder,
  onAcked: count => {
    acked += count;
    say({ kind: "progress", acked });
  },
  onProblem: what => say({ kind: "problem", what }),
};

const agents = await Promise.all(
  orders.agents.map((who, index) =>
    Agent.arrive(who, crew, { random: seededRandom(seed + 1_000 + index), pace: pace.agent }),
  ),
);
const visitors = await Promise.all(
  Array.from({ length: orders.visitors }, (_, index) =>
    Visitor.arrive(`visitor-${index + 1}`, crew, {
      random: seededRandom(seed + index),
      pace: pace.visitor,
    }),
  ),
);
const people = [...agents, ...visitors];
const sides = () => people.flatMap(person => [...person.correspondents.values()]);

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await wait(LOOK_MS);
};

/** Nothing is on its way, and both sides of every conversation stand at the same number. */
const isQuiet = (): boolean => {
  const reached = new Map<string, number>();
  return sides().every(side => {
    const other = reached.get(side.conversationId) ?? side.lastSeq;
    reached.set(side.conversationId, side.lastSeq);
    return side.quiet && side.lastSeq === other;
  });
};

/** Nothing has moved for so long that nothing will: what is not quiet then is for the checker to find. */
const createStillness = (): (() => boolean) => {
  let before = "";
  let sinceMs = 0;
  return () => {
    const now = JSON.stringify([acked, ...sides().map(side => side.lastSeq)]);
    if (now !== before) sinceMs = performance.now();
    before = now;
    return performance.now() - sinceMs > STILL_MS;
  };
};

const obey: Record<Order, () => Promise<void>> = {
  settle: async () => {
    for (const side of sides()) side.rest();
    const isStill = createStillness();
    await until(() => isQuiet() || isStill());
    say({ kind: "settled" });
  },
  read: async () => {
    await Promise.all(people.map(person => person.read()));
    for (const person of people) person.close();
    say({ kind: "read" });
  },
};
process.on("message", (order: Order) => void obey[order]());
process.once("disconnect", () => process.exit());

const assigned = (): number => agents.reduce((sum, agent) => sum + agent.correspondents.size, 0);
await until(() => assigned() >= orders.assigned);
say({ kind: "flowing" });
