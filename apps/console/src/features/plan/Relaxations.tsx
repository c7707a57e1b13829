/** How a queue's needs relax with time, as a line of steps: what is enough at once, and what after a while. */
import type { Queue } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { DurationInput } from "../../ui/DurationInput.tsx";
import { sentence } from "../../ui/gaps.ts";
import { Sentence } from "../../ui/Sentence.tsx";
import { SkillLevels } from "../../ui/SkillLevels.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import type { QueuePartProps } from "./QueueEditor.tsx";
import { needsText } from "./words.ts";

const STEP_MS = 30_000;

type Relaxation = Queue["relaxations"][number];

const useStepText = () => {
  const i18n = useI18n();
  const { t, exactly } = i18n;
  return ({ afterMs, needs }: Relaxation): string =>
    sentence(t("queue.relaxation"), {
      after: exactly(afterMs),
      needs: needs.length === 0 ? t("queue.relaxAnybody") : t("queue.relaxNeeds", needsText(needs, i18n)),
    });
};

const Step = (props: QueuePartProps & { readonly at: number; readonly step: Relaxation }) => {
  const { t } = useI18n();
  const stepText = useStepText();
  const { queue, at, step, change } = props;
  const put = (next: Relaxation | null) =>
    change({
      relaxations: queue.relaxations.flatMap((other, index) => (index === at ? (next ?? []) : other)),
    });
  return (
    <li class="timeline-step" data-testid="relaxation">
      <span class="gaps">
        <Sentence
          text={t("queue.relaxation")}
          parts={{
            after: (
              <DurationInput
                label={t("field.relaxations")}
                testid="relaxation-after"
                bare={true}
                ms={step.afterMs}
                minMs={1_000}
                onChange={afterMs => put({ ...step, afterMs })}
              />
            ),
            needs: (
              <SkillLevels
                label={t("field.needs")}
                testid="relaxation-needs"
                skills={step.needs}
                known={props.knownSkills}
                none={t("queue.relaxAnybody")}
                onChange={needs => put({ ...step, needs })}
              />
            ),
          }}
        />
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("plan.removeLabel", stepText(step))}
        onClick={() => put(null)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </li>
  );
};

export const Relaxations = (props: QueuePartProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { list, add } = useAdding<HTMLOListElement>();
  const { queue, change } = props;
  const last = queue.relaxations.at(-1);
  return (
    <section class="plan-part" aria-label={t("field.relaxations")}>
      <h3>{t("field.relaxations")}</h3>
      <p class="muted">{t("queue.relaxHint")}</p>
      <ol ref={list} class="timeline">
        <li class="timeline-step">
          {t("queue.relaxFrom")}: {needsText(queue.needs, i18n)}
        </li>
        {queue.relaxations.map((step, at) => (
          <Step key={at} {...props} at={at} step={step} />
        ))}
      </ol>
      <button
        type="button"
        class="button small"
        data-testid="relaxation-add"
        onClick={() =>
          add(() =>
            change({
              relaxations: [
                ...queue.relaxations,
                { afterMs: (last?.afterMs ?? 0) + STEP_MS, needs: last?.needs ?? queue.needs },
              ],
            }),
          )
        }
      >
        {t("queue.relaxAdd")}
      </button>
    </section>
  );
};
