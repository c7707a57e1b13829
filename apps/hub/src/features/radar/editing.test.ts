import type { CommandInput, RuleDefinition, RuleId, SiteId } from "@lotse/protocol";
import { afterAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, type DemoAgent, nordwindSeed } from "../../demo/nordwind.ts";
import { DEMO_RULE } from "../../demo/nordwindRules.ts";
import { ADMINISTRATOR, CAST, SUPERVISOR } from "../../test/cast.ts";
import { type AgentLine, startWholeHub } from "../../test/wholeHub.ts";

const hub = await startWholeHub({ cast: CAST });
afterAll(() => hub.close());

const [ANNA] = DEMO_AGENTS as readonly DemoAgent[] as [DemoAgent];
const SITE = nordwindSeed(() => "").sites[0]?.id as SiteId;
const manager = await hub.agent(SUPERVISOR);
const administrator = await hub.agent(ADMINISTRATOR);

const definition = (more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...{ name: "Readers", cel: "visit.pages >= 3", priority: 5, holdoutPercent: 0 },
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: null, perDay: null, perWeek: null },
  action: { do: "inviteToChat", skill: "Sales", text: { de: "Hilfe?", en: "Help?" } },
  ...more,
});

const save = (line: AgentLine, more: Partial<RuleDefinition> = {}, ruleId?: RuleId, version = 0) =>
  line.ask("rules:save", {
    ...{ siteId: SITE, version, definition: definition(more) },
    ...(ruleId === undefined ? {} : { ruleId }),
  } as CommandInput<"rules:save">);

const refusal = async (more: Partial<RuleDefinition>) => {
  const result = await manager.raw("rules:save", { siteId: SITE, version: 0, definition: definition(more) });
  return result.ok ? null : result.error;
};

/** Whether the site goes by the rule, as whoever asks for it hears. */
const isFollowed = async (ruleId: RuleId): Promise<boolean> => {
  const { decisions } = await hub.beacon({ asks: [ruleId] });
  return !decisions.some(one => one.outcome === "suppressed" && one.reason === "ruleUnknown");
};

describe("a draft", () => {
  it("is saved by a manager, seen by a manager, followed by nobody", async () => {
    const { rule, warnings, cost } = await save(manager, { name: "Nobody's" });
    expect(rule).toMatchObject({ state: "draft", publishedVersion: null, newest: { version: 1 } });
    expect(rule.newest.savedBy?.name).toBe(SUPERVISOR.name);
    expect([warnings, cost.tests]).toEqual([[], 1]);
    expect(await isFollowed(rule.id)).toBe(false);
    const { rules } = await manager.ask("rules:list", {});
    expect(rules.find(one => one.id === rule.id)).toEqual(rule);
  });

  it.each<[string, Partial<RuleDefinition>, object]>([
    ["no CEL", { cel: "visit.pages >" }, { code: "RULE_SYNTAX", field: "definition.cel" }],
    [
      "an unknown fact",
      { cel: "visit.pages > 1 && moon.full" },
      { code: "RULE_TYPE", position: { start: 19, end: 23 } },
    ],
    [
      "what blocks pages",
      { cel: "page.url.matches('(a+)+$')" },
      { code: "RULE_UNSAFE", field: "definition.cel" },
    ],
    ["too much", { cel: `${"!".repeat(40)}page.url.contains('x')` }, { code: "RULE_TOO_COMPLEX" }],
    [
      "an end before the beginning",
      { schedule: { fromMs: 2, untilMs: 2, week: null } },
      { code: "LIMIT_RANGE", field: "definition.schedule.untilMs" },
    ],
    [
      "hours that end before they begin",
      { schedule: { fromMs: null, untilMs: null, week: [{ day: 1, fromMin: 9, toMin: 9 }] } },
      { code: "LIMIT_RANGE", field: "definition.schedule.week.0.toMin" },
    ],
    ...[
      "http://hooks.example/a",
      "https://127.0.0.1/",
      "https://[::ffff:7f00:1]/",
      "https://a:b@x.example/",
    ].map(
      url =>
        [
          `a hook to ${url}`,
          { action: { do: "callHook", url } },
          { code: "URL_NOT_ALLOWED", field: "definition.action.url" },
        ] as [string, Partial<RuleDefinition>, object],
    ),
  ])("is refused with %s, and with the place", async (_, more, error) => {
    expect(await refusal(more)).toMatchObject(error);
  });

  it("says what is odd about it", async () => {
    const { warnings } = await save(manager, {
      cel: "visit.pages > 3 && visit.pages < 2",
      action: { do: "inviteToChat", skill: "Astrology", text: { de: "?", en: "?" } },
    });
    expect(warnings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["unknownSkill"]));
    expect(warnings.length).toBeGreaterThan(1);
    expect(warnings[0]?.position).not.toBeNull();
  });

  it("is not saved over another that was not seen", async () => {
    const { rule } = await save(manager);
    await save(administrator, { name: "Other" }, rule.id, 1);
    await expect(save(manager, { name: "Mine" }, rule.id, 1)).rejects.toThrow("RULES_STALE");
  });
});

