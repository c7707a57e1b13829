/** The inbox area: queue, conversation, live page, visitor side by side. Puts the features' views together. */
import { LiveView } from "../features/cobrowse/LiveView.tsx";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";
import { ConversationView } from "../features/conversation/ConversationView.tsx";
import { type InboxLine, InboxView } from "../features/inbox/InboxView.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { FoldedChat, VisitorPane } from "./Folded.tsx";
import { NoConversation } from "./NoConversation.tsx";

const lineOf = (conversation: ConversationModel): InboxLine => {
  const last = conversation.lastMessage.value;
  const pending = conversation.pending.value.at(-1);
  const lastText = last !== null && last.body.kind === "text" ? last.body.text : null;
  return {
    id: conversation.id,
    label: conversation.view.value.visitorLabel,
    lastText: pending?.text ?? lastText,
    lastIsMine: pending !== undefined || last?.author.kind === "agent",
    waitingSinceMs: conversation.waitingSinceMs.value,
    unread: conversation.unread.value,
    typing: conversation.visitorTyping.value,
    ended: conversation.ended.value,
  };
};

const Middle = ({ model }: { readonly model: ConsoleModel }) => {
  const conversation = model.conversations.selected.value;
  const live = model.live.value !== null;
  if (conversation === null) return <NoConversation inbox={model.inbox} />;
  const fold = (folded: boolean) => {
    model.chatFolded.value = folded;
  };
  if (live && model.chatFolded.value) {
    return <FoldedChat conversation={conversation} onUnfold={() => fold(false)} />;
  }
  return (
    <ConversationView
      model={conversation}
      online={model.connectionState.value.kind === "online"}
      nowMs={model.nowMs}
      onFold={live ? () => fold(true) : null}
      confirmingEnd={model.confirmingEnd.value}
      onConfirmEnd={asking => {
        model.confirmingEnd.value = asking;
      }}
      onDismiss={() => model.conversations.dismiss(conversation.id)}
    />
  );
};

const Inbox = ({ model }: { readonly model: ConsoleModel }) => (
  <InboxView
    model={model.inbox}
    nowMs={model.nowMs}
    loaded={model.loaded.value}
    lines={model.conversations.list.value.map(lineOf)}
    selectedId={model.conversations.selected.value?.id ?? null}
    onSelect={id => model.open(id)}
  />
);

export const Desk = ({ model, mirrorUrl }: { readonly model: ConsoleModel; readonly mirrorUrl: string }) => {
  const live = model.live.value;
  return (
    <div
      class="desk"
      data-live={live !== null}
      data-folded={live !== null && model.chatFolded.value}
      data-visitor={model.visitorPane.value}
    >
      <Inbox model={model} />
      <Middle model={model} />
      {live !== null && (
        <LiveView
          key={live}
          model={live}
          mirrorUrl={mirrorUrl}
          onStop={() => void model.conversations.selected.value?.stopCobrowse()}
        />
      )}
      <VisitorPane model={model} />
    </div>
  );
};
