/** The inbox area: queue, conversation, live page, visitor side by side. Puts the features' views together. */
import { MessageSquare, PanelRightClose, PanelRightOpen } from "lucide-preact";
import { LiveView } from "../features/cobrowse/LiveView.tsx";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";
import { ConversationView } from "../features/conversation/ConversationView.tsx";
import { type InboxLine, InboxView } from "../features/inbox/InboxView.tsx";
import { VisitView } from "../features/visits/VisitView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { hint } from "../ui/keys.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
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

/** The chat, folded away beside the live page. */
const FoldedChat = (props: { readonly conversation: ConversationModel; readonly onUnfold: () => void }) => {
  const { t } = useI18n();
  const unread = props.conversation.unread.value;
  return (
    <main id="conversation" class="folded" aria-label={t("conversation.label")}>
      <button
        type="button"
        class="icon-button"
        data-testid="chat-unfold"
        title={hint(t("conversation.unfold"), "fold")}
        aria-label={t("conversation.unfold")}
        onClick={props.onUnfold}
      >
        <MessageSquare size={20} aria-hidden="true" />
        {unread > 0 && (
          <span class="badge">
            <span aria-hidden="true">{unread}</span>
            <span class="sr">{t("inbox.unread", unread)}</span>
          </span>
        )}
      </button>
      <span class="folded-label">{props.conversation.view.value.visitorLabel}</span>
    </main>
  );
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
      nowMs={model.nowMs.value}
      onFold={live ? () => fold(true) : null}
      confirmingEnd={model.confirmingEnd.value}
      onConfirmEnd={asking => {
        model.confirmingEnd.value = asking;
      }}
      onDismiss={() => model.conversations.dismiss(conversation.id)}
    />
  );
};

const VisitorPane = ({ model }: { readonly model: ConsoleModel }) => {
  const { t } = useI18n();
  if (model.visitorPane.value) {
    const hide = (
      <button
        type="button"
        class="icon-button"
        data-testid="visit-fold"
        title={hint(t("visit.hide"), "visitor")}
        aria-label={t("visit.hide")}
        onClick={() => model.toggleVisitorPane()}
      >
        <PanelRightClose size={18} aria-hidden="true" />
      </button>
    );
    return <VisitView model={model.visit} nowMs={model.nowMs.value} actions={hide} />;
  }
  return (
    <aside class="folded" aria-label={t("visit.label")}>
      <button
        type="button"
        class="icon-button"
        data-testid="visit-unfold"
        title={hint(t("visit.show"), "visitor")}
        aria-label={t("visit.show")}
        onClick={() => model.toggleVisitorPane()}
      >
        <PanelRightOpen size={20} aria-hidden="true" />
      </button>
      <span class="folded-label">{t("visit.label")}</span>
    </aside>
  );
};

export const Desk = ({ model, mirrorUrl }: { readonly model: ConsoleModel; readonly mirrorUrl: string }) => {
  const live = model.live.value;
  return (
    <div
      class="desk"
      data-live={live !== null}
      data-folded={live !== null && model.chatFolded.value}
      data-visitor={model.visitorPane.value}
    >
      <InboxView
        model={model.inbox}
        nowMs={model.nowMs}
        loaded={model.loaded.value}
        lines={model.conversations.list.value.map(lineOf)}
        selectedId={model.conversations.selected.value?.id ?? null}
        onSelect={id => model.open(id)}
      />
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
