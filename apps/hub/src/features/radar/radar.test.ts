import type {
  AgentId,
  BeaconDecision,
  Facts,
  InvitationId,
  InvitationView,
  RoutingPlan,
  RuleId,
  SiteId,
  TenantId,
  VisitId,
} from "@lotse/protocol";
import type { DecisionRecord, RuleRecord, SiteRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, it } from "vitest";
import type { RadarService } from "../../services.ts";
import { createRuleBook, type RuleBookDeps } from "./ruleBook.ts";
import { FORM_CALM_MS } from "./screen.ts";
import { createRadarService, type RadarServiceDeps } from "./service.ts";

const id = (tail: number) => `20000000-0000-4000-8000-${String(tail).padStart(12, "0")}`;
const SITE: SiteRecord = {
  tenantId: id(1) as TenantId,
  id: id(2) as SiteId,
  key: "demo",
  name: "Nordwind Versicherung",
  enabled: true,
  origins: [],
  language: "de",
  strictMasking: false,
  maskRules: [],
  assetOrigins: [],
  pushOrigins: [],
  consent: "assumed",
};
const VISIT = id(3) as VisitId;
const MISSION = '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0';

const rule = (tail: number, more: Partial<RuleRecord> = {}): RuleRecord => ({
  id: id(tail) as RuleId,
  siteId: SITE.id,
  name: `Rule ${tail}`,
  version: 1,
  cel: MISSION,
  skill: "Sales",
  text: { de: "Darf ich helfen?", en: "May I help?" },
  priority: 0,
  enabled: true,
  ...more,
});

const facts = (viewed: readonly string[] = [], quoteMs = 0): Facts => ({
  page: { url: "https://shop.example/p", title: "P", referrer: "" },
  visit: { pages: 1, ms: 1_000 },
  forms: { quote: { activeMs: quoteMs, active: true } },
  products: Object.fromEntries(viewed.map(sku => [sku, { viewing: false, name: sku }])),
});

const SAID = {
  inConversation: false,
  language: "de",
  typing: false,
  arrived: true,
  conversions: [],
} as const;
const STRANGER = {
  ...{ visitNumber: 1, startedAtMs: 0, previousSeenAtMs: null, conversations: 0, purchases: 0 },
  ...{ contactId: null, attributes: {} },
};

interface World {
  readonly free: Map<string, number>;
  readonly log: DecisionRecord[];
  readonly warnings: unknown[];
  readonly clock: FakeClock;
  open: InvitationView | null;
  readonly radar: RadarService;
  readonly restart: () => Promise<RadarService>;
  readonly decide: (
    request?: Partial<Parameters<RadarService["decide"]>[0]>,
  ) => Promise<readonly BeaconDecision[]>;
}

/** A queue with slots to reserve, and a decision log; `invite` writes `shown` as the real one does. */
const setUp = async (rules: readonly RuleRecord[], random = 0): Promise<World> => {
  const clock = new FakeClock();
  const log: DecisionRecord[] = [];
  const warnings: unknown[] = [];
  const free = new Map([["Sales", 1]]);
  const state: { open: InvitationView | null } = { open: null };
  const invite: RadarServiceDeps["queue"]["invite"] = async ({
    visitId,
    rule: { id: ruleId, ...record },
  }) => {
    await Promise.resolve();
    const slots = free.get(record.skill) ?? 0;
    if (slots === 0) return null;
    free.set(record.skill, slots - 1);
    const agent = { id: id(4) as AgentId, name: "Anna Petersen" };
    const expiresAtMs = clock.nowMs() + 45_000;
    const invitationId = id(5) as InvitationId;
    state.open = { id: invitationId, ruleId, agent, text: record.text, expiresAtMs };
    const shown = { outcome: "shown", reason: null, invitationId, atMs: clock.nowMs() } as const;
    log.push({ visitId, ruleId, ruleVersion: record.version, ...shown });
    return state.open;
  };
  const bookDeps: RuleBookDeps = {
    storage: {
      readRadar: async () => ({
        rules: rules.filter(one => one.enabled),
        sites: [{ siteId: SITE.id, revision: 1, settings: null, settingsVersion: 0 }],
      }),
      readRevisions: async () => [{ siteId: SITE.id, revision: 1 }],
    },
    clock,
    log: { warn: (event, fields) => warnings.push([event, fields?.ruleId, fields?.code]) },
  };
  const deps: Omit<RadarServiceDeps, "book"> = {
    storage: {
      readVisitorPast: async (_, { visitId }) => ({
        visitor: { key: visitId, ...STRANGER },
        side: { key: visitId, isKept: true },
        decisions: log.filter(decision => decision.visitId === visitId),
        earlier: [],
        revision: 1,
      }),
      listRuleHistories: async () => [],
      readPresenceAt: async () => [],
      listDecisions: async (_, visitId) => log.filter(decision => decision.visitId === visitId),
      recordConversion: async () => true,
      keepSide: async () => {},
      recordAnswered: async () => {},
      appendDecisions: async (_, decisions) => void log.push(...decisions),
    },
    queue: {
      freeAgents: (_, skill) => free.get(skill) ?? 0,
      invite,
      openInvitation: () => state.open,
      lookAt: () => null,
      contactOf: () => "none",
      hindered: () => [],
      planOf: async () => ({ queues: [], channels: [] }) as unknown as RoutingPlan,
    },
    destinationOf: () => ({ queueId: "", needs: [] }),
    ids: () => id(6),
    labelOf: () => "",
    notify: () => {},
    callHook: async () => {},
    log: { warn: () => {} },
    clock,
    random: () => random,
  };
  const start = async (): Promise<RadarService> => {
    const book = createRuleBook(bookDeps);
    await book.refresh(SITE.tenantId);
    return createRadarService({ ...deps, book });
  };
  const radar = await start();
  return {
    ...{ free, log, warnings, clock, radar },
    get open() {
      return state.open;
    },
    set open(value) {
      state.open = value;
    },
    restart: start,
    decide: async request =>
      (
        await radar.decide({
          site: SITE,
          visitId: VISIT,
          facts: facts(["P"]),
          asks: rules.map(one => one.id),
          ...SAID,
          ...request,
        })
      ).decisions,
  };
};

