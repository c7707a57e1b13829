/** Of each queue and kind of work: what waiting people were told, beside how long they waited. */
import type { EstimateRow, RoutingPlan } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice } from "../../ui/controls.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { type EstimatesModel, PERIODS, type PeriodDays, verdictOn } from "./EstimatesModel.ts";
import { channelName, waitText } from "./words.ts";

interface LaneProps {
  readonly row: EstimateRow;
  readonly plan: RoutingPlan;
}

const Wait = (props: {
  readonly label: string;
  readonly ms: number;
  /** The other of the two stands on the same scale. */
  readonly longestMs: number;
  readonly testid: string;
}) => {
  const i18n = useI18n();
  const { label, ms, longestMs, testid } = props;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span data-testid={testid}>{waitText(ms, i18n)}</span>
        {/* The number says it; this is for the eye. */}
        <svg class="told-bar" viewBox={`0 0 ${longestMs} 1`} preserveAspectRatio="none" aria-hidden="true">
          <rect width={ms} height="1" />
        </svg>
      </dd>
    </div>
  );
};

const Figures = ({ row }: Pick<LaneProps, "row">) => {
  const i18n = useI18n();
  const { t } = i18n;
  const longestMs = Math.max(1, row.meanToldMs, row.meanWaitedMs);
  return (
    <dl class="told-figures">
      <Wait label={t("told.told")} ms={row.meanToldMs} longestMs={longestMs} testid="told-told" />
      <Wait label={t("told.waited")} ms={row.meanWaitedMs} longestMs={longestMs} testid="told-waited" />
      <div>
        <dt>{t("told.inside")}</dt>
        <dd data-testid="told-inside">{t("told.share", Math.round(row.insideShare * 100))}</dd>
      </div>
      <div>
        <dt>{t("told.error")}</dt>
        <dd data-testid="told-error">{t("told.upTo", waitText(row.medianAbsErrorMs, i18n))}</dd>
      </div>
    </dl>
  );
};

const Lane = ({ row, plan }: LaneProps) => {
  const i18n = useI18n();
  const { t, name } = i18n;
  const verdict = verdictOn(row);
  const queue = row.queue === null ? t("told.queueGone") : name(row.queue.name).trim() || t("plan.unnamed");
  return (
    <li class="card" data-testid="told" data-verdict={verdict}>
      <div class="row">
        <h3 class="break">
          {queue} · {channelName(plan.channels, row.channel, i18n)}
        </h3>
        <span class="muted">{t("told.count", row.count)}</span>
      </div>
      {verdict === "tooFew" ? (
        <p class="muted">{t("told.tooFew")}</p>
      ) : (
        <>
          <Figures row={row} />
          <p class={verdict === "good" ? "good" : "plan-note"}>{t(`told.${verdict}`)}</p>
        </>
      )}
    </li>
  );
};

const Period = ({ model }: { readonly model: EstimatesModel }) => {
  const { t } = useI18n();
  const options = PERIODS.map(days => ({ value: `${days}` as const, label: t("told.days", days) }));
  return (
    <Choice<`${PeriodDays}`>
      label={t("told.period")}
      testid="told-period"
      value={`${model.days.value}`}
      options={options}
      onChange={chosen => {
        const days = PERIODS.find(each => `${each}` === chosen);
        if (days !== undefined) void model.choose(days);
      }}
    />
  );
};

export const EstimatesPart = (props: { readonly model: EstimatesModel; readonly plan: RoutingPlan }) => {
  const { t } = useI18n();
  const { model, plan } = props;
  return (
    <section class="plan-section" aria-labelledby="plan-told" data-testid="told-part">
      <h2 id="plan-told">{t("told.title")}</h2>
      <p class="muted">{t("told.explain")}</p>
      <Period model={model} />
      <Loaded from={model.rows.value}>
        {rows => {
          if (rows.length === 0) return <p class="muted">{t("told.none")}</p>;
          return (
            <ul class="cards">
              {rows.map((row, index) => (
                <Lane key={`${row.queue?.id ?? index} ${row.channel}`} row={row} plan={plan} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
};
