/** In which state a rule is, and what its newest version is if it is not the one in force. */
import type { RuleView } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";

/** `newer`: a draft that has not held so far. `wentBack`: it held, and an earlier one does again. Null: nothing stands beside. */
export const besideOf = ({ inForce, newest }: RuleView): "newer" | "wentBack" | null => {
  if (inForce === null || inForce.version === newest.version) return null;
  return newest.publishedAtMs === null ? "newer" : "wentBack";
};

export const StateTags = ({ rule }: { readonly rule: RuleView }) => {
  const { t } = useI18n();
  const beside = besideOf(rule);
  return (
    <>
      <span class={rule.state === "published" ? "tag now" : "tag"} data-testid="rule-state-tag">
        {t(`rule.state.${rule.state}`)}
      </span>
      {beside !== null && (
        <span class="tag" data-testid="rule-beside-tag">
          {t(`rule.state.${beside}`)}
        </span>
      )}
    </>
  );
};
