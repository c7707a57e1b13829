/** What the plan calls things, for features that do not know it. Until it is read, a channel goes by its short name. */
import type { RoutingPlan } from "@lotse/protocol";
import { channelName, queueName, ruleText } from "../features/plan/words.ts";
import type { I18n } from "../i18n/i18n.ts";
import type { PlanNames } from "../ui/names.ts";

export const planNames = (plan: RoutingPlan | null, i18n: I18n): PlanNames => ({
  channel: id => channelName(plan?.channels ?? [], id, i18n),
  queue: id => {
    const queue = plan?.queues.find(each => each.id === id);
    return queue === undefined ? null : queueName(queue, i18n);
  },
  rule: id => {
    const rule = plan?.blending.find(each => each.id === id);
    return plan === null || rule === undefined ? null : ruleText(rule, plan, i18n);
  },
});
