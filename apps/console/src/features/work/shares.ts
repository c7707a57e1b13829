/** What takes capacity, alike things together. Pure. */
import type { ChannelId, MeterHold } from "@lotse/protocol";

export interface Share {
  readonly kind: MeterHold["kind"];
  readonly channel: ChannelId;
  readonly units: number;
}

export const sharesOf = (holds: readonly MeterHold[]): readonly Share[] => {
  const shares = new Map<string, Share>();
  for (const { kind, channel, units } of holds) {
    const key = `${kind} ${channel}`;
    shares.set(key, { kind, channel, units: units + (shares.get(key)?.units ?? 0) });
  }
  return [...shares.values()];
};
