/** The rule that lacks least for a visitor, and what it lacks, in one sentence. */
import type { CloseRule } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";

export const CloseLine = (props: { readonly close: CloseRule; readonly nowMs: ReadonlySignal<number> }) => {
  const { t, name, remaining } = useI18n();
  const { ruleName, missing, lacks } = props.close;
  const [first] = lacks;
  if (missing === 0 || first === undefined) return <>{t("onSite.holds", ruleName)}</>;
  const leftMs = first.turnsAtMs === null ? null : first.turnsAtMs - props.nowMs.value;
  return (
    <>
      {t("onSite.close", ruleName, name(first.text))}
      {leftMs !== null && leftMs > 0 && `, ${t("onSite.turns", remaining(leftMs))}`}
      {missing > 1 && `, ${t("onSite.closeMore", missing - 1)}`}
    </>
  );
};
