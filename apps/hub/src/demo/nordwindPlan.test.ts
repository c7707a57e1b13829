import { commandInputs, parse } from "@lotse/protocol/schemas";
import { contradictionsOf } from "@lotse/routing";
import { expect, test } from "vitest";
import { destinationOf } from "../features/queue/defaultPlan.ts";
import { DEMO_AGENTS, nordwindSeed } from "./nordwind.ts";
import { NORDWIND_PLAN } from "./nordwindPlan.ts";

test("the demo's plan is one that an administrator could save, and nothing in it contradicts itself", () => {
  const input = { plan: structuredClone(NORDWIND_PLAN), version: 0 };
  expect(parse(commandInputs["plan:save"], input)).toEqual(input);
  expect(contradictionsOf(NORDWIND_PLAN)).toEqual([]);
});

test("its queues can be served by its agents, and its rules and its pages' words lead to them", () => {
  const { agents, rules } = nordwindSeed(() => "");
  for (const { key, needs } of NORDWIND_PLAN.queues) {
    const able = agents.filter(({ skills }) =>
      needs.every(({ skill, level }) => skills.some(has => has.skill === skill && has.level >= level)),
    );
    expect(able.length, key).toBeGreaterThan(1);
  }
  const keyOf = (word: string | null) => {
    const { queueId } = destinationOf(NORDWIND_PLAN, word);
    return NORDWIND_PLAN.queues.find(({ id }) => id === queueId)?.key;
  };
  const inviting = rules.filter(({ skill }) => skill !== "");
  expect(inviting.map(({ skill }) => keyOf(skill))).toEqual(["advice", "service"]);
  expect([keyOf("service"), keyOf("claims"), keyOf(null)]).toEqual(["service", "claims", "service"]);
  expect(DEMO_AGENTS).toHaveLength(6);
});
