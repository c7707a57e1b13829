/**
 * A slot falls free: how many times a second is the right item found for it, among how many that wait? The engine, whole
 * (immutable state, deadlines, reasons, estimates), beside two ways one writes first, which only choose and keep nothing
 * else: a scan of all that wait, and a list kept in order and walked from the front. All three are asked the same in the
 * same run, and must give the same work to the same agents. Times are of the processor, and of each the best of five
 * runs counts: what other programs take of the machine is nobody's fault.
 *
 *     node --import tsx bench/routing.ts
 */
import type { AgentId, ChannelId, Queue, QueueId, RoutingPlan, WorkItemId } from "@lotse/protocol";
import { type AgentProfile, createRoutingState, type RoutingEvent, step } from "@lotse/routing";
import { type Random, seededRandom } from "@lotse/testkit/faults";
import type { Desk, Given } from "./desks/Desk.ts";
import { plain, readingOf, scanned, sorted } from "./desks/plain.ts";

const WAITING = [100, 1_000, 10_000];
const AGENTS = 500;
const SKILLS = 50;
const CAPACITY = 4;
const RUNS = 5;
const RUN_MS = 500;
const START_MS = 1_700_000_000_000;

const WEIGHTS: Readonly<Record<ChannelId, number>> = { chat: 1, call: 2 };
const TARGETS: Readonly<Record<ChannelId, number>> = { chat: 40_000, call: 20_000 };

const named = (text: string) => ({ de: text, en: text });
const numbered = (name: string, n: number) => `${name}-${String(n).padStart(6, "0")}`;
const queueId = (n: number) => numbered("queue", n) as QueueId;

const queues = Array.from({ length: SKILLS }, (_, n): Queue => {
  const serviceLevels = Object.entries(TARGETS).map(([channel, withinMs]) => ({
    channel,
    share: 0.8,
    withinMs,
  }));
  return {
    ...{ id: queueId(n), key: `skill-${n}`, name: named(`Skill ${n}`), serviceLevels, priority: n % 3 },
    ...{ needs: [{ skill: `skill-${n}`, level: 1 + (n % 3) }], prefers: [], relaxations: [], overflows: [] },
    ...{ pick: true, hours: null },
  };
});

const plan: RoutingPlan = {
  channels: Object.entries(WEIGHTS).map(([id, weight]) => ({
    ...{ id, name: named(id), weight, cobrowseWeight: 1, wrapUpMs: 0 },
    ...{ answer: "auto", ringMs: 30_000, idle: null },
  })),
  queues,
  blending: [],
  settings: {
    ...{ priorityMs: 60_000, defaultTargetMs: 20_000, reservationMs: 45_000, passPauseMs: 30_000 },
    ...{ preferAgentMs: 20_000, lastAgentMs: 0, leaseMs: 60_000, awayAfterMisses: null },
  },
};

const engine = (): Desk => {
  let state = createRoutingState(1, plan);
  const send = (event: RoutingEvent, nowMs: number): readonly Given[] => {
    const result = step(state, event, nowMs);
    state = result.state;
    return result.effects.flatMap(effect => {
      if (effect.effect === "rejected") throw new Error(`${effect.event}: ${effect.reason}`);
      return effect.effect === "assigned" ? [effect] : [];
    });
  };
  return {
    arrive: (agent, nowMs) => [
      ...send({ type: "agentSet", agent }, nowMs),
      ...send({ type: "presenceSet", agentId: agent.id, presence: "available", reason: null }, nowMs),
    ],
    add: (item, nowMs) => send({ type: "itemAdded", item }, nowMs),
    end: (itemId, nowMs) => send({ type: "itemEnded", itemId, holder: null }, nowMs),
  };
};

