/**
 * Drift: what became of a site's masking while its pages changed. Rules that match nothing any more, and fields that look as if they
 * should be masked and are not. Neither values nor texts of a page are in here.
 */
import type { MaskRule } from "./site.ts";

/** By what a field looks as if it should be masked. */
export const DRIFT_SIGNS = ["type", "autocomplete", "name", "label", "near"] as const;
export type DriftSign = (typeof DRIFT_SIGNS)[number];

export interface DriftField {
  readonly tag: "input" | "textarea" | "select";
  readonly type: string;
  readonly sign: DriftSign;
  /** As the page has them, where the recorder's gate lets them through unchanged. */
  readonly name?: string;
  readonly id?: string;
  readonly autocomplete?: string;
}

/** What a recorder saw of one page. */
export interface DriftReport {
  /** The page's path, parts with numbers or ids in them as `*`. */
  readonly page: string;
  /** Which rules the recorder goes by, as the length of their JSON: a report on others is of no use. */
  readonly stamp: number;
  /** Rules whose pages this is one of, by their place in the list. */
  readonly matched: readonly number[];
  readonly missed: readonly number[];
  readonly fields: readonly DriftField[];
}

export type DriftSubject =
  | { readonly kind: "rule"; readonly rule: MaskRule }
  | { readonly kind: "field"; readonly page: string; readonly field: DriftField };

/** Of a rule: since it matched last. */
export interface DriftFinding {
  readonly finding: string;
  readonly what: DriftSubject;
  readonly count: number;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

export interface DriftOutputs {
  "drift:list": { readonly findings: readonly DriftFinding[] };
  "drift:dismiss": Record<string, never>;
}
