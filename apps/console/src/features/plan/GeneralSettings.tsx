/** What holds for every channel and queue alike. */
import { useI18n } from "../../ui/AppContext.ts";
import { NumberInput } from "../../ui/controls.tsx";
import { DurationInput } from "../../ui/DurationInput.tsx";
import type { PlanPartProps } from "./PlanFrame.tsx";

const DURATIONS = [
  "defaultTargetMs",
  "priorityMs",
  "preferAgentMs",
  "lastAgentMs",
  "passPauseMs",
  "reservationMs",
  "leaseMs",
] as const;
const MISSES_MAX = 100;

export const GeneralSettings = ({ model, plan, mayChange }: PlanPartProps) => {
  const { t } = useI18n();
  const { settings } = plan;
  return (
    <section class="card" aria-labelledby="plan-general" data-testid="plan-general">
      <h2 id="plan-general">{t("channel.general")}</h2>
      <fieldset disabled={!mayChange} class="fields">
        {DURATIONS.map(name => (
          <DurationInput
            key={name}
            label={t(`field.${name}`)}
            testid={`general-${name}`}
            ms={settings[name]}
            onChange={ms => model.putSettings({ [name]: ms })}
          />
        ))}
        <NumberInput
          label={t("field.awayAfterMisses")}
          testid="general-awayAfterMisses"
          hint={settings.awayAfterMisses === null ? `0: ${t("channel.never")}` : undefined}
          min={0}
          max={MISSES_MAX}
          value={settings.awayAfterMisses ?? 0}
          // None missed in a row would mean never there.
          onChange={misses => model.putSettings({ awayAfterMisses: misses === 0 ? null : misses })}
        />
      </fieldset>
    </section>
  );
};
