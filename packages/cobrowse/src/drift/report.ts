/**
 * What became of a site's masking on the page that is open: rules that match and rules that do not, and fields that look as if they should
 * be masked and are not. Reads traits and words around, never a value, and tells no word of the page but names that the gate lets through.
 */
import type { DriftField, DriftReport, DriftSign, MaskRule } from "@lotse/protocol";
// By the recorder's own door: what both need stays where it is.
import { createDom, judgeField, matchesPath, scrubText } from "../capture/index.ts";
import type { Capture } from "../capture/types.ts";
import { pagePattern } from "./pagePattern.ts";

const FIELDS_MAX = 20;
const ELEMENTS_MAX = 50_000;
const NAME_MAX = 60;
const NEAR_MAX = 80;
const NO_TEXTS = /^(hidden|search|checkbox|radio|button|submit|reset|image|range|color|file|password)$/;
/** Of a person, of money, of health: masked by no rule of ours, because help needs to see most of it. */
const PERSONAL =
  /(^|-)(e?-?mail|phone|mobile|handy|telefon\w*|tel|dob|birth\w*|geburt\w*|gehalt\w*|salary|income|einkommen|konto\w*|account-?(n|h)\w*|bic|blz|sort-?code|steuer\w*|tax\w*|vat|passport\w*|reisepass\w*|ausweis\w*|licen[cs]e|f(ü|ue)hrerschein\w*|polic(e|y)n?\w*|versicherten\w*|patient\w*|diagnos\w*|health|gesundheit\w*|krank\w*|religion|konfession|nationalit\w*|staatsang\w*|street\w*|stra(ß|ss)e\w*|address\w*|adress\w*|surname|last-?name|nachname|first-?name|vorname|full-?name)(-|$)/;
const AUTOCOMPLETE =
  /(^| )(name|given-name|family-name|email|tel\S*|street-address|address-\S+|bday\S*|sex|username|transaction-\S+)( |$)/;

const dashed = (hint: string): string =>
  hint
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9äöüß]+/g, "-");
const tells = (hint: string | null): boolean =>
  !!hint &&
  (PERSONAL.test(dashed(hint)) ||
    judgeField({ tag: "", type: "", autocomplete: "", hints: [hint] }) !== "open");

/** As the page has it, or not at all: a part of it would mislead. */
const plain = (text: string | null): string | null =>
  text?.trim() && text.length <= NAME_MAX && !/\d{4}|@/.test(text) && scrubText(text) === text ? text : null;

export const createDrift = (window: Window & typeof globalThis, host: Element | null) => {
  const dom = createDom(window);
  const { Document, DocumentFragment, Element } = window;
  const queries = [Document, DocumentFragment].map(({ prototype }) => prototype.querySelectorAll);
  const previous = Object.getOwnPropertyDescriptor(Element.prototype, "previousElementSibling")?.get;
  const text = Object.getOwnPropertyDescriptor(window.Node.prototype, "textContent")?.get;

  const all = (root: Node, selector: string): ArrayLike<Element> =>
    queries[root.nodeType === 9 ? 0 : 1]?.call(root as Document, selector) ?? [];

  /** The document and what it shows: shadow roots, frames of its own. */
  const rootsOf = (capture: Capture, hidden: ReadonlySet<Node>): Node[] => {
    const roots: Node[] = [window.document];
    for (const root of roots) {
      for (const element of Array.from(all(root, "*")).slice(0, ELEMENTS_MAX)) {
        const inner = element.shadowRoot ?? innerOf(element);
        if (inner && element !== host && !isIn(element, hidden, capture)) roots.push(inner);
      }
    }
    return roots;
  };

  const near = (field: Element): string => {
    let at: Node | null = field;
    for (let level = 0; at !== null && level < 3; level++) {
      const before: Node | undefined = at.nodeType === 1 ? previous?.call(at) : undefined;
      const said: string = (before && text?.call(before)) || "";
      if (said.trim()) return said.length > NEAR_MAX ? "" : said;
      at = dom.parent(at);
    }
    return "";
  };

  const signOf = (field: Element, type: string): DriftSign | null => {
    const of = (name: string): string | null => dom.attribute(field, name);
    if (type === "email" || type === "tel") return "type";
    if (AUTOCOMPLETE.test(of("autocomplete")?.toLowerCase() ?? "")) return "autocomplete";
    if (tells(of("name")) || tells(of("id"))) return "name";
    const labels = [...dom.labels(field), of("aria-label"), of("placeholder"), of("title")];
    if (labels.some(tells)) return "label";
    return tells(near(field)) ? "near" : null;
  };

  const fieldOf = (field: Element): DriftField | null => {
    const tag = field.localName as DriftField["tag"];
    const type = tag === "input" ? (dom.attribute(field, "type") ?? "").toLowerCase() : "";
    if (NO_TEXTS.test(type) || !/^[a-z-]{0,20}$/.test(type)) return null;
    const sign = signOf(field, type);
    if (sign === null) return null;
    const named = ["name", "id", "autocomplete"].map(name => [name, plain(dom.attribute(field, name))]);
    return { tag, type, sign, ...Object.fromEntries(named.filter(([, value]) => value !== null)) };
  };

  return (capture: Capture, rules: readonly MaskRule[]): DriftReport => {
    const path = window.location.pathname;
    const hidden = new Set<Node>(capture.hidden());
    const roots = rootsOf(capture, hidden);
    const doesMatch = ({ selector }: MaskRule): boolean => {
      try {
        return roots.some(root => all(root, selector).length > 0);
      } catch {
        return false;
      }
    };
    const here = [...rules.keys()].filter(at => {
      const pages = rules[at]?.pages;
      return pages === undefined || matchesPath(pages, path);
    });
    const matched = here.filter(at => doesMatch(rules[at] as MaskRule));
    const fields = roots
      .flatMap(root => Array.from(all(root, "input,textarea,select")))
      .filter(field => !isIn(field, hidden, capture))
      .map(fieldOf)
      .filter(field => field !== null);
    const distinct = [...new Map(fields.map(field => [JSON.stringify(field), field])).values()];
    return {
      ...{ page: scrubText(pagePattern(path)), stamp: JSON.stringify(rules).length, matched },
      missed: here.filter(at => !matched.includes(at)),
      fields: distinct.slice(0, FIELDS_MAX),
    };
  };
};

const innerOf = (element: Element): Document | null => {
  if (element.localName !== "iframe") return null;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
};

const isIn = (element: Node, hidden: ReadonlySet<Node>, capture: Capture): boolean => {
  for (let at: Node | null = element; at !== null; at = capture.shownParent(at))
    if (hidden.has(at)) return true;
  return false;
};
