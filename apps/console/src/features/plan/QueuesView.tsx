/** The queues, one line each: whom they need, how soon, when. Opened, one is edited in place. */
import type { Queue, QueueId, SiteView } from "@lotse/protocol";
import { type Signal, useSignal } from "@preact/signals";
import { Plus } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import type { Loading } from "../../ui/loading.ts";
import { useAdding } from "../../ui/useAdding.ts";
import type { EstimatesModel } from "./EstimatesModel.ts";
import { EstimatesPart } from "./EstimatesPart.tsx";
import { PartNotes, PartProblem, PlanFrame, type PlanPartProps, type PlanScreenProps } from "./PlanFrame.tsx";
import { QueueEditor } from "./QueueEditor.tsx";
import { SitesPart } from "./SitesPart.tsx";
import { hoursText, needsText, overflowText, queueName, serviceTexts } from "./words.ts";

type ListProps = PlanPartProps & { readonly open: Signal<QueueId | null> };

const Facts = ({ queue, plan }: Pick<ListProps, "plan"> & { readonly queue: Queue }) => {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <dl class="facts-list">
      <div>
        <dt>{t("field.needs")}</dt>
        <dd class="break">{needsText(queue.needs, i18n)}</dd>
      </div>
      <div>
        <dt>{t("field.serviceLevels")}</dt>
        <dd class="break">
          {serviceTexts(queue, plan, i18n).join("; ")}
          {queue.priority !== 0 && ` · ${t("queue.priority", queue.priority)}`}
        </dd>
      </div>
      <div>
        <dt>{t("field.hours")}</dt>
        <dd class="break">{hoursText(queue.hours, i18n)}</dd>
      </div>
      {queue.overflows.length > 0 && (
        <div>
          <dt>{t("field.overflows")}</dt>
          <dd class="break">
            {queue.overflows.map(overflow => (
              <span key={overflow} class="facts-line">
                {overflowText(overflow, plan, i18n)}
              </span>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
};

const QueueLine = (props: ListProps & { readonly queue: Queue }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { queue, open, mayChange, model } = props;
  const isOpen = open.value === queue.id;
  const name = queueName(queue, i18n);
  return (
    <li class="card" data-testid="queue" data-queue-id={queue.id}>
      <div class="row">
        <h2 class="break">
          {name} {queue.key !== "" && <code class="muted">{queue.key}</code>}
        </h2>
        <button
          type="button"
          class="button small"
          data-testid="queue-open"
          aria-expanded={isOpen}
          aria-label={t(mayChange ? "plan.changeLabel" : "plan.showLabel", name)}
          onClick={() => {
            open.value = isOpen ? null : queue.id;
          }}
        >
          {t(isOpen ? "plan.close" : mayChange ? "plan.change" : "plan.show")}
        </button>
      </div>
      <PartProblem problem={model.problem.value} id={queue.id} />
      <PartNotes model={model} names={[queue.id, queue.key]} />
      {isOpen ? <QueueEditor {...props} /> : <Facts queue={queue} plan={props.plan} />}
    </li>
  );
};

const List = (props: ListProps) => {
  const { t } = useI18n();
  const { list, add } = useAdding<HTMLUListElement>();
  const { plan, model, open } = props;
  return (
    <>
      {plan.queues.length === 0 && <p class="muted">{t("queue.none")}</p>}
      <ul ref={list} class="cards">
        {plan.queues.map(queue => (
          <QueueLine key={queue.id} {...props} queue={queue} />
        ))}
      </ul>
      {props.mayChange && (
        <div class="buttons">
          <button
            type="button"
            class="button"
            data-testid="queue-add"
            onClick={() =>
              add(() => {
                open.value = model.addQueue();
              })
            }
          >
            <Plus size={16} aria-hidden="true" />
            {t("queue.add")}
          </button>
        </div>
      )}
    </>
  );
};

interface QueuesProps extends PlanScreenProps {
  readonly sites: Loading<readonly SiteView[]>;
  readonly estimates: EstimatesModel;
}

export const QueuesView = (props: QueuesProps) => {
  const { t } = useI18n();
  const open = useSignal<QueueId | null>(null);
  return (
    <PlanFrame {...props} explain={t("plan.queues.explain")}>
      {part => (
        <>
          <List {...part} open={open} />
          <SitesPart {...part} sites={props.sites} />
          <EstimatesPart model={props.estimates} plan={part.plan} />
        </>
      )}
    </PlanFrame>
  );
};
