/** What must hold for a rule before it is saved or published, and what is worth telling whoever wrote it. Pure. */
import {
  LotseError,
  type RadarSettings,
  type RuleCostView,
  type RuleDefinition,
  type RuleId,
  type RuleSchedule,
  type RuleWarning,
} from "@lotse/protocol";
import { check, type World } from "@lotse/radar/check";
import { assertSetAffordable } from "@lotse/radar/cost";
import { parseRule, RuleError } from "@lotse/radar/parse";
import { isTimeZone } from "@lotse/routing";
import { checkHookUrl } from "./hookUrl.ts";
import { RuleRefused } from "./refusal.ts";

export type RuleWorld = World;

export interface Checked {
  readonly warnings: readonly RuleWarning[];
  readonly cost: RuleCostView;
}

const outOfRange = (field: string): LotseError =>
  new LotseError("LIMIT_RANGE", "The input was refused: LIMIT_RANGE", { field });

const checkSchedule = ({ fromMs, untilMs, week }: RuleSchedule): void => {
  if (fromMs !== null && untilMs !== null && fromMs >= untilMs) {
    throw outOfRange("definition.schedule.untilMs");
  }
  const at = (week ?? []).findIndex(({ fromMin, toMin }) => fromMin >= toMin);
  if (at >= 0) throw outOfRange(`definition.schedule.week.${at}.toMin`);
};

const UNKNOWN_SKILL = { de: "Diese Fähigkeit gibt es im Plan nicht", en: "The plan has no such skill" };

/** The skill of the action stands beside the text, where the text's own check does not look. */
const warningsOfAction = ({ action }: RuleDefinition, { skills }: RuleWorld): readonly RuleWarning[] => {
  const skill = "skill" in action ? action.skill : null;
  if (skill === null || skills.includes(skill)) return [];
  return [{ kind: "unknownSkill", text: UNKNOWN_SKILL, position: null, other: null }];
};

/** Throws the first thing that is wrong. */
export const checkDefinition = (
  definition: RuleDefinition,
  world: RuleWorld,
  hookHosts: ReadonlySet<string>,
): Checked => {
  const { findings, cost } = check(definition.cel, { world });
  for (const finding of findings) {
    if (finding.severity === "error") throw new RuleRefused(finding.code, finding.text.en, finding.position);
  }
  if (cost === null) throw new RuleRefused("RULE_SYNTAX", "The rule cannot be read", null);
  checkSchedule(definition.schedule);
  if (definition.action.do === "callHook") checkHookUrl(definition.action.url, hookHosts);
  const warnings = findings.flatMap(finding =>
    finding.severity === "error"
      ? []
      : [{ kind: finding.kind, text: finding.text, position: finding.position, other: finding.other }],
  );
  return { warnings: [...warnings, ...warningsOfAction(definition, world)], cost };
};

/** Of the site's rules together. One that does not compile any more is followed by nobody, and costs nothing. */
export const refuseUnaffordable = (rules: readonly { readonly id: RuleId; readonly cel: string }[]): void => {
  const compiled = rules.flatMap(({ id, cel }) => {
    try {
      return [{ id, when: parseRule(cel) }];
    } catch (error) {
      if (error instanceof RuleError) return [];
      throw error;
    }
  });
  try {
    assertSetAffordable(compiled);
  } catch (error) {
    if (error instanceof RuleError) throw new RuleRefused(error.code, error.message, null);
    throw error;
  }
};

export const checkSettings = ({ timeZone }: RadarSettings): void => {
  if (isTimeZone(timeZone)) return;
  throw new LotseError("TEXT_INVALID", "There is no such time zone", { field: "settings.timeZone" });
};
