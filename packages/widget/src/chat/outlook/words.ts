/** What waiting would be, in both languages: the chunk is fetched once, whoever reads it. */
import type { Language } from "@lotse/protocol";
import { minutesOf, type Rungs } from "./range.ts";

const HALF_AN_HOUR = 30;

const de = {
  busy: "Gerade sind alle im Gespräch.",
  closed: "Gerade ist geschlossen.",
  next: "Sie wären als Nächstes dran.",
  nextNow: "Sie sind als Nächstes dran.",
  before: (others: number) =>
    others === 1 ? "Vor Ihnen wartet eine Person." : `Vor Ihnen warten ${others} Personen.`,
  wait: (time: string) => `Wartezeit: ${time}.`,
  underAMinute: "weniger als eine Minute",
  about: (minutes: number) => (minutes === 1 ? "etwa eine Minute" : `etwa ${minutes} Minuten`),
  between: (low: number, high: number) => `etwa ${low} bis ${high} Minuten`,
  upTo: (minutes: number) => `bis zu etwa ${minutes} Minuten`,
  long: "länger als eine halbe Stunde",
  maybeLong: (low: number) =>
    low === 0
      ? "vielleicht länger als eine halbe Stunde"
      : low === 1
        ? "eine Minute bis über eine halbe Stunde"
        : `${low} Minuten bis über eine halbe Stunde`,
  overdue: "Es dauert länger als gedacht. Ihr Platz bleibt Ihnen.",
  back: (when: string) => `Wir sind ${when} wieder für Sie da.`,
  today: "heute",
  tomorrow: "morgen",
  at: (day: string, time: string) => `${day} um ${time} Uhr`,
  on: (day: string) => `am ${day}`,
  stay: "Ich warte",
  callback: "Rückruf",
  message: "Nachricht hinterlassen",
};

const en: typeof de = {
  busy: "Everybody is in a conversation right now.",
  closed: "We are closed right now.",
  next: "You would be next.",
  nextNow: "You are next.",
  before: others => (others === 1 ? "One person waits before you." : `${others} people wait before you.`),
  wait: time => `Expected wait: ${time}.`,
  underAMinute: "less than a minute",
  about: minutes => (minutes === 1 ? "about a minute" : `about ${minutes} minutes`),
  between: (low, high) => `about ${low} to ${high} minutes`,
  upTo: minutes => `up to about ${minutes} minutes`,
  long: "more than half an hour",
  maybeLong: low =>
    low === 0
      ? "maybe more than half an hour"
      : low === 1
        ? "a minute to over half an hour"
        : `${low} minutes to over half an hour`,
  overdue: "It is taking longer than expected. You keep your place.",
  back: when => `We are back ${when}.`,
  today: "today",
  tomorrow: "tomorrow",
  at: (day, time) => `${day} at ${time}`,
  on: day => `on ${day}`,
  stay: "I will wait",
  callback: "Call me back",
  message: "Leave a message",
};

export type OutlookWords = typeof de;

export const outlookWords = (language: Language): OutlookWords => (language === "de" ? de : en);

/** "etwa 2 bis 5 Minuten" */
export const waitIn = (words: OutlookWords, rungs: Rungs): string => {
  const { low, high } = minutesOf(rungs);
  if (high === null) return low >= HALF_AN_HOUR ? words.long : words.maybeLong(low);
  if (low === 0) return high <= 1 ? words.underAMinute : words.upTo(high);
  return low === high ? words.about(low) : words.between(low, high);
};

/** "Sie wären als Nächstes dran.", or who comes first. */
export const placeIn = (words: OutlookWords, position: number, isWaiting: boolean): string => {
  if (position > 1) return words.before(position - 1);
  return isWaiting ? words.nextNow : words.next;
};