const outcomes = (log: readonly DecisionRecord[]) =>
  log.map(({ outcome, reason }) => (reason === null ? outcome : `${outcome} ${reason}`));
const reasons = (decisions: readonly BeaconDecision[]) =>
  decisions.map(one => (one.outcome === "suppressed" ? one.reason : one.outcome));

describe("at start", () => {
  it("compiles the rules for the loader, the most important first, and leaves out what does not compile", async () => {
    const { radar, warnings } = await setUp([
      rule(10, { cel: "true", priority: 1 }),
      rule(11, { priority: 5 }),
      rule(12, { cel: "page.url.matches('(a+)+$')" }),
      rule(13, { cel: "true", enabled: false }),
      rule(14, { cel: "true", siteId: id(99) as SiteId }),
    ]);
    expect((await radar.rulesFor(SITE)).rules).toEqual([
      {
        id: id(11),
        when: [
          "&&",
          ["||", [">", "form.ms:quote", 120_000], ["==", "product.viewed:P", true]],
          [">", "skill.free:Sales", 0],
        ],
      },
      { id: id(10), when: true },
    ]);
    expect(warnings).toEqual([["rule left out", id(12), "RULE_UNSAFE"]]);
    expect((await radar.rulesFor({ ...SITE, id: id(98) as SiteId })).rules).toEqual([]);
  });
});

describe("an offer", () => {
  it("is made when the rule holds and somebody is free, and its slot is reserved", async () => {
    const { decide, free, log } = await setUp([rule(10)]);
    expect(await decide()).toMatchObject([
      { ruleId: id(10), outcome: "offer", invitation: { agent: { name: "Anna Petersen" } } },
    ]);
    expect(free.get("Sales")).toBe(0);
    expect(outcomes(log)).toEqual(["matched", "shown"]);
  });

  it("is made after two minutes on the form, not at two minutes", async () => {
    const { decide } = await setUp([rule(10)]);
    expect(reasons(await decide({ facts: facts([], 120_000) }))).toEqual(["notMatched"]);
    expect(reasons(await decide({ facts: facts([], 120_001) }))).toEqual(["offer"]);
  });

  it("is one, by the first matching rule in priority, whatever the order of asking", async () => {
    const { decide, free, log } = await setUp([rule(10), rule(11, { priority: 9 })]);
    free.set("Sales", 2);
    const decisions = await decide();
    expect(decisions.map(one => [one.ruleId, reasons([one])[0]])).toEqual([
      [id(11), "offer"],
      [id(10), "alreadyOffered"],
    ]);
    expect(outcomes(log)).toEqual(["matched", "shown", "matched", "suppressed alreadyOffered"]);
  });

  it("goes to the next rule when the first one's skill is taken", async () => {
    const { decide, free } = await setUp([
      rule(10, { priority: 9, cel: 'product("P").viewed', skill: "Service" }),
      rule(11),
    ]);
    free.set("Service", 0);
    expect(reasons(await decide())).toEqual(["noAgentFree", "offer"]);
  });

  it("is one even if two tabs ask at the same moment", async () => {
    const { decide, free } = await setUp([rule(10), rule(11)]);
    free.set("Sales", 2);
    const both = await Promise.all([
      decide({ asks: [id(10) as RuleId] }),
      decide({ asks: [id(11) as RuleId] }),
    ]);
    expect(free.get("Sales")).toBe(1);
    expect(
      both
        .flat()
        .filter(one => one.outcome === "offer")
        .map(one => one.ruleId),
    ).toEqual([id(10), id(10)]);
  });

  it("that is still open is shown again on the next page, asked for or not", async () => {
    const { decide, free, log } = await setUp([rule(10)]);
    const [first] = await decide();
    expect(await decide()).toEqual([first]);
    expect(await decide({ asks: [] })).toEqual([first]);
    expect(free.get("Sales")).toBe(0);
    expect(outcomes(log)).toEqual(["matched", "shown"]);
  });
});

