/**
 * Reads a plain sentence as a person does who knows the joints and takes every clause for a sound: what groups are there? Written
 * without a look at how sentences are made, so that it can contradict.
 */
import type { Language } from "@lotse/protocol";

export type Shape = string | readonly ["all" | "any" | "not", ...Shape[]];

const JOINTS = {
  de: { if: "wenn ", all: "und", any: "oder", not: "es nicht zutrifft, dass (" },
  en: { if: "if ", all: "and", any: "or", not: "it is not the case that (" },
} as const;

/** At the separators that stand outside of all parentheses. */
const splitOutside = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(from, at));
      from = at + separator.length;
    }
  }
  return [...parts, text.slice(from)];
};

const readItem = (text: string, language: Language): Shape => {
  const { not } = JOINTS[language];
  if (text.startsWith(not)) return ["not", readList(text.slice(not.length, -1), language)];
  return text.startsWith("(") ? readList(text.slice(1, -1), language) : text.replace(/ \.$/, "");
};

const readList = (text: string, language: Language): Shape => {
  for (const kind of ["all", "any"] as const) {
    const [before, last, ...more] = splitOutside(text, ` ${JOINTS[language][kind]} `);
    if (last === undefined) continue;
    if (more.length > 0 || before === undefined) throw new Error(`two joints in one list: ${text}`);
    const items = [...splitOutside(before.replaceAll("zutrifft, dass", "zutrifft; dass"), ", "), last];
    const parts = items.map(item => readItem(item.replaceAll("zutrifft; dass", "zutrifft, dass"), language));
    return [kind, ...parts];
  }
  return readItem(text, language);
};

export const readShape = (sentence: string, language: Language): Shape => {
  const joints = JOINTS[language];
  const body = sentence.slice(joints.if.length);
  for (const kind of ["all", "any"] as const) {
    const parts = splitOutside(body, `, ${joints[kind]} ${joints.if}`);
    if (parts.length > 1) return [kind, ...parts.map(part => readList(part, language))];
  }
  return readList(body, language);
};
