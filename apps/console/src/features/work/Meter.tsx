/** How full I am: the units taken, kind by kind. Parked work takes none and is not in it. */
import type { ChannelId, MeterHold, MeterView } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import type { PlanNames } from "../../ui/names.ts";

interface Share {
  readonly kind: MeterHold["kind"];
  readonly channel: ChannelId;
  readonly units: number;
}

/** One share for all that is alike. */
export const sharesOf = (holds: readonly MeterHold[]): readonly Share[] => {
  const shares = new Map<string, Share>();
  for (const { kind, channel, units } of holds) {
    const key = `${kind} ${channel}`;
    shares.set(key, { kind, channel, units: units + (shares.get(key)?.units ?? 0) });
  }
  return [...shares.values()];
};

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
