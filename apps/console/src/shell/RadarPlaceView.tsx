/** The Radar area as far as it is there: on its way, not to be had, or itself. */

import { useEffect } from "preact/hooks";
import type { RadarPlace } from "../routing/routes.ts";
import { useI18n } from "../ui/AppContext.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { NoPlace } from "./UnknownPlace.tsx";

const Entering = ({ model, at }: { readonly model: ConsoleModel; readonly at: RadarPlace }) => {
  const { t } = useI18n();
  const { radar } = model;
  useEffect(() => void radar.enter(), [radar]);
  const state = radar.state.value;
  if (state.kind === "here") {
    const { RadarArea } = state.area;
    return <RadarArea model={state.model} at={at} />;
  }
  return (
    <main id="conversation" class="nothing" tabIndex={-1} aria-busy={state.kind !== "failed"}>
      <h1>{t("radar.label")}</h1>
      {state.kind === "failed" ? (
        <div role="alert" data-testid="radar-failed">
          <p>{t("radar.loadFailed")}</p>
          <button type="button" class="button" onClick={() => void radar.enter()}>
            {t("toast.again")}
          </button>
        </div>
      ) : (
        <p class="muted" role="status">
          {t("loading")}
        </p>
      )}
    </main>
  );
};

export const RadarPlaceView = ({ model }: { readonly model: ConsoleModel }) => {
  const { t } = useI18n();
  const route = model.router.route.value;
  if (route.kind !== "radar") return null;
  if (model.radar.may()) return <Entering model={model} at={route.at} />;
  // Until the hub has said who this is, nothing is denied.
  if (model.loaded.value) return <NoPlace title={t("denied.title")} explanation={t("denied.explain")} />;
  return (
    <main id="conversation" class="nothing" tabIndex={-1} aria-busy={true}>
      <p class="muted">{t("loading")}</p>
    </main>
  );
};
