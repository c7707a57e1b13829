/** What becomes of an item when a queue cannot take it, before it queues or while it waits: sentences, in their order. */
import type { Overflow, Queue } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice, NumberInput, type Option } from "../../ui/controls.tsx";
import { DurationInput } from "../../ui/DurationInput.tsx";
import { sentence } from "../../ui/gaps.ts";
import { Sentence } from "../../ui/Sentence.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import type { QueuePartProps } from "./QueueEditor.tsx";
import { overflowText, queueName } from "./words.ts";

type Condition = Overflow["condition"];
type To = Overflow["then"];

const WAITING_MAX = 1_000_000;
const WAIT_MS = 120_000;
const CONDITIONS = ["closed", "nobodyOnDuty", "waiting", "expectedWait", "waited"] as const;

const conditionOf = (kind: Condition["if"], before: Condition): Condition => {
  const moreThanMs = "moreThanMs" in before ? before.moreThanMs : WAIT_MS;
  if (kind === "waiting") return { if: kind, moreThan: "moreThan" in before ? before.moreThan : 10 };
  return kind === "closed" || kind === "nobodyOnDuty" ? { if: kind } : { if: kind, moreThanMs };
};

const toOf = (kind: To["to"], others: readonly Queue[]): To => {
  const first = others[0];
  if (kind !== "queue") return { to: kind };
  return first === undefined ? { to: "message" } : { to: "queue", queueId: first.id };
};

interface LineProps extends QueuePartProps {
  readonly overflow: Overflow;
  readonly put: (next: Overflow | null) => void;
}

const ConditionPart = ({ overflow, put }: LineProps) => {
  const { t } = useI18n();
  const { condition, when } = overflow;
  // Nothing has waited before it queues.
  const kinds = CONDITIONS.filter(kind => when === "after" || kind !== "waited");
  const change = (next: Condition) => put({ ...overflow, condition: next });
  return (
    <>
      <Choice
        label={t("overflow.if")}
        testid="overflow-if"
        bare={true}
        value={condition.if}
        options={kinds.map(value => ({
          value,
          label: sentence(t(`overflow.${value}`), { n: "…", time: "…" }),
        }))}
        onChange={kind => change(conditionOf(kind, condition))}
      />
      {condition.if === "waiting" && (
        <NumberInput
          label={t("overflow.number")}
          testid="overflow-number"
          bare={true}
          min={0}
          max={WAITING_MAX}
          value={condition.moreThan}
          onChange={moreThan => change({ ...condition, moreThan })}
        />
      )}
      {"moreThanMs" in condition && (
        <DurationInput
          label={t("overflow.if")}
          testid="overflow-time"
          bare={true}
          ms={condition.moreThanMs}
          onChange={moreThanMs => change({ ...condition, moreThanMs })}
        />
      )}
    </>
  );
};

const ThenPart = ({ overflow, put, plan, queue }: LineProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { then } = overflow;
  const others = plan.queues.filter(({ id }) => id !== queue.id);
  const kinds = (["queue", "callback", "message"] as const).filter(
    kind => kind !== "queue" || others.length > 0,
  );
  return (
    <>
      <Choice
        label={t("overflow.then")}
        testid="overflow-then"
        bare={true}
        value={then.to}
        options={kinds.map(value => ({ value, label: sentence(t(`overflow.to.${value}`), { queue: "…" }) }))}
        onChange={kind => put({ ...overflow, then: toOf(kind, others) })}
      />
      {then.to === "queue" && (
        <Choice
          label={t("overflow.queue")}
          testid="overflow-queue"
          bare={true}
          value={then.queueId}
          options={others.map(
            ({ id, ...named }): Option<Queue["id"]> => ({ value: id, label: queueName(named, i18n) }),
          )}
          onChange={queueId => put({ ...overflow, then: { to: "queue", queueId } })}
        />
      )}
    </>
  );
};

const Line = (props: LineProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { overflow, put, plan } = props;
  const when = (
    <Choice
      label={t("overflow.when")}
      testid="overflow-when"
      bare={true}
      value={overflow.when}
      options={(["before", "after"] as const).map(value => ({ value, label: t(`queue.${value}`) }))}
      onChange={value =>
        put({
          ...overflow,
          when: value,
          condition:
            value === "before" && overflow.condition.if === "waited"
              ? conditionOf("expectedWait", overflow.condition)
              : overflow.condition,
        })
      }
    />
  );
  return (
    <li class="part-line" data-testid="overflow">
      <span class="gaps">
        <Sentence
          text={t("queue.overflow")}
          parts={{ when, condition: <ConditionPart {...props} />, then: <ThenPart {...props} /> }}
        />
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("plan.removeLabel", overflowText(overflow, plan, i18n))}
        onClick={() => put(null)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </li>
  );
};

export const Overflows = (props: QueuePartProps) => {
  const { t } = useI18n();
  const { list, add } = useAdding<HTMLOListElement>();
  const { queue, change } = props;
  const { overflows } = queue;
  return (
    <section class="plan-part" aria-label={t("field.overflows")}>
      <h3>{t("field.overflows")}</h3>
      <p class="muted">{t(overflows.length === 0 ? "queue.overflowNone" : "queue.overflowHint")}</p>
      <ol ref={list}>
        {overflows.map((overflow, at) => (
          <Line
            key={at}
            {...props}
            overflow={overflow}
            put={next =>
              change({
                overflows: overflows.flatMap((other, index) => (index === at ? (next ?? []) : other)),
              })
            }
          />
        ))}
      </ol>
      <button
        type="button"
        class="button small"
        data-testid="overflow-add"
        onClick={() =>
          add(() =>
            change({
              overflows: [
                ...overflows,
                { when: "before", condition: { if: "nobodyOnDuty" }, then: { to: "callback" } },
              ],
            }),
          )
        }
      >
        {t("queue.overflowAdd")}
      </button>
    </section>
  );
};
