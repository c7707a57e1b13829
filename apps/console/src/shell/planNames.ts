/** What the plan calls things, for features that do not know it. Until it is read, a channel goes by its short name. */
import type { Channel, RoutingPlan } from "@lotse/protocol";
import { channelName, queueName, ruleText } from "../features/plan/words.ts";
import type { I18n } from "../i18n/i18n.ts";
import type { PlanNames } from "../ui/names.ts";

/** Work may be open by channels that left the plan. */
export interface Named {
  readonly plan: RoutingPlan | null;
  readonly retired: readonly Channel[];
}

export const planNames = ({ plan, retired }: Named, i18n: I18n): PlanNames => ({
  channel: id => channelName([...(plan?.channels ?? []), ...retired], id, i18n),
  queue: id => {
    const queue = plan?.queues.find(each => each.id === id);
    return queue === undefined ? null : queueName(queue, i18n);
  },
  rule: id => {
    const rule = plan?.blending.find(each => each.id === id);
    return plan === null || rule === undefined ? null : ruleText(rule, plan, i18n);
  },
});
