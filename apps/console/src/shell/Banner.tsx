/** Says when the hub is not there, and what that means. Nothing while all is well. */
import { TriangleAlert, WifiOff } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";

export const Banner = (props: { readonly model: ConsoleModel; readonly onReload: () => void }) => {
  const { t, error } = useI18n();
  const state = props.model.connectionState.value;
  if (state.kind === "offline") {
    return (
      <div class="banner" role="alert" data-testid="offline-banner">
        <WifiOff size={16} aria-hidden="true" />
        <p>
          <strong>{t("connection.offline")}</strong> {t("connection.offlineMeans")}
        </p>
      </div>
    );
  }
  // An outdated page has a page of its own.
  if (state.kind !== "refused" || state.code === "VERSION_UNSUPPORTED") return null;
  return (
    <div class="banner" role="alert" data-testid="refused-banner">
      <TriangleAlert size={16} aria-hidden="true" />
      <p>
        <strong>{t("connection.refused")}</strong> {error(state.code)}
      </p>
      <button type="button" class="button small" onClick={props.onReload}>
        {t("connection.reload")}
      </button>
    </div>
  );
};
