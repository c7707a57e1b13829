/** My own messages' fate: on their way, refused, sent, delivered, read. */
import type { PendingMessage } from "@lotse/client";
import { Check, CheckCheck, Clock3, TriangleAlert } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import type { ConversationModel } from "./ConversationModel.ts";
import { MessageText } from "./MessageText.tsx";

export const OwnTicks = (props: { readonly seq: number; readonly model: ConversationModel }) => {
  const { t } = useI18n();
  const receipt = props.model.otherReceipt.value;
  const fate =
    props.seq <= receipt.readSeq ? "read" : props.seq <= receipt.deliveredSeq ? "delivered" : "sent";
  const Icon = fate === "sent" ? Check : CheckCheck;
  const text = t(`message.${fate}`);
  return (
    <span class={`ticks ${fate}`} title={text} data-testid="ticks" data-fate={fate}>
      <Icon size={14} aria-hidden="true" />
      <span class="sr">{text}</span>
    </span>
  );
};

export const PendingBubble = (props: {
  readonly message: PendingMessage;
  readonly model: ConversationModel;
  readonly online: boolean;
  readonly onUnfold: () => void;
}) => {
  const { t, error } = useI18n();
  const { message, model } = props;
  const { refused } = message;
  return (
    <li
      class={`bubble mine turn ${refused === null ? "pending" : "refused"}`}
      data-testid="message-pending"
      data-refused={refused ?? undefined}
    >
      <MessageText text={message.text} onUnfold={props.onUnfold} />
      {refused === null ? (
        <span class="bubble-foot">
          <Clock3 size={13} aria-hidden="true" />
          {t(props.online ? "message.sending" : "message.kept")}
        </span>
      ) : (
        <span class="bubble-foot" role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          {t("message.refused", error(refused))}
          <button type="button" class="link" onClick={() => model.retry(message.clientId)}>
            {t("message.retry")}
          </button>
          <button type="button" class="link" onClick={() => model.discard(message.clientId)}>
            {t("message.discard")}
          </button>
        </span>
      )}
    </li>
  );
};
