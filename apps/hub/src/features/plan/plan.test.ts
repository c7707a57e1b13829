/** The plan through the front door: everybody reads it, one administrator at a time changes it, and it holds at once. */
import { randomUUID } from "node:crypto";
import type { Queue, QueueId, RoutingPlan } from "@lotse/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST, SUPERVISOR } from "../../test/cast.ts";
import { queueOf } from "../../test/planParts.ts";
import { type AgentLine, OTHER_AGENT, startWholeHub, type WholeHub } from "../../test/wholeHub.ts";
import { createPlanService } from "./service.ts";

const [ANNA] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number]];

let hub: WholeHub;
let admin: AgentLine;
beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST });
  admin = await hub.agent(ADMINISTRATOR);
});
afterAll(() => hub.close());

const read = () => admin.ask("plan:read", {});
const mutable = (plan: RoutingPlan) => structuredClone(plan) as never;

type Interruption = Extract<RoutingPlan["blending"][number], { readonly rule: "interrupt" }>;

const queueNamed = (key: string, given: Partial<Queue> = {}): Queue =>
  queueOf(randomUUID() as QueueId, key, given);

describe("the routing plan", () => {
  it("is there before anybody made one, for everybody, with a queue for each skill", async () => {
    const supervisor = await hub.agent(SUPERVISOR);
    const anna = await hub.agent(ANNA);
    const first = await anna.ask("plan:read", {});
    expect(first).toMatchObject({ version: 0, contradictions: [] });
    expect(first.plan.queues.map(({ key }) => key)).toEqual(expect.arrayContaining(["Sales", "Service"]));
    expect(await supervisor.ask("plan:read", {})).toEqual(first);
    for (const line of [supervisor, anna]) {
      const answer = await line.raw("plan:save", { plan: mutable(first.plan), version: 0 });
      expect(answer).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
      line.close();
    }
  });

  it("holds at once: a visitor goes by the new queue, whose need an agent of too low a level does not meet", async () => {
    const { plan, version } = await read();
    const anna = await hub.agent(ANNA);
    await anna.ask("console:open", {});
    const hard = queueNamed("hard", { needs: [{ skill: "Sales", level: 5 }] });
    const easy = queueNamed("easy", { needs: [{ skill: "Sales", level: 2 }] });
    const changed = { ...plan, queues: [...plan.queues, hard, easy] };
    const saved = await admin.ask("plan:save", { plan: mutable(changed), version });
    expect(saved).toEqual({ version: version + 1, contradictions: [], retired: [] });
    expect(await read()).toEqual({ plan: changed, ...saved });
    const open = async (skill: string) => {
      const visitor = await hub.visitor((await hub.beacon()).token);
      return (await visitor.ask("conversation:open", { skill })).conversation.id;
    };
    await open("hard");
    const easyId = await open("easy");
    expect((await anna.next("offer:made")).conversationId).toBe(easyId);
    anna.close();
  });

  it("is another tenant's own", async () => {
    const dora = await hub.agent(OTHER_AGENT);
    const { plan, version } = await dora.ask("plan:read", {});
    expect(version).toBe(0);
    expect(plan.queues.map(({ key }) => key)).not.toContain("easy");
    dora.close();
  });

  it("is not overwritten by whoever has not seen the last one", async () => {
    const { plan, version } = await read();
    const other = { ...plan, settings: { ...plan.settings, leaseMs: 77_000 } };
    await admin.ask("plan:save", { plan: mutable(other), version });
    const late = await admin.raw("plan:save", { plan: mutable(plan), version });
    expect(late).toMatchObject({ ok: false, error: { code: "PLAN_STALE" } });
    expect((await read()).plan).toEqual(other);
  });

  it("that cannot be carried out is refused at its place, and the last one stays", async () => {
    const before = await read();
    const { plan, version } = before;
    const call = { ...plan.channels[0], id: "call" } as RoutingPlan["channels"][number];
    const circle: Interruption = {
      ...{ id: "circle", queues: null, counted: ["call"], moreThan: 1 },
      ...{ rule: "interrupt", interruptible: ["call"] },
    };
    const impossible = { ...plan, channels: [...plan.channels, call], blending: [circle] };
    expect(await admin.raw("plan:save", { plan: mutable(impossible), version })).toMatchObject({
      ok: false,
      error: { code: "BLENDING_CONTRADICTION", field: "plan.blending.0" },
    });
    const misfit = { ...plan, blending: [{ ...circle, counted: ["letter"] }] };
    expect(await admin.raw("plan:save", { plan: mutable(misfit), version })).toMatchObject({
      ok: false,
      error: { code: "PLAN_INVALID", field: "plan.blending.0.counted.0" },
    });
    expect(await read()).toEqual(before);
  });

  it("tells what is merely useless, and saves it", async () => {
    const { plan, version } = await read();
    const [a, b] = [queueNamed("a"), queueNamed("b")];
    const to = (queueId: QueueId) =>
      [{ when: "after", condition: { if: "nobodyOnDuty" }, then: { to: "queue", queueId } }] as const;
    const useless = {
      ...plan,
      queues: [...plan.queues, { ...a, overflows: to(b.id) }, { ...b, overflows: to(a.id) }],
    };
    const saved = await admin.ask("plan:save", { plan: mutable(useless), version });
    expect(saved.contradictions).toMatchObject([
      { kind: "overflowCircle", isFatal: false, queueIds: [a.id, b.id] },
    ]);
    expect((await read()).contradictions).toEqual(saved.contradictions);
  });

  it("is as large as the docs say, and no larger", { timeout: 60_000 }, async () => {
    const before = await read();
    const skills = (count: number) => Array.from({ length: count }, (_, n) => ({ skill: `S${n}`, level: 3 }));
    const email = { ...before.plan.channels[0], id: "email" } as RoutingPlan["channels"][number];
    const week = ([1, 2, 3, 4, 5] as const).map(day => ({ day, fromMin: 480, toMin: 1_080 }));
    const holidays = Array.from({ length: 10 }, (_, n) => ({ date: `2026-12-${n + 10}`, spans: [] }));
    const rich = (steps: number, more: Partial<Queue>): Partial<Queue> => ({
      needs: skills(2),
      serviceLevels: ["chat", "email"].map(channel => ({ channel, share: 0.8, withinMs: 20_000 })),
      relaxations: Array.from({ length: steps }, (_, n) => ({ afterMs: n * 1_000, needs: skills(2) })),
      overflows: Array.from({ length: 3 }, (_, n) => ({
        ...{ when: "after", condition: { if: "waited", moreThanMs: n * 1_000 }, then: { to: "callback" } },
      })),
      ...more,
    });
    const save = async (count: number, given: Partial<Queue>) => {
      const queues = Array.from({ length: count }, (_, n) => queueNamed(`many-${n}`, given));
      const plan = { ...before.plan, channels: [...before.plan.channels, email], queues };
      return admin.raw("plan:save", { plan: mutable(plan), version: (await read()).version });
    };
    const tooLarge = { ok: false, error: { code: "PAYLOAD_TOO_LARGE" } };
    const ended = rich(2, { hours: { timeZone: "Europe/Berlin", week, exceptions: holidays } });
    const full = {
      relaxations: Array.from({ length: 20 }, (_, n) => ({ afterMs: n * 1_000, needs: skills(1) })),
      overflows: Array.from({ length: 20 }, (_, n) => ({
        ...{ when: "after", condition: { if: "waited", moreThanMs: n * 1_000 }, then: { to: "callback" } },
      })),
    } as Partial<Queue>;
    expect(await save(200, rich(2, {}))).toMatchObject({ ok: true });
    expect(await save(160, ended)).toMatchObject({ ok: true });
    expect(await save(175, ended)).toMatchObject(tooLarge);
    expect(await save(70, full)).toMatchObject({ ok: true });
    expect(await save(80, full)).toMatchObject(tooLarge);
    expect(await save(201, {})).toMatchObject({ ok: false, error: { code: "LIMIT_RANGE" } });
    const { version } = await read();
    await admin.ask("plan:save", { plan: mutable(before.plan), version });
  });

  it("leaves its number in the audit trail, never what it says", async () => {
    const { version } = await read();
    const { entries } = await admin.ask("audit:list", { beforeId: null, limit: 1 });
    expect(entries).toMatchObject([{ event: "plan:saved", subject: { version: String(version) } }]);
  });
});

it("stands once it is saved, whether or not routing could follow", async () => {
  const plan = (await read()).plan;
  const told: string[] = [];
  const plans = createPlanService({
    storage: { readPlan: async () => null, savePlan: async () => 8 },
    firstPlan: async () => plan,
    contradictionsOf: () => [],
    planSaved: () => Promise.reject(new Error("away")),
    retiredChannels: () => [],
    clock: hub.clock,
    log: { error: event => void told.push(event) },
  });
  const actor = { kind: "agent", tenantId: "t", agentId: "a", name: "", role: "administrator" } as never;
  expect(await plans.save(actor, { plan, version: 7 })).toMatchObject({ version: 8 });
  expect(told).toEqual(["plan not followed"]);
});
