/**
 * Opening hours: a week of days with a bar and exact times each, dates that are otherwise, and what both mean just now.
 * All of it is fields and buttons, so it works by keyboard alone.
 */
import type { Hours } from "@lotse/protocol";
import { useId } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { TextInput, Tick } from "../../ui/controls.tsx";
import { clockText, type Day } from "../../ui/spans.ts";
import { WeekFields } from "../../ui/WeekFields.tsx";
import { Exceptions } from "./Exceptions.tsx";
import { openingNow } from "./opening.ts";

const [MORNING_MIN, EVENING_MIN] = [8 * 60, 18 * 60];
const WORKDAYS: readonly Day[] = [1, 2, 3, 4, 5];

/** All the time zones this browser knows; none, if it does not say. */
const TIME_ZONES: readonly string[] =
  typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];

const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const initialHours = (): Hours => ({
  timeZone: ownTimeZone(),
  week: WORKDAYS.map(day => ({ day, fromMin: MORNING_MIN, toMin: EVENING_MIN })),
  exceptions: [],
});

/** Said anew whenever the hours change; the time is this browser's. */
const Preview = ({ hours }: { readonly hours: Hours }) => {
  const { t, date } = useI18n();
  const opening = openingNow(hours, Date.now());
  if (opening === null) return <p class="problem">{t("hours.noZone")}</p>;
  const { isOpen, now, until } = opening;
  const change = () => {
    if (until === null) return t("hours.noChange");
    const time = clockText(until.minute);
    if (until.date === now.date) return t(isOpen ? "hours.closesToday" : "hours.opensToday", time);
    return t(isOpen ? "hours.closes" : "hours.opens", date(until.date), time);
  };
  return (
    <p
      class={isOpen ? "hours-now good" : "hours-now"}
      role="status"
      data-testid="hours-now"
      data-open={isOpen}
    >
      {t(isOpen ? "hours.nowOpen" : "hours.nowClosed", clockText(now.minute), hours.timeZone)} {change()}
    </p>
  );
};

export const HoursEditor = (props: {
  readonly hours: Hours | null;
  readonly onChange: (hours: Hours | null) => void;
}) => {
  const { t } = useI18n();
  const listId = useId();
  const { hours, onChange } = props;
  return (
    <section class="plan-part" aria-label={t("field.hours")}>
      <h3>{t("field.hours")}</h3>
      <Tick
        label={t("hours.limited")}
        testid="hours-limited"
        checked={hours !== null}
        onChange={limited => onChange(limited ? initialHours() : null)}
      />
      {hours !== null && (
        <>
          <datalist id={listId}>
            {TIME_ZONES.map(zone => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <div class="fields">
            <TextInput
              label={t("hours.zone")}
              testid="hours-zone"
              hint={t("hours.zoneHint")}
              list={listId}
              maxLength={64}
              wrong={openingNow(hours, 0) === null}
              value={hours.timeZone}
              onChange={timeZone => onChange({ ...hours, timeZone })}
            />
          </div>
          <Preview hours={hours} />
          <WeekFields week={hours.week} onChange={week => onChange({ ...hours, week })} />
          <Exceptions
            exceptions={hours.exceptions}
            onChange={exceptions => onChange({ ...hours, exceptions })}
          />
        </>
      )}
    </section>
  );
};
