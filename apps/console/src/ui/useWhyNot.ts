/** What keeps a colleague from taking something, in words. */
import type { WhyNot } from "@lotse/protocol";
import { useI18n } from "./AppContext.ts";
import type { PlanNames } from "./names.ts";

export const useWhyNot = (names: PlanNames) => {
  const { t, time } = useI18n();
  const rule = (id: string) => names.rule(id) ?? t("why.unknownRule");
  return (reason: WhyNot): string => {
    switch (reason.why) {
      case "away":
        return reason.reason === null ? t("why.away") : t("why.awayFor", reason.reason);
      case "skillMissing":
        return t("why.skillMissing", reason.skill);
      case "levelTooLow":
        return t("why.levelTooLow", reason.skill, reason.level, reason.needed);
      case "full":
        return t("why.full", reason.used, reason.units, reason.weight);
      case "channelLimit":
        return t("why.channelLimit", reason.items);
      case "blending":
        return t("why.blending", rule(reason.ruleId));
      case "interrupted":
        return t("why.interrupted", rule(reason.ruleId));
      case "paused":
        return t("why.paused", time(reason.untilMs));
      case "keptForPreferred":
        return t(
          "why.keptForPreferred",
          reason.agent.name,
          reason.untilMs === null ? null : time(reason.untilMs),
        );
      case "parkedFor":
        return t("why.parkedFor", reason.agent.name);
      case "makingRoom":
        return t(reason.isForIt ? "why.makingRoomForIt" : "why.makingRoom");
      case "othersFirst":
        return t("why.othersFirst", reason.before);
      case "offline":
      case "channelNotTaken":
        return t(`why.${reason.why}`);
    }
  };
};
