/** The commands around rules: supervisors and administrators write drafts, administrators decide what holds. */
import { type AgentActor, type AnyCommand, defineCommand } from "../../command.ts";
import type { RadarService } from "../../services.ts";
import type { RuleEditing } from "./editing.ts";

const ifLeading = ({ actor }: { readonly actor: AgentActor }) => (actor.role === "agent" ? "deny" : "allow");
const ifAdministrator = ({ actor }: { readonly actor: AgentActor }) =>
  actor.role === "administrator" ? "allow" : "deny";

const versionOf = ({ input }: { readonly input: { readonly version: number } }) => ({
  version: String(input.version),
});

export const createHintCommands = (
  radar: Pick<RadarService, "mayAnswerHint" | "answerHint">,
): readonly AnyCommand[] => [
  defineCommand({
    name: "hint:answer",
    audience: "visitor",
    summary: "What the visitor did with something that a rule has shown; the first answer counts.",
    access: async ({ actor, input }) => ((await radar.mayAnswerHint(actor, input.hintId)) ? "allow" : "deny"),
    run: async ({ actor, input }) => {
      await radar.answerHint(actor, input);
      return {};
    },
    audit: "none",
  }),
];

export const createRuleCommands = (rules: RuleEditing): readonly AnyCommand[] => [
  defineCommand({
    name: "rules:list",
    audience: "agent",
    summary: "All rules of the tenant, each with the version in force and the newest.",
    access: ifLeading,
    run: async ({ actor }) => ({ rules: await rules.list(actor.tenantId) }),
    audit: "none",
  }),
  defineCommand({
    name: "rules:read",
    audience: "agent",
    summary: "A rule and its versions: who saved and published what, and when.",
    access: ifLeading,
    run: ({ actor, input }) => rules.read(actor.tenantId, input.ruleId),
    audit: "none",
  }),
  defineCommand({
    name: "rules:save",
    audience: "agent",
    summary: "Saves a draft, unless another was saved since the one that was changed; nobody goes by it yet.",
    access: ifLeading,
    run: ({ actor, input }) => rules.save(actor, input),
    audit: "rule:saved",
    about: (_call, { rule }) => ({ ruleId: rule.id, version: String(rule.newest.version) }),
  }),
  defineCommand({
    name: "rules:publish",
    audience: "agent",
    summary: "From now on the site goes by this version.",
    access: ifAdministrator,
    run: async ({ actor, input }) => ({ rule: await rules.publish(actor, input) }),
    audit: "rule:published",
    about: versionOf,
  }),
  defineCommand({
    name: "rules:rollBack",
    audience: "agent",
    summary: "From now on the site goes by a version that was published before.",
    access: ifAdministrator,
    run: async ({ actor, input }) => ({ rule: await rules.rollBack(actor, input) }),
    audit: "rule:rolledBack",
    about: versionOf,
  }),
  defineCommand({
    name: "rules:retire",
    audience: "agent",
    summary: "Nobody goes by this rule any more; its versions stay.",
    access: ifAdministrator,
    run: async ({ actor, input }) => ({ rule: await rules.retire(actor, input) }),
    audit: "rule:retired",
  }),
  defineCommand({
    name: "rules:settings",
    audience: "agent",
    summary: "What holds for all rules of a site: clock, budget, holdout, pages that mean success.",
    access: ifLeading,
    run: ({ actor, input }) => rules.settings(actor, input.siteId),
    audit: "none",
  }),
  defineCommand({
    name: "rules:configure",
    audience: "agent",
    summary: "Changes what holds for all rules of a site, unless somebody else did meanwhile.",
    access: ifAdministrator,
    run: ({ actor, input }) => rules.configure(actor, input),
    audit: "radar:configured",
    about: (_call, { version }) => ({ version: String(version) }),
  }),
];
