/** The empty middle: says what to do next. */
import type { InboxModel } from "../features/inbox/InboxModel.ts";
import { useI18n } from "../ui/AppContext.ts";
import { Flag } from "../ui/Flag.tsx";
import { hint } from "../ui/keys.ts";

export const NoConversation = ({ inbox }: { readonly inbox: InboxModel }) => {
  const { t } = useI18n();
  const away = inbox.agent.value?.presence === "away";
  const ringing = inbox.offers.value.length > 0;
  return (
    <main id="conversation" class="nothing" aria-label={t("conversation.label")}>
      <Flag size={56} />
      <h1>{t("conversation.none")}</h1>
      <p class="muted">
        {t(
          ringing
            ? "conversation.noneRinging"
            : away
              ? "conversation.noneAway"
              : "conversation.noneAvailable",
        )}
      </p>
      {away && !ringing && (
        <button
          type="button"
          class="button primary"
          title={hint(t("action.presence.available"), "presence")}
          onClick={() => void inbox.setPresence("available")}
        >
          {t("conversation.goAvailable")}
        </button>
      )}
    </main>
  );
};