/** Some skills are rare, so that what needs them piles up at the front, as it does. */
const agentOf = (n: number, random: Random): AgentProfile => {
  const levels = new Map([[`skill-${n % SKILLS}`, 5]]);
  while (levels.size < 6) {
    const rare = Math.min(random.between(0, SKILLS - 1), random.between(0, SKILLS - 1));
    if (!levels.has(`skill-${rare}`)) levels.set(`skill-${rare}`, random.between(1, 5));
  }
  const skills = [...levels].map(([skill, level]) => ({ skill, level }));
  return { id: numbered("agent", n) as AgentId, skills, capacity: CAPACITY, channels: null, limits: [] };
};

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** A day at the desk: somebody is done, and as many come as it takes for the line to be as long as before. */
const open = (desk: Desk, waiting: number) => {
  const random = seededRandom(waiting);
  const busy: WorkItemId[] = [];
  const decisions: Given[] = [];
  /** Reading the processor's clock costs as much as some steps do: not while the rate is measured. */
  let stepsMs: number[] | null = null;
  let [items, nowMs] = [0, START_MS];
  const timed = (act: (nowMs: number) => readonly Given[]): void => {
    nowMs += random.between(1, 20);
    const fromMs = stepsMs === null ? 0 : processorMs();
    const given = act(nowMs);
    stepsMs?.push(processorMs() - fromMs);
    for (const one of given) {
      decisions.push(one);
      busy.push(one.itemId);
    }
  };
  const add = (): void => {
    const id = numbered("item", items++) as WorkItemId;
    const channel = random.pick(["chat", "chat", "call"]);
    const item = { id, channel, queueId: queueId(random.between(0, SKILLS - 1)), enqueuedAtMs: nowMs };
    timed(now => desk.add({ ...item, needs: [], priority: 0, preferredAgentId: null }, now));
  };
  const fill = (): void => {
    while (items - decisions.length < waiting) add();
  };
  const turn = (): void => {
    const at = random.between(0, busy.length - 1);
    const ended = busy[at];
    const last = busy.pop();
    if (ended === undefined || last === undefined) throw new Error("Nobody is at work");
    if (at < busy.length) busy[at] = last;
    timed(now => desk.end(ended, now));
    fill();
  };
  fill();
  for (let n = 0; n < AGENTS; n++) timed(now => desk.arrive(agentOf(n, random), now));
  fill();
  const time = (into: number[] | null): void => {
    stepsMs = into;
  };
  return { decisions, turn, time };
};

const read = readingOf(plan);

const contenders = (waiting: number) =>
  new Map([
    ["engine", open(engine(), waiting)],
    ["sorted list, walked from the front", open(plain(sorted(), read), waiting)],
    ["naive scan", open(plain(scanned(), read), waiting)],
  ]);

const runFor = (turn: () => void): number => {
  const fromMs = processorMs();
  // Steps of the slowest take milliseconds, those of the quickest microseconds: the clock is asked rarely.
  do for (let count = 0; count < 10; count++) turn();
  while (processorMs() - fromMs < RUN_MS);
  return processorMs() - fromMs;
};

/** Decisions a second, and how long the slowest step in a hundred takes. */
const measure = ({ decisions, turn, time }: ReturnType<typeof open>) => {
  const before = decisions.length;
  const tookMs = runFor(turn);
  const perSecond = ((decisions.length - before) / tookMs) * 1_000;
  const stepsMs: number[] = [];
  time(stepsMs);
  runFor(turn);
  time(null);
  const slowestMs = stepsMs.sort((a, b) => a - b)[Math.floor(stepsMs.length * 0.99)] ?? 0;
  return { perSecond, slowestMs };
};

const compare = (all: ReturnType<typeof contenders>): number => {
  const lists = [...all.values()].map(({ decisions }) => decisions);
  const common = Math.min(...lists.map(list => list.length));
  const texts = lists.map(list =>
    JSON.stringify(list.slice(0, common).map(({ itemId, agentId }) => [itemId, agentId])),
  );
  if (new Set(texts).size > 1) throw new Error("They gave different work, or to different agents");
  return common;
};

for (const waiting of WAITING) {
  const all = contenders(waiting);
  const results = new Map([...all.keys()].map(name => [name, [] as ReturnType<typeof measure>[]]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, one] of all) results.get(name)?.push(measure(one));
  }
  const rateOf = (name: string): number =>
    Math.max(...(results.get(name) ?? []).map(({ perSecond }) => perSecond));
  console.log(`\n${waiting.toLocaleString("en")} waiting, ${AGENTS} agents, ${SKILLS} skills`);
  for (const [name, runs] of results) {
    const rate = rateOf(name);
    const slowest = Math.min(...runs.map(({ slowestMs }) => slowestMs)).toFixed(3);
    const ratio = (rate / rateOf("naive scan")).toFixed(2);
    console.log(
      `  ${name.padEnd(36)} ${Math.round(rate).toLocaleString("en").padStart(9)} decisions/s   p99 of a step ${slowest.padStart(7)} ms ${ratio.padStart(7)}x`,
    );
  }
  console.log(`  The same work to the same agents: ${compare(all).toLocaleString("en")} decisions compared.`);
}
