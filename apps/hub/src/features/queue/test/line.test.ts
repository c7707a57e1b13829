/** How often consoles are told of the line: at once, then at most every so often, and never something old in the end. */
import type { AgentId, QueueEntry, WorkItemId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINE_EVERY_MS } from "../lineTeller.ts";
import { toldLine } from "../lineViews.ts";
import { agent, agentRecord, type Desk, openDesk, TENANT, type Told } from "./desk.ts";
import type { Failure } from "./memoryStorage.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, outsideItem, WORK_PLAN } from "./plans.ts";

const ANNA = agentRecord(1, ["Claims"], 1);
const CLARA = agentRecord(3, ["Sales"], 1);
const ALL_PICKING = { ...WORK_PLAN, queues: WORK_PLAN.queues.map(queue => ({ ...queue, pick: true })) };
const NO_PICKING = { ...WORK_PLAN, queues: WORK_PLAN.queues.map(queue => ({ ...queue, pick: false })) };

/** At the desk but taking nothing, so that what comes waits. */
const watching = async (plan = WORK_PLAN) => {
  const desk = await openDesk({ agents: [ANNA, CLARA], plan });
  await desk.queue.agentConnected(agent(CLARA));
  await desk.queue.setPresence(agent(CLARA), { presence: "away", reason: null });
  desk.events();
  return desk;
};

const add = async (desk: Desk, queueId = GENERAL_QUEUE): Promise<WorkItemId> => {
  const item = outsideItem({ queueId });
  await desk.queue.items.addWorkItem(TENANT, item);
  return item.id;
};

const idsTold = (desk: Desk) =>
  desk.toldOf("queue:changed").map(({ payload }) => payload.queue.map(({ workItemId }) => workItemId));

describe("a burst", () => {
  test.each([
    ["as each may pick", WORK_PLAN, CLARA.id],
    ["to all alike", NO_PICKING, TENANT],
  ])("is told with its first change, now and then, and with its last: %s", async (_how, plan, to) => {
    const desk = await watching(plan);
    const ids: WorkItemId[] = [];
    for (let n = 0; n < 100; n++) {
      ids.push(await add(desk));
      await desk.pass(10);
    }
    await desk.pass(LINE_EVERY_MS);
    const told = desk.toldOf("queue:changed");
    expect(told.map(each => [each.to, each.payload.queue.length])).toEqual(
      [1, 25, 50, 75, 100].map(length => [to, length]),
    );
    expect(idsTold(desk).at(-1)).toEqual(ids);
    // Nothing is owed to anybody any more
    desk.events();
    await desk.pass(10 * LINE_EVERY_MS);
    expect(desk.events()).toEqual([]);
  });

  test("that leaves nothing behind is told so, for a console that opened in its midst", async () => {
    const desk = await watching();
    const first = await add(desk);
    const second = await add(desk);
    const opened = desk.queue.desk.lineFor(agent(CLARA)).map(({ workItemId }) => workItemId);
    expect(opened).toEqual([first, second]);
    await desk.queue.items.endWorkItem(TENANT, second);
    await desk.pass(LINE_EVERY_MS);
    expect(idsTold(desk)).toEqual([[first], [first]]);
  });

  test("of a hub that closes is told no more", async () => {
    const desk = await watching();
    await add(desk);
    await add(desk);
    await desk.queue.close();
    await desk.queue.close();
    desk.events();
    desk.clock.advance(LINE_EVERY_MS);
    expect(desk.events()).toEqual([]);
  });
});

test("of a long line a console is told the first of each queue, and how many more wait there", async () => {
  const desk = await watching();
  const claims = Array.from({ length: 103 }, () => outsideItem({ queueId: CLAIMS_QUEUE }));
  const other = outsideItem();
  for (const item of [...claims, other]) {
    desk.clock.advance(1);
    await desk.queue.items.addWorkItem(TENANT, item);
  }
  await desk.pass(LINE_EVERY_MS);
  const told = desk.toldOf("queue:changed").at(-1)?.payload;
  expect(told?.more).toEqual([{ queueId: CLAIMS_QUEUE, count: 3 }]);
  const ids = told?.queue.map(({ workItemId }) => workItemId) ?? [];
  expect(ids.toSorted()).toEqual([...claims.slice(0, 100), other].map(({ id }) => id).toSorted());
});

describe("what an agent may pick", () => {
  test("is told when it rings at somebody else, and when skills change", async () => {
    const desk = await watching(ALL_PICKING);
    const mayPick = () =>
      desk
        .toldOf("queue:changed")
        .at(-1)
        ?.payload.queue.map(each => each.mayPick);
    const id = await add(desk);
    const claim = await add(desk, CLAIMS_QUEUE);
    await desk.pass(LINE_EVERY_MS);
    expect(mayPick()).toEqual([false, true]);
    const learned = { ...CLARA, skills: [{ skill: "Claims", level: 2 }] };
    desk.storage.agents = [ANNA, learned];
    await desk.queue.agentChanged(TENANT, CLARA.id);
    await desk.pass(LINE_EVERY_MS);
    expect(mayPick()).toEqual([true, true]);
    await desk.queue.agentConnected(agent(ANNA));
    await desk.pass(LINE_EVERY_MS);
    const told = desk.toldOf("queue:changed").filter(({ to }) => to === CLARA.id);
    expect(told.at(-1)?.payload.queue).toMatchObject([
      { workItemId: claim, mayPick: false },
      { workItemId: id, mayPick: true },
    ]);
  });

  test("is told when the plan says otherwise", async () => {
    const desk = await watching();
    await add(desk);
    await desk.pass(LINE_EVERY_MS);
    await desk.queue.planSaved(TENANT, {
      ...WORK_PLAN,
      queues: WORK_PLAN.queues.map(queue => ({ ...queue, pick: queue.id === CLAIMS_QUEUE })),
    });
    expect(desk.toldOf("queue:changed").at(-1)?.payload.queue).toMatchObject([{ mayPick: false }]);
  });
});

