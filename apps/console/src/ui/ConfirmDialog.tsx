/** Asks once more before something that cannot be undone. The browser's own modal dialog keeps and returns the focus. */
import { useEffect, useId, useRef } from "preact/hooks";
import { useI18n } from "./AppContext.ts";

export const ConfirmDialog = (props: {
  readonly question: string;
  readonly explanation: string;
  readonly confirm: string;
  /** What can be taken back is not red. */
  readonly tone?: "primary" | "danger";
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useI18n();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={props.onClose}>
      <h2 id={id}>{props.question}</h2>
      <p>{props.explanation}</p>
      <form method="dialog" class="dialog-buttons">
        <button type="submit" class="button">
          {t("conversation.cancel")}
        </button>
        <button
          type="submit"
          class={`button ${props.tone ?? "danger"}`}
          data-testid="confirm"
          onClick={props.onConfirm}
        >
          {props.confirm}
        </button>
      </form>
    </dialog>
  );
};
