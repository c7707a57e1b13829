/** When they open, in the visitor's own calendar: days, weeks, time zones, and the night the clocks change. */
import { describe, expect, it } from "vitest";
import { localeFor, openingIn } from "./opening.ts";
import { outlookWords } from "./words.ts";

const at = (text: string) => Date.parse(text);
/** A Wednesday, 21:30 in Berlin. */
const NOW_MS = at("2026-11-25T20:30:00Z");

const german = (opensAt: string, more: { now?: string; timeZone?: string } = {}) =>
  openingIn(outlookWords("de"), {
    opensAtMs: at(opensAt),
    nowMs: more.now === undefined ? NOW_MS : at(more.now),
    locale: "de-DE",
    timeZone: more.timeZone ?? "Europe/Berlin",
    // Whether a browser writes 8:00 or 08:00 is its own affair.
  }).replace(/ 0(?=\d:)/, " ");

describe("the day", () => {
  it.each([
    ["2026-11-25T21:15:00Z", "heute um 22:15 Uhr"],
    ["2026-11-26T07:00:00Z", "morgen um 8:00 Uhr"],
    ["2026-11-27T07:00:00Z", "am Freitag um 8:00 Uhr"],
    ["2026-12-01T07:30:00Z", "am Dienstag um 8:30 Uhr"],
    // The same weekday again would be taken for today.
    ["2026-12-02T07:00:00Z", "am Mittwoch, 2. Dezember um 8:00 Uhr"],
    ["2027-01-04T07:00:00Z", "am Montag, 4. Januar um 8:00 Uhr"],
    // A visitor's clock that goes ahead: no "yesterday", and nothing thrown.
    ["2026-11-24T07:00:00Z", "am Dienstag, 24. November um 8:00 Uhr"],
  ])("%s: %s", (opensAt, text) => {
    expect(german(opensAt)).toBe(text);
  });

  it("is the visitor's, wherever the site is", () => {
    const opensAt = "2026-11-26T07:00:00Z";
    expect(german(opensAt, { timeZone: "America/New_York" })).toBe("morgen um 2:00 Uhr");
    expect(german(opensAt, { timeZone: "Pacific/Auckland" })).toBe("heute um 20:00 Uhr");
  });

  it("is the next one also over a night of 25 hours, and one of 23", () => {
    const night = { now: "2026-10-24T22:30:00Z" };
    expect(german("2026-10-25T22:45:00Z", night)).toBe("heute um 23:45 Uhr");
    expect(german("2026-10-25T23:15:00Z", night)).toBe("morgen um 0:15 Uhr");
    expect(german("2026-03-29T21:50:00Z", { now: "2026-03-28T22:50:00Z" })).toBe("morgen um 23:50 Uhr");
  });
});

describe("the hour", () => {
  const english = (locale: string) =>
    openingIn(outlookWords("en"), {
      opensAtMs: at("2026-11-27T13:00:00Z"),
      nowMs: NOW_MS,
      locale,
      timeZone: "Europe/London",
    }).replace(/\s/g, " ");

  it("is told as the visitor's browser tells it", () => {
    expect(english("en-US")).toBe("on Friday at 1:00 PM");
    expect(english("en-GB")).toBe("on Friday at 13:00");
  });

  it("in the language the widget speaks, by whatever form of it the visitor prefers", () => {
    expect(localeFor("en", ["de-AT", "en-GB", "en-US"])).toBe("en-GB");
    expect(localeFor("de", ["en", "de"])).toBe("de");
    expect(localeFor("de", ["fr-FR", "den"])).toBe("de");
  });
});
