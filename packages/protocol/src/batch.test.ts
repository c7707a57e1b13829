import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acknowledge, type LineOutcome } from "./batch.ts";

/** What a conversation could have made of a batch: new lines in sequence, repeats of earlier ones, refusals. */
const outcomes = fc
  .array(fc.constantFrom("new", "new", "new", "repeat", "refused"), { maxLength: 50 })
  .chain(kinds => fc.tuple(fc.constant(kinds), fc.integer({ min: 20, max: 30 })))
  .map(([kinds, lastSeq]) => {
    let seq = lastSeq;
    let repeated = 0;
    return kinds.map((kind): LineOutcome => {
      if (kind === "refused") return { ok: false, code: "IDEMPOTENCY_MISMATCH" };
      if (kind === "repeat") {
        repeated += 1;
        return { ok: true, message: { seq: repeated, sentAtMs: 1_000 + (repeated % 3) }, duplicate: true };
      }
      seq += 1;
      return { ok: true, message: { seq, sentAtMs: 2_000 }, duplicate: false };
    });
  });

describe("the acknowledgement of a batch", () => {
  it("tells every line's outcome, each once", () => {
    fc.assert(
      fc.property(outcomes, told => {
        const { acked, refused } = acknowledge(told);
        const read: LineOutcome[] = [];
        for (const { index, code } of refused) read[index] = { ok: false, code };
        for (const { first, count, firstSeq, sentAtMs, duplicate } of acked) {
          for (let nth = 0; nth < count; nth++) {
            expect(read[first + nth]).toBeUndefined();
            read[first + nth] = { ok: true, message: { seq: firstSeq + nth, sentAtMs }, duplicate };
          }
        }
        expect(read).toEqual(told);
      }),
    );
  });

  it("is as short as can be: one range for what is new, as long as nothing comes between", () => {
    const line = (seq: number): LineOutcome => ({
      ok: true,
      message: { seq, sentAtMs: 5 },
      duplicate: false,
    });
    expect(acknowledge([line(7), line(8), line(9)])).toEqual({
      acked: [{ first: 0, count: 3, firstSeq: 7, sentAtMs: 5, duplicate: false }],
      refused: [],
    });
    // Another visitor's tab wrote in between.
    expect(acknowledge([line(7), line(9)]).acked).toHaveLength(2);
  });
});
