/** Why an item waits: what comes first, what it needs, and for each colleague what stands in the way. */
import type { QueueId, WorkExplanation } from "@lotse/protocol";
import { useMemo } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Loading } from "../../ui/loading.ts";
import type { PlanNames } from "../../ui/names.ts";
import { useWhyNot } from "../../ui/useWhyNot.ts";
import type { WorkModel } from "./WorkModel.ts";

const useFacts = (names: PlanNames) => {
  const { t, time, exactly, duration, list } = useI18n();
  const queue = (id: QueueId) => names.queue(id) ?? t("why.unknownQueue");
  return (explanation: WorkExplanation): readonly string[] => {
    const { place, agent, before, needs, estimate } = explanation;
    const levels = needs.map(({ skill, level }) => t("skills.atLeast", skill, level));
    return [
      ...(place === "waiting" ? [t("why.waiting", before ?? 0)] : [t(`why.${place}`, agent?.name ?? "–")]),
      ...(explanation.sent ?? []).map(({ fromQueueId, why, atMs }) =>
        t("why.sent", queue(fromQueueId), t(`why.sentFor.${why}`), time(atMs)),
      ),
      ...(explanation.closed ? [t("why.closed")] : []),
      needs.length === 0 ? t("why.needsNothing") : t("why.needs", list(levels, "and")),
      ...(explanation.relaxed > 0 ? [t("why.relaxed", explanation.relaxed)] : []),
      t("why.due", time(explanation.dueAtMs)),
      ...(estimate === null
        ? []
        : [
            t(
              "why.estimate",
              duration(estimate.expectedMs),
              exactly(estimate.lowMs),
              duration(estimate.highMs),
            ),
          ]),
    ];
  };
};

const Explanation = (props: { readonly explanation: WorkExplanation; readonly names: PlanNames }) => {
  const { t } = useI18n();
  const reason = useWhyNot(props.names);
  const facts = useFacts(props.names);
  const { explanation } = props;
  return (
    <div class="explanation" data-testid="explanation">
      <ul class="why-facts">
        {facts(explanation).map(fact => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-frame" tabIndex={0} aria-label={t("why.agents")}>
        <table class="table why-table">
          <thead>
            <tr>
              <th scope="col">{t("why.agent")}</th>
              <th scope="col">{t("why.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {explanation.agents.map(({ agent, whyNot }) => (
              <tr key={agent.id} data-testid="why-agent">
                <th scope="row" class="break">
                  {agent.name}
                </th>
                <td class="break">{whyNot.length === 0 ? t("why.free") : whyNot.map(reason).join("; ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
};

export const ExplainDialog = (props: {
  readonly model: WorkModel;
  readonly asked: NonNullable<WorkModel["asked"]["value"]>;
  readonly names: PlanNames;
}) => {
  const { t, visitor } = useI18n();
  const { model, asked, names } = props;
  const explanation = useMemo(() => {
    const loading = new Loading(() => model.explain(asked.workItemId));
    void loading.load();
    return loading;
  }, [model, asked]);
  return (
    <Dialog
      title={t("why.title", visitor(asked.label))}
      testid="explain-dialog"
      wide={true}
      onClose={() => model.ask(null)}
    >
      <Loaded from={explanation}>{value => <Explanation explanation={value} names={names} />}</Loaded>
    </Dialog>
  );
};
