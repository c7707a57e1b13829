/** Dates on which other hours count than the week's; a date without hours is a closed day. */
import type { Hours } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { TextInput } from "../../ui/controls.tsx";
import { SpanFields } from "../../ui/SpanFields.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import { wallTimeIn } from "./opening.ts";

type Exception = Hours["exceptions"][number];

/** Tomorrow, or the day after the last one there is. */
const another = (exceptions: readonly Exception[]): Exception => {
  const today = wallTimeIn("UTC", Date.now())?.date ?? "2026-01-01";
  const last =
    [today, ...exceptions.map(({ date }) => date)]
      .filter(date => date !== "")
      .sort()
      .at(-1) ?? today;
  const date = new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { date, spans: [] };
};

export const Exceptions = (props: {
  readonly exceptions: readonly Exception[];
  readonly onChange: (exceptions: readonly Exception[]) => void;
}) => {
  const { t, date } = useI18n();
  const { list, add } = useAdding<HTMLDivElement>();
  const { exceptions, onChange } = props;
  const put = (at: number, next: Exception | null) =>
    onChange(exceptions.flatMap((other, index) => (index === at ? (next ?? []) : other)));
  return (
    <section class="exceptions" aria-label={t("hours.exceptions")}>
      <h4>{t("hours.exceptions")}</h4>
      <p class="muted">{t("hours.exceptionsHint")}</p>
      <div ref={list} class="exception-list">
        {exceptions.map((exception, at) => (
          <div key={at} class="exception" data-testid="exception">
            <TextInput
              type="date"
              bare={true}
              label={t("hours.date")}
              testid="exception-date"
              value={exception.date}
              onChange={value => {
                // Half a date is none yet.
                if (value !== "") put(at, { ...exception, date: value });
              }}
            />
            <SpanFields
              label={date(exception.date)}
              testid="exception-day"
              spans={exception.spans}
              onChange={spans => put(at, { ...exception, spans })}
            />
            <button
              type="button"
              class="icon-button"
              aria-label={t("plan.removeLabel", date(exception.date))}
              onClick={() => put(at, null)}
            >
              <X size={16} aria-hidden="true" />
            </button>
          </div>
        ))}
      </div>
      <button
        type="button"
        class="button small"
        data-testid="exception-add"
        onClick={() => add(() => onChange([...exceptions, another(exceptions)]))}
      >
        {t("hours.addException")}
      </button>
    </section>
  );
};
