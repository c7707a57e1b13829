/** What was said, with what is on its way at the end. Stays at the newest unless the person scrolled up. */
import type { Message } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { ArrowDown } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import type { ConversationModel } from "./ConversationModel.ts";
import { NoticeLine } from "./NoticeLine.tsx";
import { OwnTicks, PendingBubble } from "./PendingBubble.tsx";

/** Messages of one side closer together than this look like one turn. */
const TURN_MS = 120_000;
/** This near to the end counts as "at the end". */
const NEAR_PX = 60;

const authorOf = (message: Message) => (message.body.kind === "notice" ? "notice" : message.author.kind);
const dayOf = (atMs: number) => new Date(atMs).toDateString();

const TextBubble = (props: {
  readonly message: Message;
  readonly previous: Message | undefined;
  readonly model: ConversationModel;
}) => {
  const { t, time } = useI18n();
  const { message, previous } = props;
  if (message.body.kind !== "text") return null;
  const mine = message.author.kind === "agent";
  const turn =
    previous === undefined ||
    authorOf(previous) !== authorOf(message) ||
    message.sentAtMs - previous.sentAtMs > TURN_MS;
  const author =
    message.author.kind === "agent" ? message.author.agent.name : props.model.view.value.visitorLabel;
  return (
    <li
      class={`bubble ${mine ? "mine" : "theirs"} ${turn ? "turn" : ""}`}
      data-testid="message"
      data-author={message.author.kind}
    >
      <span class="sr">{mine ? t("message.you") : author}: </span>
      <p class="bubble-text" dir="auto">
        {message.body.text}
      </p>
      <span class="bubble-foot">
        <time dateTime={new Date(message.sentAtMs).toISOString()}>{time(message.sentAtMs)}</time>
        {mine && <OwnTicks seq={message.seq} model={props.model} />}
      </span>
    </li>
  );
};

export const MessageList = (props: {
  readonly model: ConversationModel;
  readonly online: boolean;
  readonly nowMs: number;
}) => {
  const { t, day } = useI18n();
  const { model } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const messages = model.messages.value;
  const pending = model.pending.value;
  const typing = model.visitorTyping.value;

  const toEnd = () => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  const last = messages.at(-1)?.seq ?? 0;
  useLayoutEffect(() => {
    if (atEnd.peek()) toEnd();
  }, [last, pending.length, typing]);

  return (
    <div class="messages-frame">
      <div
        ref={scroller}
        class="messages"
        role="log"
        aria-label={t("conversation.messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={event => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.value = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
      >
        <ol>
          {messages.map((message, index) => {
            const previous = messages[index - 1];
            const newDay = previous === undefined || dayOf(previous.sentAtMs) !== dayOf(message.sentAtMs);
            return [
              newDay && (
                <li key={`day-${message.seq}`} class="day">
                  {day(message.sentAtMs, props.nowMs)}
                </li>
              ),
              message.body.kind === "notice" ? (
                <NoticeLine key={message.seq} notice={message.body} atMs={message.sentAtMs} />
              ) : (
                <TextBubble key={message.seq} message={message} previous={previous} model={model} />
              ),
            ];
          })}
          {pending.map(message => (
            <PendingBubble key={message.clientId} message={message} model={model} online={props.online} />
          ))}
        </ol>
        <p class="typing" data-testid="typing" data-typing={typing}>
          {typing ? t("conversation.typing", model.view.value.visitorLabel) : ""}
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
