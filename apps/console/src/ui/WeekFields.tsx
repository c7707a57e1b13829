/** A week of days with a bar and exact times each. All of it is fields and buttons, so it works by keyboard alone. */
import type { DaySpan } from "@lotse/protocol";
import { useI18n } from "./AppContext.ts";
import { SpanFields } from "./SpanFields.tsx";
import { DAYS, type Day } from "./spans.ts";

type WeekDaySpan = DaySpan & { readonly day: Day };

export const WeekFields = (props: {
  readonly week: readonly WeekDaySpan[];
  readonly onChange: (week: readonly WeekDaySpan[]) => void;
  /** Of a day without any; absent: it is closed. */
  readonly none?: string;
}) => {
  const { t, weekday } = useI18n();
  const { week, onChange, ...words } = props;
  const spansOf = (day: Day) => week.filter(span => span.day === day);
  const put = (days: readonly Day[], spans: readonly DaySpan[]) =>
    onChange(
      DAYS.flatMap(day =>
        days.includes(day) ? spans.map(({ fromMin, toMin }) => ({ day, fromMin, toMin })) : spansOf(day),
      ),
    );
  return (
    <section class="week" aria-label={t("hours.week")}>
      {DAYS.map(day => (
        <SpanFields
          key={day}
          label={weekday(day)}
          {...words}
          testid={`hours-${day}`}
          spans={spansOf(day)}
          onChange={spans => put([day], spans)}
        />
      ))}
      <button
        type="button"
        class="button small"
        data-testid="hours-copy"
        onClick={() => put([2, 3, 4, 5], spansOf(1))}
      >
        {t("hours.copy")}
      </button>
    </section>
  );
};
