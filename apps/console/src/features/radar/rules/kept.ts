/**
 * A draft as it is kept in this tab, and back. What is kept may be of an older build, or not ours at all: then it is nothing. The
 * text is what counts; the tree is kept only while it is ahead, because then nothing else says it.
 */
import type { SiteId } from "@lotse/protocol";
import { factNamed } from "@lotse/radar/catalogue";
import { type Condition, conditionOf } from "./Condition.ts";
import { blankDraft, type Draft, type RuleForm } from "./drafts.ts";
import { counter, type EditNode, type NextId } from "./EditTree.ts";

export interface KeptDraft {
  readonly siteId: SiteId;
  /** The newest version seen when it was begun; 0: the hub does not have the rule. */
  readonly basedOn: number;
  readonly draft: Draft;
}

export const kept = ({ siteId, basedOn, draft: { form, condition } }: KeptDraft): string => {
  const { ahead, text, tree } = condition;
  return JSON.stringify({ siteId, basedOn, form, text, ahead, tree: ahead === "tree" ? tree : null });
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of the same shape: null stands for anything, and what may be one of several kinds is looked at by whoever knows them. */
const isLike = (value: unknown, pattern: unknown): boolean => {
  if (pattern === null) return true;
  if (!isRecord(pattern)) return typeof value === typeof pattern;
  return isRecord(value) && Object.entries(pattern).every(([name, inner]) => isLike(value[name], inner));
};

const PATTERN: RuleForm = {
  ...blankDraft(counter()).form,
  caps: { perVisit: null, perDay: null, perWeek: null },
};

const isForm = (value: unknown): value is RuleForm =>
  isRecord(value) &&
  isLike(value, { ...PATTERN, action: { do: "" } }) &&
  isRecord(value.action) &&
  (value.action.do === "callHook" || isLike(value.action, { text: { de: "", en: "" } }));

const DEPTH_MAX = 40;

/** Numbered anew: numbers are this page's own. */
const treeOf = (value: unknown, nextId: NextId, depth = 0): EditNode | null => {
  if (!isRecord(value) || depth > DEPTH_MAX) return null;
  const id = nextId();
  if (value.kind === "always" && typeof value.value === "boolean")
    return { id, kind: "always", value: value.value };
  if (value.kind === "not") {
    const part = treeOf(value.part, nextId, depth + 1);
    return part && { id, kind: "not", part };
  }
  if ((value.kind === "all" || value.kind === "any") && Array.isArray(value.parts)) {
    const parts = value.parts.flatMap(part => treeOf(part, nextId, depth + 1) ?? []);
    return { id, kind: value.kind, parts };
  }
  return value.kind === "test" && isTest(value) ? { ...value, id, kind: "test" } : null;
};

type TestFields = Omit<Extract<EditNode, { readonly kind: "test" }>, "id" | "kind">;

const isTest = (
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & TestFields => {
  const { fact, argument, op, values } = value;
  return (
    (fact === null || (typeof fact === "string" && factNamed(fact) !== undefined)) &&
    typeof argument === "string" &&
    typeof op === "string" &&
    Array.isArray(values) &&
    values.every(one => ["string", "number", "boolean"].includes(typeof one))
  );
};

const conditionFrom = (value: Readonly<Record<string, unknown>>, nextId: NextId): Condition | null => {
  if (typeof value.text !== "string") return null;
  if (value.ahead !== "tree") return conditionOf(value.text, nextId);
  const tree = treeOf(value.tree, nextId);
  return tree && { ahead: "tree", text: value.text, tree };
};

export const readKept = (text: string | null, nextId: NextId): KeptDraft | null => {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value.siteId !== "string" || typeof value.basedOn !== "number")
      return null;
    const condition = conditionFrom(value, nextId);
    if (condition === null || !isForm(value.form)) return null;
    return { siteId: value.siteId as SiteId, basedOn: value.basedOn, draft: { form: value.form, condition } };
  } catch {
    return null;
  }
};
