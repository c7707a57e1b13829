/**
 * The condition as text, with what is wrong or odd about it marked where it stands and said below. The marks lie behind a text
 * field that shows the same text, letter over letter.
 */
import type { Finding } from "@lotse/radar/check";
import { useId, useRef } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";

interface Place {
  readonly start: number;
  readonly end: number;
}

interface Stretch {
  readonly text: string;
  readonly severity: Finding["severity"] | null;
}

/** At the end of the text there is nothing to mark but what comes before it. */
const visible = (text: string, { start, end }: Place): Place =>
  end > start ? { start, end } : { start: Math.max(0, Math.min(start, text.length - 1)), end: start + 1 };

/** The text cut where marks begin and end; of two marks the worse one counts. */
export const stretchesOf = (text: string, findings: readonly Finding[]): readonly Stretch[] => {
  const marks = findings.flatMap(({ position, severity }) =>
    position === null ? [] : [{ ...visible(text, position), severity }],
  );
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])]
    .filter(cut => cut <= text.length)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? text.length;
    const here = marks.filter(({ start, end }) => start <= from && to <= end);
    const severity = here.some(mark => mark.severity === "error") ? "error" : (here[0]?.severity ?? null);
    return { text: text.slice(from, to), severity };
  });
};

const QUOTE_MAX = 60;

const Findings = (props: {
  readonly id: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly onShow: (place: Place) => void;
}) => {
  const { t, name } = useI18n();
  return (
    <div id={props.id} role="status">
      <ul class="findings">
        {props.findings.map((finding, index) => {
          const { position, severity } = finding;
          const quote =
            position === null ? "" : props.text.slice(position.start, position.end).slice(0, QUOTE_MAX);
          return (
            <li
              key={index}
              class={severity === "error" ? "problem" : "plan-note"}
              data-testid="finding"
              data-severity={severity}
            >
              {severity === "error" && <code data-testid="finding-code">{finding.code}</code>}{" "}
              {name(finding.text)}
              {quote !== "" && ` ${t("rule.findingAt", quote)}`}
              {severity === "error" && finding.detail !== null && (
                <span class="field-hint">{finding.detail}</span>
              )}
              {position !== null && (
                <button
                  type="button"
                  class="button small"
                  data-testid="finding-show"
                  onClick={() => props.onShow(visible(props.text, position))}
                >
                  {t("rule.findingShow")}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

export const CelField = (props: {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly onChange: (text: string) => void;
}) => {
  const { t } = useI18n();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, findings } = props;
  const isWrong = findings.some(({ severity }) => severity === "error");
  const show = ({ start, end }: Place) => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  return (
    <div class="cel">
      <label for={id} class="sr">
        {t("rule.cel")}
      </label>
      <div class="cel-box">
        <pre class="cel-marks" aria-hidden="true">
          {stretchesOf(text, findings).map((stretch, index) =>
            stretch.severity === null ? (
              stretch.text
            ) : (
              <mark key={index} data-severity={stretch.severity} data-testid="cel-mark">
                {stretch.text}
              </mark>
            ),
          )}
          {"\n"}
        </pre>
        <textarea
          ref={field}
          id={id}
          class="cel-text"
          data-testid="cel"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          rows={1}
          aria-describedby={`${id}-hint ${id}-findings`}
          aria-invalid={isWrong || undefined}
          value={text}
          onInput={event => props.onChange(event.currentTarget.value)}
        />
      </div>
      <p id={`${id}-hint`} class="field-hint">
        {t("rule.celHint")}
      </p>
      <Findings id={`${id}-findings`} text={text} findings={findings} onShow={show} />
    </div>
  );
};
