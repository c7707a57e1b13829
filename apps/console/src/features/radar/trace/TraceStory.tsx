/** What a rule has done in this visit so far, as a story with times; and what the versions said that did it. */
import type { RuleTrace, TraceStep } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";

const LOCALES = { de: "de-DE", en: "en-GB" } as const;

export const useStepText = () => {
  const { t, language } = useI18n();
  return ({ outcome, reason, value }: TraceStep): string => {
    if (outcome === "converted") {
      // Mostly money: "1.249,90", never "1.249,9"; a plain number of something stays plain.
      const decimals = { minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 };
      const worth = value?.toLocaleString(LOCALES[language.value], decimals) ?? null;
      return t("trace.step.converted", worth);
    }
    if (outcome !== "suppressed") return t(`trace.step.${outcome}`);
    return t("trace.step.suppressed", t(`suppression.${reason ?? "notMatched"}`));
  };
};

export const TraceStory = ({ trace }: { readonly trace: RuleTrace }) => {
  const { t, dateTime, name } = useI18n();
  const textOf = useStepText();
  const { steps, versions, state } = trace;
  return (
    <section class="trace-story">
      <h4>{t("trace.story")}</h4>
      {steps.length === 0 && <p class="muted">{t("trace.storyEmpty")}</p>}
      <ol>
        {steps.map((step, index) => (
          <li
            key={`${step.atMs} ${step.outcome} ${index}`}
            data-testid="trace-step"
            data-outcome={step.outcome}
          >
            <time>{dateTime(step.atMs)}</time>{" "}
            <span>
              {textOf(step)}
              {state !== "manual" && <span class="muted"> {t("trace.version", step.version)}</span>}
            </span>
          </li>
        ))}
      </ol>
      {versions.map(({ version, sentence }) => (
        <details key={version}>
          <summary>{t("trace.then", version)}</summary>
          <p class="break">{t("trace.when", name(sentence))}</p>
        </details>
      ))}
    </section>
  );
};
