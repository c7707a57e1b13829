/** One day: a bar to see it at a glance, and from–to in exact minutes. Midnight at the end is the day's end. */
import type { DaySpan } from "@lotse/protocol";
import { Plus, X } from "lucide-preact";
import { useI18n } from "./AppContext.ts";
import { TextInput } from "./controls.tsx";
import { clockText, DAY_MIN, minuteOf, spanText } from "./spans.ts";
import { useAdding } from "./useAdding.ts";

const [MORNING_MIN, NOON_MIN, EVENING_MIN] = [8 * 60, 12 * 60, 18 * 60];

/** After the last one, as far as the day goes. */
const another = (spans: readonly DaySpan[]): DaySpan => {
  const last = spans.at(-1);
  if (last === undefined) return { fromMin: MORNING_MIN, toMin: EVENING_MIN };
  const fromMin = Math.min(last.toMin + 60, DAY_MIN - 60);
  return { fromMin, toMin: Math.min(fromMin + NOON_MIN / 3, DAY_MIN) };
};

const Bar = ({ spans }: { readonly spans: readonly DaySpan[] }) => (
  <svg class="day-bar" viewBox={`0 0 ${DAY_MIN} 10`} preserveAspectRatio="none" aria-hidden="true">
    <rect class="day-night" width={DAY_MIN} height="10" />
    {spans.map(({ fromMin, toMin }) => (
      <rect key={fromMin} class="day-open" x={fromMin} width={Math.max(0, toMin - fromMin)} height="10" />
    ))}
  </svg>
);

export const SpanFields = (props: {
  readonly label: string;
  readonly testid: string;
  readonly spans: readonly DaySpan[];
  readonly onChange: (spans: readonly DaySpan[]) => void;
  /** Without any; absent: it is closed. */
  readonly none?: string;
}) => {
  const { t } = useI18n();
  const { list, add } = useAdding<HTMLDivElement>(":scope > .day-span");
  const { label, spans, onChange } = props;
  const put = (at: number, next: DaySpan | null) =>
    onChange(spans.flatMap((other, index) => (index === at ? (next ?? []) : other)));
  return (
    <div ref={list} class="day-row" data-testid={props.testid}>
      <span class="day-name">{label}</span>
      <Bar spans={spans} />
      {spans.length === 0 && <span class="muted">{props.none ?? t("hours.closed")}</span>}
      {spans.map((span, at) => (
        <span key={at} class="day-span">
          <TextInput
            type="time"
            bare={true}
            label={t("hours.from", label)}
            testid="span-from"
            wrong={span.fromMin >= span.toMin}
            value={clockText(span.fromMin)}
            onChange={value => put(at, { ...span, fromMin: minuteOf(value) ?? span.fromMin })}
          />
          –
          <TextInput
            type="time"
            bare={true}
            label={t("hours.to", label)}
            testid="span-to"
            wrong={span.fromMin >= span.toMin}
            value={clockText(span.toMin % DAY_MIN)}
            onChange={value => put(at, { ...span, toMin: minuteOf(value) || DAY_MIN })}
          />
          <button
            type="button"
            class="icon-button"
            aria-label={t("hours.removeSpan", label, spanText(span))}
            onClick={() => put(at, null)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </span>
      ))}
      <button
        type="button"
        class="icon-button"
        data-testid="span-add"
        aria-label={t("hours.addSpanLabel", label)}
        title={t("hours.addSpan")}
        onClick={() => add(() => onChange([...spans, another(spans)]))}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
    </div>
  );
};
