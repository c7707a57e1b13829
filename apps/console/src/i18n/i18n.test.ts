import { ERROR_CODES } from "@lotse/protocol";
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { createI18n } from "./i18n.ts";

it("follows the language", () => {
  const language = signal<"de" | "en">("de");
  const { t, duration } = createI18n(language);
  expect(t("offer.accept")).toBe("Annehmen");
  expect(t("inbox.waiting", duration(61_000))).toBe("wartet 1 min");
  language.value = "en";
  expect(t("offer.accept")).toBe("Accept");
  expect(t("inbox.unread", 1)).toBe("1 unread message");
  expect(t("inbox.unread", 2)).toBe("2 unread messages");
});

it("names an unknown visitor in the language, and leaves names alone", () => {
  const { visitor } = createI18n(signal("de"));
  expect(visitor("Visitor 3F2A")).toBe("Besucher 3F2A");
  expect(visitor("Visitor Centre Ltd")).toBe("Visitor Centre Ltd");
});

it("lets no name turn the sentence around it", () => {
  const { visitor } = createI18n(signal("de"));
  expect(visitor("\u202EEva\u2067 \u05d0\u200f")).toBe("Eva \u05d0\u200f");
});

it("says how many people a sign-out leaves behind", () => {
  const { t } = createI18n(signal("de"));
  expect(t("leave.explain", 1)).toMatch(/^1 Besucher ist .* Geteilte Seiten werden geschlossen\.$/);
  expect(t("leave.explain", 3)).toMatch(/^3 Besucher sind /);
});

it("has the same texts in both languages, none of them empty", () => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  for (const text of [...Object.values(de), ...Object.values(en)]) expect(text).not.toBe("");
});

it("has a sentence for every error, in both languages, and no sentence is only the code", () => {
  for (const language of ["de", "en"] as const) {
    const { error } = createI18n(signal(language));
    for (const code of ERROR_CODES) {
      expect(error(code).length).toBeGreaterThan(10);
      expect(error(code)).not.toContain(code);
    }
  }
});

it("names what the audit log knows, and nothing it does not", () => {
  const { auditEvent } = createI18n(signal("de"));
  expect(auditEvent("member:removed")).toBe("Entfernt");
  expect(auditEvent("toString")).toBeNull();
});

it("says what is left to the second until there are two minutes", () => {
  const { remaining } = createI18n(signal("en"));
  expect([-5, 0, 1, 59_001, 90_000, 95_000, 119_000, 120_000, 185_000].map(remaining)).toEqual([
    ...["0 s", "0 s", "1 s", "60 s", "90 s", "95 s", "119 s", "2 min", "3 min"],
  ]);
});

it("tells a moment by another place's clock, and by its own where it knows none", () => {
  const { dateTime, dateTimeIn } = createI18n(signal("de"));
  const atMs = Date.UTC(2026, 10, 24, 23, 29);
  expect(dateTimeIn(atMs, "Europe/Berlin")).toBe("25.11.2026, 00:29");
  expect(dateTimeIn(atMs, "America/New_York")).toBe("24.11.2026, 18:29");
  expect(dateTimeIn(atMs, "Moon/Tycho")).toBe(dateTime(atMs));
});

it("says how long in words one can read", () => {
  const { duration } = createI18n(signal("en"));
  expect([0, 59_999, 60_000, 3_599_000, 7_500_000, -5].map(duration)).toEqual([
    "0 s",
    "59 s",
    "1 min",
    "59 min",
    "2 h 5 min",
    "0 s",
  ]);
});
