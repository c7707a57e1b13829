/**
 * The site's own rules of what agents do not see, as far as they hold on the page that is open. A selector that this
 * browser refuses hides everything: what it was to hide, nobody knows. Knows nothing of what is always masked.
 */
import type { MaskRule } from "@lotse/protocol";
import { namesInRules } from "./maskedNames.ts";
import type { MaskPolicy } from "./types.ts";

export interface Policy {
  readonly strict: boolean;
  /** Some rule could not be read. */
  readonly broken: boolean;
  /** Fields that rules call by their name, on whatever page. */
  readonly names: readonly string[];
  /** Whether any rule may hide something here. */
  readonly active: boolean;
  is(action: MaskRule["action"], element: Element): boolean;
  /** What rules hide within. */
  hiddenIn(root: Node): readonly Element[];
  /** True if the page has moved to where other rules hold. */
  moved(): boolean;
}

/** `*` stands for anything, slashes included. Never more work than both lengths together times the number of stars. */
export const matchesPath = (pattern: string, path: string): boolean => {
  const [head = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return path === pattern;
  if (!path.startsWith(head)) return false;
  const tail = rest.pop() ?? "";
  let at = head.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - tail.length >= at && path.endsWith(tail);
};

interface Lists {
  readonly mask: string;
  readonly block: string;
  readonly show: string;
}

export const createPolicy = (window: Window & typeof globalThis, policy: MaskPolicy): Policy => {
  const { matches } = window.Element.prototype;
  const { querySelector } = window.Element.prototype;
  const queries = [window.Element, window.Document, window.DocumentFragment].map(
    ({ prototype }) => prototype.querySelectorAll,
  );
  const probe = window.document.createElement("p");
  const isReadable = ({ selector }: MaskRule): boolean => {
    try {
      querySelector.call(probe, selector);
      return true;
    } catch {
      return false;
    }
  };
  const given = policy.rules ?? [];
  const rules = given.filter(isReadable);
  const broken = given.some(rule => rule.action !== "show" && !rules.includes(rule));

  const listsFor = (path: string): Lists => {
    const here = rules.filter(({ pages }) => pages === undefined || matchesPath(pages, path));
    const list = (action: MaskRule["action"]): string =>
      here
        .filter(rule => rule.action === action)
        .map(({ selector }) => selector)
        .join(",");
    return { mask: list("mask"), block: list("block"), show: list("show") };
  };
  let path = window.location.pathname;
  let lists = listsFor(path);
  const hiding = (): string => [lists.mask, lists.block].filter(list => list !== "").join(",");

  return {
    strict: policy.strict,
    broken,
    names: namesInRules(given),
    get active() {
      return hiding() !== "";
    },
    is: (action, element) => lists[action] !== "" && matches.call(element, lists[action]),
    hiddenIn: root => {
      const list = hiding();
      const query = queries[[1, 9, 11].indexOf(root.nodeType)];
      return list === "" || query === undefined ? [] : Array.from(query.call(root as Element, list));
    },
    moved: () => {
      if (window.location.pathname === path) return false;
      const before = JSON.stringify(lists);
      path = window.location.pathname;
      lists = listsFor(path);
      return JSON.stringify(lists) !== before;
    },
  };
};
