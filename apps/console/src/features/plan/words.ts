/** The plan in sentences: how queues, hours, channels and rules read. Decides nothing. */
import type {
  BlendingRule,
  Channel,
  Hours,
  Overflow,
  Queue,
  RoutingPlan,
  SiteId,
  SkillLevel,
} from "@lotse/protocol";
import type { I18n } from "../../i18n/i18n.ts";
import { sentence } from "../../ui/gaps.ts";
import { weekText } from "../../ui/spans.ts";
import type { PlanChange } from "./changes.ts";

export const queueName = (queue: Pick<Queue, "key" | "name">, { name, t }: I18n): string => {
  const own = name(queue.name).trim();
  return own !== "" ? own : queue.key.trim() !== "" ? queue.key : t("plan.unnamed");
};

export const channelName = (channels: readonly Channel[], id: string, { name }: I18n): string => {
  const channel = channels.find(each => each.id === id);
  return channel === undefined ? id : name(channel.name).trim() || id;
};

export const needsText = (needs: readonly SkillLevel[], { list, t }: I18n): string =>
  needs.length === 0
    ? t("queue.needsNothing")
    : list(
        needs.map(({ skill, level }) => t("skills.atLeast", skill, level)),
        "and",
      );

/** `Mo–Fr 08:00–18:00; Sa 09:00–12:00 (Europe/Berlin), 2 exceptions` */
export const hoursText = (hours: Hours | null, i18n: I18n): string => {
  const { t } = i18n;
  if (hours === null) return t("hours.always");
  const week = weekText(hours.week, i18n);
  const except = hours.exceptions.length === 0 ? "" : `, ${t("hours.except", hours.exceptions.length)}`;
  return `${week === "" ? t("hours.never") : week} (${hours.timeZone})${except}`;
};

/** `Chat: 80 % in 20 s` */
export const serviceTexts = (queue: Queue, plan: RoutingPlan, i18n: I18n): readonly string[] => {
  const { t, exactly } = i18n;
  if (queue.serviceLevels.length === 0) {
    return [t("queue.serviceNone", exactly(plan.settings.defaultTargetMs))];
  }
  return queue.serviceLevels.map(({ channel, share, withinMs }) => {
    const service = t("queue.service", Math.round(share * 100), exactly(withinMs));
    return `${channelName(plan.channels, channel, i18n)}: ${service}`;
  });
};

export const conditionText = ({ condition }: Overflow, { t, exactly }: I18n): string => {
  const text = t(`overflow.${condition.if}`);
  if (condition.if === "waiting") return sentence(text, { n: String(condition.moreThan) });
  return "moreThanMs" in condition ? sentence(text, { time: exactly(condition.moreThanMs) }) : text;
};

export const overflowText = (overflow: Overflow, plan: RoutingPlan, i18n: I18n): string => {
  const { then } = overflow;
  const to = then.to === "queue" ? plan.queues.find(({ id }) => id === then.queueId) : undefined;
  return sentence(i18n.t("queue.overflow"), {
    when: i18n.t(`queue.${overflow.when}`),
    condition: conditionText(overflow, i18n),
    then: sentence(i18n.t(`overflow.to.${then.to}`), { queue: to === undefined ? "" : queueName(to, i18n) }),
  });
};

export const ruleText = (rule: BlendingRule, plan: RoutingPlan, i18n: I18n): string => {
  const { t, list } = i18n;
  const names = (ids: readonly string[], how: "and" | "or" = "or") =>
    ids.length === 0
      ? t("rule.nothing")
      : list(
          ids.map(id => channelName(plan.channels, id, i18n)),
          how,
        );
  const text = t(`rule.${rule.rule}`);
  if (rule.rule === "exclude") return sentence(text, { during: names(rule.during), no: names(rule.no) });
  if (rule.rule === "atMost") {
    return sentence(text, { items: String(rule.items), channels: names(rule.channels, "and") });
  }
  const queues = plan.queues.filter(({ id }) => rule.queues?.includes(id) === true);
  return sentence(text, {
    moreThan: String(rule.moreThan),
    counted: names(rule.counted),
    queues:
      rule.queues === null
        ? t("rule.anyQueue")
        : list(
            queues.map(queue => queueName(queue, i18n)),
            "or",
          ),
    interruptible: names(rule.interruptible),
  });
};

/** `94 s`, `12 min`: of a wait that was measured, no more than one reads at a glance. */
export const waitText = (ms: number, { exactly }: I18n): string =>
  exactly(ms < 120_000 ? ms : Math.round(ms / 60_000) * 60_000);

export const channelTexts = (channel: Channel, i18n: I18n): readonly string[] => {
  const { t, exactly } = i18n;
  const { weight, idle } = channel;
  return [
    t("channel.weighs", weight === "all" ? t("channel.all") : t("channel.units", weight)),
    channel.answer === "ring" ? t("channel.rings", exactly(channel.ringMs)) : t("channel.autos"),
    ...(channel.wrapUpMs > 0 ? [t("channel.wrapsUp", exactly(channel.wrapUpMs))] : []),
    ...(idle === null ? [] : [t("channel.idles", exactly(idle.afterMs), t(`channel.${idle.then}`))]),
  ];
};

/** A plan, and what it knows by id alone. */
export interface PlanNamed {
  readonly plan: RoutingPlan;
  /** Null as long as the websites are not read. */
  readonly siteName: (id: SiteId) => string | null;
}

/** What a change is about, as its own screen calls it. */
export const changeText = (change: PlanChange, { plan, siteName }: PlanNamed, i18n: I18n): string => {
  if (change.part === "queue") return queueName(change.what, i18n);
  if (change.part === "channel") return i18n.name(change.what.name).trim() || change.what.id;
  if (change.part === "site") return siteName(change.what.siteId) ?? "";
  return change.part === "rule" ? ruleText(change.what, plan, i18n) : "";
};
