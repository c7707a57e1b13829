/** What was said, day by day, with what is on its way at the end. */
import type { ReadonlySignal } from "@preact/signals";
import { ArrowDown } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import type { ConversationModel } from "./ConversationModel.ts";
import { NoticeLine } from "./NoticeLine.tsx";
import { PendingBubble } from "./PendingBubble.tsx";
import { TextBubble } from "./TextBubble.tsx";
import { useStickToEnd } from "./useStickToEnd.ts";

export interface MessageListProps {
  readonly model: ConversationModel;
  readonly online: boolean;
  readonly nowMs: ReadonlySignal<number>;
}

const dayOf = (atMs: number) => new Date(atMs).toDateString();

const Said = ({ model, nowMs, onUnfold }: MessageListProps & { readonly onUnfold: () => void }) => {
  const { day } = useI18n();
  // Not followed: a whole list is not drawn anew each second for the word "today".
  const now = nowMs.peek();
  const messages = model.messages.value;
  return messages.map((message, index) => {
    const previous = messages[index - 1];
    const newDay = previous === undefined || dayOf(previous.sentAtMs) !== dayOf(message.sentAtMs);
    return [
      newDay && (
        <li key={`day-${message.seq}`} class="day">
          {day(message.sentAtMs, now)}
        </li>
      ),
      message.body.kind === "notice" ? (
        <NoticeLine key={message.seq} notice={message.body} atMs={message.sentAtMs} />
      ) : (
        <TextBubble
          key={message.seq}
          message={message}
          previous={previous}
          model={model}
          onUnfold={onUnfold}
        />
      ),
    ];
  });
};

export const MessageList = (props: MessageListProps) => {
  const { t, visitor } = useI18n();
  const { model, online } = props;
  const last = model.messages.value.at(-1)?.seq ?? 0;
  const pending = model.pending.value;
  const typing = model.visitorTyping.value;
  const { scroller, atEnd, toEnd, onScroll } = useStickToEnd(`${last} ${pending.length} ${typing}`);
  return (
    <div class="messages-frame">
      <div
        ref={scroller}
        class="messages"
        role="log"
        aria-label={t("conversation.messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <ol>
          <Said {...props} onUnfold={onScroll} />
          {pending.map(message => (
            <PendingBubble
              key={message.clientId}
              message={message}
              model={model}
              online={online}
              onUnfold={onScroll}
            />
          ))}
        </ol>
        <p class="typing" data-testid="typing" data-typing={typing}>
          {typing ? t("conversation.typing", visitor(model.view.value.visitorLabel)) : ""}
        </p>
      </div>
      {!atEnd.value && (
        <button type="button" class="to-end" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden="true" />
          {t("conversation.newMessages")}
        </button>
      )}
    </div>
  );
};
