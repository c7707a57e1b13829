/** The two questions about work that lie over everything: to whom, and why nobody. */

import { queueName } from "../features/plan/words.ts";
import { ExplainDialog } from "../features/work/ExplainDialog.tsx";
import { HandOnDialog } from "../features/work/HandOnDialog.tsx";
import { useI18n } from "../ui/AppContext.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { planNames } from "./planNames.ts";

export const WorkSheets = ({ model }: { readonly model: ConsoleModel }) => {
  const i18n = useI18n();
  const { work } = model;
  const plan = model.settings.plan.inForce.value;
  const retired = model.settings.plan.retired.value;
  const [item, asked] = [work.handingOn.value, work.asked.value];
  if (item !== null) {
    const queues = plan?.queues.filter(({ id }) => id !== item.queueId) ?? [];
    const options = queues.map(({ id, ...named }) => ({ value: id, label: queueName(named, i18n) }));
    return <HandOnDialog key={item.workItemId} model={work} item={item} queues={options} />;
  }
  if (asked === null) return null;
  const names = planNames({ plan, retired }, i18n);
  return <ExplainDialog key={asked.workItemId} model={work} asked={asked} names={names} />;
};
