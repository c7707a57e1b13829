import { commandInputs, parse } from "@lotse/protocol/schemas";
import { expect, test } from "vitest";
import { checkDefinition } from "../features/radar/checks.ts";
import { definitionOf } from "../features/radar/definition.ts";
import { nordwindSeed } from "./nordwind.ts";
import { NORDWIND_PLAN } from "./nordwindPlan.ts";
import { DEMO_RULE } from "./nordwindRules.ts";

const { rules, agents } = nordwindSeed(() => "");
const world = {
  skills: [...new Set(agents.flatMap(({ skills }) => skills.map(({ skill }) => skill)))],
  queues: NORDWIND_PLAN.queues.map(({ key }) => key),
};

test("the demo's rules are ones that a manager could save, and nothing about them is odd", () => {
  for (const { siteId, definition = null } of rules) {
    const input = { siteId, version: 0, definition };
    expect(parse(commandInputs["rules:save"], input)).toEqual(input);
    expect(definition && checkDefinition(definition, world, new Set()).warnings).toEqual([]);
  }
});

test("one of them is the mission's, word for word, and nobody is left out of it", () => {
  const mission = rules.find(({ id }) => id === DEMO_RULE);
  expect(mission?.cel).toBe(
    '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0',
  );
  // What builds before knew of it, and its whole definition, are the same.
  if (mission === undefined) return;
  const { definition, ...before } = mission;
  expect(definition).toEqual(definitionOf(before));
});

test("they do what differs: invite, invite to look together with some left out, and no agent at all", () => {
  expect(rules.map(rule => definitionOf(rule).action.do)).toEqual([
    "inviteToChat",
    "inviteToCobrowse",
    "offerCallback",
  ]);
  expect(rules.map(rule => definitionOf(rule).holdoutPercent)).toEqual([0, 10, 0]);
});
