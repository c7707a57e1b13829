/** What the routing plan, members and work items are described with. */
import * as v from "valibot";
import { count, filledText, whole } from "./primitives.ts";

export const CHANNELS_MAX = 50;
/** An agent's skills. */
export const SKILLS_MAX = 50;
export const UNITS_MAX = 1_000;
const LEVEL_MAX = 5;
const DAY_MS = 86_400_000;
export const PRIORITY_MAX = 10;

export const listOf = <S extends v.GenericSchema>(item: S, max: number) =>
  v.pipe(v.array(item, "FIELD_TYPE"), v.maxLength(max, "LIMIT_RANGE"));

export const channelId = v.pipe(v.string("FIELD_TYPE"), v.regex(/^[a-z][a-z0-9-]{0,31}$/, "TEXT_INVALID"));

/** Of an agent's capacity. */
export const units = count(UNITS_MAX);

const DURATION_MAX_MS = 30 * DAY_MS;
export const durationMs = count(DURATION_MAX_MS);
/** Of what cannot take no time at all. */
export const someMs = whole(1, DURATION_MAX_MS);

export const skillName = filledText(80);

/** Each skill once. */
export const skillLevels = (max: number) =>
  v.pipe(
    listOf(v.strictObject({ skill: skillName, level: whole(1, LEVEL_MAX) }), max),
    v.check(levels => new Set(levels.map(({ skill }) => skill)).size === levels.length, "PLAN_INVALID"),
  );

export const priority = whole(-PRIORITY_MAX, PRIORITY_MAX);

/** What pages and systems name a queue by. */
export const queueKey = filledText(80);