type Move =
  | { readonly do: "add"; readonly claim: boolean }
  | { readonly do: "end"; readonly nth: number }
  | { readonly do: "open" | "take" | "putBack"; readonly agent: number }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "fail"; readonly how: Failure }
  | { readonly do: "down"; readonly down: boolean };

const AGENTS = [ANNA, CLARA];
const some = fc.nat(AGENTS.length - 1);
const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("add" as const), claim: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("end" as const), nth: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("open", "take", "putBack"), agent: some }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(1, 99, 249, 250, 900) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      how: fc.constantFrom("before", "after", "epoch"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("down" as const), down: fc.nat(2).map(n => n === 0) }),
  },
);

const perform = async (desk: Desk, move: Move): Promise<void> => {
  const record = "agent" in move ? AGENTS[move.agent] : undefined;
  switch (move.do) {
    case "add":
      await add(desk, move.claim ? CLAIMS_QUEUE : GENERAL_QUEUE);
      return;
    case "end": {
      const items = desk.queue.waiting(TENANT);
      const ended = items[move.nth % Math.max(1, items.length)];
      if (ended !== undefined) await desk.queue.items.endWorkItem(TENANT, ended.workItemId);
      return;
    }
    case "take":
      if (record !== undefined) await desk.queue.work.next(agent(record));
      return;
    case "putBack": {
      const held = record === undefined ? [] : (desk.queue.desk.workOf(agent(record))?.work ?? []);
      const mine = held.find(({ place }) => place === "assigned");
      if (record !== undefined && mine !== undefined) await desk.queue.work.putBack(agent(record), mine);
      return;
    }
    case "pass":
      return desk.pass(move.ms);
    case "fail":
      desk.storage.failures.push(move.how);
      return;
    case "down":
      desk.storage.down = move.down;
      return;
    case "open":
      return;
  }
};

/** What each console shows, and when it was last told; undefined: never opened. */
const createConsoles = () => {
  const shown = new Map<AgentId, readonly QueueEntry[]>();
  const lastMs = new Map<AgentId, number>();
  const hurried: number[] = [];
  return {
    shown,
    lastMs,
    hurried,
    open: (desk: Desk, record: AgentRecord) => {
      shown.set(record.id, toldLine(desk.queue.desk.lineFor(agent(record))).queue);
    },
    hear: (told: Told, nowMs: number) => {
      if (told.event !== "queue:changed") return;
      for (const { id } of AGENTS.filter(each => told.to === each.id || told.to === TENANT)) {
        const sinceMs = nowMs - (lastMs.get(id) ?? Number.NEGATIVE_INFINITY);
        if (sinceMs < LINE_EVERY_MS) hurried.push(sinceMs);
        lastMs.set(id, nowMs);
        if (shown.has(id)) shown.set(id, told.payload.queue);
      }
    },
  };
};

const truthFor = (desk: Desk, id: AgentId) =>
  toldLine(desk.queue.desk.lineFor({ ...agent(ANNA), agentId: id })).queue;

test("whatever happens, a console is told at once or a little later, never too often, and in the end shows what is", {
  timeout: 120_000,
}, async () => {
  let heard = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(moves, { maxLength: 80, size: "max" }),
      fc.boolean(),
      async (history, picks) => {
        const [consoles, clock] = [createConsoles(), new FakeClock()];
        const desk = await openDesk({
          agents: AGENTS,
          plan: picks ? WORK_PLAN : NO_PICKING,
          clock,
          onTold: told => consoles.hear(told, clock.nowMs()),
        });
        for (const record of AGENTS) await desk.queue.agentConnected(agent(record));
        for (const move of history) {
          const record = move.do === "open" ? AGENTS[move.agent] : undefined;
          if (record !== undefined) consoles.open(desk, record);
          await perform(desk, move).catch(() => {});
          if (!(await desk.settled())) continue;
          for (const [id, entries] of consoles.shown) {
            const sinceMs = clock.nowMs() - (consoles.lastMs.get(id) ?? Number.NEGATIVE_INFINITY);
            if (sinceMs >= LINE_EVERY_MS) expect(entries).toEqual(truthFor(desk, id));
          }
        }
        desk.storage.down = false;
        desk.storage.failures.length = 0;
        await desk.pass(1_000);
        await desk.pass(LINE_EVERY_MS);
        for (const [id, entries] of consoles.shown) expect(entries).toEqual(truthFor(desk, id));
        expect(consoles.hurried).toEqual([]);
        heard += consoles.lastMs.size;
        await desk.queue.close();
      },
    ),
    { numRuns: 60 },
  );
  expect(heard).toBeGreaterThan(60);
});
