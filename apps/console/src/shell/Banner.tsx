/** Says when the hub is not there, and what that means. Nothing while all is well. */
import { TriangleAlert, WifiOff } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";

export const Banner = (props: { readonly model: ConsoleModel; readonly onReload: () => void }) => {
  const { t } = useI18n();
  const state = props.model.connectionState.value;
  if (state.kind === "offline") {
    return (
      <div class="banner" role="alert" data-testid="offline-banner">
        <WifiOff size={16} aria-hidden="true" />
        {t("connection.offline")}
      </div>
    );
  }
  if (state.kind !== "refused") return null;
  const newVersion = state.code === "VERSION_UNSUPPORTED";
  return (
    <div class="banner" role="alert" data-testid="refused-banner">
      <TriangleAlert size={16} aria-hidden="true" />
      {newVersion ? t("connection.version") : `${t("connection.refused")} (${state.code})`}
      <button type="button" class="button small" onClick={props.onReload}>
        {t("connection.reload")}
      </button>
    </div>
  );
};
