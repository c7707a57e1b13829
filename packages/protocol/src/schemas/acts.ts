/** Acts, answers and grants as they come from outside: shape, size and range. Knows nothing of sessions and viewers. */
import * as v from "valibot";
import {
  ACT_OPTIONS_MAX,
  ACT_REFUSALS,
  ACT_TEXT_MAX,
  ACT_VALUE_MAX,
  type ActAnswer,
  type ActMessage,
  DEED_LABEL_MAX,
  DEED_VALUE_MAX,
  type Deed,
  FIELD_TEXT_MAX,
  type FieldTold,
} from "../acts.ts";
import { type AskedGrant, GRANT_REASON_MAX, type TimedGrant } from "../grants.ts";

const number = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const count = (max: number, min = 0) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const serial = count(2 ** 53 - 1, 1);

const nodeShape = { segment: count(2 ** 32 - 1), nodeId: count(2 ** 31 - 1, 1) };
const node = v.strictObject(nodeShape);
const place = v.strictObject({ ...nodeShape, point: v.strictTuple([number(0, 1), number(0, 1)]) });
const revision = count(2 ** 31 - 1);
/** A field of a page may hold more than an act may bring. */
const position = count(2 ** 24);
const splice = v.strictObject({ at: position, remove: position, insert: text(ACT_TEXT_MAX) });
/** Wider than any page; a browser takes what it can. */
const px = number(-1e7, 1e7);

const act = v.variant("kind", [
  v.strictObject({ kind: v.literal("click"), at: place }),
  v.strictObject({ kind: v.literal("scroll"), node, x: px, y: px }),
  v.strictObject({
    kind: v.literal("choose"),
    node,
    options: v.pipe(v.array(count(2 ** 20)), v.maxLength(ACT_OPTIONS_MAX)),
  }),
  v.strictObject({ kind: v.literal("set"), node, value: text(ACT_VALUE_MAX) }),
  v.strictObject({ kind: v.literal("open"), node }),
  v.strictObject({ kind: v.literal("write"), node, revision, splice }),
  v.strictObject({ kind: v.literal("leave") }),
]);

export const actMessageSchema: v.GenericSchema<unknown, ActMessage> = v.strictObject({
  grant: serial,
  seq: serial,
  act,
});

const toViewer = { viewer: count(2 ** 16), grant: serial };

export const actAnswerSchema: v.GenericSchema<unknown, ActAnswer> = v.strictObject({
  ...toViewer,
  seq: serial,
  outcome: v.picklist(["done", ...ACT_REFUSALS]),
});

const news = v.variant("kind", [
  v.strictObject({
    kind: v.literal("opened"),
    node,
    of: serial,
    revision,
    text: text(FIELD_TEXT_MAX),
    maxLength: v.nullable(count(2 ** 31 - 1)),
    multiline: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal("changed"),
    node,
    revision,
    splice: v.strictObject({ at: position, remove: position, insert: text(FIELD_TEXT_MAX) }),
    of: v.nullable(serial),
  }),
  v.strictObject({ kind: v.literal("closed"), node }),
]);

export const fieldToldSchema: v.GenericSchema<unknown, FieldTold> = v.strictObject({ ...toViewer, news });

export const deedSchema: v.GenericSchema<unknown, Deed> = v.strictObject({
  grant: serial,
  kind: v.picklist(["click", "choose", "set", "write", "undo"]),
  path: text(500),
  label: text(DEED_LABEL_MAX),
  value: v.exactOptional(text(DEED_VALUE_MAX)),
});

const asked = v.picklist(["point", "control", "navigate"] satisfies AskedGrant[]);

/** Viewer to hub: asks for one; gives one back, or takes its question back. */
export const grantAskSchema = v.strictObject({
  grant: asked,
  reason: v.exactOptional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(GRANT_REASON_MAX))),
});
export const grantDropSchema = v.strictObject({ grant: asked });
/** Visitor to hub. */
export const grantAnswerSchema = v.strictObject({ id: serial, answer: v.picklist(["give", "refuse"]) });
/** Visitor to hub: all of this kind up to this number are over, whatever the hub still believes. */
export const grantTakeBackSchema = v.strictObject({
  grant: v.picklist(["control", "navigate"] satisfies TimedGrant[]),
  upTo: serial,
});
