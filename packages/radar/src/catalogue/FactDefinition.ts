/** What the catalogue says of a fact. Knows no fact by name. */
import type { Localized } from "@lotse/protocol";

/**
 * `duration`: written in seconds, read in milliseconds, may be running. `amount`: a price without its currency. Both are only
 * ordered against constants; whether two of them are equal is a matter of luck. `any`: the page or the contact gives a
 * text, a number or a boolean; the constant it is compared with says which one is meant.
 */
export type FactType = "duration" | "number" | "amount" | "text" | "boolean" | "any";

/**
 * `page`: the loader has it anyway. `observer`: watched only where some rule reads it, by a module that loads then.
 * `hub`: known there alone. For whoever does not know a fact it is unknown.
 */
export type FactOrigin = "page" | "observer" | "hub";

export type FactUnit =
  | "seconds"
  | "fields"
  | "errors"
  | "items"
  | "currency"
  | "percent"
  | "clicks"
  | "pages"
  | "visits"
  | "days"
  | "conversations"
  | "purchases"
  | "hour"
  | "weekday"
  | "minuteOfDay"
  | "agents"
  | "waiting"
  | "events";

export type ArgumentKind =
  | "form"
  | "sku"
  | "category"
  | "pages"
  | "event"
  | "fact"
  | "attribute"
  | "hours"
  | "skill"
  | "queue";

export interface FactDetails {
  /** The fact's key at run time, before the colon and the argument. */
  readonly key: string;
  readonly type: FactType;
  readonly source: FactOrigin;
  readonly unit: FactUnit | null;
  readonly argument?: ArgumentKind;
  /** What numbers, amounts and durations (in seconds) can be at all; both ends are possible. */
  readonly range?: { readonly min: number; readonly max: number };
  /** All that a text can be, where that is known. */
  readonly values?: readonly string[];
  readonly description: Localized;
  /** A whole rule that names it. */
  readonly example: string;
}

export interface FactDefinition extends FactDetails {
  /** `form.seconds`: root and field; a fact that is all root (`fact("segment")`) has no field. */
  readonly name: string;
  readonly root: string;
  readonly field: string | null;
  /** Which of the two takes the argument: `form("quote").seconds`, but `pages.visited("/a*")`. */
  readonly argumentAt: "root" | "field" | null;
}
