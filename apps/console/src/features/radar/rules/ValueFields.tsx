/** What a fact is compared with, typed as the fact's own kind: a time, an amount, a choice, a text, or several of them. */
import { factNamed } from "@lotse/radar/catalogue";
import type { Literal } from "@lotse/radar/text";
import { useSignal } from "@preact/signals";
import { Plus, X } from "lucide-preact";
import { useId } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice, TextInput } from "../../../ui/controls.tsx";
import { Pick } from "../../../ui/Pick.tsx";
import { clockText, DAYS, minuteOf } from "../../../ui/spans.ts";
import { useAdding } from "../../../ui/useAdding.ts";
import type { TestNode } from "./EditTree.ts";
import { kindOf, type ValueKind } from "./tests.ts";
import { numberOf, secondsOf, TIME_UNITS, type TimeUnit, typedOf, UNIT_S, unitOf } from "./typed.ts";

interface OneProps {
  readonly kind: ValueKind;
  readonly label: string;
  /** Undefined: still open. */
  readonly value: Literal | undefined;
  readonly choices: readonly string[];
  readonly wrong: boolean;
  /** Undefined: taken away, or no such value. */
  readonly onChange: (value: Literal | undefined) => void;
}

/** Shows what is typed as long as it means the value, so that nothing jumps under the hands. */
export const NumberField = (props: {
  readonly label: string;
  readonly value: number | undefined;
  readonly wrong: boolean;
  readonly onChange: (value: number | undefined) => void;
}) => {
  const { language } = useI18n();
  const id = useId();
  const typed = useSignal<string | null>(null);
  const meant = typed.value === null ? null : (numberOf(typed.value, language.value) ?? undefined);
  const own = props.value === undefined ? "" : typedOf(props.value, language.value);
  return (
    <label for={id} class="gap">
      <span class="sr">{props.label}</span>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        class="number-input"
        autocomplete="off"
        maxLength={20}
        data-testid="value"
        aria-invalid={props.wrong || undefined}
        value={meant === props.value || meant === undefined ? (typed.value ?? own) : own}
        onInput={event => {
          typed.value = event.currentTarget.value;
          props.onChange(numberOf(event.currentTarget.value, language.value) ?? undefined);
        }}
        onBlur={() => {
          typed.value = null;
        }}
      />
    </label>
  );
};

const DurationField = ({ label, value, wrong, onChange }: OneProps) => {
  const { t } = useI18n();
  const seconds = typeof value === "number" ? value : undefined;
  const chosen = useSignal<TimeUnit | null>(null);
  const unit = chosen.value ?? unitOf(seconds ?? 0);
  return (
    <span class="duration bare">
      <NumberField
        label={label}
        value={seconds === undefined ? undefined : seconds / UNIT_S[unit]}
        wrong={wrong}
        onChange={count => {
          // The unit stays what it was while one types: 60 s do not become a minute at the second digit.
          chosen.value = unit;
          onChange(count === undefined ? undefined : secondsOf(count, unit));
        }}
      />
      <Choice<TimeUnit>
        label={t("unit.of", label)}
        testid="value-unit"
        bare={true}
        value={unit}
        options={TIME_UNITS.map(one => ({ value: one, label: t(`unit.${one}`) }))}
        onChange={next => {
          chosen.value = next;
          if (seconds !== undefined) onChange(secondsOf(seconds / UNIT_S[unit], next));
        }}
      />
    </span>
  );
};

const optionsFor = (kind: ValueKind, choices: readonly string[], weekday: (day: number) => string) =>
  kind === "weekday"
    ? DAYS.map(day => ({ value: String(day), label: weekday(day) }))
    : choices.map(value => ({ value, label: value }));

const literalOf = (kind: ValueKind, chosen: string): Literal =>
  kind === "weekday" ? Number(chosen) : chosen;

