/** Rules as they are saved: every number has its bounds here. Whether the CEL is a rule, and what it costs, is the radar's to say. */
import * as v from "valibot";
import type { RuleId, SiteId } from "../ids.ts";
import type { RadarSettings, RuleDefinition } from "../rules.ts";
import { hoursSchema } from "./hours.ts";
import { listOf, skillName } from "./planParts.ts";
import { count, filledText, id, pageUrl, text, whole } from "./primitives.ts";

/** More than the radar takes, so that it can say by how much. */
const CEL_MAX = 20_000;
const PRIORITY_MAX = 1_000;
const TIMES_MAX = 1_000;
const LATEST_MS = 8_640_000_000_000_000;
const PATTERNS_MAX = 50;

const words = v.strictObject({ de: filledText(500), en: filledText(500) });
const percent = whole(0, 100);
const times = v.nullable(count(TIMES_MAX));
const moment = v.nullable(count(LATEST_MS));
const invitation = { skill: skillName, text: words };

const action = v.variant(
  "do",
  [
    v.strictObject({ do: v.literal("inviteToChat"), ...invitation }),
    v.strictObject({ do: v.literal("inviteToCobrowse"), ...invitation }),
    v.strictObject({ do: v.literal("offerCallback"), text: words }),
    v.strictObject({ do: v.literal("showMessage"), text: words }),
    v.strictObject({ do: v.literal("openLink"), url: pageUrl, text: words }),
    v.strictObject({ do: v.literal("notifyAgent"), skill: v.nullable(skillName), text: words }),
    v.strictObject({ do: v.literal("callHook"), url: pageUrl }),
  ],
  "FIELD_TYPE",
);

const caps = v.strictObject({ perVisit: times, perDay: times, perWeek: times });

export const ruleDefinitionSchema = v.strictObject({
  name: filledText(100),
  cel: filledText(CEL_MAX),
  priority: whole(-PRIORITY_MAX, PRIORITY_MAX),
  schedule: v.strictObject({
    fromMs: moment,
    untilMs: moment,
    week: v.nullable(hoursSchema.entries.week),
  }),
  audience: v.strictObject({
    sharePercent: percent,
    visitors: v.picklist(["all", "new", "returning"], "FIELD_TYPE"),
    languages: v.nullable(listOf(v.picklist(["de", "en"], "FIELD_TYPE"), 2)),
    signedIn: v.picklist(["all", "yes", "no"], "FIELD_TYPE"),
  }),
  caps,
  holdoutPercent: percent,
  action,
}) satisfies v.GenericSchema<unknown, RuleDefinition>;

const path = v.pipe(
  filledText(200),
  v.check(value => value.startsWith("/"), "TEXT_INVALID"),
);

export const radarSettingsSchema = v.strictObject({
  timeZone: text(64),
  budget: caps,
  holdoutPercent: percent,
  conversionPages: listOf(path, PATTERNS_MAX),
}) satisfies v.GenericSchema<unknown, RadarSettings>;

const ruleId = id<RuleId>();
const siteId = id<SiteId>();
const version = count(Number.MAX_SAFE_INTEGER);

export const ruleInputs = {
  "rules:list": v.strictObject({}),
  "rules:read": v.strictObject({ ruleId }),
  /** Without a rule it is a new one. `version` is that of the newest one seen; 0 for a new one. */
  "rules:save": v.strictObject({
    siteId,
    ruleId: v.exactOptional(ruleId),
    version,
    definition: ruleDefinitionSchema,
  }),
  /** `inForce` is the version that was seen to hold; null: none did. */
  "rules:publish": v.strictObject({ ruleId, version, inForce: v.nullable(version) }),
  /** To a version that was published before. */
  "rules:rollBack": v.strictObject({ ruleId, version, inForce: v.nullable(version) }),
  "rules:retire": v.strictObject({ ruleId, inForce: v.nullable(version) }),
  "rules:settings": v.strictObject({ siteId }),
  "rules:configure": v.strictObject({ siteId, version, settings: radarSettingsSchema }),
  /** What became of something that a rule has shown. */
  "hint:answer": v.strictObject({
    hintId: id<string>(),
    answer: v.picklist(["accept", "decline", "ignore"], "FIELD_TYPE"),
  }),
} as const;
