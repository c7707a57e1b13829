/** Panes that can be folded to a strip: the chat beside a live page, and the visitor. */
import { MessageSquare, PanelRightClose, PanelRightOpen } from "lucide-preact";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";
import { VisitView } from "../features/visits/VisitView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { hint } from "../ui/commands.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";

/** The chat, folded away beside the live page. */
export const FoldedChat = (props: {
  readonly conversation: ConversationModel;
  readonly onUnfold: () => void;
}) => {
  const { t, visitor } = useI18n();
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
      <span class="folded-label">{visitor(props.conversation.view.value.visitorLabel)}</span>
    </main>
  );
};

export const VisitorPane = ({ model }: { readonly model: ConsoleModel }) => {
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
    return <VisitView model={model.visit} nowMs={model.nowMs} actions={hide} />;
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
