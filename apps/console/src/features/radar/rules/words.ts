/** A rule in sentences, and what two versions of it say differently. Decides nothing. */
import type { RuleAction, RuleDefinition } from "@lotse/protocol";
import { plainSentence, sentenceOf, sentencePieces } from "@lotse/radar/sentence";
import { normalTree, treeOf } from "@lotse/radar/text";
import type { I18n } from "../../../i18n/i18n.ts";
import { piecesOf, sentence } from "../../../ui/gaps.ts";
import { same } from "../../../ui/same.ts";
import { weekText } from "../../../ui/spans.ts";
import type { NodeId } from "./EditTree.ts";
import type { Reading } from "./reading.ts";

export const ruleName = ({ name }: Pick<RuleDefinition, "name">, { t }: I18n): string =>
  name.trim() === "" ? t("rule.unnamed") : name;

export const actionText = (action: RuleAction, { t }: I18n): string => {
  const what = t(`action.do.${action.do}`);
  const detail = "skill" in action ? (action.skill ?? "") : "url" in action ? action.url : "";
  return detail.trim() === "" ? what : t("action.with", what, detail);
};

/** `node`: the part of the tree that says it. `open`: it is not finished. */
export interface Said {
  readonly text: string;
  readonly node: NodeId | null;
  readonly open: boolean;
}

const plain = (text: string): Said => ({ text, node: null, open: false });

/** The sentence with whatever stands in its gaps. */
const filled = (text: string, parts: Readonly<Record<string, readonly Said[]>>): readonly Said[] =>
  piecesOf(text).flatMap((piece, index) => (index % 2 === 0 ? [plain(piece)] : (parts[piece] ?? [])));

/** The rule as it is being written, part by part. */
export const saidOf = (action: RuleAction, reading: Reading, i18n: I18n): readonly Said[] => {
  const language = i18n.language.value;
  const open = new Set(reading.gaps.map(({ id }) => id));
  const when = sentencePieces(sentenceOf(reading.rule, language), language).map(({ text, tree }): Said => {
    const node = tree === null ? undefined : reading.nodeOf(tree);
    const isOpen = node !== undefined && open.has(node);
    return { text: isOpen ? i18n.t("rule.open") : text, node: node ?? null, open: isOpen };
  });
  return filled(i18n.t("rule.sentence"), { action: [plain(actionText(action, i18n))], when });
};

/** A condition that is no rule (any more) is said as it is written. */
export const conditionText = (cel: string, { language }: I18n): string => {
  try {
    const tree = normalTree(treeOf(cel, { comments: "drop" }));
    return plainSentence(sentenceOf(tree, language.value), language.value);
  } catch {
    return cel;
  }
};

export const ruleText = ({ action, cel }: RuleDefinition, i18n: I18n): string =>
  sentence(i18n.t("rule.sentence"), { action: actionText(action, i18n), when: conditionText(cel, i18n) });

const scheduleText = ({ schedule }: RuleDefinition, i18n: I18n): string => {
  const { t, dateTime } = i18n;
  const { fromMs, untilMs, week } = schedule;
  const parts = [
    ...(fromMs === null ? [] : [t("schedule.fromText", dateTime(fromMs))]),
    ...(untilMs === null ? [] : [t("schedule.untilText", dateTime(untilMs))]),
    ...(week === null ? [] : [weekText(week, i18n) || t("schedule.never")]),
  ];
  return parts.join(", ") || t("schedule.always");
};

const audienceText = ({ audience }: RuleDefinition, { t }: I18n): string => {
  const { sharePercent, visitors, languages, signedIn } = audience;
  const parts = [
    ...(sharePercent === 100 ? [] : [t("audience.shareText", sharePercent)]),
    ...(visitors === "all" ? [] : [t(`audience.visitors.${visitors}`)]),
    ...(languages === null ? [] : [languages.map(language => t(`visit.language.${language}`)).join("/")]),
    ...(signedIn === "all" ? [] : [t(`audience.signedIn.${signedIn}`)]),
  ];
  return parts.join(", ") || t("audience.everybody");
};

const capsText = ({ caps }: RuleDefinition, { t }: I18n): string => {
  const { perVisit, perDay, perWeek } = caps;
  const parts = [
    ...(perVisit === null ? [] : [t("caps.visitText", perVisit)]),
    ...(perDay === null ? [] : [t("caps.dayText", perDay)]),
    ...(perWeek === null ? [] : [t("caps.weekText", perWeek)]),
  ];
  return parts.join(", ") || t("caps.none");
};

type Words = (definition: RuleDefinition, i18n: I18n) => string;

const wordsIn =
  (language: "de" | "en"): Words =>
  ({ action }) =>
    "text" in action ? action.text[language] : "";

/** Every part of a rule: what it is called, what it is made of, and how it reads. */
const ROWS = [
  { field: "name", label: "rule.name", of: d => d.name, text: ruleName },
  { field: "cel", label: "rule.condition", of: d => d.cel, text: (d, i18n) => conditionText(d.cel, i18n) },
  {
    field: "action",
    label: "rule.action",
    of: d => ({ ...d.action, text: null }),
    text: (d, i18n) => actionText(d.action, i18n),
  },
  {
    field: "textDe",
    label: "action.textDe",
    of: d => ("text" in d.action ? d.action.text.de : ""),
    text: wordsIn("de"),
  },
  {
    field: "textEn",
    label: "action.textEn",
    of: d => ("text" in d.action ? d.action.text.en : ""),
    text: wordsIn("en"),
  },
  { field: "priority", label: "rule.priority", of: d => d.priority, text: d => String(d.priority) },
  { field: "schedule", label: "rule.schedule", of: d => d.schedule, text: scheduleText },
  { field: "audience", label: "rule.audience", of: d => d.audience, text: audienceText },
  { field: "caps", label: "rule.caps", of: d => d.caps, text: capsText },
  {
    field: "holdoutPercent",
    label: "rule.holdout",
    of: d => d.holdoutPercent,
    text: (d, { t }) => t("rule.holdoutText", d.holdoutPercent),
  },
] as const satisfies readonly {
  readonly field: string;
  readonly label: string;
  readonly of: (definition: RuleDefinition) => unknown;
  readonly text: Words;
}[];

export type RowField = (typeof ROWS)[number]["field"];

export interface Row {
  readonly field: RowField;
  readonly label: string;
  readonly text: string;
}

export const rowsOf = (definition: RuleDefinition, i18n: I18n): readonly Row[] =>
  ROWS.map(({ field, label, text }) => ({
    field,
    label: i18n.t(label),
    text: text(definition, i18n),
  })).filter(({ text }) => text !== "");

export interface Difference {
  readonly field: RowField;
  readonly label: string;
  readonly was: string;
  readonly is: string;
}

/** What differs, in words. Where two texts read alike, they are shown as they are written. */
export const differences = (was: RuleDefinition, is: RuleDefinition, i18n: I18n): readonly Difference[] =>
  ROWS.filter(({ of }) => !same(of(was), of(is))).map(({ field, label, text }) => {
    const said = { was: text(was, i18n), is: text(is, i18n) };
    const shown = field === "cel" && said.was === said.is ? { was: was.cel, is: is.cel } : said;
    return { field, label: i18n.t(label), ...shown };
  });

/** What is called how, of that which differs: for a list of what is not saved. */
export const changedLabels = (was: RuleDefinition, is: RuleDefinition, { t }: I18n): readonly string[] =>
  ROWS.filter(({ of }) => !same(of(was), of(is))).map(({ label }) => t(label));
