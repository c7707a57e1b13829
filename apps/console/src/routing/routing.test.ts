import type { ConversationId, RuleId, VisitId, WorkItemId } from "@lotse/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeAddresses } from "../testing/FakeAddresses.ts";
import { Router } from "./Router.ts";
import { HOME, parseRoute, pathOf, type Route, RULE_PARTS, SETTINGS_PAGES } from "./routes.ts";

const ID = "3f2a77ab-0000-4000-8000-000000000001";
const conversationId = ID as ConversationId;

const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ kind: fc.constant("inbox" as const), conversationId: fc.constantFrom(null, conversationId) }),
  fc.constant<Route>({ kind: "work", workItemId: ID as WorkItemId }),
  fc.record({ kind: fc.constant("visitors" as const), visitId: fc.constantFrom(null, ID as VisitId) }),
  fc.record({
    kind: fc.constant("visitors" as const),
    visitId: fc.constant(ID as VisitId),
    why: fc.constantFrom("all" as const, ID as RuleId),
  }),
  fc.record({
    kind: fc.constant("radar" as const),
    at: fc.oneof(
      fc.record({ show: fc.constantFrom("rules" as const, "settings" as const) }),
      fc.record({
        show: fc.constant("rule" as const),
        ruleId: fc.constant(ID as RuleId),
        part: fc.constantFrom(...RULE_PARTS),
      }),
    ),
  }),
  fc.record({ kind: fc.constant("settings" as const), page: fc.constantFrom(...SETTINGS_PAGES) }),
  fc.constant<Route>({ kind: "welcome" }),
);

describe("addresses", () => {
  it("of every place lead back to it", () => {
    fc.assert(fc.property(anyRoute, route => void expect(parseRoute(pathOf(route))).toEqual(route)));
  });

  it("of any kind never throw, and keep what they said", () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const path = `/console/${text}`;
        const route = parseRoute(path);
        if (route.kind === "unknown") expect(pathOf(route)).toBe(path);
      }),
    );
  });

  it.each(["/console", "/console/", "/console/inbox", "/console/inbox/"])("%s is the inbox", path => {
    expect(parseRoute(path)).toEqual(HOME);
  });

  it.each([
    "/console/inbox/not-an-id",
    `/console/inbox/${ID}/more`,
    "/console/work",
    "/console/work/not-an-id",
    `/console/work/${ID}/more`,
    "/console/radar/not-an-id",
    "/console/radar/settings/more",
    `/console/radar/${ID}/nonsense`,
    `/console/radar/${ID}/lift/more`,
    "/console/settings/nonsense",
    "/console/settings/people/more",
    "/console/welcome/x",
    "/console/knowledge",
    "/consoles",
  ])("%s is no place of ours", path => {
    expect(parseRoute(path)).toEqual({ kind: "unknown", path });
  });
});

describe("moving", () => {
  const at = (path: string) => {
    const addresses = new FakeAddresses(path);
    return { addresses, router: new Router(addresses) };
  };

  it("back and forward lead where one was", () => {
    const { addresses, router } = at("/console/inbox");
    router.go({ kind: "visitors", visitId: null });
    router.go({ kind: "settings", page: "account" });
    addresses.move(-1);
    expect(router.route.value).toEqual({ kind: "visitors", visitId: null });
    addresses.move(1);
    expect(router.route.value).toEqual({ kind: "settings", page: "account" });
  });

  it("to where one is leaves no step to take back; a correction neither", () => {
    const { addresses, router } = at("/console/inbox");
    router.go(HOME);
    router.replace({ kind: "inbox", conversationId });
    expect(addresses.entries).toEqual([`/console/inbox/${ID}`]);
  });

  it("ends with the router", () => {
    const { addresses, router } = at("/console/inbox");
    router.go({ kind: "visitors", visitId: null });
    router.close();
    addresses.move(-1);
    expect(router.route.value.kind).toBe("visitors");
  });
});
