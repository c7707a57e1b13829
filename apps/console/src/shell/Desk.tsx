/** The inbox area: queue, conversation, live page, visitor side by side. Puts the features' views together. */
import { LiveView } from "../features/cobrowse/LiveView.tsx";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";
import { ConversationView } from "../features/conversation/ConversationView.tsx";
import { type InboxLine, InboxView } from "../features/inbox/InboxView.tsx";
import { Boundary } from "../ui/Boundary.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { FoldedChat, VisitorPane } from "./Folded.tsx";
import { NoConversation } from "./NoConversation.tsx";
import type { Surroundings } from "./Surroundings.ts";

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

interface DeskProps {
  readonly model: ConsoleModel;
  readonly surroundings: Surroundings;
}

const Middle = ({ model, surroundings }: DeskProps) => {
  const conversation = model.conversations.selected.value;
  const live = model.live.value !== null;
  if (conversation === null) return <NoConversation model={model} surroundings={surroundings} />;
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
      onBack={() => {
        model.pane.value = "list";
      }}
      confirmingEnd={model.asking.value === "end"}
      onConfirmEnd={asking => {
        model.asking.value = asking ? "end" : null;
      }}
      onDismiss={() => model.conversations.dismiss(conversation.id)}
    />
  );
};

const Inbox = ({ model, alone }: { readonly model: ConsoleModel; readonly alone: boolean }) => (
  <InboxView
    alone={alone}
    model={model.inbox}
    nowMs={model.nowMs}
    loaded={model.loaded.value}
    lines={model.conversations.list.value.map(lineOf)}
    selectedId={model.conversations.selected.value?.id ?? null}
    onSelect={id => model.open(id)}
  />
);

export const Desk = ({ model, surroundings }: DeskProps) => {
  const live = model.live.value;
  const { onCrash, narrow } = surroundings;
  /** The pane that has the whole window; null = they stand side by side. */
  const alone = narrow.value ? model.pane.value : null;
  return (
    <div
      class="desk"
      data-live={live !== null}
      data-folded={live !== null && model.chatFolded.value}
      data-visitor={model.visitorPane.value}
    >
      {alone !== "conversation" && (
        <Boundary name="list" onCrash={onCrash}>
          <Inbox model={model} alone={alone === "list"} />
        </Boundary>
      )}
      {alone !== "list" && <Rest model={model} surroundings={surroundings} />}
    </div>
  );
};

/** Conversation, live page, visitor. */
const Rest = ({ model, surroundings }: DeskProps) => {
  const live = model.live.value;
  const { onCrash } = surroundings;
  const at = model.conversations.selectedId.value;
  return (
    <>
      <Boundary key={at} name="conversation" onCrash={onCrash}>
        <Middle model={model} surroundings={surroundings} />
      </Boundary>
      {live !== null && (
        <Boundary name="live" onCrash={onCrash}>
          <LiveView
            key={live}
            model={live}
            mirrorUrl={surroundings.mirrorUrl}
            onStop={() => void model.conversations.selected.value?.stopCobrowse()}
          />
        </Boundary>
      )}
      <Boundary name="visit" onCrash={onCrash}>
        <VisitorPane model={model} />
      </Boundary>
    </>
  );
};
