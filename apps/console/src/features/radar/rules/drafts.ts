/** A rule while it is written: its condition as text and tree, and all that stands beside it. Pure; what may be saved the hub says. */
import type { RuleAction, RuleActionKind, RuleDefinition } from "@lotse/protocol";
import type { FactName } from "@lotse/radar/catalogue";
import { type Condition, conditionOf, emptyCondition, withTree } from "./Condition.ts";
import { type EditNode, type NextId, openTest, type TestNode } from "./EditTree.ts";
import { withFact } from "./tests.ts";

/** What stands beside the condition. */
export type RuleForm = Omit<RuleDefinition, "cel">;

export interface Draft {
  readonly form: RuleForm;
  readonly condition: Condition;
}

export const draftOf = ({ cel, ...form }: RuleDefinition, nextId: NextId): Draft => ({
  form,
  condition: conditionOf(cel, nextId),
});

/** While text and tree do not agree, by the text as it was good last. */
export const definitionOf = ({ form, condition }: Draft): RuleDefinition => ({
  ...form,
  cel: condition.text,
});

const NO_WORDS = { de: "", en: "" };

/** Another kind of action keeps what both have. */
export const actionOf = (kind: RuleActionKind, before: RuleAction): RuleAction => {
  const text = "text" in before ? before.text : NO_WORDS;
  const url = "url" in before ? before.url : "https://";
  const skill = "skill" in before ? (before.skill ?? "") : "";
  switch (kind) {
    case "inviteToChat":
    case "inviteToCobrowse":
      return { do: kind, skill, text };
    case "notifyAgent":
      return { do: kind, skill: skill === "" ? null : skill, text };
    case "openLink":
      return { do: kind, url, text };
    case "callHook":
      return { do: kind, url };
    case "offerCallback":
    case "showMessage":
      return { do: kind, text };
  }
};

const newForm = (given: Pick<RuleForm, "name" | "action">): RuleForm => ({
  priority: 0,
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: 1, perDay: null, perWeek: null },
  holdoutPercent: 0,
  ...given,
});

export const blankDraft = (nextId: NextId): Draft => ({
  form: newForm({ name: "", action: { do: "inviteToChat", skill: "", text: NO_WORDS } }),
  condition: emptyCondition(nextId),
});

export const TEMPLATES = ["form", "basket", "returning"] as const;
export type TemplateId = (typeof TEMPLATES)[number];

interface Wanted {
  readonly fact: FactName;
  readonly argument?: string;
  readonly op?: TestNode["op"];
  readonly values?: TestNode["values"];
}

/** What is known of the place: names are filled in where there is one, and stay open where there is none. */
export interface TemplateNames {
  readonly form: string;
  readonly skill: string;
}

const WANTED: Readonly<Record<TemplateId, (names: TemplateNames) => readonly Wanted[]>> = {
  form: ({ form, skill }) => [
    { fact: "form.seconds", argument: form, op: ">", values: [120] },
    { fact: "skill.free", argument: skill, op: ">", values: [0] },
  ],
  basket: () => [{ fact: "basket.value", op: ">=", values: [100] }, { fact: "page.exitIntent" }],
  returning: () => [
    { fact: "visit.number", op: ">", values: [1] },
    { fact: "visit.purchases", op: "==", values: [0] },
    { fact: "page.seconds", op: ">", values: [60] },
  ],
};

const ACTIONS: Readonly<Record<TemplateId, (names: TemplateNames) => RuleAction>> = {
  form: ({ skill }) => ({
    do: "inviteToChat",
    skill,
    text: { de: "Kann ich Ihnen beim Ausfüllen helfen?", en: "May I help you with the form?" },
  }),
  basket: () => ({
    do: "showMessage",
    text: {
      de: "Noch Fragen zu Ihrem Warenkorb? Schreiben Sie uns, wir antworten gern.",
      en: "Any questions about your basket? Write to us, we are glad to answer.",
    },
  }),
  returning: () => ({
    do: "offerCallback",
    text: { de: "Sollen wir Sie anrufen?", en: "Shall we call you?" },
  }),
};

export const templateDraft = (
  id: TemplateId,
  { name, names, nextId }: { readonly name: string; readonly names: TemplateNames; readonly nextId: NextId },
): Draft => {
  const parts = WANTED[id](names).map(({ fact, ...given }): EditNode => {
    const test = withFact(openTest(nextId), fact);
    return { ...test, ...given };
  });
  const tree: EditNode = { id: nextId(), kind: "all", parts };
  return {
    form: newForm({ name, action: ACTIONS[id](names) }),
    condition: withTree(emptyCondition(nextId), tree),
  };
};
