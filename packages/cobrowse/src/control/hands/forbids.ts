/**
 * What nobody but the visitor does on a page: what the site keeps to them, what is switched off, and what sends, pays or
 * leads elsewhere. Looks at an element and everything around it. Knows no masking, no places and no grants.
 */
import type { ActRefusal } from "@lotse/protocol";
import { isElement, type Page } from "./page.ts";

/** What a press comes to. `asks`: the visitor is asked first. */
export type Press =
  | { readonly kind: "free" }
  | { readonly kind: "asks"; readonly button: Element }
  | { readonly kind: "refused"; readonly outcome: ActRefusal };

const BUTTONS = 'button,input[type="button" i],[role="button" i],[role="menuitem" i]';
const SENDS =
  '[formaction],input[type="submit" i],input[type="image" i],input[type="reset" i],input[type="file" i],button[type="reset" i],apple-pay-button,google-pay-button';
/** What binds or pays, in the words that the law or custom asks of such buttons. */
const PAYS =
  /\b(pay|paypal|buy|purchase|(place|submit|confirm|complete) (the |my |your )?(order|payment|purchase))\b|bezahlen|kaufen\b|kostenpflichtig|zahlungspflichtig|verbindlich|bestellung (auf|ab)|bestellen\b/i;

const NAME_MAX = 60;

const isTrue = (page: Page, element: Element, name: string): boolean =>
  page.attribute(element, name)?.toLowerCase() === "true";

/** What holds for everything within: the site's own word, and what is switched off as a whole. */
const aroundForbids = (page: Page, element: Element): ActRefusal | null => {
  if (page.matches(element, "[data-lotse-no-control]")) return "site";
  const isOff = page.matches(element, ":disabled,[inert]") || isTrue(page, element, "aria-disabled");
  return isOff ? "disabled" : null;
};

/** All from the element up to the page's root, through shadow roots and frames. */
function* chain(page: Page, element: Element): Generator<{ at: Element; isOtherDocument: boolean }> {
  let isOtherDocument = false;
  for (let at: Node | null = element; at !== null; at = page.above(at)) {
    if (isElement(at)) yield { at, isOtherDocument };
    else if (at.nodeType === 9) isOtherDocument = true;
  }
}

/** Null: it may be acted on. The site's word comes before what the page switched off. */
export const forbids = (page: Page, element: Element): ActRefusal | null => {
  let found: ActRefusal | null = null;
  for (const { at } of chain(page, element)) {
    const here = aroundForbids(page, at);
    if (here === "site") return here;
    found ??= here;
  }
  return found;
};

export const isReadonly = (page: Page, element: Element): boolean =>
  page.matches(element, "[readonly]") || isTrue(page, element, "aria-readonly");

const leadsAway = (page: Page, link: Element): boolean => {
  const href = page.attribute(link, "href") ?? page.attribute(link, "xlink:href");
  if (href === null) return false;
  const target = page.attribute(link, "target") ?? baseTarget(link);
  if (page.attribute(link, "download") !== null || !/^(_self)?$/i.test(target)) return true;
  try {
    const { protocol, origin } = new URL(href, link.baseURI);
    return !/^https?:$/.test(protocol) || origin !== page.window.location.origin;
  } catch {
    return false; // No address at all: the browser goes nowhere.
  }
};
const baseTarget = (link: Element): string =>
  link.ownerDocument.querySelector("base[target]")?.getAttribute("target") ?? "";

/** A button is one that sends, as long as it belongs to a form and does not say otherwise. */
const sends = (page: Page, element: Element): boolean => {
  if (page.matches(element, SENDS)) return true;
  if (element.localName !== "button" || page.matches(element, '[type="button" i]')) return false;
  return (element as HTMLButtonElement).form !== null;
};

const isLink = (page: Page, element: Element): boolean => page.matches(element, "a,area");

export interface PressParts {
  readonly page: Page;
  readonly shows: (node: Node) => boolean;
  readonly nameOf: (element: Element) => string;
}

/** A press on one element, what it is passed on to included; null: nothing is against it. */
const pressedOne = (parts: PressParts, at: Element, target: Element): Press | null => {
  const { page, nameOf } = parts;
  const refused = (outcome: ActRefusal): Press => ({ kind: "refused", outcome });
  if (sends(page, at) || (isLink(page, at) && leadsAway(page, at))) return refused("visitorOnly");
  const isButton = page.matches(at, BUTTONS);
  const name = isButton || isLink(page, at) || at === target ? nameOf(at) : "";
  // A whole paragraph is not what something is called.
  if (name.length <= NAME_MAX && PAYS.test(name)) return refused("visitorOnly");
  if (isButton) return { kind: "asks", button: at };
  const control = at.localName === "label" ? (at as HTMLLabelElement).control : null;
  if (control === null || control === target) return null;
  const through = parts.shows(control) ? pressed(parts, control) : refused("masked");
  return through.kind === "free" ? null : through;
};

export const pressed = (parts: PressParts, target: Element): Press => {
  const { page } = parts;
  const kept = forbids(page, target) ?? (isTrue(page, target, "aria-readonly") ? "readonly" : null);
  if (kept !== null) return { kind: "refused", outcome: kept };
  let press: Press = { kind: "free" };
  for (const { at, isOtherDocument } of chain(page, target)) {
    if (isOtherDocument) break;
    const here = pressedOne(parts, at, target);
    if (here?.kind === "refused") return here;
    if (here !== null && press.kind === "free") press = here;
  }
  return press;
};
