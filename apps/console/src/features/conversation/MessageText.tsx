/** What somebody wrote, as it was written; the long of it folded. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { foldedText } from "./folding.ts";

export const MessageText = (props: {
  readonly text: string;
  /** The list has grown, though nothing was said. */
  readonly onUnfold: () => void;
}) => {
  const { t } = useI18n();
  const open = useSignal(false);
  const folded = foldedText(props.text);
  useLayoutEffect(() => {
    if (open.value) props.onUnfold();
  }, [open.value]);
  return (
    <>
      <p class="bubble-text" dir="auto">
        {folded === null || open.value ? props.text : folded}
      </p>
      {folded !== null && (
        <button
          type="button"
          class="link bubble-more"
          data-testid="message-more"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {t(open.value ? "message.less" : "message.more")}
        </button>
      )}
    </>
  );
};
