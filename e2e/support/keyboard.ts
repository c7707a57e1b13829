/**
 * Somebody who works without a mouse: moves by Tab alone, and at each stop sees where they are. What is passed on the way
 * is judged, too: each stop has a visible focus, and nothing lies over it.
 */
import { expect, type Locator, type Page } from "@playwright/test";

const STOPS_MAX = 400;

/** What is wrong with what has the focus; null = nothing. */
const judge = (): string | null => {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return null;
  const name = `${at.tagName.toLowerCase()} ${at.dataset.testid ?? at.getAttribute("aria-label") ?? at.textContent ?? ""}`;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 1) return `no visible focus: ${name}`;
  const { left, top, width, height } = at.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + Math.min(height, 40) / 2];
  const over = document.elementFromPoint(x, y);
  if (over === null) return `out of sight: ${name}`;
  const isOwn = at.contains(over) || over.contains(at) || over.closest("label")?.contains(at) === true;
  return isOwn ? null : `covered: ${name}`;
};

export class Keyboard {
  readonly #page: Page;
  readonly #wrong = new Set<string>();

  constructor(page: Page) {
    this.#page = page;
  }

  /** Stops of the way so far at which nobody would know where they are. */
  get wrong(): readonly string[] {
    return [...this.#wrong];
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Over what stands in the field. */
  async write(text: string): Promise<void> {
    await this.press("Control+a");
    await this.type(text);
  }

  /** On by Tab, or back, until it has the focus. */
  async to(target: Locator, way: "on" | "back" = "on"): Promise<void> {
    await expect(target).toBeAttached();
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      if (await this.isAt(target)) return;
      await this.press(way === "on" ? "Tab" : "Shift+Tab");
      const wrong = await this.#page.evaluate(judge);
      if (wrong !== null) this.#wrong.add(wrong);
    }
    throw new Error(`Never came to ${target}`);
  }

  isAt(target: Locator): Promise<boolean> {
    return target.evaluate(element => element === document.activeElement);
  }
}
