/** A queue's promises, each a sentence: of this channel, so many in so long. */
import type { Queue } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice, NumberInput } from "../../ui/controls.tsx";
import { DurationInput } from "../../ui/DurationInput.tsx";
import { Sentence } from "../../ui/Sentence.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import type { QueuePartProps } from "./QueueEditor.tsx";
import { channelName, serviceTexts } from "./words.ts";

type ServiceLevel = Queue["serviceLevels"][number];

const SHARE = 0.8;
const WITHIN_MS = 20_000;

const Level = (props: QueuePartProps & { readonly level: ServiceLevel }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { queue, plan, level, change } = props;
  const put = (next: ServiceLevel | null) =>
    change({ serviceLevels: queue.serviceLevels.flatMap(other => (other === level ? (next ?? []) : other)) });
  const taken = queue.serviceLevels.filter(other => other !== level).map(({ channel }) => channel);
  const name = channelName(plan.channels, level.channel, i18n);
  return (
    <li class="part-line" data-testid="service-level">
      <span class="gaps">
        <Sentence
          text={t("queue.serviceLevel")}
          parts={{
            channel: (
              <Choice
                label={t("rule.channels")}
                bare={true}
                value={level.channel}
                options={plan.channels
                  .filter(({ id }) => !taken.includes(id))
                  .map(({ id }) => ({ value: id, label: channelName(plan.channels, id, i18n) }))}
                onChange={channel => put({ ...level, channel })}
              />
            ),
            share: (
              <NumberInput
                label={`${name}, %`}
                testid="service-share"
                bare={true}
                min={1}
                max={100}
                value={Math.round(level.share * 100)}
                onChange={share => put({ ...level, share: share / 100 })}
              />
            ),
            within: (
              <DurationInput
                label={name}
                testid="service-within"
                bare={true}
                ms={level.withinMs}
                minMs={1_000}
                onChange={withinMs => put({ ...level, withinMs })}
              />
            ),
          }}
        />
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("plan.removeLabel", `${t("field.serviceLevels")} ${name}`)}
        onClick={() => put(null)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </li>
  );
};

export const ServiceLevels = (props: QueuePartProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { list, add } = useAdding<HTMLUListElement>();
  const { queue, plan, change } = props;
  const free = plan.channels.find(({ id }) => !queue.serviceLevels.some(({ channel }) => channel === id));
  return (
    <section class="plan-part" aria-label={t("field.serviceLevels")}>
      <h3>{t("field.serviceLevels")}</h3>
      <p class="muted">{t("queue.serviceHint")}</p>
      {queue.serviceLevels.length === 0 && <p>{serviceTexts(queue, plan, i18n)}</p>}
      <ul ref={list}>
        {queue.serviceLevels.map((level, at) => (
          // Not by channel: whoever chooses another one would lose the field they choose it in.
          <Level key={at} {...props} level={level} />
        ))}
      </ul>
      {free !== undefined && (
        <button
          type="button"
          class="button small"
          data-testid="service-add"
          onClick={() =>
            add(() =>
              change({
                serviceLevels: [
                  ...queue.serviceLevels,
                  { channel: free.id, share: SHARE, withinMs: WITHIN_MS },
                ],
              }),
            )
          }
        >
          {t("queue.serviceAdd")}
        </button>
      )}
    </section>
  );
};
