/** The browser's own modal dialog: it keeps the focus, gives it back, and closes with Esc. */
import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useI18n } from "./AppContext.ts";

export const Dialog = (props: {
  readonly title: string;
  readonly testid: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  /** Whether it may close by Esc or its button; whoever says no asks first. */
  readonly mayClose?: () => boolean;
  readonly children: ComponentChildren;
}) => {
  const { t } = useI18n();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // Closed, it has given the focus back itself; taken away while open, it has not.
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const mayClose = () => props.mayClose?.() !== false;
  return (
    <dialog
      ref={dialog}
      class={props.wide === true ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      data-testid={props.testid}
      onCancel={event => {
        if (event.target === dialog.current && !mayClose()) event.preventDefault();
      }}
      onClose={event => {
        // Another dialog inside this one closes, too.
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={id}>{props.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={t("dialog.close")}
          data-testid="dialog-close"
          onClick={() => {
            if (mayClose()) dialog.current?.close();
          }}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      {props.children}
    </dialog>
  );
};