describe("publishing", () => {
  it("holds at once: for the loader, for whoever asks, and in the trail", async () => {
    const { rule } = await save(manager, { name: "Published" });
    const before = await hub.beacon({ more: { revision: 0 } });
    await administrator.ask("rules:publish", { ruleId: rule.id, version: 1, inForce: null });
    expect(await isFollowed(rule.id)).toBe(true);
    expect(await hub.beacon({ asks: [rule.id], more: { revision: 0 } })).toMatchObject({
      rulesChanged: true,
      decisions: [{ ruleId: rule.id, reason: "notMatched" }],
    });
    expect(before).not.toHaveProperty("rulesChanged");
    const { entries } = await administrator.ask("audit:list", { beforeId: null, limit: 5 });
    expect(entries[0]).toMatchObject({
      event: "rule:published",
      actor: { name: ADMINISTRATOR.name },
      subject: { ruleId: rule.id, version: "1" },
    });
  });

  it("is an administrator's, as are going back and retiring", async () => {
    const { rule } = await save(manager);
    const agent = await hub.agent(ANNA);
    for (const line of [manager, agent]) {
      for (const name of ["rules:publish", "rules:rollBack"] as const) {
        await expect(line.ask(name, { ruleId: rule.id, version: 1, inForce: null })).rejects.toThrow(
          "NOT_FOUND",
        );
      }
      await expect(line.ask("rules:retire", { ruleId: rule.id, inForce: null })).rejects.toThrow("NOT_FOUND");
    }
    await expect(agent.ask("rules:list", {})).rejects.toThrow("NOT_FOUND");
    await expect(save(agent)).rejects.toThrow("NOT_FOUND");
    agent.close();
  });

  it("goes back to what was published, never to a mere draft", async () => {
    const { rule } = await save(manager, { name: "One" });
    const { id } = rule;
    await administrator.ask("rules:publish", { ruleId: id, version: 1, inForce: null });
    await save(manager, { name: "Two" }, id, 1);
    await save(manager, { name: "Three" }, id, 2);
    await administrator.ask("rules:publish", { ruleId: id, version: 3, inForce: 1 });
    for (const version of [2, 3, 9]) {
      await expect(administrator.ask("rules:rollBack", { ruleId: id, version, inForce: 3 })).rejects.toThrow(
        "NOT_FOUND",
      );
    }
    const back = await administrator.ask("rules:rollBack", { ruleId: id, version: 1, inForce: 3 });
    expect(back.rule).toMatchObject({
      ...{ state: "published", publishedVersion: 1, newest: { version: 3 } },
      inForce: { version: 1, definition: { name: "One" } },
    });
    const retired = await administrator.ask("rules:retire", { ruleId: id, inForce: 1 });
    expect(retired.rule).toMatchObject({ state: "retired", inForce: null });
    expect(await isFollowed(id)).toBe(false);
    const { versions } = await manager.ask("rules:read", { ruleId: id });
    expect(versions.map(one => one.definition.name)).toEqual(["Three", "Two", "One"]);
  });

  it("goes over nothing that was not seen: of two at once, the second is told", async () => {
    const { rule } = await save(manager, { name: "One" });
    const ruleId = rule.id;
    for (const version of [1, 2]) await save(manager, { name: `Draft ${version}` }, ruleId, version);
    const publish = async (version: number, inForce: number | null) => {
      const result = await administrator.raw("rules:publish", { ruleId, version, inForce });
      return result.ok ? "published" : result.error.code;
    };
    const both = await Promise.all([publish(2, null), publish(3, null)]);
    expect(both.toSorted()).toEqual(["RULES_STALE", "published"]);
    const inForce = both[0] === "published" ? 2 : 3;
    expect(await publish(1, null)).toBe("RULES_STALE");
    const back = { ruleId, version: inForce, inForce: 1 };
    expect(await publish(1, inForce)).toBe("published");
    await expect(administrator.ask("rules:rollBack", { ...back, inForce })).rejects.toThrow("RULES_STALE");
    await administrator.ask("rules:rollBack", back);
    for (const unseen of [1, null]) {
      const retiring = administrator.ask("rules:retire", { ruleId, inForce: unseen });
      await expect(retiring).rejects.toThrow("RULES_STALE");
    }
    // Retired is not in force
    await administrator.ask("rules:retire", { ruleId, inForce });
    await expect(administrator.ask("rules:retire", { ruleId, inForce })).rejects.toThrow("RULES_STALE");
    expect([await publish(1, inForce), await publish(1, null)]).toEqual(["RULES_STALE", "published"]);
  });

  it("keeps who published and retired what, each time", async () => {
    const { rule } = await save(manager, { name: "One" });
    const ruleId = rule.id;
    await save(manager, { name: "Two" }, ruleId, 1);
    const startMs = hub.clock.nowMs();
    const decide = async (
      name: "rules:publish" | "rules:rollBack",
      version: number,
      inForce: number | null,
    ) => {
      hub.clock.advance(1_000);
      await administrator.ask(name, { ruleId, version, inForce });
    };
    await decide("rules:publish", 1, null);
    await decide("rules:publish", 2, 1);
    await decide("rules:rollBack", 1, 2);
    hub.clock.advance(1_000);
    await administrator.ask("rules:retire", { ruleId, inForce: 1 });
    await administrator.ask("rules:retire", { ruleId, inForce: null });
    const { versions } = await manager.ask("rules:read", { ruleId });
    const deedsOf = (version: number) =>
      versions
        .find(one => one.version === version)
        ?.deeds.map(({ did, atMs, by }) => [did, (atMs - startMs) / 1_000, by?.name]);
    const by = ADMINISTRATOR.name;
    expect(deedsOf(2)).toEqual([["published", 2, by]]);
    expect(deedsOf(1)).toEqual([
      ["published", 1, by],
      ["published", 3, by],
      ["retired", 4, by],
    ]);
  });

  it("changes a rule that was set up with the hub, and keeps what it was", async () => {
    const { versions } = await manager.ask("rules:read", { ruleId: DEMO_RULE });
    expect(versions).toMatchObject([{ version: 1, publishedAtMs: 0, savedBy: null }]);
    await save(manager, { name: "Changed" }, DEMO_RULE, 1);
    await administrator.ask("rules:publish", { ruleId: DEMO_RULE, version: 2, inForce: 1 });
    await administrator.ask("rules:rollBack", { ruleId: DEMO_RULE, version: 1, inForce: 2 });
    const again = await manager.ask("rules:read", { ruleId: DEMO_RULE });
    expect(again.rule).toMatchObject({ state: "published", publishedVersion: 1 });
  });

  it("is refused when the site's rules together cost pages too much", async () => {
    const much = Array.from({ length: 40 }, (_, n) => `form("f${n}").seconds > ${n + 1}`).join(" || ");
    const codes: (string | null)[] = [];
    for (let n = 0; n < 40 && codes.at(-1) !== "RULE_TOO_COMPLEX"; n++) {
      const result = await manager.raw("rules:save", {
        ...{ siteId: SITE, version: 0, definition: definition({ name: `Big ${n}`, cel: much }) },
      });
      if (!result.ok) codes.push(result.error.code);
      else {
        const { rule } = result.value as { rule: { id: RuleId } };
        await administrator.ask("rules:publish", { ruleId: rule.id, version: 1, inForce: null });
        codes.push(null);
      }
    }
    expect(codes.at(-1)).toBe("RULE_TOO_COMPLEX");
    expect(codes.length).toBeGreaterThan(10);
  });
});

describe("a site's settings", () => {
  it("are an administrator's; the hooks' secret is nobody else's to see", async () => {
    const seen = await manager.ask("rules:settings", { siteId: SITE });
    expect(seen).toMatchObject({ version: 0, hookSecret: null, settings: { timeZone: "Europe/Berlin" } });
    const settings = { ...seen.settings, holdoutPercent: 5 };
    const change = { siteId: SITE, version: 0, settings } as CommandInput<"rules:configure">;
    await expect(manager.ask("rules:configure", change)).rejects.toThrow("NOT_FOUND");
    const saved = await administrator.ask("rules:configure", change);
    expect(saved).toMatchObject({ version: 1, settings: { holdoutPercent: 5 } });
    expect(saved.hookSecret).toMatch(/^[\w-]{43}$/);
    await expect(administrator.ask("rules:configure", change)).rejects.toThrow("RULES_STALE");
    const nowhere = { ...change, version: 1, settings: { ...seen.settings, timeZone: "Moon/Crater" } };
    expect(await administrator.raw("rules:configure", nowhere)).toMatchObject({
      error: { code: "TEXT_INVALID", field: "settings.timeZone" },
    });
  });
});
