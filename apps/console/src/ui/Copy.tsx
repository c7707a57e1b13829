/** Something to take elsewhere, and the button that copies it. Where copying is forbidden the text can be marked. */
import { useSignal } from "@preact/signals";
import { Check, Copy as CopyIcon } from "lucide-preact";
import { useI18n } from "./AppContext.ts";

type Outcome = "none" | "copied" | "failed";

export const Copy = (props: { readonly text: string; readonly label: string; readonly testid: string }) => {
  const { t } = useI18n();
  const outcome = useSignal<Outcome>("none");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      outcome.value = "copied";
    } catch {
      outcome.value = "failed";
    }
  };
  return (
    <div class="copy">
      <code class="copy-text" data-testid={props.testid}>
        {props.text}
      </code>
      <button
        type="button"
        class="button small"
        aria-label={`${t("copy.button")}: ${props.label}`}
        onClick={() => void copy()}
      >
        {outcome.value === "copied" ? (
          <Check size={14} aria-hidden="true" />
        ) : (
          <CopyIcon size={14} aria-hidden="true" />
        )}
        {t("copy.button")}
      </button>
      <span class="copy-outcome" role="status">
        {outcome.value === "none" ? "" : t(`copy.${outcome.value}`)}
      </span>
    </div>
  );
};
