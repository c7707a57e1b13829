/** What really happened in a visit counts in a simulation: answers to hints, and who the visitor was known to be by then. Over the wire. */
import { randomUUID } from "node:crypto";
import type { RuleDefinition, RuleId, SimulationResult } from "@lotse/protocol";
import { afterAll, expect, it } from "vitest";
import { ADMINISTRATOR, CAST } from "../../../test/cast.ts";
import { createRuleKit, MESSAGE, NO_CAPS } from "../../../test/ruleKit.ts";
import { type BeaconInput, startWholeHub } from "../../../test/wholeHub.ts";

const hub = await startWholeHub({ cast: CAST });
afterAll(() => hub.close());
const asking = await hub.agent(ADMINISTRATOR);
const { configure, identify, ...kit } = createRuleKit(hub, asking);
await configure({ budget: NO_CAPS });

const publish = (path: string, more: Partial<RuleDefinition> = {}): Promise<RuleId> =>
  kit.publish(MESSAGE, { name: path, cel: `page.path == "${path}"`, ...more });

const see = async (path: string, input: BeaconInput = {}) => {
  hub.clock.advance(5_000);
  return hub.beacon({ url: `http://localhost:3301${path}`, ...input });
};

const triedOf = async (ruleId: RuleId): Promise<SimulationResult["tried"]> => {
  hub.clock.advance(60_000);
  await asking.ask("rules:simulate", { ruleId, version: 1, days: 7 });
  for (;;) {
    const { state, result } = await asking.next("simulation:progressed");
    if (state === "failed" || state === "stopped") throw new Error(state);
    if (result !== null) return result.tried;
  }
};

it("takes what visitors answered to a hint for their answer", async () => {
  const ruleId = await publish("/hint", { caps: { ...NO_CAPS, perVisit: 3 } });
  for (const answer of ["decline", "accept", "ignore", null] as const) {
    let token: string | undefined;
    for (let n = 0; n < 3; n++) {
      const told = await see("/hint", { asks: [ruleId], ...(token === undefined ? {} : { token }) });
      token = told.token;
      const [decision] = told.decisions;
      if (decision?.outcome === "hint" && answer !== null) {
        const line = await hub.visitor(token);
        await line.ask("hint:answer", { hintId: decision.hint.id, answer });
        line.close();
      }
      hub.clock.advance(200_000);
    }
  }
  // Three were answered at the first time; one never
  expect(await triedOf(ruleId)).toMatchObject({ fired: 4, times: 6 });
});

it("knows by a name only what was known when it was said", async () => {
  const elsewhere = async (sub: string): Promise<void> => {
    const { token } = await see("/elsewhere");
    await identify(token, { sub: sub });
    await see("/elsewhere", { token });
  };
  for (const sub of ["a", "b"]) await elsewhere(sub);
  const toNew = { sharePercent: 100, visitors: "new", languages: null, signedIn: "all" } as const;
  const toNewOnes = await publish("/new", { audience: toNew });
  const onceADay = await publish("/once", { caps: { ...NO_CAPS, perDay: 1 } });
  for (const sub of ["a", "b"]) {
    for (const [path, ruleId] of [
      ["/new", toNewOnes],
      ["/once", onceADay],
    ] as const) {
      for (let n = 0; n < 2; n++) {
        const told = await see(path, { asks: [ruleId] });
        expect(told.decisions).toMatchObject([{ outcome: "hint" }]);
        await identify(told.token, { sub: sub });
        await see("/elsewhere", { token: told.token });
      }
    }
  }
  expect(await triedOf(toNewOnes)).toMatchObject({ fired: 4 });
  expect(await triedOf(onceADay)).toMatchObject({ fired: 4 });
});

it("draws by what the visitor was recognised by then, not by what came later", async () => {
  const ruleId = await publish("/drawn", { holdoutPercent: 50 });
  const counts = { fired: 0, heldOut: 0 };
  for (let n = 0; n < 20; n++) {
    const { token, decisions } = await see("/drawn", { asks: [ruleId] });
    counts[decisions[0]?.outcome === "hint" ? "fired" : "heldOut"] += 1;
    await see("/elsewhere", { token, more: { visitor: randomUUID() } });
  }
  expect(await triedOf(ruleId)).toMatchObject(counts);
});