const ChoiceField = ({ kind, label, value, choices, wrong, onChange }: OneProps) => {
  const { t, weekday } = useI18n();
  const options = optionsFor(kind, choices, weekday);
  const current = value === undefined ? "" : String(value);
  const isListed = options.some(option => option.value === current);
  return (
    <Choice
      label={label}
      testid="value"
      bare={true}
      wrong={wrong}
      value={current}
      options={isListed ? options : [{ value: current, label: current || t("value.choose") }, ...options]}
      onChange={chosen => onChange(literalOf(kind, chosen))}
    />
  );
};

const YES_NO = ["true", "false"] as const;

export const OneValue = (props: OneProps) => {
  const { t } = useI18n();
  const { kind, label, value, wrong, onChange } = props;
  switch (kind) {
    case "duration":
      return <DurationField {...props} />;
    case "number":
    case "amount":
    case "hour":
      return (
        <NumberField
          label={label}
          value={typeof value === "number" ? value : undefined}
          wrong={wrong}
          onChange={onChange}
        />
      );
    case "weekday":
    case "choice":
      return <ChoiceField {...props} />;
    case "boolean":
      return (
        <Choice
          label={label}
          testid="value"
          bare={true}
          value={String(value !== false)}
          options={YES_NO.map(one => ({ value: one, label: t(one === "true" ? "value.yes" : "value.no") }))}
          onChange={chosen => onChange(chosen === "true")}
        />
      );
    case "clock":
      return (
        <TextInput
          type="time"
          label={label}
          testid="value"
          bare={true}
          wrong={wrong}
          value={typeof value === "number" ? clockText(value) : ""}
          onChange={typed => onChange(minuteOf(typed) ?? undefined)}
        />
      );
    case "text":
      return (
        <TextInput
          label={label}
          testid="value"
          bare={true}
          maxLength={500}
          wrong={wrong}
          value={value === undefined ? "" : String(value)}
          onChange={onChange}
        />
      );
  }
};

const TypedList = (props: OneProps & { readonly values: readonly Literal[]; readonly put: Put }) => {
  const { t } = useI18n();
  const { list, add } = useAdding<HTMLSpanElement>(":scope > .value-item");
  const { values, put } = props;
  const empty: Literal = props.kind === "text" ? "" : 0;
  return (
    <span ref={list} class="value-list">
      {values.map((value, at) => (
        <span key={at} class="value-item">
          <OneValue
            {...props}
            label={t("value.nth", at + 1)}
            value={value}
            onChange={next => {
              if (next !== undefined) put(values.map((other, index) => (index === at ? next : other)));
            }}
          />
          <button
            type="button"
            class="icon-button"
            aria-label={t("value.remove", String(value))}
            onClick={() => put(values.filter((_, index) => index !== at))}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </span>
      ))}
      <button
        type="button"
        class="button small"
        data-testid="value-add"
        onClick={() => add(() => put([...values, empty]))}
      >
        <Plus size={14} aria-hidden="true" />
        {t("value.add")}
      </button>
    </span>
  );
};

type Put = (values: readonly Literal[]) => void;

export const ValueFields = (props: {
  readonly node: TestNode;
  readonly wrong: boolean;
  readonly onChange: Put;
}) => {
  const { t, weekday } = useI18n();
  const { node, wrong, onChange } = props;
  const fact = node.fact === null ? undefined : factNamed(node.fact);
  if (fact === undefined) return null;
  const kind = kindOf(fact, node.values);
  const choices = fact.values ?? [];
  const one: OneProps = {
    ...{ kind, choices, wrong, label: t("value.label"), value: node.values[0] },
    onChange: value => onChange(value === undefined ? [] : [value]),
  };
  if (node.op !== "in") return <OneValue {...one} />;
  if (kind !== "weekday" && kind !== "choice")
    return <TypedList {...one} values={node.values} put={onChange} />;
  return (
    <Pick
      label={t("value.label")}
      testid="values"
      options={optionsFor(kind, choices, weekday)}
      chosen={node.values.map(String)}
      how="or"
      none={t("value.none")}
      onChange={chosen => onChange(chosen.map(value => literalOf(kind, value)))}
    />
  );
};
