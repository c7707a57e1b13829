/** Fields and forms: a label, a hint, what is wrong; busy while the hub is asked. */
import type { Result, WireError } from "@lotse/protocol";
import { type Signal, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { useI18n } from "./AppContext.ts";

export interface TextFieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly testid: string;
  readonly type?: "text" | "email" | "password" | "number" | "url";
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly readOnly?: boolean;
  readonly minLength?: number;
  /** Absent: as long as anything here may be. */
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly inputMode?: "numeric" | "text";
  readonly autofocus?: boolean;
  /** What the hub calls this field when something is wrong with it, and what was. */
  readonly name?: string;
  readonly problem?: WireError | null;
}

/** `skills.0` is about `skills`. */
export const isAbout = (problem: WireError | null | undefined, name: string | undefined): boolean =>
  name !== undefined && problem?.field?.split(".")[0] === name;

export const TextField = (props: TextFieldProps) => {
  const id = useId();
  const { value, hint } = props;
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        // Preact types each kind of input apart; here one component is all of them.
        type={(props.type ?? "text") as "text"}
        autocomplete={props.autocomplete ?? "off"}
        required={props.optional !== true}
        readOnly={props.readOnly}
        minLength={props.minLength}
        min={props.min}
        max={props.max}
        inputMode={props.inputMode}
        maxLength={props.maxLength ?? 400}
        spellcheck={false}
        data-testid={props.testid}
        aria-describedby={hint === undefined ? undefined : id}
        aria-invalid={isAbout(props.problem, props.name) || undefined}
        ref={element => {
          if (props.autofocus === true && element !== null && element.dataset.focused !== "1") {
            element.dataset.focused = "1";
            // A dialog gives the focus away when it opens, which is later.
            element.autofocus = true;
            element.focus();
          }
        }}
        value={value.value}
        onInput={event => {
          value.value = event.currentTarget.value;
        }}
      />
      {hint !== undefined && (
        <span id={id} class="field-hint">
          {hint}
        </span>
      )}
    </label>
  );
};

/** What went wrong, where it went wrong. The region is always there, so that it is announced. */
export const Problem = ({ error }: { readonly error: WireError | null }) => {
  const i18n = useI18n();
  return (
    <p class="problem" role="alert" data-testid="form-problem" data-code={error?.code}>
      {error === null ? "" : i18n.error(error.code)}
      {error?.requestId !== undefined && ` ${i18n.t("toast.request", error.requestId)}`}
    </p>
  );
};

/** Sends once at a time; keeps what was wrong until the next try. */
export const useSubmit = (send: () => Promise<Result<unknown>>, onDone: () => void = () => undefined) => {
  const busy = useSignal(false);
  const problem = useSignal<WireError | null>(null);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    const result = await send();
    busy.value = false;
    if (result.ok) onDone();
    else problem.value = result.error;
  };
  return { busy: busy.value, problem: problem.value, onSubmit: (event: Event) => void onSubmit(event) };
};
