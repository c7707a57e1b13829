/**
 * No starvation, over shifts that never calm down: of every kind somebody waits at any moment, since whoever is served is
 * followed by another. So there is always something else to give out; yet all must be taken, in a time that does not depend
 * on how long the shift is.
 */
import type { AgentId, BlendingRule, Channel, ChannelId, WorkItemId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { seededRandom } from "@lotse/testkit/faults";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createRoutingState, itemOf, itemsOf, type Offer, type RoutingEvent, step } from "../src/index.ts";
import { planWith, profile } from "./desk.ts";
import { agentId } from "./histories.ts";
import { CHANNELS, channel, QUEUES, queue, SETTINGS } from "./plans.ts";

const SERVICE_MS = 10_000;
const SHIFT_MS = 3_600_000;
const EXCLUDING: readonly BlendingRule[] = [
  { id: "no fax on the phone", rule: "exclude", during: ["call"], no: ["fax"] },
  { id: "no phone in a chat", rule: "exclude", during: ["chat"], no: ["call"] },
  { id: "one fax", rule: "atMost", channels: ["fax", "email"], items: 1 },
  { id: "no chat beside a fax", rule: "atMost", channels: ["fax", "chat"], items: 1 },
];

const weights = fc.constantFrom<Channel["weight"]>("all", 1, 1, 2, 3);

const answers = fc.constantFrom<Channel["answer"]>("auto", "ring");

const shifts = fc.record({
  seed: fc.nat(),
  weights: fc.tuple(weights, weights, weights, weights),
  capacities: fc.array(fc.integer({ min: 3, max: 5 }), { minLength: 1, maxLength: 3 }),
  answers: fc.tuple(answers, answers, answers, answers),
  blending: fc.subarray([...EXCLUDING]),
  /** How many of each channel wait at any time. */
  crowd: fc.integer({ min: 1, max: 3 }),
});

type Shift = typeof shifts extends fc.Arbitrary<infer T> ? T : never;

/** The longest that anybody waits or has waited. */
const longestWaitMs = (shift: Shift): number => {
  const random = seededRandom(shift.seed);
  const clock = new FakeClock();
  const any = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
  let state = createRoutingState(
    1,
    planWith({
      channels: CHANNELS.map((id, at) =>
        channel(id, { weight: shift.weights[at] ?? 1, answer: shift.answers[at] ?? "auto" }),
      ),
      queues: QUEUES.map(id => queue(id)),
      blending: shift.blending,
      settings: { ...SETTINGS, defaultTargetMs: 20_000 },
    }),
  );
  let [count, longestMs] = [0, 0];
  const send = (event: RoutingEvent): void => {
    const result = step(state, event, clock.nowMs());
    state = result.state;
    for (const effect of result.effects) {
      if (effect.effect === "waited") longestMs = Math.max(longestMs, effect.actualMs);
      if (effect.effect === "assigned") serve(effect.itemId);
      if (effect.effect === "offered") clock.after(2_000 * random.next(), () => accept(effect.offer));
    }
  };
  // It may have been withdrawn meanwhile
  const accept = ({ id, agentId: by }: Offer): void =>
    send({ type: "offerAccepted", offerId: id, agentId: by });
  const serve = (itemId: WorkItemId): void => {
    clock.after(SERVICE_MS * (0.5 + random.next()), () => send({ type: "itemEnded", itemId, holder: null }));
    const next = itemOf(state, itemId)?.channel ?? any(CHANNELS);
    clock.after(0, () => arrive(next));
  };
  const arrive = (channelId: ChannelId): void => {
    count += 1;
    const id = `item-${String(count).padStart(6, "0")}` as WorkItemId;
    const item = {
      id,
      channel: channelId,
      queueId: any(QUEUES),
      needs: [],
      priority: 0,
      preferredAgentId: null,
    };
    send({ type: "itemAdded", item: { ...item, enqueuedAtMs: clock.nowMs() } });
  };
  const agents: readonly AgentId[] = shift.capacities.map((_, at) => agentId(at));
  for (const [at, id] of agents.entries()) {
    send({ type: "agentSet", agent: profile(id, { capacity: shift.capacities[at] ?? 1 }) });
    send({ type: "presenceSet", agentId: id, presence: "available", reason: null });
  }
  for (let n = 0; n < shift.crowd; n++) {
    for (const id of CHANNELS) clock.after(random.next() * SERVICE_MS, () => arrive(id));
  }
  // What falls due by itself is told within a second
  const tend = (): void => {
    send({ type: "woken" });
    clock.after(1_000, tend);
  };
  tend();
  clock.advance(SHIFT_MS);
  const waiting = [...itemsOf(state)].filter(({ place }) => place.at === "waiting");
  return Math.max(longestMs, ...waiting.map(({ enqueuedAtMs }) => clock.nowMs() - enqueuedAtMs));
};

test("K1 Q8: in an hour without a calm moment, whatever it weighs and whatever excludes it, all is taken within minutes", () => {
  fc.assert(
    fc.property(shifts, shift => {
      // All before it one after the other, each after the agent has finished what he had in hand
      const beforeIt = shift.crowd * CHANNELS.length;
      expect(longestWaitMs(shift)).toBeLessThan(
        SETTINGS.defaultTargetMs + (beforeIt + 1) * 2 * 1.5 * SERVICE_MS,
      );
    }),
    { numRuns: 60, endOnFailure: true },
  );
}, 240_000);
