/** Why I am away, for colleagues to see: one of a short list, or in my own words. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import type { InboxModel } from "./InboxModel.ts";

const REASONS = ["break", "lunch", "meeting", "training", "desk"] as const;
const REASON_MAX = 100;

export const AwayReason = ({
  model,
  reason,
}: {
  readonly model: InboxModel;
  readonly reason: string | null;
}) => {
  const { t } = useI18n();
  const own = useSignal("");
  const details = useRef<HTMLDetailsElement>(null);
  const set = (text: string) => {
    void model.setPresence("away", text);
    own.value = "";
    if (details.current !== null) details.current.open = false;
  };
  return (
    <details ref={details} class="pick away-reason" data-testid="away-reason">
      <summary>
        <span>{t("presence.reason")}:</span> <bdi class="break">{reason ?? t("presence.reasonNone")}</bdi>
      </summary>
      <div class="pick-options">
        {REASONS.map(known => (
          <button
            key={known}
            type="button"
            class="button small"
            data-testid={`reason-${known}`}
            onClick={() => set(t(`presence.${known}`))}
          >
            {t(`presence.${known}`)}
          </button>
        ))}
        <form
          class="own-reason"
          onSubmit={event => {
            event.preventDefault();
            if (own.value.trim() !== "") set(own.value.trim());
          }}
        >
          <label class="field">
            <span>{t("presence.reasonOwn")}</span>
            <input
              data-testid="reason-own"
              maxLength={REASON_MAX}
              autocomplete="off"
              value={own.value}
              onInput={event => {
                own.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit" class="button small" data-testid="reason-set">
            {t("presence.reasonSet")}
          </button>
        </form>
      </div>
    </details>
  );
};
