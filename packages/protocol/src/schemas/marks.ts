/** A mark as it comes from outside: shape, size and range. Knows nothing of sessions and viewers. */
import * as v from "valibot";
import { MARK_POINTS_MAX, MARK_REACH, type Mark, STROKE_POINTS_MAX } from "../marks.ts";

const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const ratio = (reach: number) => v.pipe(v.number(), v.minValue(-reach), v.maxValue(1 + reach));

const node = {
  segment: count(2 ** 32 - 1),
  nodeId: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1)),
};
const at = v.strictObject({ ...node, point: v.strictTuple([ratio(0), ratio(0)]) });

export const markSchema: v.GenericSchema<unknown, Mark> = v.variant("kind", [
  v.strictObject({ kind: v.literal("pointer"), at: v.nullable(at) }),
  v.strictObject({ kind: v.literal("click"), at }),
  v.strictObject({ kind: v.literal("highlight"), node: v.strictObject(node), pinned: v.boolean() }),
  v.pipe(
    v.strictObject({
      kind: v.literal("stroke"),
      id: count(2 ** 31 - 1),
      node: v.strictObject(node),
      from: count(STROKE_POINTS_MAX),
      points: v.pipe(
        v.array(v.strictTuple([ratio(MARK_REACH), ratio(MARK_REACH)])),
        v.minLength(1),
        v.maxLength(MARK_POINTS_MAX),
      ),
      pinned: v.boolean(),
    }),
    v.check(({ from, points }) => from + points.length <= STROKE_POINTS_MAX),
  ),
  v.strictObject({ kind: v.literal("clear") }),
]);
