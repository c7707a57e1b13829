/** The chat's words, one language fetched at a time, and names as people say them. */
import type { Language } from "@lotse/protocol";
import type { words } from "./words.de.ts";

type Widened<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer Args) => string ? (...args: Args) => string : string;
};
export type Words = Widened<typeof words>;

export const loadWords = async (language: Language): Promise<Words> =>
  (await (language === "de" ? import("./words.de.ts") : import("./words.en.ts"))).words;

/** "Anna" of "Anna Petersen". */
export const firstName = (name: string): string => name.split(" ")[0] ?? name;

export const initials = (name: string): string => {
  const parts = name.split(/\s+/).filter(part => part !== "");
  const [first] = parts;
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return [first, last].map(part => (part === undefined ? "" : [...part][0]?.toUpperCase())).join("");
};