describe("what was observed", () => {
  const cel = 'form("quote").errors >= 2 && basket.value > 50 && skill("Sales").free > 0';
  const observed = { "form.errors:quote": 2, "basket.value": 50.5, "skill.free:Sales": 9 };

  it("is judged like every other fact", async () => {
    const { decide } = await setUp([rule(10, { cel })]);
    const fewer = { ...observed, "form.errors:quote": 1 };
    expect(reasons(await decide({ facts: { ...facts(), observed: fewer } }))).toEqual(["notMatched"]);
    expect(reasons(await decide({ facts: { ...facts(), observed } }))).toEqual(["offer"]);
  });

  it("says nothing of agents, whatever it claims", async () => {
    const { decide, free } = await setUp([rule(10, { cel })]);
    free.set("Sales", 0);
    expect(reasons(await decide({ facts: { ...facts(), observed } }))).toEqual(["noAgentFree"]);
  });
});

describe("no offer", () => {
  it("is made when nobody is free; the loader asks again later, not in step with others", async () => {
    const early = await setUp([rule(10)], 0);
    const late = await setUp([rule(10)], 0.5);
    for (const { free } of [early, late]) free.set("Sales", 0);
    const answer = { ruleId: id(10), outcome: "suppressed", reason: "noAgentFree" };
    expect(await early.decide()).toEqual([{ ...answer, retryAfterMs: 20_000 }]);
    expect(await late.decide()).toEqual([{ ...answer, retryAfterMs: 30_000 }]);
  });

  it("is made when the slot went while it was being reserved", async () => {
    const world = await setUp([rule(10, { cel: "true" })]);
    const looks = [1, 0];
    const { free } = world;
    free.get = () => looks.shift() ?? 0;
    expect(reasons(await world.decide())).toEqual(["noAgentFree"]);
    expect(outcomes(world.log)).toEqual(["matched", "suppressed noAgentFree"]);
  });

  it("is made during a conversation", async () => {
    const { decide, free } = await setUp([rule(10)]);
    expect(reasons(await decide({ inConversation: true }))).toEqual(["alreadyInConversation"]);
    expect(free.get("Sales")).toBe(1);
  });

  it.each(["declined", "expired"] as const)(
    "is made again once it was %s, after a restart too",
    async outcome => {
      const world = await setUp([rule(10)]);
      await world.decide();
      world.log.push({ ...(world.log.at(-1) as DecisionRecord), outcome });
      world.open = null;
      world.free.set("Sales", 1);
      const restarted = await world.restart();
      const request = { site: SITE, facts: facts(["P"]), asks: [id(10) as RuleId], ...SAID };
      expect((await restarted.decide({ ...request, visitId: VISIT })).decisions).toEqual([
        { ruleId: id(10), outcome: "suppressed", reason: "declinedEarlier", retryAfterMs: null },
      ]);
      // Another visitor is another matter
      const another = await restarted.decide({ ...request, visitId: id(33) as VisitId });
      expect(reasons(another.decisions)).toEqual(["offer"]);
    },
  );

  it("but a withdrawn one, or one lost with the connection, may come again", async () => {
    for (const outcome of ["withdrawn", "left"] as const) {
      const world = await setUp([rule(10)]);
      await world.decide();
      world.log.push({ ...(world.log.at(-1) as DecisionRecord), outcome });
      world.open = null;
      world.free.set("Sales", 1);
      // In place of the withdrawn one a form has come
      if (outcome === "withdrawn") {
        expect(await world.decide()).toMatchObject([{ reason: "tooSoon", retryAfterMs: FORM_CALM_MS }]);
        world.clock.advance(FORM_CALM_MS);
      }
      expect(reasons(await world.decide())).toEqual(["offer"]);
    }
  });

  it("is made for a rule that is not the site's", async () => {
    const world = await setUp([rule(10, { siteId: id(99) as SiteId })]);
    expect(await world.decide()).toEqual([
      { ruleId: id(10), outcome: "suppressed", reason: "ruleUnknown", retryAfterMs: null },
    ]);
    expect(world.log).toEqual([]);
  });
});

describe("the decision log", () => {
  it("says what is new, not what was asked again", async () => {
    const { decide, free, log } = await setUp([rule(10)]);
    free.set("Sales", 0);
    await decide();
    await decide();
    expect(outcomes(log)).toEqual(["suppressed noAgentFree"]);
    await decide({ inConversation: true });
    await decide();
    free.set("Sales", 1);
    await decide();
    expect(outcomes(log)).toEqual([
      "suppressed noAgentFree",
      "suppressed alreadyInConversation",
      "suppressed noAgentFree",
      "matched",
      "shown",
    ]);
  });
});
