import { type ErrorCode, fail, ok, type QueueId, type Result, type RoutingPlan } from "@lotse/protocol";
import { sequentialIds } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { makePlan, makeQueue } from "../../testing/makePlan.ts";
import { PlanModel } from "./PlanModel.ts";

const SALES = "sales" as QueueId;
const USELESS = [{ kind: "ruleWithoutEffect", at: "e", about: null }];
const SERVICE = "service" as QueueId;

/** A hub that keeps the plan as the real one does: a save names the version it changes. */
class PlanHub extends FakeConnection {
  plan: RoutingPlan = makePlan({});
  version = 1;

  constructor() {
    super();
    this.#serve();
  }

  #serve(): void {
    const answers: Readonly<Record<string, (input: never) => Result<unknown>>> = {
      "plan:read": () => ok({ plan: this.plan, version: this.version, contradictions: [] }),
      "plan:save": ({ plan, version }: { plan: RoutingPlan; version: number }) => {
        if (version !== this.version) return fail({ code: "PLAN_STALE", message: "" });
        this.plan = plan;
        this.version++;
        return ok({ version: this.version, contradictions: USELESS });
      },
    };
    for (const [name, answer] of Object.entries(answers)) this.answerWith(name as "plan:read", answer);
  }

  /** Another administrator. */
  savedBySomebodyElse(plan: RoutingPlan): void {
    this.plan = plan;
    this.version++;
  }
}

let hub: PlanHub;
let model: PlanModel;

beforeEach(async () => {
  hub = new PlanHub();
  model = new PlanModel({ connection: hub, makeId: sequentialIds() });
  await model.loaded.load();
});

const priorities = () => model.plan.value?.queues.map(({ priority }) => priority);
const refuse = (code: ErrorCode, field: string) =>
  hub.answerWith("plan:save", () => fail({ code, message: "", field }));

it("nothing holds before it is saved", async () => {
  model.putQueue(makeQueue(SALES, { priority: 3 }));
  expect(priorities()).toEqual([3, 0]);
  expect(model.unsaved.value).toBe(true);
  expect(hub.plan.queues[0]?.priority).toBe(0);
  await model.save();
  expect(hub.plan.queues[0]?.priority).toBe(3);
  expect([model.unsaved.value, model.saved.value]).toEqual([false, true]);
  expect(model.contradictions.value).toEqual(USELESS);
});

it("what is put back as it was is no change", () => {
  model.putQueue(makeQueue(SALES, { priority: 3 }));
  model.putQueue(makeQueue(SALES));
  expect(model.unsaved.value).toBe(false);
});

it("more than a connection carries is not sent, and said", async () => {
  model.putQueue(
    makeQueue(SALES, {
      relaxations: Array.from({ length: 20_000 }, (_, n) => ({
        afterMs: n,
        needs: [{ skill: "Vertrieb", level: 3 }],
      })),
    }),
  );
  await model.save();
  expect(model.problem.value?.error.code).toBe("PAYLOAD_TOO_LARGE");
  expect(hub.namesAsked()).not.toContain("plan:save");
  expect(model.unsaved.value).toBe(true);
});

it("discarded, the plan is as it was last saved", () => {
  model.removeQueue(SERVICE);
  model.discard();
  expect(priorities()).toEqual([0, 0]);
  expect(model.unsaved.value).toBe(false);
});

it("what is typed while the hub is asked stays a draft, and is saved next", async () => {
  model.putQueue(makeQueue(SALES, { priority: 1 }));
  const saving = model.save();
  model.putQueue(makeQueue(SALES, { priority: 2 }));
  await saving;
  expect(hub.plan.queues[0]?.priority).toBe(1);
  expect(model.unsaved.value).toBe(true);
  expect(model.saved.value).toBe(false);
  await model.save();
  expect(hub.plan.queues[0]?.priority).toBe(2);
  expect(hub.version).toBe(3);
});

it("is saved once, however often one clicks", async () => {
  model.putQueue(makeQueue(SALES, { priority: 1 }));
  await Promise.all([model.save(), model.save()]);
  expect(hub.namesAsked().filter(name => name === "plan:save")).toHaveLength(1);
});

describe("saved by somebody else meanwhile", () => {
  it("keeps the draft, takes the other's changes in, and the next save holds both", async () => {
    model.putQueue(makeQueue(SALES, { priority: 3 }));
    hub.savedBySomebodyElse({
      ...hub.plan,
      queues: [makeQueue(SALES), makeQueue(SERVICE, { priority: -2 })],
    });
    await model.save();
    expect(model.meanwhile.value).toEqual({ both: [] });
    expect(priorities()).toEqual([3, -2]);
    expect(hub.plan.queues.map(({ priority }) => priority)).toEqual([0, -2]);
    await model.save();
    expect(hub.plan.queues.map(({ priority }) => priority)).toEqual([3, -2]);
    expect(model.meanwhile.value).toBeNull();
  });

  it("names what both changed", async () => {
    model.putQueue(makeQueue(SALES, { priority: 3 }));
    hub.savedBySomebodyElse({ ...hub.plan, queues: [makeQueue(SALES, { pick: true }), makeQueue(SERVICE)] });
    await model.loaded.load();
    expect(model.meanwhile.value?.both.map(({ what }) => "id" in what && what.id)).toEqual([SALES]);
    expect(model.plan.value?.queues[0]).toMatchObject({ priority: 3, pick: false });
  });

  it("is simply shown to whoever changed nothing", async () => {
    hub.savedBySomebodyElse({ ...hub.plan, queues: [] });
    await model.loaded.load();
    expect(model.plan.value?.queues).toEqual([]);
    expect([model.unsaved.value, model.meanwhile.value]).toEqual([false, null]);
  });
});

describe("refused by the hub", () => {
  it("stands at the part it is about, by its id, and the draft stays", async () => {
    model.addRule("atMost");
    model.addRule("exclude");
    const rule = model.plan.value?.blending[1];
    refuse("BLENDING_CONTRADICTION", "plan.blending.1");
    await model.save();
    expect(model.problem.value).toMatchObject({
      error: { code: "BLENDING_CONTRADICTION" },
      at: { id: rule?.id, field: null },
    });
    // The list may change afterwards: the word still stands at that rule.
    model.removeRule(model.plan.value?.blending[0]?.id ?? "");
    expect(model.problem.value?.at?.id).toBe(rule?.id);
    expect(model.unsaved.value).toBe(true);
  });

  it("names the field, where the hub does", async () => {
    const id = model.addQueue();
    refuse("TEXT_EMPTY", "plan.queues.2.key");
    await model.save();
    expect(model.problem.value?.at).toEqual({ id, field: "key" });
    refuse("UNAVAILABLE", "");
    await model.save();
    expect(model.problem.value).toMatchObject({ error: { code: "UNAVAILABLE" }, at: null });
  });
});

it("a channel is made once", async () => {
  expect(model.addChannel("letter")).toBe(true);
  expect(model.addChannel("letter")).toBe(false);
  expect(model.plan.value?.channels.filter(({ id }) => id === "letter")).toHaveLength(1);
});

it("names are read when somebody needs them, once", async () => {
  const fresh = new PlanModel({ connection: hub, makeId: sequentialIds() });
  fresh.need();
  await settle();
  fresh.need();
  await settle();
  expect(hub.namesAsked().filter(name => name === "plan:read")).toHaveLength(2);
  expect(fresh.plan.value?.queues).toHaveLength(2);
});
