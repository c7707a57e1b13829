/** A conversation as work, in its own head: handing it on, and what came with it. */
import type { WorkView } from "@lotse/protocol";
import { Forward } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import type { WorkModel } from "./WorkModel.ts";

export const HandOnButton = ({ model, item }: { readonly model: WorkModel; readonly item: WorkView }) => {
  const { t } = useI18n();
  return (
    <button
      type="button"
      class="icon-button"
      data-testid="hand-on"
      title={hint(t("action.handOn"), "handOn")}
      aria-label={t("action.handOn")}
      onClick={() => model.handOnOf(item.workItemId)}
    >
      <Forward size={18} aria-hidden="true" />
    </button>
  );
};

export const HandedNote = ({ item, names }: { readonly item: WorkView; readonly names: PlanNames }) => {
  const { t } = useI18n();
  const queue = item.queueId === null ? null : names.queue(item.queueId);
  return (
    <p class="cobrowse-bar break" data-testid="work-note">
      <bdi>{t("work.note", item.note ?? "")}</bdi>
      {queue !== null && <span class="muted">{queue}</span>}
    </p>
  );
};
