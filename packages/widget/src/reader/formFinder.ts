/**
 * Finds the page's forms and watches which of them can be seen. A form is named by `data-lotse-form`; without code by its
 * `name`, `id` or the path it is sent to, if it has two fields or more, or one for an address, a number or a longer text.
 * A single line of text is no form: it is a search box. Knows nothing of what lies over a form.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import { native } from "../shared/native.ts";
import { clip } from "../shared/text.ts";
import { named } from "./named.ts";

const NAME_MAX = 80;
/** No event tells of `visibility` and `opacity`: while a form is on the screen, it is looked at so often. */
const SEEN_EVERY_MS = 1_000;
const FIELDS = "input:not([type=hidden],[type=submit],[type=search]),select,textarea";
const TELLING = "[type=email],[type=tel],textarea";

/** Fields elsewhere on the page that belong to it count, too; a field called `elements` is all that is seen of its form. */
const isForm = (form: Element): boolean => {
  const [one, other] = Array.from((form as HTMLFormElement).elements ?? []).filter(field =>
    field.matches(FIELDS),
  );
  return !!other || !!one?.matches(TELLING);
};

const ownName = (form: Element): string => {
  // Attributes, not properties: a field called "name" would hide the form's own.
  const read = (attribute: string) => form.getAttribute(attribute);
  const path = read("action")?.replace(/^\w+:\/\/[^/]*|[?#].*/g, "");
  return isForm(form) ? read("name") || read("id") || path || "" : "";
};

export const formName = (element: Element): string =>
  named(clip(element.getAttribute("data-lotse-form") ?? ownName(element), NAME_MAX));

/** Boxes can be on the screen and yet hidden: by `visibility`, `opacity`, a closed `content-visibility`. */
export const isShown = (element: Element): boolean =>
  element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) !== false;

export interface FormFinder {
  /** Looks for forms that came or went. */
  readonly scan: () => void;
  /** Says which are seen now, and goes on doing so while the tab is shown. */
  readonly report: () => void;
  readonly close: Unsubscribe;
}

export const createFormFinder = (
  clock: Clock,
  onVisible: (names: ReadonlySet<string>) => void,
): FormFinder => {
  /** True while on the screen. */
  const watched = new Map<Element, boolean>();
  let seen: ReadonlySet<string> = new Set();
  let cancel: Unsubscribe = () => {};
  const report = () => {
    cancel();
    const onScreen = [...watched.keys()].filter(element => watched.get(element));
    seen = new Set(
      onScreen
        .filter(one => !one.isConnected || isShown(one))
        .map(formName)
        .filter(Boolean),
    );
    onVisible(seen);
    if (onScreen[0] && !document.hidden) cancel = clock.after(SEEN_EVERY_MS, report);
  };
  const observer = new (native(self, "IntersectionObserver"))(
    guard((entries: IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of entries) {
        // One that was taken out may be about to be drawn anew: the scan that follows knows.
        if (target.isConnected && watched.has(target)) watched.set(target, isIntersecting);
      }
      report();
    }),
  );
  return {
    scan: () => {
      const present = new Set(document.querySelectorAll("form,[data-lotse-form]"));
      for (const element of watched.keys()) {
        if (present.delete(element)) continue;
        observer.unobserve(element);
        watched.delete(element);
      }
      for (const element of present) {
        // In the place of one that was seen it is seen, until the browser has said where it is.
        watched.set(element, seen.has(formName(element)));
        observer.observe(element);
      }
      report();
    },
    report,
    close: () => {
      cancel();
      observer.disconnect();
      watched.clear();
    },
  };
};
