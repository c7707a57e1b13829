/**
 * Finds the page's forms and watches which of them are on the screen. A form is named by `data-lotse-form`; without
 * code by its `name`, `id` or the path it is sent to, if it has two fields or more (a search box is no form).
 */
import { clip } from "../shared/text.ts";
import { guard } from "./natives.ts";

const NAME_MAX = 80;
const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=search]),select,textarea";

export const formName = (element: Element): string => {
  const given = element.getAttribute("data-lotse-form");
  if (given !== null) return clip(given, NAME_MAX);
  if (element.querySelectorAll(FIELDS).length < 2) return "";
  // Attributes, not properties: a field called "name" would hide the form's own.
  const action = element.getAttribute("action");
  const found = element.getAttribute("name") || element.id || action?.replace(/^\w+:\/\/[^/]*|[?#].*$/g, "");
  return clip(typeof found === "string" ? found : "", NAME_MAX);
};

export interface FormFinder {
  /** Looks for forms that came or went. */
  scan(): void;
  close(): void;
}

export const createFormFinder = (onVisible: (names: ReadonlySet<string>) => void): FormFinder => {
  /** True while on the screen. */
  const watched = new Map<Element, boolean>();

  const report = () => {
    const names = new Set<string>();
    for (const [element, visible] of watched) {
      // Boxes can be on the screen and yet hidden (`visibility`, a closed `content-visibility`).
      if (visible && element.checkVisibility?.({ visibilityProperty: true }) !== false) {
        const name = formName(element);
        if (name !== "") names.add(name);
      }
    }
    onVisible(names);
  };

  const observer = new IntersectionObserver(
    guard((entries: IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of entries) {
        if (watched.has(target)) watched.set(target, isIntersecting);
      }
      report();
    }),
  );

  return {
    scan: () => {
      const present = new Set(document.querySelectorAll("form,[data-lotse-form]"));
      for (const element of [...watched.keys()]) {
        if (present.has(element)) continue;
        observer.unobserve(element);
        watched.delete(element);
      }
      for (const element of present) {
        if (watched.has(element)) continue;
        watched.set(element, false);
        observer.observe(element);
      }
      report();
    },
    close: () => observer.disconnect(),
  };
};
