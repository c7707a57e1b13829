/** What became of my request to see the page; nothing while none is open. */
import { useI18n } from "../../ui/AppContext.ts";
import type { ConversationModel } from "./ConversationModel.ts";

export const CobrowseBar = ({ model }: { readonly model: ConversationModel }) => {
  const { t } = useI18n();
  const cobrowse = model.view.value.cobrowse;
  if (model.ended.value || cobrowse === null) return null;
  if (cobrowse.state === "requested") {
    return (
      <div class="cobrowse-bar" role="status" data-testid="cobrowse-requested">
        <p>{t("cobrowse.requested")}</p>
        <button type="button" class="button small" onClick={() => void model.stopCobrowse()}>
          {t("cobrowse.cancel")}
        </button>
      </div>
    );
  }
  if (cobrowse.state === "declined") {
    return (
      <p class="cobrowse-bar" role="status" data-testid="cobrowse-declined">
        {t("cobrowse.declined")}
      </p>
    );
  }
  return null;
};
