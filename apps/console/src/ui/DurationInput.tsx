/** A length of time as people say it: a number and its unit. Keeps the unit one chose, as long as it fits. */
import { useSignal } from "@preact/signals";
import { useI18n } from "./AppContext.ts";
import { Choice, NumberInput } from "./controls.tsx";

type Unit = "s" | "min" | "h";

const UNIT_MS: Readonly<Record<Unit, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };
const UNITS = ["s", "min", "h"] as const;
const MAX_MS = 30 * 86_400_000;

/** The largest that says it in whole numbers. */
const unitOf = (ms: number): Unit => {
  if (ms === 0) return "s";
  return UNITS.findLast(unit => ms % UNIT_MS[unit] === 0) ?? "s";
};

export const DurationInput = (props: {
  readonly label: string;
  readonly ms: number;
  readonly onChange: (ms: number) => void;
  readonly testid?: string;
  /** Inside a sentence: the label is for screen readers alone. */
  readonly bare?: boolean;
  readonly hint?: string;
  readonly minMs?: number;
}) => {
  const { t } = useI18n();
  const chosen = useSignal(unitOf(props.ms));
  const unit = props.ms % UNIT_MS[chosen.value] === 0 ? chosen.value : unitOf(props.ms);
  const per = UNIT_MS[unit];
  return (
    <span class={props.bare === true ? "duration bare" : "duration"}>
      <NumberInput
        label={props.label}
        testid={props.testid}
        bare={props.bare}
        hint={props.hint}
        value={props.ms / per}
        min={Math.ceil((props.minMs ?? 0) / per)}
        max={MAX_MS / per}
        onChange={value => props.onChange(value * per)}
      />
      <Choice<Unit>
        label={t("unit.of", props.label)}
        bare={true}
        value={unit}
        options={UNITS.map(value => ({ value, label: t(`unit.${value}`) }))}
        onChange={next => {
          chosen.value = next;
          props.onChange(Math.min(MAX_MS, (props.ms / per) * UNIT_MS[next]));
        }}
      />
    </span>
  );
};
