/** Several of a few, inside a sentence: shows what is chosen, and opens into a list to tick, and closes when it is left or by Esc. */
import { ChevronDown } from "lucide-preact";
import { useRef } from "preact/hooks";
import { useI18n } from "./AppContext.ts";
import { type Option, Tick } from "./controls.tsx";

export const Pick = <T extends string>(props: {
  /** What is chosen here. */
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly chosen: readonly T[];
  readonly how: "and" | "or";
  /** Said when nothing is chosen. */
  readonly none: string;
  readonly onChange: (chosen: readonly T[]) => void;
  readonly testid?: string;
}) => {
  const { list } = useI18n();
  const { options, chosen } = props;
  const labels = options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  const turn = (value: T, on: boolean) =>
    props.onChange(
      options.map(option => option.value).filter(other => (other === value ? on : chosen.includes(other))),
    );
  const details = useRef<HTMLDetailsElement>(null);
  const shut = () => details.current?.removeAttribute("open");
  return (
    <details
      ref={details}
      class="pick"
      data-testid={props.testid}
      onKeyDown={event => {
        if (event.key !== "Escape" || details.current?.open !== true) return;
        // Whatever it stands in stays open.
        event.preventDefault();
        shut();
        details.current.querySelector("summary")?.focus();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && details.current?.contains(relatedTarget) === false) shut();
      }}
    >
      <summary>
        <span class="sr">{props.label}: </span>
        {labels.length === 0 ? <em>{props.none}</em> : list(labels, props.how)}
        <ChevronDown size={14} aria-hidden="true" />
      </summary>
      <fieldset class="pick-options" aria-label={props.label}>
        {options.map(({ value, label }) => (
          <Tick key={value} label={label} checked={chosen.includes(value)} onChange={on => turn(value, on)} />
        ))}
      </fieldset>
    </details>
  );
};
