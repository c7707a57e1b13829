/**
 * The demo's three rules, each for something that a list of conditions does not say: either of two signs, and somebody free;
 * trouble with a form, with a part of the visitors left out to compare; and what to do when nobody could take a conversation.
 * Published from the start, until somebody makes something else of them. Knows no storage.
 */
import type { RuleDefinition, RuleId, SiteId } from "@lotse/protocol";
import type { RuleRecord } from "@lotse/storage";

export const DEMO_RULE = "6c6f7473-6500-4000-8000-000000000003" as RuleId;

type Given = Pick<RuleDefinition, "name" | "cel" | "priority" | "action"> & Partial<RuleDefinition>;

const define = (given: Given): RuleDefinition => ({
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: null, perDay: null, perWeek: null },
  holdoutPercent: 0,
  ...given,
});

/** The mission's own, word for word. */
const ADVICE = define({
  name: "Beratung zum Angebot",
  cel: '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0',
  priority: 10,
  action: {
    do: "inviteToChat",
    skill: "Sales",
    text: {
      de: "Soll ich Ihnen beim Angebot helfen? Ich habe gerade Zeit.",
      en: "May I help you with your quote? I have time right now.",
    },
  },
});

const FORM_TROUBLE = define({
  name: "Hilfe beim Ausfüllen",
  cel: '(form("quote").errors > 2 || form("quote").retyped > 2) && skill("Service").free > 0',
  priority: 20,
  caps: { perVisit: 1, perDay: 2, perWeek: null },
  holdoutPercent: 10,
  action: {
    do: "inviteToCobrowse",
    skill: "Service",
    text: {
      de: "Klemmt es beim Formular? Wir können es uns zusammen ansehen.",
      en: "Is the form giving you trouble? We can look at it together.",
    },
  },
});

/** Nobody is invited into a line. */
const BASKET_LEFT = define({
  name: "Rückruf zum Warenkorb",
  cel: 'basket.value > 50 && page.exitIntent && (skill("Sales").free == 0 || !hours("advice").open)',
  priority: 5,
  caps: { perVisit: 1, perDay: 1, perWeek: 2 },
  action: {
    do: "offerCallback",
    text: {
      de: "Noch eine Frage zu Ihrem Warenkorb? Wir rufen Sie zurück.",
      en: "A question about your basket? We will call you back.",
    },
  },
});

const RULES: readonly (readonly [RuleId, RuleDefinition])[] = [
  [DEMO_RULE, ADVICE],
  ["6c6f7473-6500-4000-8000-000000000004" as RuleId, FORM_TROUBLE],
  ["6c6f7473-6500-4000-8000-000000000005" as RuleId, BASKET_LEFT],
];

export const nordwindRules = (siteId: SiteId): readonly RuleRecord[] =>
  RULES.map(([id, definition]) => {
    const { name, cel, priority, action } = definition;
    const skill = "skill" in action && action.skill !== null ? action.skill : "";
    const text = "text" in action ? action.text : { de: "", en: "" };
    return { id, siteId, version: 1, enabled: true, name, cel, priority, skill, text, definition };
  });
