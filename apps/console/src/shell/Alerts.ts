/** Rings while something rings, blinks the title, notifies; chimes for lines nobody looks at. Knows no sound and no DOM. */
import type { Clock, OfferView, RadarNotice, Unsubscribe } from "@lotse/protocol";
import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals";
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
  /** What the tab is called while nothing happens. */
  readonly pageTitle: ReadonlySignal<string>;
  /** The conversation that last came without a ring; who it is with. */
  readonly assignedTo: ReadonlySignal<string | null>;
  /** What rules ask to look at, newest first. */
  readonly notices: ReadonlySignal<readonly RadarNotice[]>;
  /** Whoever is away finds notices without having been disturbed by them. */
  readonly away: ReadonlySignal<boolean>;
  /** A notification was clicked. */
  readonly onOpen: () => void;
  readonly onNotice: (notice: RadarNotice) => void;
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

const ringing = ({ clock, attention, i18n, offers, attentive, onOpen }: AlertsDeps): Unsubscribe => {
  const first = computed(() => offers.value[0] ?? null);
  const isRinging = computed(() => first.value !== null);
  const stopSound = effect(() => {
    if (!isRinging.value) return undefined;
    return repeat(clock, RING_EVERY_MS, () => attention.ring());
  });
  const stopNotification = effect(() => {
    const offer = first.value;
    if (offer === null || attentive.value) return undefined;
    const label = i18n.visitor(offer.visitorLabel);
    const body = offer.topic === null ? label : `${label} · ${offer.topic}`;
    return attention.notify({ about: "offer", title: i18n.t("alert.offer"), body, onClick: onOpen });
  });
  return () => {
    stopSound();
    stopNotification();
  };
};

const blinking = ({ clock, attention, i18n, offers, unread, notices, pageTitle }: AlertsDeps): Unsubscribe =>
  effect(() => {
    const offer = offers.value[0];
    const count = unread.value + notices.value.length;
    const quiet = count > 0 ? i18n.t("alert.unread", count, pageTitle.value) : pageTitle.value;
    if (offer === undefined) {
      attention.title(quiet);
      return undefined;
    }
    const loud = i18n.t("alert.ringing", i18n.visitor(offer.visitorLabel));
    let on = false;
    return repeat(clock, BLINK_EVERY_MS, () => {
      on = !on;
      attention.title(on ? loud : quiet);
    });
  });

const assignments = ({ attention, i18n, assignedTo, attentive, onOpen }: AlertsDeps): Unsubscribe =>
  effect(() => {
    const label = assignedTo.value;
    if (label === null) return undefined;
    return untracked(() => {
      attention.chime();
      if (attentive.value) return undefined;
      return attention.notify({
        about: "offer",
        title: i18n.t("alert.assigned"),
        body: i18n.visitor(label),
        onClick: onOpen,
      });
    });
  });

/** A line in the conversation looked at is read at once, so it never counts here. */
const unreadLines = ({ attention, unread }: AlertsDeps): Unsubscribe => {
  let known = unread.peek();
  return effect(() => {
    if (unread.value > known) attention.chime();
    known = unread.value;
  });
};

const noticing = (deps: AlertsDeps): Unsubscribe => {
  const { attention, i18n, notices, away, attentive, onNotice } = deps;
  let known = new Set(notices.peek());
  return effect(() => {
    const newest = notices.value.find(notice => !known.has(notice));
    known = new Set(notices.value);
    if (newest === undefined) return undefined;
    return untracked(() => {
      if (away.value) return undefined;
      attention.chime();
      if (attentive.value) return undefined;
      return attention.notify({
        about: "notice",
        title: i18n.t("ruleNotice.alert", newest.ruleName),
        body: [i18n.visitor(newest.visitorLabel), i18n.name(newest.text)].filter(Boolean).join(" · "),
        onClick: () => onNotice(newest),
      });
    });
  });
};

export const startAlerts = (deps: AlertsDeps): Unsubscribe => {
  const stops = [ringing(deps), blinking(deps), assignments(deps), unreadLines(deps), noticing(deps)];
  return () => {
    for (const stop of stops) stop();
    deps.attention.title(deps.pageTitle.peek());
  };
};
