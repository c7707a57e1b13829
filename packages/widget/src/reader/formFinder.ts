/**
 * Finds the page's forms and watches which of them are on the screen. A form is named by `data-lotse-form`; without
 * code by its `name`, `id` or the path it is sent to, if it has two fields or more (a search box is no form).
 */

import { guard } from "../shared/guard.ts";
import { native } from "../shared/native.ts";
import { clip } from "../shared/text.ts";
import { named } from "./named.ts";

const NAME_MAX = 80;
const FIELDS = "input:not([type=hidden],[type=submit],[type=search]),select,textarea";

export const formName = (element: Element): string => {
  // Attributes, not properties: a field called "name" would hide the form's own.
  const read = (attribute: string) => element.getAttribute(attribute);
  const given = read("data-lotse-form");
  const counts = given !== null || element.querySelectorAll(FIELDS).length > 1;
  const path = read("action")?.replace(/^\w+:\/\/[^/]*|[?#].*/g, "");
  return counts ? named(clip(given ?? (read("name") || read("id") || path || ""), NAME_MAX)) : "";
};

export class FormFinder {
  /** True while on the screen. */
  readonly #watched = new Map<Element, boolean>();
  readonly #observer: IntersectionObserver;
  readonly #onVisible: (names: ReadonlySet<string>) => void;

  constructor(onVisible: (names: ReadonlySet<string>) => void) {
    this.#onVisible = onVisible;
    this.#observer = new (native(self, "IntersectionObserver"))(
      guard((entries: IntersectionObserverEntry[]) => {
        for (const { target, isIntersecting } of entries) {
          if (this.#watched.has(target)) this.#watched.set(target, isIntersecting);
        }
        this.#report();
      }),
    );
  }

  /** Looks for forms that came or went. */
  scan(): void {
    const present = new Set(document.querySelectorAll("form,[data-lotse-form]"));
    for (const element of this.#watched.keys()) {
      if (present.delete(element)) continue;
      this.#observer.unobserve(element);
      this.#watched.delete(element);
    }
    for (const element of present) {
      this.#watched.set(element, false);
      this.#observer.observe(element);
    }
    this.#report();
  }

  close(): void {
    this.#observer.disconnect();
    this.#watched.clear();
  }

  #report(): void {
    const names = new Set<string>();
    for (const [element, visible] of this.#watched) {
      // Boxes can be on the screen and yet hidden (`visibility`, a closed `content-visibility`).
      const rendered = visible && element.checkVisibility?.({ visibilityProperty: true }) !== false;
      if (rendered) names.add(formName(element));
    }
    names.delete("");
    this.#onVisible(names);
  }
}
