/** How full I am: the units taken, kind by kind. Parked work takes none and is not in it. */
import type { MeterView } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import type { PlanNames } from "../../ui/names.ts";
import { type Share, sharesOf } from "./shares.ts";

const Bar = ({ meter, shares }: { readonly meter: MeterView; readonly shares: readonly Share[] }) => {
  // A capacity that was made smaller may be overdrawn for a while: the bar shows all of it.
  const whole = Math.max(meter.units, meter.used, 1);
  const before = (at: number) => shares.slice(0, at).reduce((sum, { units }) => sum + units, 0);
  return (
    <svg class="meter-bar" viewBox={`0 0 ${whole} 1`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="meter-free" width={whole} height="1" />
      {shares.map((share, at) => (
        <rect
          key={`${share.kind} ${share.channel}`}
          class={`meter-${share.kind}`}
          x={before(at)}
          width={share.units}
          height="1"
        />
      ))}
    </svg>
  );
};

export const Meter = ({ meter, names }: { readonly meter: MeterView; readonly names: PlanNames }) => {
  const { t } = useI18n();
  const shares = sharesOf(meter.holds);
  return (
    <section class="meter" aria-label={t("meter.label")} data-testid="meter" data-used={meter.used}>
      <Bar meter={meter} shares={shares} />
      <p>
        <strong>{t("meter.load", meter.used, meter.units)}</strong>
      </p>
      {shares.length > 0 && (
        <ul class="meter-shares">
          {shares.map(({ kind, channel, units }) => (
            <li key={`${kind} ${channel}`} data-testid="meter-share" data-kind={kind}>
              <span class={`meter-dot meter-${kind}`} />
              {t(`meter.hold.${kind}`, names.channel(channel))} {units}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
