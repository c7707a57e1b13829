/** Simulations that do not come to their end: stopped, followed by another, and of records that cannot be read. Over the wire. */
import type { CommandInput, SimulationView } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { afterEach, expect, it } from "vitest";
import { DEMO_RULE } from "../../../demo/nordwindRules.ts";
import { CAST, SUPERVISOR } from "../../../test/cast.ts";
import { type AgentLine, startWholeHub, type WholeHub } from "../../../test/wholeHub.ts";

type Read = Storage["listRecordedVisits"];

let hub: WholeHub | null = null;
afterEach(async () => {
  await hub?.close();
  hub = null;
});

const start = async (reading: (real: Read) => Read): Promise<AgentLine> => {
  hub = await startWholeHub({
    cast: CAST,
    around: storage => ({
      ...storage,
      listRecordedVisits: reading((...query) => storage.listRecordedVisits(...query)),
    }),
  });
  await hub.beacon({ productViewed: "P" });
  return hub.agent(SUPERVISOR);
};

/** Nothing is read before it is released. */
const held = () => {
  let release = (): void => undefined;
  const released = new Promise<void>(resolve => {
    release = resolve;
  });
  const reading =
    (read: Read): Read =>
    async (...query) => {
      await released;
      return read(...query);
    };
  return { reading, release: () => release() };
};

const WHAT = { ruleId: DEMO_RULE, version: 1, days: 7 };

/** The next that is told and is not only how far it is. */
const end = async (line: AgentLine): Promise<SimulationView> => {
  for (;;) {
    const view = await line.next("simulation:progressed");
    if (view.state !== "running") return view;
  }
};

it("stops where it is, stays stopped, and can be started anew", async () => {
  const { reading, release } = held();
  const line = await start(reading);
  const { simulation } = await line.ask("rules:simulate", WHAT);
  expect(simulation).toMatchObject({ ...WHAT, state: "running", result: null });
  const { simulation: stopped } = await line.ask("rules:stopSimulation", { ruleId: DEMO_RULE });
  expect(stopped?.state).toBe("stopped");
  expect((await end(line)).state).toBe("stopped");
  release();
  // Waits behind the stopped one, which has to let go first.
  await line.ask("rules:simulate", WHAT);
  expect(await end(line)).toMatchObject({ state: "done", result: { visits: 1 } });
  expect(line.heard("simulation:progressed")).toBe(0);
});

it("ends when whoever started it starts another", async () => {
  const { reading, release } = held();
  const line = await start(reading);
  await line.ask("rules:simulate", WHAT);
  await line.ask("rules:simulate", { ...WHAT, days: 30 });
  expect(await end(line)).toMatchObject({ days: 7, state: "stopped", result: null });
  release();
  expect(await end(line)).toMatchObject({ days: 30, state: "done" });
  const { simulation } = await line.ask("rules:simulation", { ruleId: DEMO_RULE });
  expect(simulation).toMatchObject({ days: 30, state: "done" });
});

it("fails with the records, tells it and logs why; once they can be read it runs", async () => {
  let isBroken = true;
  const line = await start(
    read =>
      (...query) =>
        isBroken ? Promise.reject(new Error("the disk is gone")) : read(...query),
  );
  await line.ask("rules:simulate", WHAT);
  expect(await end(line)).toMatchObject({ state: "failed", result: null });
  expect(hub?.logText()).toContain("simulation failed");
  expect(hub?.logText()).toContain("listRecordedVisits");
  isBroken = false;
  await line.ask("rules:simulate", WHAT);
  expect(await end(line)).toMatchObject({ state: "done", result: { visits: 1 } });
});

it("says what nobody recorded: how many waited in a queue then", async () => {
  const line = await start(read => read);
  const { rules } = await line.ask("rules:list", {});
  const rule = rules.find(({ id }) => id === DEMO_RULE);
  if (rule === undefined) throw new Error("the demo has a rule");
  const cel = 'product("P").viewed && queue("sales").waiting < 3';
  const definition = { ...rule.newest.definition, cel } as CommandInput<"rules:save">["definition"];
  const { rule: saved } = await line.ask("rules:save", {
    ...{ siteId: rule.siteId, ruleId: rule.id, version: rule.newest.version },
    definition,
  });
  await line.ask("rules:simulate", { ...WHAT, version: saved.newest.version });
  const { result } = await end(line);
  expect(result?.tried).toMatchObject({
    ...{ matched: 0, fired: 0, unknown: 1 },
    notRecorded: [{ fact: 'queue("sales").waiting', visits: 1 }],
  });
});
