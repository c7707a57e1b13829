/** Those who write rules and those who answer, on the real hub: what a story of rules begins with, and what it leaves behind. */
import type { RuleDefinition, RuleId, RuleTrace, RuleView, SiteId, VisitId } from "@lotse/protocol";
import { test as base, expect, type Page } from "@playwright/test";
import { Agent, HUB_URL, Visitor } from "../support/people.ts";

export interface Desk {
  /** Administrator; away, so that she is never the one who is asked. */
  readonly clara: Agent;
  /** Has *Service*, and is available. */
  readonly david: Agent;
  /** A version that nobody has published yet; the rule is retired at the end. */
  save(definition: RuleDefinition, of?: RuleView): Promise<RuleView>;
  /** And every page that is loaded from now on goes by it. */
  publish(rule: RuleView, version?: number): Promise<RuleView>;
  /** Written in the console, so that it is retired at the end, too. */
  retireAtTheEnd(ruleId: string): void;
  arrive(path: string): Promise<Visitor>;
  /** What the decision log has of this rule for a visitor, oldest first. */
  logOf(visitor: Visitor, ruleId: RuleId): Promise<RuleTrace["steps"]>;
}

export const definition = (given: Partial<RuleDefinition>): RuleDefinition => ({
  ...{ name: "Geschichte", cel: "true", priority: 50, holdoutPercent: 0 },
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: 1, perDay: null, perWeek: null },
  action: { do: "inviteToChat", skill: "Service", text: { de: "Darf ich helfen?", en: "May I help?" } },
  ...given,
});

/** As the next page will go by them; the hub looks every few seconds whether they are still the newest. */
export const expectRulesOfPages = async (isThere: (rules: string) => boolean): Promise<void> =>
  expect
    .poll(async () => isThere(await (await fetch(`${HUB_URL}/s/demo.js`)).text()), { timeout: 20_000 })
    .toBe(true);

export const ruleIdAt = (page: Page): RuleId =>
  (/\/console\/radar\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "") as RuleId;

const visitIdOf = async (visitor: Visitor): Promise<VisitId> => {
  const found = () => /"visitId":"([0-9a-f-]{36})"/.exec(visitor.decisions())?.[1] ?? "";
  await expect.poll(found).not.toBe("");
  return found() as VisitId;
};

const rulesOf = async (clara: Agent): Promise<readonly RuleView[]> =>
  ((await clara.command("rules:list", {})) as { rules: readonly RuleView[] }).rules;

/** The version as whoever decides must have seen it. */
const inForceOf = ({ state, publishedVersion }: RuleView): number | null =>
  state === "published" ? publishedVersion : null;

const siteOf = async (clara: Agent): Promise<SiteId> => {
  const [first] = await rulesOf(clara);
  if (first === undefined) throw new Error("the demo has a rule");
  return first.siteId;
};

export const test = base.extend<{ readonly desk: Desk }>({
  desk: async ({ browser }, use) => {
    const clara = await Agent.signIn(browser, "Clara");
    await clara.command("presence:set", { presence: "away" });
    const david = await Agent.signIn(browser, "David");
    const siteId = await siteOf(clara);
    const made = new Set<string>();
    const visitors: Visitor[] = [];
    await use({
      ...{ clara, david },
      save: async (saved, of) => {
        const about = of === undefined ? { version: 0 } : { ruleId: of.id, version: of.newest.version };
        const { rule } = (await clara.command("rules:save", { siteId, definition: saved, ...about })) as {
          rule: RuleView;
        };
        made.add(rule.id);
        return rule;
      },
      publish: async (seen, version = 1) => {
        const { id } = seen;
        const publication = { ruleId: id, version, inForce: inForceOf(seen) };
        const { rule } = (await clara.command("rules:publish", publication)) as { rule: RuleView };
        await expectRulesOfPages(rules => rules.includes(id));
        return rule;
      },
      retireAtTheEnd: ruleId => void made.add(ruleId),
      arrive: async path => {
        const visitor = await Visitor.arrive(browser, path);
        visitors.push(visitor);
        return visitor;
      },
      logOf: async (visitor, ruleId) => {
        const visitId = await visitIdOf(visitor);
        const { rules } = (await clara.command("radar:trace", { visitId, ruleId })) as {
          rules: readonly RuleTrace[];
        };
        return rules[0]?.steps ?? [];
      },
    });
    for (const visitor of visitors) await visitor.leave();
    for (const rule of await rulesOf(clara)) {
      const retirement = { ruleId: rule.id, inForce: inForceOf(rule) };
      if (made.has(rule.id)) await clara.command("rules:retire", retirement);
    }
    await expectRulesOfPages(rules => [...made].every(id => !rules.includes(id)));
    await david.leave();
    await clara.leave();
  },
});

export { expect };
