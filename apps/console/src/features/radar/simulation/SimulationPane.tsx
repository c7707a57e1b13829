/** What a version would have done over the recorded visits: one sentence first, then where, when and why. */
import type { RuleId, RuleVersionView, SimulationView } from "@lotse/protocol";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice } from "../../../ui/controls.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { useFigures } from "../figures.ts";
import { SimulationFigures } from "./SimulationFigures.tsx";
import { PERIODS, type PeriodDays, type SimulationModel, type Tried } from "./SimulationModel.ts";

interface ModelProps {
  readonly model: SimulationModel;
}

const Versions = ({ model, tried }: ModelProps & { readonly tried: Tried }) => {
  const { t } = useI18n();
  const { rule, versions } = tried;
  const labelOf = ({ version, publishedAtMs }: RuleVersionView): string => {
    if (rule.state === "published" && version === rule.publishedVersion) return t("simulation.live", version);
    return t(publishedAtMs === null ? "simulation.draft" : "simulation.former", version);
  };
  return (
    <Choice<string>
      label={t("simulation.version")}
      testid="simulation-version"
      value={`${model.version ?? ""}`}
      options={versions.map(one => ({ value: `${one.version}`, label: labelOf(one) }))}
      onChange={chosen => model.choose(Number(chosen))}
    />
  );
};

const Start = ({ model, tried }: ModelProps & { readonly tried: Tried }) => {
  const { t, error } = useI18n();
  const problem = model.problem.value;
  const options = PERIODS.map(days => ({ value: `${days}` as const, label: t("told.days", days) }));
  return (
    <>
      <div class="figures-form">
        <Versions model={model} tried={tried} />
        <Choice<`${PeriodDays}`>
          label={t("told.period")}
          testid="simulation-period"
          value={`${model.days.value}`}
          options={options}
          onChange={chosen => {
            const days = PERIODS.find(each => `${each}` === chosen);
            if (days !== undefined) model.days.value = days;
          }}
        />
        <button
          type="button"
          class="button primary"
          data-testid="simulation-start"
          onClick={() => void model.start()}
        >
          {t("simulation.start")}
        </button>
      </div>
      {problem !== null && (
        <p class="problem" role="alert">
          {error(problem.code)}
        </p>
      )}
    </>
  );
};

const Running = ({ model, view }: ModelProps & { readonly view: SimulationView }) => {
  const { t } = useI18n();
  const { visits, of } = view.progress;
  return (
    <div class="figures-running">
      <label class="field">
        <span role="status" data-testid="simulation-progress">
          {t("simulation.progress", visits, of)}
        </span>
        <progress value={visits} max={Math.max(1, of)} />
      </label>
      <button type="button" class="button" data-testid="simulation-stop" onClick={() => void model.stop()}>
        {t("simulation.stop")}
      </button>
    </div>
  );
};

const Shown = ({ model }: ModelProps) => {
  const { t } = useI18n();
  const view = model.view.value;
  if (view === null) return <p class="muted">{t("simulation.none")}</p>;
  if (view.state === "running") return <Running model={model} view={view} />;
  if (view.result === null) {
    return (
      <p class="muted" role="status">
        {t(view.state === "failed" ? "simulation.failed" : "simulation.stopped")}
      </p>
    );
  }
  return <SimulationFigures result={view.result} days={view.days} />;
};

export const SimulationPane = ({ ruleId }: { readonly ruleId: RuleId }) => {
  const { t } = useI18n();
  const model = useFigures().simulationOf(ruleId);
  useEffect(() => void model.load(), [model]);
  return (
    <section class="figures" aria-labelledby="simulation-title" data-testid="simulation">
      <h2 id="simulation-title">{t("simulation.title")}</h2>
      <p class="muted">{t("simulation.explain")}</p>
      <Loaded from={model.versions}>{tried => <Start model={model} tried={tried} />}</Loaded>
      <Shown model={model} />
    </section>
  );
};
