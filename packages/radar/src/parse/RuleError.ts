import { type Localized, LotseError } from "@lotse/protocol";
import type { Reason } from "./reasons.ts";

export type { RuleErrorCode } from "./reasons.ts";

/** Where in the rule's text, in UTF-16 units; `end` is exclusive. */
export interface RulePosition {
  readonly start: number;
  readonly end: number;
}

/** A rule that is refused, for the editor that shows it. On the wire only code and message travel. */
export class RuleError extends LotseError {
  readonly text: Localized;
  readonly position: RulePosition | null;
  /** The parser's own words; they may quote the rule. */
  readonly detail: string | null;

  constructor(
    reason: Reason,
    where: { readonly position?: RulePosition | undefined; readonly detail?: string } = {},
  ) {
    super(reason.code, reason.text.en);
    const { position } = where;
    this.text = reason.text;
    this.position = position ? { start: position.start, end: Math.max(position.start, position.end) } : null;
    this.detail = where.detail ?? null;
  }
}
