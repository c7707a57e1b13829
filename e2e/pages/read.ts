/**
 * A document as lines: structure, texts, attributes, form values, scroll positions, and how every element looks. The
 * same function reads the visitor's page and its mirror, so it also knows what differs by design, each by its name: of
 * the page it takes the situation's word, in the mirror it asks for evidence. Runs inside a page: no imports.
 */

/** Why the mirror shows something else, and shall. */
export type Design = "masked" | "blocked" | "label" | "picture";

export interface ByDesign {
  readonly selector: string;
  readonly as: Design;
}

export interface Seen {
  readonly dom: readonly string[];
  readonly scroll: readonly string[];
  readonly looks: readonly string[];
}

export interface ReadOptions {
  readonly byDesign: readonly ByDesign[];
  readonly isMirror: boolean;
  /** What stands for masked text. */
  readonly mask: string;
  /** Whether to ask for computed styles. */
  readonly looks: boolean;
}

export const readDocument = (root: Document, { byDesign, isMirror, mask, looks }: ReadOptions): Seen => {
  const PROPERTIES =
    "display color background-color font-size font-weight width height margin-top margin-left padding-top opacity visibility border-top-width position direction transform".split(
      " ",
    );
  const seen = { dom: [] as string[], scroll: [] as string[], looks: [] as string[] };
  // How a sheet came into the mirror is its own affair; what it does is seen in the looks. The widget is never recorded.
  const SILENT = /^(script|meta|link|style|template|noscript|base|lotse-widget)$/;
  const OURS =
    /^(on|data-lotse|data-rr|rr_|autocomplete$|action$|autofocus$|selected$|checked$|value$|srcdoc$|nonce$|integrity$|loading$)/;
  const ADDRESSES = /^(href|src|poster|xlink:href)$/;
  /** In a masked part nothing else is told. */
  const PLAIN = /^(class|id)$/;

  const designOf = (element: Element): Design | null => {
    const told = byDesign.find(({ selector }) => element.matches(selector))?.as ?? null;
    if (!isMirror || told === "masked") return told;
    if (element.hasAttribute("data-lotse-blocked")) return "blocked";
    if (element.hasAttribute("data-lotse-label")) return "label";
    return element.localName === "img" && element.getAttribute("src")?.startsWith("data:image/webp")
      ? "picture"
      : null;
  };
  const attribute = (element: Element, name: string, value: string): string => {
    if (name === "class") return value.replace(/\s*(:hover|rrweb-paused)/g, "");
    if (name === "style") {
      // Each property stands once: their order means nothing, and is not told.
      const { style } = element as HTMLElement;
      const declared = [...style].map(
        each => `${each}: ${style.getPropertyValue(each)} ${style.getPropertyPriority(each)}`,
      );
      return declared.sort().join("; ");
    }
    // What would run leads nowhere in the mirror.
    if (!isMirror && /^javascript:/.test(value)) return "#";
    if (!ADDRESSES.test(name) || value === "" || value.startsWith("#")) return value;
    try {
      return new URL(value, root.baseURI).href;
    } catch {
      return value;
    }
  };
  const attributes = (element: Element, isMasked: boolean): string =>
    [...element.attributes]
      .filter(({ name }) => !OURS.test(name) && (!isMasked || PLAIN.test(name)))
      // In the mirror a canvas carries its picture there; how it looks is compared all the same.
      .filter(({ name }) => name !== "style" || element.localName !== "canvas")
      .map(({ name, value }) => `${name}=${attribute(element, name, value)}`)
      .filter(text => text !== "class=" && text !== "style=")
      .sort()
      .join(" ");
  /** Of what is masked: that it is, on both sides. */
  const shown = (text: string, isMasked: boolean): string =>
    isMasked && text !== "" && (!isMirror || text === mask) ? "(masked)" : text;
  const state = (element: Element, isMasked: boolean): string => {
    if (!/^(input|textarea|select)$/.test(element.localName)) return "";
    const field = element as HTMLInputElement;
    const isTick = field.type === "checkbox" || field.type === "radio";
    if (isTick && isMasked) return " [masked]";
    const chosen = [...((element as unknown as HTMLSelectElement).selectedOptions ?? [])];
    const more = [
      isTick ? String(field.checked) : "",
      field.indeterminate === true ? "neither" : "",
      chosen.map(option => option.index).join(),
    ];
    const value = field.type === "hidden" ? "" : shown(field.value, isMasked);
    return ` [${isTick ? "" : value}|${more.join("|")}]`;
  };
  const look = (element: Element, name: string): void => {
    const view = element.ownerDocument.defaultView;
    const rounded = (value: string): string =>
      value.replace(/-?\d+\.\d+(?=px)/g, number => String(Math.round(Number(number))));
    const style = view?.getComputedStyle(element);
    const values = PROPERTIES.map(
      property => `${property}:${rounded(style?.getPropertyValue(property) ?? "")}`,
    );
    const added = ["::before", "::after"].map(part => view?.getComputedStyle(element, part).content ?? "");
    const layer = element.matches(":popover-open, dialog:modal") ? " in the top layer" : "";
    const defined = element.matches(":defined") ? "" : " undefined";
    seen.looks.push(`${name} ${values.join(";")} ${added.join("|")}${layer}${defined}`);
  };
  const place = (element: Element, name: string): void => {
    const [left, top] = [Math.round(element.scrollLeft), Math.round(element.scrollTop)];
    if (left !== 0 || top !== 0) seen.scroll.push(`${name} ${left},${top}`);
  };
  interface Around {
    readonly depth: number;
    readonly isMasked: boolean;
  }
  const text = (node: Node, { depth, isMasked }: Around): void => {
    const value = (node.textContent ?? "").replace(/\s+/g, " ").trim();
    // What a text area was given at first is no longer to be seen.
    if (value !== "" && node.parentElement?.localName !== "textarea")
      seen.dom.push(" ".repeat(depth) + shown(value, isMasked));
  };
  const walk = (node: Node, around: Around): void => {
    if (node.nodeType === 3) text(node, around);
    if (node.nodeType !== 1) return;
    const element = node as Element;
    if (SILENT.test(element.localName)) return;
    const design = designOf(element);
    const isMasked = around.isMasked || design === "masked";
    const start = `${" ".repeat(around.depth)}<${element.localName}`;
    if (design !== null && design !== "masked") {
      seen.dom.push(`${start}> ${design}`);
      return;
    }
    const isFrame = element.localName === "iframe";
    seen.dom.push(
      `${start} ${isFrame ? `id=${element.id}` : attributes(element, isMasked)}>${state(element, isMasked)}`,
    );
    const name = `${element.localName}${element.id === "" ? "" : `#${element.id}`} (line ${seen.dom.length})`;
    if (looks && !isMasked && element.localName !== "option") look(element, name);
    place(element, name);
    inside(element, { depth: around.depth + 1, isMasked });
  };
  const inside = (element: Element, around: Around): void => {
    const deeper = { ...around, depth: around.depth + 1 };
    if (element.shadowRoot !== null) {
      seen.dom.push(`${" ".repeat(around.depth)}#shadow`);
      for (const child of element.shadowRoot.childNodes) walk(child, deeper);
    }
    const inner = element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
    if (inner?.documentElement) walk(inner.documentElement, deeper);
    for (const child of element.childNodes) walk(child, around);
  };
  seen.dom.push(root.compatMode);
  if (root.documentElement) walk(root.documentElement, { depth: 0, isMasked: false });
  return seen;
};
