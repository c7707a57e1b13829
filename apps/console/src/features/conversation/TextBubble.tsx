/** One thing said, by the visitor or by us. */
import type { Message } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import type { ConversationModel } from "./ConversationModel.ts";
import { MessageText } from "./MessageText.tsx";
import { OwnTicks } from "./PendingBubble.tsx";

/** Messages of one side closer together than this look like one turn. */
const TURN_MS = 120_000;

const authorOf = (message: Message) => (message.body.kind === "notice" ? "notice" : message.author.kind);

export const TextBubble = (props: {
  readonly message: Message;
  readonly previous: Message | undefined;
  readonly onUnfold: () => void;
  readonly model: ConversationModel;
}) => {
  const { t, time, visitor } = useI18n();
  const { message, previous } = props;
  if (message.body.kind !== "text") return null;
  const mine = message.author.kind === "agent";
  const turn =
    previous === undefined ||
    authorOf(previous) !== authorOf(message) ||
    message.sentAtMs - previous.sentAtMs > TURN_MS;
  const author =
    message.author.kind === "agent"
      ? message.author.agent.name
      : visitor(props.model.view.value.visitorLabel);
  return (
    <li
      class={`bubble ${mine ? "mine" : "theirs"} ${turn ? "turn" : ""}`}
      data-testid="message"
      data-author={message.author.kind}
    >
      <span class="sr">{mine ? t("message.you") : author}: </span>
      <MessageText text={message.body.text} onUnfold={props.onUnfold} />
      <span class="bubble-foot">
        <time dateTime={new Date(message.sentAtMs).toISOString()}>{time(message.sentAtMs)}</time>
        {mine && <OwnTicks seq={message.seq} model={props.model} />}
      </span>
    </li>
  );
};
