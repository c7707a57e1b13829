import { expect, it } from "vitest";
import type { Keep } from "../ports.ts";
import { Preferences } from "./Preferences.ts";

const keepOf = (kept: Record<string, string> = {}): Keep => ({
  get: name => kept[name] ?? null,
  set: (name, value) => {
    kept[name] = value;
  },
});

const languageFor = (...browserLanguages: string[]) =>
  new Preferences({ keep: keepOf(), browserLanguages }).language.value;

it("speaks the first of the browser's languages that it knows, else English", () => {
  expect(languageFor("de-AT", "en")).toBe("de");
  expect(languageFor("en-GB", "de")).toBe("en");
  expect(languageFor("fr-FR", "de-CH")).toBe("de");
  expect(languageFor("tr", "pl")).toBe("en");
  expect(languageFor()).toBe("en");
});

it("keeps what was chosen", () => {
  const kept = {};
  const first = new Preferences({ keep: keepOf(kept), browserLanguages: ["de"] });
  first.switchLanguage();
  first.switchTheme();
  const second = new Preferences({ keep: keepOf(kept), browserLanguages: ["de"] });
  expect([second.language.value, second.theme.value]).toEqual(["en", "light"]);
});

it("goes round through all appearances", () => {
  const preferences = new Preferences({ keep: keepOf(), browserLanguages: [] });
  const seen = [0, 1, 2, 3].map(() => {
    const theme = preferences.theme.value;
    preferences.switchTheme();
    return theme;
  });
  expect(seen).toEqual(["auto", "light", "dark", "auto"]);
});

it("ignores nonsense that was kept", () => {
  const keep = keepOf({ language: "xx", theme: "purple" });
  const preferences = new Preferences({ keep, browserLanguages: ["de"] });
  expect([preferences.language.value, preferences.theme.value]).toEqual(["de", "auto"]);
});
