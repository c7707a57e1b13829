/** What a person set for this device: language, light or dark. Kept by the given `Keep`. */
import type { Language } from "@lotse/protocol";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Keep } from "../ports.ts";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: string | null): value is Theme => THEMES.some(theme => theme === value);

/** German for those whose browser speaks it first, English for everybody else. */
const browserLanguage = (languages: readonly string[]): Language => {
  const ours = languages.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag === "de" || tag === "en");
  return ours === "de" ? "de" : "en";
};

export class Preferences {
  readonly #keep: Keep;
  readonly #language: Signal<Language>;
  readonly #theme: Signal<Theme>;
  readonly #plainKeys: Signal<boolean>;

  constructor(options: { readonly keep: Keep; readonly browserLanguages: readonly string[] }) {
    this.#keep = options.keep;
    const language = options.keep.get("language");
    const theme = options.keep.get("theme");
    this.#language = signal(
      language === "de" || language === "en" ? language : browserLanguage(options.browserLanguages),
    );
    this.#theme = signal(isTheme(theme) ? theme : "auto");
    this.#plainKeys = signal(options.keep.get("plainKeys") !== "off");
  }

  get language(): ReadonlySignal<Language> {
    return this.#language;
  }

  get theme(): ReadonlySignal<Theme> {
    return this.#theme;
  }

  /** Keys without a modifier; who speaks to the computer, or types with a tremor, turns them off (WCAG 2.1.4). */
  get plainKeys(): ReadonlySignal<boolean> {
    return this.#plainKeys;
  }

  switchPlainKeys(): void {
    this.#plainKeys.value = !this.#plainKeys.value;
    this.#keep.set("plainKeys", this.#plainKeys.value ? "on" : "off");
  }

  switchLanguage(): void {
    this.#language.value = this.#language.value === "de" ? "en" : "de";
    this.#keep.set("language", this.#language.value);
  }

  switchTheme(): void {
    const next = THEMES[(THEMES.indexOf(this.#theme.value) + 1) % THEMES.length] ?? "auto";
    this.#theme.value = next;
    this.#keep.set("theme", next);
  }
}
