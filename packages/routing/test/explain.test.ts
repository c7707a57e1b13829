import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agentOf,
  agentsOf,
  createRoutingState,
  detailsOf,
  estimateWait,
  explainAgent,
  explainItem,
  itemOf,
  itemsOf,
  type RoutingEvent,
  type RoutingState,
  step,
  violationsOf,
  wrapUpsOf,
} from "../src/index.ts";
import { ANNA, BEN, CLARA, find, GENERAL, openDesk, planWith, profile, SALES } from "./desk.ts";
import { agentId, histories, invitationId, itemId, play } from "./histories.ts";
import { queue, SETTINGS } from "./plans.ts";

describe("explaining", () => {
  test("X2: for every agent the first thing that keeps him from it", () => {
    const blending = [
      { id: "no chat on the phone", rule: "exclude", during: ["call"], no: ["chat"] } as const,
    ];
    const channels = planWith().channels.map(each => (each.id === "call" ? { ...each, weight: 1 } : each));
    const queues = [queue(GENERAL), queue(SALES, { needs: [{ skill: "Sales", level: 3 }] })];
    const able = { skills: { Sales: 3 } };
    const [dora, emil, frida] = [agentId(4), agentId(5), agentId(6)];
    const d = openDesk(
      {
        [ANNA]: {},
        [BEN]: { skills: { Sales: 2 } },
        [CLARA]: { ...able, channels: ["email"] },
        [dora]: { ...able, capacity: 3, channels: ["call", "chat"] },
        [emil]: { ...able, capacity: 0 },
        [frida]: able,
      },
      planWith({ blending, channels, queues }),
    );
    d.presence(frida, "away", "lunch");
    d.add(1, { channel: "call", queueId: SALES });
    d.accept(1, dora);
    d.add(2, { queueId: SALES });
    const why = () =>
      Object.fromEntries(explainItem(d.state(), itemId(2))?.agents.map(a => [a.agentId, a.whyNot]) ?? []);
    expect(why()).toEqual({
      [ANNA]: { not: "skillMissing", skill: "Sales" },
      [BEN]: { not: "levelTooLow", skill: "Sales", level: 2, needed: 3 },
      [CLARA]: { not: "channelNotServed" },
      [dora]: { not: "blending", ruleId: "no chat on the phone" },
      [emil]: { not: "full" },
      [frida]: { not: "away", reason: "lunch" },
    });
    d.presence(frida, "available");
    d.decline(2, frida);
    expect(why()[frida]).toEqual({ not: "pausedAfterPass", untilMs: d.nowMs() + 30_000 });
    expect(explainItem(d.state(), itemId(2))).toMatchObject({ position: 1, place: { at: "waiting" } });
  });

  test("X2: kept for the preferred agent until; parked for its own", () => {
    const rule = {
      id: "calls",
      rule: "interrupt",
      queues: null,
      counted: ["call"],
      moreThan: 0,
      interruptible: ["email"],
    } as const;
    const d = openDesk({ [ANNA]: {} }, planWith({ blending: [rule] }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "call" });
    d.accept(2, ANNA);
    d.set(BEN, {});
    d.presence(BEN, "available");
    d.add(3, { preferredAgentId: ANNA });
    const whyNot = (n: number) => explainItem(d.state(), itemId(n))?.agents.map(each => each.whyNot);
    expect(whyNot(1)).toEqual([
      { not: "interrupted", ruleId: "calls" },
      { not: "parkedFor", agentId: ANNA },
    ]);
    const untilMs = d.nowMs() + 3 + SETTINGS.preferAgentMs;
    expect(whyNot(3)).toEqual([{ not: "full" }, { not: "reservedFor", agentId: ANNA, untilMs }]);
    expect(explainAgent(d.state(), ANNA)).toMatchObject({ load: 1, capacity: 1, parked: [itemId(1)] });
    const takes = explainAgent(d.state(), BEN)?.takes.filter(each => each.whyNot === null);
    expect(takes?.map(({ queueId, channel }) => [queueId, channel])).toEqual(
      ["chat", "call", "email", "fax"].map(channel => [GENERAL, channel]),
    );
  });

  test("X2: in any history nobody who may take a waiting item is left, and whoever may not is told why", () => {
    fc.assert(
      fc.property(histories(150), history => {
        const last = [...play(history)].at(-1)?.result.state;
        if (last === undefined) return;
        for (const { id, place } of itemsOf(last)) {
          if (place.at !== "waiting") continue;
          const agents = explainItem(last, id)?.agents ?? [];
          expect(agents).toHaveLength([...agentsOf(last)].length);
          expect(agents.filter(each => each.whyNot === null)).toEqual([]);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 240_000);

  test("X1: every assignment says how, among how many, with which levels", () => {
    const d = openDesk({ [ANNA]: { skills: { Sales: 4, Polish: 1 } }, [BEN]: { skills: { Sales: 1 } } });
    const offered = find(d.add(1, { queueId: SALES }), "offered")?.offer;
    expect(offered?.why).toEqual({
      how: "best",
      ruleId: null,
      among: 2,
      skills: [{ skill: "Sales", level: 4 }],
      relaxedTo: -1,
      passes: 0,
    });
    expect(explainItem(d.state(), itemId(1))?.why).toEqual(offered?.why);
    d.accept(1, ANNA);
    expect(itemOf(d.state(), itemId(1))?.why).toEqual(offered?.why);
  });
});

describe("estimates", () => {
  /** One agent who takes an item every ten seconds out of a line that never ends. */
  const busyDesk = (takes: number) => {
    const d = openDesk({ [ANNA]: {} }, planWith());
    for (let n = 0; n <= takes; n += 1) d.add(n, { channel: "email" });
    for (let n = 0; n < takes; n += 1) {
      d.later(10_000);
      d.end(n);
    }
    return d;
  };

  test("X3: nothing is known at first; a free agent is no wait at all; then position times pace, with its spread", () => {
    const from = { queueId: GENERAL, channel: "email" };
    expect(estimateWait(createRoutingState(1, planWith()), from)).toBeNull();
    expect(estimateWait(openDesk({ [ANNA]: {} }).state(), from)).toMatchObject({
      position: 1,
      expectedMs: 0,
    });
    const d = busyDesk(20);
    expect(d.isAt(20)).toBe("assigned");
    for (const n of [21, 22, 23]) d.add(n, { channel: "email" });
    // The three were enqueued a few milliseconds ahead of the clock
    d.pass(30);
    const last = estimateWait(d.state(), from);
    expect(last?.position).toBe(4);
    expect(last?.expectedMs).toBeGreaterThan(4 * 8_000);
    expect(last?.expectedMs).toBeLessThan(4 * 12_000);
    expect(last?.lowMs).toBeLessThan(last?.expectedMs ?? 0);
    expect(last?.highMs).toBeGreaterThan(last?.expectedMs ?? 0);
  });

  test("X4: what was estimated is said with what happened", () => {
    const d = busyDesk(20);
    d.add(30, { channel: "email", enqueuedAtMs: d.nowMs() });
    d.later(9_000);
    const waited = find(d.end(20), "waited");
    expect(waited).toMatchObject({ itemId: itemId(30), actualMs: 9_000 });
    expect(waited?.estimatedMs).toBeGreaterThan(8_000);
  });
});

describe("restoring", () => {
  const restoring = (state: RoutingState): RoutingEvent => ({
    type: "restored",
    agents: [...agentsOf(state)].map(agent => {
      const { id, skills, capacity, channels, limits, presence, reason } = agent;
      return { id, skills, capacity, channels, limits, presence, reason, wrapUps: wrapUpsOf(agent) };
    }),
    items: [...itemsOf(state)].map(item => ({
      ...detailsOf(item),
      id: item.id,
      enqueuedAtMs: item.enqueuedAtMs,
      agentId: item.place.at === "assigned" ? item.place.agentId : null,
    })),
    reservations: [],
  });

  test("E3: in any history, what storage keeps is enough: who has what, under which number, what is parked where", () => {
    let [wrapUps, helpers] = [0, 0];
    fc.assert(
      fc.property(histories(150), history => {
        const states = [...play(history)].map(({ result }) => result.state);
        const hasHelp = (each: RoutingState) => [...itemsOf(each)].some(item => item.helpers.length > 0);
        const before = states.findLast(hasHelp) ?? states.at(-1);
        if (before === undefined) return;
        const { state, effects } = step(createRoutingState(8, before.plan), restoring(before), before.atMs);
        // What rang or was reserved before is nobody's now: that may let a rule interrupt in the very step.
        const parkedNow = effects.flatMap(effect => (effect.effect === "parked" ? [effect.itemId] : []));
        expect(violationsOf(state)).toEqual([]);
        for (const item of itemsOf(before)) {
          const { place } = item;
          const again = itemOf(state, item.id);
          expect(again?.enqueuedAtMs).toBe(item.enqueuedAtMs);
          expect(again?.siteId).toBe(item.siteId);
          if (place.at === "assigned" && parkedNow.includes(item.id)) {
            expect(again?.place).toMatchObject({ at: "parked", agentId: place.agentId });
          } else if (place.at === "assigned") expect(again?.place).toEqual(place);
          if (place.at === "parked") expect(again?.place).toMatchObject({ agentId: place.agentId });
          const isInSameHands = again?.place.at === "assigned";
          expect([again?.helpers, again?.speakers]).toEqual(
            isInSameHands ? [item.helpers, item.speakers] : [[], []],
          );
          if (isInSameHands) helpers += item.helpers.length;
        }
        for (const agent of agentsOf(before)) {
          // An interruption in the very step sets after-work aside, too
          const isInterrupted = effects.some(each => {
            const given = each.effect === "offered" ? each.offer : each.effect === "assigned" ? each : null;
            return given?.agentId === agent.id && given.why.how === "interrupt";
          });
          const again = wrapUpsOf(agentOf(state, agent.id) ?? agent);
          const expected = wrapUpsOf(agent).filter(({ untilMs }) => untilMs > state.atMs);
          expect(again).toEqual(isInterrupted ? again : expected);
          expect(again.map(({ untilMs }) => untilMs)).toEqual(expected.map(({ untilMs }) => untilMs));
          wrapUps += again.length;
        }
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect(Math.min(wrapUps, helpers)).toBeGreaterThan(0);
  }, 240_000);

  test("E3: after-work goes on until its time, as heavy as it was; what is over, or told twice, is not taken up", () => {
    const wrapUp = { channel: "chat", isWeightless: false };
    const agent = { ...profile(ANNA, { capacity: 2 }), presence: "available", reason: null } as const;
    const wrapUps = [
      { ...wrapUp, itemId: itemId(1), untilMs: 20_000 },
      { ...wrapUp, itemId: itemId(1), untilMs: 30_000 },
      { ...wrapUp, itemId: itemId(2), untilMs: 25_000, isWeightless: true },
      { ...wrapUp, itemId: itemId(3), untilMs: 10_000 },
    ];
    const event = { type: "restored", agents: [{ ...agent, wrapUps }], items: [], reservations: [] } as const;
    const fresh = createRoutingState(4, planWith());
    const restored = step(fresh, event, 10_000);
    expect(violationsOf(restored.state)).toEqual([]);
    expect(agentOf(restored.state, ANNA)?.holds).toMatchObject([
      { kind: "wrapUp", id: itemId(1), weight: 1, untilMs: 20_000 },
      { kind: "wrapUp", id: itemId(2), weight: 0, untilMs: 25_000 },
    ]);
    expect(restored.wakeAtMs).toBe(20_000);
    const later = step(restored.state, { type: "woken" }, 20_000);
    expect(later.effects).toEqual([{ effect: "wrapUpEnded", itemId: itemId(1), agentId: ANNA }]);
    const endless = { ...event, agents: [{ ...agent, wrapUps: [{ ...wrapUps[0], untilMs: Number.NaN }] }] };
    expect(step(fresh, endless as RoutingEvent, 10_000).effects).toMatchObject([{ reason: "invalid" }]);
  });

  test("E3: live reservations stay, expired end, those of the absent are withdrawn, waiting items ring anew", () => {
    const nowMs = 10_000;
    const reservation = { queueId: GENERAL, channel: "chat", needs: [], expiresAtMs: 50_000 };
    const item = {
      ...{ channel: "chat", queueId: GENERAL, needs: [], priority: 0, preferredAgentId: null },
      ...{ parked: null, visited: [], helpers: [] },
    };
    const result = step(
      createRoutingState(4, planWith()),
      {
        type: "restored",
        agents: [
          { ...profile(ANNA, { capacity: 3 }), presence: "available", reason: null },
          { ...profile(BEN, { capacity: 3 }), presence: "offline", reason: null },
        ],
        items: [
          { ...item, id: itemId(1), enqueuedAtMs: 5_000, agentId: ANNA, assignment: 7 },
          { ...item, id: itemId(2), enqueuedAtMs: 6_000, agentId: null, assignment: 2 },
        ],
        reservations: [
          { ...reservation, id: invitationId(1), agentId: ANNA },
          { ...reservation, id: invitationId(2), agentId: ANNA, expiresAtMs: 9_000 },
          { ...reservation, id: invitationId(3), agentId: BEN },
        ],
      },
      nowMs,
    );
    expect(violationsOf(result.state)).toEqual([]);
    const ends = result.effects.flatMap(effect =>
      effect.effect === "reservationEnded" ? [[effect.reservation.id, effect.reason]] : [],
    );
    expect(ends).toEqual([
      [invitationId(2), "expired"],
      [invitationId(3), "withdrawn"],
    ]);
    expect(itemOf(result.state, itemId(1))?.place).toEqual({ at: "assigned", agentId: ANNA, assignment: 7 });
    const offer = find(result.effects, "offered")?.offer;
    expect(offer).toMatchObject({ itemId: itemId(2), agentId: ANNA });
    const accepted = step(
      result.state,
      { type: "offerAccepted", offerId: offer?.id ?? ("" as never), agentId: ANNA },
      nowMs,
    );
    expect(find(accepted.effects, "assigned")?.assignment).toBe(3);
  });
});
