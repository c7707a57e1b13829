/**
 * Fields of a draft: each shows a value and tells every change at once, without a form to be sent. Inside a sentence
 * (`bare`) the label is for screen readers alone.
 */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface ControlProps {
  readonly label: string;
  readonly testid?: string | undefined;
  readonly bare?: boolean | undefined;
  readonly hint?: string | undefined;
  /** Something is wrong with it. */
  readonly wrong?: boolean | undefined;
}

const Labelled = (props: ControlProps & { readonly id: string; readonly children: ComponentChildren }) => (
  <label for={props.id} class={props.bare === true ? "gap" : "field"}>
    <span class={props.bare === true ? "sr" : undefined}>{props.label}</span>
    {props.children}
    {props.hint !== undefined && (
      <span id={`${props.id}-hint`} class="field-hint">
        {props.hint}
      </span>
    )}
  </label>
);

const described = (props: ControlProps, id: string) => ({
  id,
  "data-testid": props.testid,
  "aria-describedby": props.hint === undefined ? undefined : `${id}-hint`,
  "aria-invalid": props.wrong === true ? true : undefined,
});

export const TextInput = (
  props: ControlProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly type?: "text" | "date" | "time";
    readonly list?: string;
    readonly maxLength?: number;
  },
) => {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <input
        type={(props.type ?? "text") as "text"}
        autocomplete="off"
        spellcheck={false}
        list={props.list}
        maxLength={props.maxLength ?? 200}
        // Without it a year has room for six digits, and what is typed next goes on in it.
        max={props.type === "date" ? "9999-12-31" : undefined}
        value={props.value}
        onInput={event => props.onChange(event.currentTarget.value)}
        {...described(props, id)}
      />
    </Labelled>
  );
};

/** Whole numbers; what is none is not told, and the field takes its value back when it is left. */
export const NumberInput = (
  props: ControlProps & {
    readonly value: number;
    readonly min: number;
    readonly max: number;
    readonly onChange: (value: number) => void;
  },
) => {
  const id = useId();
  const { value, min, max } = props;
  return (
    <Labelled {...props} id={id}>
      <input
        type="number"
        class="number-input"
        min={min}
        max={max}
        step={1}
        value={value}
        onInput={event => {
          const typed = event.currentTarget.valueAsNumber;
          if (Number.isSafeInteger(typed) && typed >= min && typed <= max) props.onChange(typed);
        }}
        onBlur={event => {
          event.currentTarget.value = String(value);
        }}
        {...described(props, id)}
      />
    </Labelled>
  );
};

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

export const Choice = <T extends string>(
  props: ControlProps & {
    readonly value: T;
    readonly options: readonly Option<T>[];
    readonly onChange: (value: T) => void;
  },
) => {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <select
        value={props.value}
        onChange={event => {
          const chosen = props.options.find(({ value }) => value === event.currentTarget.value);
          if (chosen !== undefined) props.onChange(chosen.value);
        }}
        {...described(props, id)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
};

export const Tick = (props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testid?: string;
  readonly hint?: string;
}) => (
  <label class="check">
    <input
      type="checkbox"
      data-testid={props.testid}
      checked={props.checked}
      onChange={event => props.onChange(event.currentTarget.checked)}
    />
    <span>
      {props.label}
      {props.hint !== undefined && <span class="field-hint">{props.hint}</span>}
    </span>
  </label>
);
