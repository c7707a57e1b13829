/** Rings while something rings, blinks the title, notifies; chimes for lines nobody looks at. Knows no sound and no DOM. */
import type { Clock, OfferView, Unsubscribe } from "@lotse/protocol";
import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { I18n } from "../i18n/i18n.ts";
import type { Attention } from "../ports.ts";

const RING_EVERY_MS = 3_000;
const BLINK_EVERY_MS = 1_000;

export interface AlertsDeps {
  readonly clock: Clock;
  readonly attention: Attention;
  readonly i18n: I18n;
  readonly offers: ReadonlySignal<readonly OfferView[]>;
  readonly unread: ReadonlySignal<number>;
  readonly attentive: ReadonlySignal<boolean>;
}

/** Runs `fn` now and then every `everyMs`. */
const repeat = (clock: Clock, everyMs: number, fn: () => void): Unsubscribe => {
  let cancel: Unsubscribe = () => undefined;
  const run = () => {
    fn();
    cancel = clock.after(everyMs, run);
  };
  run();
  return () => cancel();
};

export const startAlerts = ({
  clock,
  attention,
  i18n,
  offers,
  unread,
  attentive,
}: AlertsDeps): Unsubscribe => {
  const first = computed(() => offers.value[0] ?? null);
  const firstId = computed(() => first.value?.id ?? null);
  const quietTitle = () => (unread.value > 0 ? i18n.t("alert.unread", unread.value) : i18n.t("app.name"));

  const stopRinging = effect(() => {
    if (firstId.value === null) return undefined;
    return repeat(clock, RING_EVERY_MS, () => attention.ring());
  });

  const stopNotification = effect(() => {
    const offer = first.value;
    if (offer === null || attentive.value) return undefined;
    const { topic, visitorLabel } = offer;
    return attention.notify({
      title: i18n.t("alert.offer"),
      body: topic === null ? visitorLabel : `${visitorLabel} · ${topic}`,
      onClick: () => undefined,
    });
  });

  const stopTitle = effect(() => {
    const offer = first.value;
    const quiet = quietTitle();
    if (offer === null) {
      attention.title(quiet);
      return undefined;
    }
    const ringing = i18n.t("alert.ringing", offer.visitorLabel);
    let on = false;
    return repeat(clock, BLINK_EVERY_MS, () => {
      on = !on;
      attention.title(on ? ringing : quiet);
    });
  });

  let known = unread.peek();
  const stopChime = effect(() => {
    const now = unread.value;
    if (now > known) attention.chime();
    known = now;
  });

  return () => {
    for (const stop of [stopRinging, stopNotification, stopTitle, stopChime]) stop();
    attention.title(i18n.t("app.name"));
  };
};
