/** What one rule brought: those it reached beside those held out, and how sure one can be; or that it is too early to say. */
import type { Interval, LiftSide, LiftView, RuleId } from "@lotse/protocol";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice } from "../../../ui/controls.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { useFigures } from "../figures.ts";
import { type LiftModel, PERIODS, type PeriodDays } from "./LiftModel.ts";
import { useNumbers } from "./numbers.ts";

interface LiftProps {
  readonly lift: LiftView;
}

const Headline = ({ lift }: LiftProps) => {
  const { t } = useI18n();
  const { points } = useNumbers();
  const { verdict, difference } = lift;
  if (difference !== null && verdict.kind !== "noHoldout" && verdict.kind !== "notEnough") {
    const { estimate, low, high } = difference;
    return (
      <p class="figures-headline" data-testid="lift-headline" data-verdict={verdict.kind}>
        {t(`lift.${verdict.kind}`, points(estimate), points(low), points(high))}
      </p>
    );
  }
  return (
    <div class="plan-note" data-testid="lift-headline" data-verdict={verdict.kind}>
      {verdict.kind === "notEnough" ? (
        <>
          <p>{t("lift.notEnough")}</p>
          <ul>
            {verdict.invited > 0 && <li>{t("lift.missingInvited", verdict.invited)}</li>}
            {verdict.heldOut > 0 && <li>{t("lift.missingHeldOut", verdict.heldOut)}</li>}
            {verdict.conversions > 0 && <li>{t("lift.missingConversions", verdict.conversions)}</li>}
          </ul>
        </>
      ) : (
        <p>{t("lift.noHoldout")}</p>
      )}
    </div>
  );
};

/** Two columns of figures, whatever the language: they fit the narrowest window. */
const Sides = ({ lift }: LiftProps) => {
  const { t } = useI18n();
  const { share, total } = useNumbers();
  const sides = [
    ["invited", lift.invited],
    ["heldOut", lift.heldOut],
  ] as const;
  const rows: readonly (readonly [string, (side: LiftSide) => string])[] = [
    [t("lift.visitors"), side => total(side.visitors)],
    [t("lift.converted"), side => total(side.converted)],
    [t("lift.rate"), side => (side.rate === null ? "–" : share(side.rate))],
    [t("lift.value"), side => total(side.value)],
  ];
  return (
    <table class="lift-table">
      <caption>{t("lift.sides")}</caption>
      <thead>
        <tr>
          <td />
          {sides.map(([key]) => (
            <th key={key} scope="col">
              {t(`lift.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, textOf]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {sides.map(([key, side]) => (
              <td key={key} data-testid={`lift-${key}`}>
                {textOf(side)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const More = ({ lift }: LiftProps) => {
  const { t, duration } = useI18n();
  const { amount } = useNumbers();
  const range = ({ estimate, low, high }: Interval): string =>
    t("lift.range", amount(estimate), amount(low), amount(high));
  const { valuePerVisitor, perAgentMinute, agentMs } = lift;
  return (
    <dl class="told-figures">
      {valuePerVisitor !== null && (
        <div>
          <dt>{t("lift.valuePerVisitor")}</dt>
          <dd data-testid="lift-value">{range(valuePerVisitor)}</dd>
        </div>
      )}
      {perAgentMinute !== null && (
        <div>
          <dt>{t("lift.perMinute", duration(agentMs))}</dt>
          <dd data-testid="lift-per-minute">{range(perAgentMinute.conversions)}</dd>
          {perAgentMinute.value !== null && <dd>{t("lift.worth", range(perAgentMinute.value))}</dd>}
        </div>
      )}
    </dl>
  );
};

const Period = ({ model }: { readonly model: LiftModel }) => {
  const { t } = useI18n();
  return (
    <Choice<`${PeriodDays}`>
      label={t("told.period")}
      testid="lift-period"
      value={`${model.days.value}`}
      options={PERIODS.map(days => ({ value: `${days}` as const, label: t("told.days", days) }))}
      onChange={chosen => {
        const days = PERIODS.find(each => `${each}` === chosen);
        if (days !== undefined) void model.choose(days);
      }}
    />
  );
};

export const LiftPane = ({ ruleId }: { readonly ruleId: RuleId }) => {
  const { t } = useI18n();
  const model = useFigures().lift;
  useEffect(() => void model.load(), [model]);
  return (
    <section class="figures" aria-labelledby="lift-title" data-testid="lift">
      <h2 id="lift-title">{t("lift.title")}</h2>
      <p class="muted">{t("lift.explain")}</p>
      <Period model={model} />
      <Loaded from={model.lifts}>
        {lifts => {
          const lift = lifts.get(ruleId);
          if (lift === undefined) return <p class="muted">{t("lift.nobody")}</p>;
          return (
            <div class="figures-result">
              <Headline lift={lift} />
              <Sides lift={lift} />
              <More lift={lift} />
              {lift.heldOut.byHand > 0 && (
                <p class="plan-note" data-testid="lift-by-hand">
                  {t("lift.byHand", lift.heldOut.byHand)}
                </p>
              )}
              <p class="field-hint">{t("lift.honest", lift.versions)}</p>
            </div>
          );
        }}
      </Loaded>
    </section>
  );
};

/** In a list of rules: what it wins for each minute of an agent's, where that can be said. */
export const LiftNote = ({ ruleId }: { readonly ruleId: RuleId }) => {
  const { t } = useI18n();
  const { amount } = useNumbers();
  const { lift: model } = useFigures();
  const state = model.lifts.state.value;
  const perMinute = state.kind === "shown" ? state.value.get(ruleId)?.perAgentMinute?.conversions : undefined;
  if (perMinute === undefined) return null;
  const { estimate, low, high } = perMinute;
  return (
    <p class="muted" data-testid="lift-note">
      {t("lift.note", amount(estimate), amount(low), amount(high))}
    </p>
  );
};
