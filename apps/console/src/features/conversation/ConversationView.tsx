/** The conversation in the middle: who, what was said, what to do. */

import type { ReadonlySignal } from "@preact/signals";
import { ArrowLeft, Eye, MonitorUp, PanelLeftClose, X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { hint } from "../../ui/commands.ts";
import { CobrowseBar } from "./CobrowseBar.tsx";
import { Composer } from "./Composer.tsx";
import type { ConversationModel } from "./ConversationModel.ts";
import { MessageList } from "./MessageList.tsx";

export interface ConversationViewProps {
  readonly model: ConversationModel;
  readonly online: boolean;
  /** Null = it cannot be folded now. */
  readonly onFold: (() => void) | null;
  /** Back to the list, where the window shows one pane at a time. */
  readonly onBack: () => void;
  readonly onDismiss: () => void;
  readonly confirmingEnd: boolean;
  readonly onConfirmEnd: (asking: boolean) => void;
  readonly nowMs: ReadonlySignal<number>;
  /** What else can be done with it, and what it was given with, of whoever knows it as work. */
  readonly work: { readonly acts: ComponentChildren; readonly told: ComponentChildren };
}

const Header = (props: ConversationViewProps) => {
  const { t, visitor } = useI18n();
  const { model } = props;
  const view = model.view.value;
  /** What is a colleague's is not ended, shared or handed on by whoever helps. */
  const isOwn = !model.ended.value && model.helping.value === null;
  return (
    <header class="pane-head">
      <button
        type="button"
        class="icon-button only-narrow"
        data-testid="to-list"
        title={t("conversation.toList")}
        aria-label={t("conversation.toList")}
        onClick={props.onBack}
      >
        <ArrowLeft size={18} aria-hidden="true" />
      </button>
      <div class="pane-title">
        <h1>{visitor(view.visitorLabel)}</h1>
        {view.topic !== null && <p class="muted">{view.topic}</p>}
      </div>
      {isOwn && !model.sharing.value && (
        <button
          type="button"
          class="button"
          data-testid="cobrowse-request"
          title={hint(t("cobrowse.request"), "cobrowse")}
          onClick={() => void model.requestCobrowse()}
        >
          <MonitorUp size={16} aria-hidden="true" />
          {t("cobrowse.requestShort")}
        </button>
      )}
      {isOwn && props.work.acts}
      {isOwn && (
        <button
          type="button"
          class="button"
          data-testid="conversation-end"
          title={hint(t("conversation.end"), "end")}
          onClick={() => props.onConfirmEnd(true)}
        >
          {t("conversation.endShort")}
        </button>
      )}
      {props.onFold !== null && (
        <button
          type="button"
          class="icon-button only-wide"
          title={hint(t("conversation.fold"), "fold")}
          aria-label={t("conversation.fold")}
          onClick={props.onFold}
        >
          <PanelLeftClose size={18} aria-hidden="true" />
        </button>
      )}
    </header>
  );
};

/** Where the window shows one pane at a time: the live page stands behind this one. */
const ToLive = ({ onFold }: Pick<ConversationViewProps, "onFold">) => {
  const { t } = useI18n();
  if (onFold === null) return null;
  return (
    <button
      type="button"
      class="to-live"
      data-testid="to-live"
      title={hint(t("conversation.toLive"), "fold")}
      onClick={onFold}
    >
      <Eye size={16} aria-hidden="true" />
      {t("conversation.toLive")}
    </button>
  );
};

const EndedBar = ({ model, onDismiss }: Pick<ConversationViewProps, "model" | "onDismiss">) => {
  const { t } = useI18n();
  const lost = model.lost.value;
  return (
    <div class="ended-bar">
      <p role="status" data-testid="over" data-lost={lost?.to}>
        {lost === null
          ? t("conversation.isEnded")
          : lost.to === "colleague"
            ? t("conversation.lost.colleague", lost.name)
            : t(`conversation.lost.${lost.to}`)}
      </p>
      <button
        type="button"
        class="button"
        data-testid="conversation-dismiss"
        title={hint(t("conversation.dismiss"), "end")}
        onClick={onDismiss}
      >
        <X size={16} aria-hidden="true" />
        {t("conversation.dismiss")}
      </button>
    </div>
  );
};

export const ConversationView = (props: ConversationViewProps) => {
  const { t, visitor } = useI18n();
  const { model } = props;
  const label = visitor(model.view.value.visitorLabel);
  return (
    <main
      id="conversation"
      class="conversation"
      tabIndex={-1}
      aria-label={t("conversation.label")}
      data-testid="conversation"
      data-conversation-id={model.id}
    >
      <Header {...props} />
      <ToLive onFold={props.onFold} />
      {props.work.told}
      <CobrowseBar model={model} />
      <MessageList key={model.id} model={model} online={props.online} nowMs={props.nowMs} />
      {model.ended.value && <EndedBar model={model} onDismiss={props.onDismiss} />}
      {model.writable.value && <Composer key={model.id} model={model} />}
      {props.confirmingEnd && (
        <ConfirmDialog
          question={t("conversation.endQuestion")}
          explanation={t("conversation.endExplain", label)}
          confirm={t("conversation.endYes")}
          onConfirm={() => void model.end()}
          onClose={() => props.onConfirmEnd(false)}
        />
      )}
    </main>
  );
};
