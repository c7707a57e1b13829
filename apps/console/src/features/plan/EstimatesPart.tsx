/** Of each queue and kind of work: what waiting people were told, beside how long they waited; and how many were answered in time. */
import type { EstimateRow, RoutingPlan, ServiceRow } from "@lotse/protocol";
import { CircleCheck, TriangleAlert } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice } from "../../ui/controls.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import {
  type EstimatesModel,
  type Lane,
  PERIODS,
  type PeriodDays,
  verdictOn,
  verdictOnService,
} from "./EstimatesModel.ts";
import { channelName, waitText } from "./words.ts";

interface LaneProps {
  readonly lane: Lane;
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

const Figures = ({ row }: { readonly row: EstimateRow }) => {
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

const Told = ({ row }: { readonly row: EstimateRow }) => {
  const { t } = useI18n();
  const verdict = verdictOn(row);
  if (verdict === "tooFew") return <p class="muted">{t("told.tooFew")}</p>;
  return (
    <>
      <Figures row={row} />
      <p class={verdict === "good" ? "good" : "plan-note"}>{t(`told.${verdict}`)}</p>
    </>
  );
};

/** The sign and the words say it; the colour only says it again. */
const Achieved = ({ service }: { readonly service: ServiceRow }) => {
  const { t, exactly } = useI18n();
  const { goalShare, withinMs, within, counted } = service;
  const verdict = verdictOnService(service);
  const Sign = verdict === "missed" ? TriangleAlert : CircleCheck;
  return (
    <div class="told-service" data-testid="service" data-verdict={verdict}>
      <p>{t("service.goal", t("told.share", Math.round(goalShare * 100)), exactly(withinMs))}</p>
      {verdict === "tooFew" ? (
        <p class="muted">{t("told.tooFew")}</p>
      ) : (
        <p class={verdict === "reached" ? "good" : "plan-note"}>
          <Sign size={16} aria-hidden="true" />
          <span>
            <span data-testid="service-share">{t("told.share", Math.floor((100 * within) / counted))}</span>{" "}
            <span class="muted">{t("service.of", within, counted)}</span> · {t(`service.${verdict}`)}
          </span>
        </p>
      )}
    </div>
  );
};

const LaneCard = ({ lane, plan }: LaneProps) => {
  const i18n = useI18n();
  const { t, name } = i18n;
  const { told, service } = lane;
  const queue = lane.queue === null ? t("told.queueGone") : name(lane.queue.name).trim() || t("plan.unnamed");
  return (
    <li class="card" data-testid="told" data-verdict={told === null ? undefined : verdictOn(told)}>
      <div class="row">
        <h3 class="break">
          {queue} · {channelName(plan.channels, lane.channel, i18n)}
        </h3>
        {told !== null && <span class="muted">{t("told.count", told.count)}</span>}
      </div>
      {told !== null && <Told row={told} />}
      {service !== null && <Achieved service={service} />}
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
      <Loaded from={model.lanes.value}>
        {lanes => {
          if (lanes.length === 0) return <p class="muted">{t("told.none")}</p>;
          return (
            <ul class="cards">
              {lanes.map((lane, index) => (
                <LaneCard key={`${lane.queue?.id ?? index} ${lane.channel}`} lane={lane} plan={plan} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
};
