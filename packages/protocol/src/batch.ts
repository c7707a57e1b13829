/** Lines travel in batches, up and down. What both ends must agree on about their size and their acknowledgement. */
import type { ErrorCode } from "./errors.ts";

/** Lines in one `message:send`. */
export const BATCH_LINES_MAX = 50;
/** UTF-16 units of all texts of one `message:send`; one line alone always fits, and the packet stays below its limit. */
export const BATCH_TEXT_MAX = 100_000;

/**
 * `count` lines of a batch, from index `first` on, which stand in the conversation as `firstSeq`, `firstSeq + 1` and
 * so on. `duplicate`: they stood there before.
 */
export interface AckRange {
  readonly first: number;
  readonly count: number;
  readonly firstSeq: number;
  readonly sentAtMs: number;
  readonly duplicate: boolean;
}

/** The line at `index` was refused for good; those after it were not. */
export interface RefusedLine {
  readonly index: number;
  readonly code: ErrorCode;
}

/** What became of one line. */
export type LineOutcome =
  | {
      readonly ok: true;
      readonly message: { readonly seq: number; readonly sentAtMs: number };
      readonly duplicate: boolean;
    }
  | { readonly ok: false; readonly code: ErrorCode };

export interface Acknowledgement {
  readonly acked: readonly AckRange[];
  readonly refused: readonly RefusedLine[];
}

const joins = (range: AckRange, next: AckRange): boolean =>
  range.duplicate === next.duplicate &&
  range.sentAtMs === next.sentAtMs &&
  range.first + range.count === next.first &&
  range.firstSeq + range.count === next.firstSeq;

/** The outcomes of a batch, in its order, in as few ranges as tell them. */
export const acknowledge = (outcomes: readonly LineOutcome[]): Acknowledgement => {
  const acked: AckRange[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (!outcome.ok) {
      refused.push({ index, code: outcome.code });
      continue;
    }
    const { message, duplicate } = outcome;
    const one = { first: index, count: 1, firstSeq: message.seq, sentAtMs: message.sentAtMs, duplicate };
    const last = acked.at(-1);
    if (last !== undefined && joins(last, one)) acked[acked.length - 1] = { ...last, count: last.count + 1 };
    else acked.push(one);
  }
  return { acked, refused };
};
