/** Short notices in the corner. */
import { X } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import type { Notices } from "./Notices.ts";

export const NoticesView = ({ notices }: { readonly notices: Notices }) => {
  const { t, error } = useI18n();
  return (
    <div class="notices" role="status" aria-label={t("error.label")}>
      {notices.shown.value.map(({ code }) => (
        <p key={code} class="toast" data-testid="toast" data-code={code}>
          {error(code)}
          <button
            type="button"
            class="icon-button"
            aria-label={t("error.dismiss")}
            onClick={() => notices.dismiss(code)}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </p>
      ))}
    </div>
  );
};
