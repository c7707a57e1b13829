/** The empty middle: says what to do next. */
import { FirstStepsView } from "../features/firstSteps/FirstStepsView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { hint } from "../ui/commands.ts";
import { Flag } from "../ui/Flag.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import type { Surroundings } from "./Surroundings.ts";
import { NoPlace } from "./UnknownPlace.tsx";

const explanationOf = (model: ConsoleModel) => {
  if (model.inbox.offers.value.length > 0) return "conversation.noneRinging";
  return model.isAvailable() ? "conversation.noneAvailable" : "conversation.noneAway";
};

export const NoConversation = (props: {
  readonly model: ConsoleModel;
  readonly surroundings: Surroundings;
}) => {
  const { t } = useI18n();
  const { model, surroundings } = props;
  if (!model.loaded.value) {
    return (
      <main id="conversation" class="nothing" tabIndex={-1} aria-busy="true">
        <p class="muted">{t("loading")}</p>
      </main>
    );
  }
  if (model.conversations.selectedId.value !== null) {
    return <NoPlace title={t("conversation.gone")} explanation={t("conversation.goneExplain")} />;
  }
  const away = model.inbox.agent.value?.presence === "away";
  const ringing = model.inbox.offers.value.length > 0;
  return (
    <main id="conversation" class="nothing" tabIndex={-1} aria-label={t("conversation.label")}>
      <Flag size={56} />
      <h1>{t("conversation.none")}</h1>
      <p class="muted">{t(explanationOf(model))}</p>
      {away && !ringing && (
        <button
          type="button"
          class="button primary"
          title={hint(t("action.presence.available"), "presence")}
          onClick={() => void model.inbox.setPresence("available")}
        >
          {t("conversation.goAvailable")}
        </button>
      )}
      {model.firstSteps.shown.value && (
        <FirstStepsView
          model={model.firstSteps}
          hubUrl={surroundings.hubUrl}
          shopUrl={surroundings.shopUrl}
          onDismiss={() => model.firstSteps.dismiss()}
        />
      )}
    </main>
  );
};
