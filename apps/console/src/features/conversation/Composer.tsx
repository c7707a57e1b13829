/** Where the agent writes. Enter sends; the draft is the model's. */
import { SendHorizontal } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { hint } from "../../ui/commands.ts";
import type { ConversationModel } from "./ConversationModel.ts";

const ROWS_MAX = 8;

export const Composer = ({ model }: { readonly model: ConversationModel }) => {
  const { t, visitor } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = model.draft.value;
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    model.send();
  };
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault();
        model.send();
        field.current?.focus();
      }}
    >
      <textarea
        ref={field}
        id="composer"
        data-testid="composer"
        rows={Math.min(ROWS_MAX, draft.split("\n").length)}
        // Whoever switches by key hears whom they write to now.
        aria-label={t("conversation.composerTo", visitor(model.view.value.visitorLabel))}
        aria-describedby="composer-hint"
        placeholder={t("conversation.composer")}
        title={hint(t("action.compose"), "compose")}
        value={draft}
        onInput={event => model.write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        class="button primary"
        data-testid="send"
        disabled={draft.trim() === ""}
        aria-label={t("conversation.send")}
        title={`${t("conversation.send")} (Enter)`}
      >
        <SendHorizontal size={18} aria-hidden="true" />
      </button>
      <p id="composer-hint" class="composer-hint">
        {t("conversation.composerHint")}
      </p>
    </form>
  );
};
