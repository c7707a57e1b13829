/**
 * Toasts at the foot of the inbox column: never over the composer. Two live regions that are always there, because
 * a screen reader announces only what is added to a region it knows.
 */
import { CircleCheck, Info, OctagonAlert, TriangleAlert, X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useI18n } from "../ui/AppContext.ts";
import type { Severity, Toast, Toasts } from "./Toasts.ts";

const ICONS = { success: CircleCheck, info: Info, warning: TriangleAlert, error: OctagonAlert } as const;

const isUrgent = (severity: Severity) => severity === "error" || severity === "warning";

const ToastItem = ({ toast, toasts }: { readonly toast: Toast; readonly toasts: Toasts }) => {
  const { t, error } = useI18n();
  const Icon = ICONS[toast.severity];
  const { text, action } = toast;
  const code = text.kind === "error" ? text.error.code : undefined;
  const requestId = text.kind === "error" ? text.error.requestId : undefined;
  return (
    <div
      class={`toast ${toast.severity}`}
      data-testid="toast"
      data-code={code}
      data-severity={toast.severity}
    >
      <Icon size={16} aria-hidden="true" />
      <div class="toast-text">
        <p>{text.kind === "error" ? error(text.error.code) : t(text.words)}</p>
        {requestId !== undefined && (
          <p class="muted break" data-testid="toast-request">
            {t("toast.request", requestId)}
          </p>
        )}
        {action !== null && (
          <button type="button" class="link" data-testid="toast-action" onClick={() => toasts.run(toast)}>
            {t(action.words)}
          </button>
        )}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={t("toast.dismiss")}
        onClick={() => toasts.dismiss(toast.key)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
};

/** `children`: what stands above them. */
export const ToastsView = ({
  toasts,
  children,
}: {
  readonly toasts: Toasts;
  readonly children?: ComponentChildren;
}) => {
  const { t } = useI18n();
  const shown = toasts.shown.value;
  const list = (urgent: boolean) =>
    shown
      .filter(toast => isUrgent(toast.severity) === urgent)
      .map(toast => <ToastItem key={toast.key} toast={toast} toasts={toasts} />);
  return (
    <section
      class="toasts"
      aria-label={t("toast.label")}
      onPointerEnter={() => toasts.hold()}
      onPointerLeave={() => toasts.release()}
      onFocusIn={() => toasts.hold()}
      onFocusOut={() => toasts.release()}
    >
      {children}
      <div role="alert" aria-live="assertive">
        {list(true)}
      </div>
      <div role="status" aria-live="polite">
        {list(false)}
      </div>
      {toasts.waiting.value > 0 && <p class="toasts-more">{t("toast.more", toasts.waiting.value)}</p>}
    </section>
  );
};
