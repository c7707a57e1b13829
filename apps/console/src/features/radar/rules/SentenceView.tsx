/** The rule as a sentence. Each of its parts leads to where it is drawn. */
import { useI18n } from "../../../ui/AppContext.ts";
import type { NodeId } from "./EditTree.ts";
import type { Said } from "./words.ts";

/** Where a part of the tree is on the screen. */
export const nodeElementId = (id: NodeId): string => `rule-node-${id}`;

/** The first thing in it that can be changed takes the focus. */
export const goToNode = (id: NodeId): void => {
  const element = document.getElementById(nodeElementId(id));
  element?.scrollIntoView({ block: "nearest" });
  element?.querySelector<HTMLElement>("button, select, input")?.focus();
};

export const SentenceView = (props: {
  readonly said: readonly Said[];
  /** Text or tree is ahead: what is said is what was right last. */
  readonly stale: boolean;
}) => {
  const { t } = useI18n();
  return (
    <section class="rule-sentence-box" aria-label={t("rule.sentenceLabel")} data-stale={props.stale}>
      <p class="rule-sentence break" data-testid="rule-sentence">
        {props.said.map(({ text, node, open }, index) =>
          node === null ? (
            <span key={index}>{text}</span>
          ) : (
            // A link, not a button: it breaks where the sentence breaks.
            <a
              key={index}
              href={`#${nodeElementId(node)}`}
              class="clause"
              data-testid="clause"
              data-open={open}
              onClick={event => {
                event.preventDefault();
                goToNode(node);
              }}
            >
              {text}
            </a>
          ),
        )}
      </p>
      <p class="field-hint">{t(props.stale ? "rule.textAhead" : "rule.sentenceHint")}</p>
    </section>
  );
};
