/** Fields of a rule's forms that stand nowhere else: a number that may be missing, a moment, a long text. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";

interface FieldProps {
  readonly label: string;
  readonly testid: string;
  readonly hint?: string;
  readonly wrong?: boolean;
  /** Said at the field: what is wrong with it. */
  readonly problem?: string | null;
}

const Around = (props: FieldProps & { readonly id: string; readonly children: preact.ComponentChildren }) => (
  <label for={props.id} class="field">
    <span>{props.label}</span>
    {props.children}
    {props.hint !== undefined && (
      <span id={`${props.id}-hint`} class="field-hint">
        {props.hint}
      </span>
    )}
    {props.problem != null && (
      <span class="problem" role="alert" data-testid={`${props.testid}-problem`}>
        {props.problem}
      </span>
    )}
  </label>
);

const described = ({ testid, hint, wrong, problem }: FieldProps, id: string) => ({
  id,
  "data-testid": testid,
  "aria-describedby": hint === undefined ? undefined : `${id}-hint`,
  "aria-invalid": wrong === true || problem != null ? true : undefined,
});

/** Empty: no bound. */
export const BoundInput = (
  props: FieldProps & {
    readonly value: number | null;
    readonly max: number;
    readonly onChange: (value: number | null) => void;
  },
) => {
  const id = useId();
  const { value, max, onChange } = props;
  return (
    <Around {...props} id={id}>
      <input
        type="number"
        class="number-input"
        min={0}
        max={max}
        step={1}
        value={value ?? ""}
        onInput={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (currentTarget.value === "" && !currentTarget.validity.badInput) onChange(null);
          else if (Number.isSafeInteger(typed) && typed >= 0 && typed <= max) onChange(typed);
        }}
        onBlur={({ currentTarget }) => {
          currentTarget.value = value === null ? "" : String(value);
        }}
        {...described(props, id)}
      />
    </Around>
  );
};

const two = (n: number): string => String(n).padStart(2, "0");

/** By this browser's clock, as the field wants it. */
const localText = (atMs: number): string => {
  const at = new Date(atMs);
  const date = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

export const MomentInput = (
  props: FieldProps & { readonly atMs: number | null; readonly onChange: (atMs: number | null) => void },
) => {
  const id = useId();
  const { atMs, onChange } = props;
  // While a part of it is missing the browser has no value: what stands there is not to be taken away.
  const typing = useSignal(false);
  return (
    <Around {...props} id={id}>
      <input
        type="datetime-local"
        max="9999-12-31T23:59"
        value={typing.value ? undefined : atMs === null ? "" : localText(atMs)}
        onInput={({ currentTarget }) => {
          typing.value = true;
          const typed = Date.parse(currentTarget.value);
          if (!Number.isNaN(typed)) onChange(typed);
          else if (!currentTarget.validity.badInput) onChange(null);
        }}
        onBlur={() => {
          typing.value = false;
        }}
        {...described(props, id)}
      />
    </Around>
  );
};

export const TextArea = (
  props: FieldProps & {
    readonly value: string;
    readonly maxLength: number;
    readonly lang?: string;
    readonly rows?: number;
    readonly onChange: (value: string) => void;
  },
) => {
  const id = useId();
  return (
    <Around {...props} id={id}>
      <textarea
        rows={props.rows ?? 2}
        maxLength={props.maxLength}
        lang={props.lang}
        value={props.value}
        onInput={event => props.onChange(event.currentTarget.value)}
        {...described(props, id)}
      />
    </Around>
  );
};

/** One line, with what is wrong said at it. */
export const LineInput = (
  props: FieldProps & {
    readonly value: string;
    readonly maxLength: number;
    readonly list?: string;
    readonly onChange: (value: string) => void;
  },
) => {
  const id = useId();
  return (
    <Around {...props} id={id}>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        list={props.list}
        maxLength={props.maxLength}
        value={props.value}
        onInput={event => props.onChange(event.currentTarget.value)}
        {...described(props, id)}
      />
    </Around>
  );
};

/** What the browser calls its time zone. */
export const useOwnZone = (): string => {
  useI18n();
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
};
