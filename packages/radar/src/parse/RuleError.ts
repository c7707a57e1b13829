import { type ErrorCode, LotseError } from "@lotse/protocol";

export type RuleErrorCode = Extract<ErrorCode, `RULE_${string}`>;

/** Where in the rule's text, in UTF-16 units; `end` is exclusive. */
export interface RulePosition {
  readonly start: number;
  readonly end: number;
}

/** A rule that is refused, for the editor that shows it. On the wire only code and message travel. */
export class RuleError extends LotseError {
  readonly position: RulePosition | null;
  /** The parser's own words; they may quote the rule. */
  readonly detail: string | null;

  constructor(
    code: RuleErrorCode,
    message: string,
    where: { readonly position?: RulePosition | undefined; readonly detail?: string } = {},
  ) {
    super(code, message);
    const { position } = where;
    this.position = position ? { start: position.start, end: Math.max(position.start, position.end) } : null;
    this.detail = where.detail ?? null;
  }
}
