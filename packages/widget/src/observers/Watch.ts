/** What an observer gets, and what it may do. One observer watches facts that belong together, and only if some rule reads one. */
import type { Clock } from "@lotse/protocol";
import type { FactValue } from "@lotse/radar";
import type { ReaderFacts } from "../reader/index.ts";

/** Plain data for the next page. Whoever reads it back trusts nothing of it. */
export type Kept = Readonly<Record<string, unknown>>;

export interface Watch {
  readonly clock: Clock;
  /** Address, forms and products, as loader and reader keep them. */
  readonly facts: Pick<ReaderFacts, "page" | "forms" | "products">;
  /** Changed in place, by whoever recalls and keeps it. */
  readonly isTabActive: () => boolean;
  /** Arguments under which rules read the fact: none if no rule does, `[""]` if it takes no argument. */
  about(name: string): readonly string[];
  /** Dropped if no rule reads it. Whoever judges hears of it soon, together with what else changes. */
  set(name: string, value: FactValue, about?: string): void;
  /** Passive, while the event comes down, until the observer ends. At the document, unless told otherwise. */
  listen(type: string, fn: (event: Event) => void, target?: EventTarget): void;
  onEnd(fn: () => void): void;
  /** `look` of everybody, soon and once. Handlers call it instead of reading the page themselves. */
  lookSoon(): void;
}

export interface Observing {
  /** What an earlier page of the visit, or of the tab, has kept. Comes before anything else. */
  recall?(kept: Kept): void;
  keep?(): Kept;
  /** Another page is shown, by a new document or a new address. */
  arrive?(): void;
  /** The page may have changed. The one place to read from it. */
  look?(): void;
  /** The tab was shown or hidden, or a form's clock started or stopped. */
  settle?(): void;
  /** `track` or `fact`. */
  hear?(command: string, name: string, value: unknown): void;
}

export interface ObserverDefinition {
  /** Under which it keeps things. */
  readonly name: string;
  readonly facts: readonly string[];
  readonly start: (watch: Watch) => Observing;
}
