/**
 * Reads and touches the page's elements by the browser's own accessors, taken when the hands come: an element that a
 * script gave a `value` of its own, or a form with a field called `matches`, is still what it is. They work in every
 * frame of this origin. Decides nothing.
 */
type Realm = Window & typeof globalThis;

export interface Page {
  readonly window: Realm;
  /** The parent in the tree as it is shown. */
  readonly above: (node: Node) => Node | null;
  attribute(element: Element, name: string): string | null;
  matches(element: Element, selector: string): boolean;
  /** The window it stands in. Null: it is in none. */
  realm(node: Node): Realm | null;
  box(element: Element): DOMRect;
  shadow(element: Element): ShadowRoot | null;
  at(root: Document | ShadowRoot, x: number, y: number): Element | null;
  /** What has the focus, however deep; a frame that nobody may look into stands for itself. */
  active(): Element | null;
  value(element: Element): string;
  setValue(element: Element, value: string): void;
  checked(element: Element): boolean;
  setChecked(element: Element, checked: boolean): void;
  setSelected(option: Element, selected: boolean): void;
  scroll(element: Element, left: number, top: number): void;
  focus(element: Element): void;
  blur(element: Element): void;
  /** False: a listener prevented it. */
  fire<N extends Kind>(element: Element, kind: N, type: string, init?: object): boolean;
  /** Capturing, and before most of the page's own. Returns what ends it. */
  listen(of: Realm | Node, type: string, fn: (event: Event) => void): () => void;
}
type Kind = "Event" | "InputEvent" | "FocusEvent" | "MouseEvent" | "PointerEvent";

export const isElement = (node: Node | null): node is Element => node?.nodeType === 1;

/** An iframe's document, where it may be looked into. */
export const inside = (element: Element): Document | null => {
  try {
    return element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
  } catch {
    return null;
  }
};

export const createPage = (window: Realm, above: (node: Node) => Node | null, own?: Element): Page => {
  const accessor = (owner: { readonly prototype: object }, name: string) => {
    const { get, set } = Object.getOwnPropertyDescriptor(owner.prototype, name) ?? {};
    if (get === undefined) throw new TypeError(`no accessor ${name}`);
    return { get: (self: object) => get.call(self), set: (self: object, to: unknown) => set?.call(self, to) };
  };
  const { Element, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLOptionElement } = window;
  const { getAttribute, matches, getBoundingClientRect, scrollTo } = Element.prototype;
  const { focus, blur } = HTMLElement.prototype;
  const { dispatchEvent, addEventListener, removeEventListener } = window.EventTarget.prototype;
  const [document, shadow] = [accessor(window.Node, "ownerDocument"), accessor(Element, "shadowRoot")];
  const view = accessor(window.Document, "defaultView");
  const values = [HTMLInputElement, HTMLTextAreaElement].map(owner => accessor(owner, "value"));
  const [checked, selected] = [
    accessor(HTMLInputElement, "checked"),
    accessor(HTMLOptionElement, "selected"),
  ];
  const allFromPoint = window.Document.prototype.elementsFromPoint;
  const fromPoint = [window.Document, window.ShadowRoot].map(owner => owner.prototype.elementFromPoint);
  const accessorOf = (element: Element) => values[element.localName === "textarea" ? 1 : 0];
  const realm = (node: Node): Realm | null => view.get((document.get(node) ?? node) as object);
  return {
    window,
    above,
    realm,
    attribute: (element, name) => getAttribute.call(element, name),
    matches: (element, selector) => matches.call(element, selector),
    box: element => getBoundingClientRect.call(element),
    shadow: element => shadow.get(element),
    at: (root, x, y) => {
      const found = fromPoint[root.nodeType === 9 ? 0 : 1]?.call(root as ShadowRoot, x, y) ?? null;
      if (found === null || found !== own) return found;
      return allFromPoint.call(root as Document, x, y).find(one => one !== own) ?? null;
    },
    active: () => {
      let found = window.document.activeElement;
      for (;;) {
        const root = found && (shadow.get(found) ?? inside(found));
        const inner: Element | null = root?.activeElement ?? null;
        if (inner === null) return found;
        found = inner;
      }
    },
    value: element => accessorOf(element)?.get(element),
    setValue: (element, value) => accessorOf(element)?.set(element, value),
    checked: element => checked.get(element),
    setChecked: (element, to) => checked.set(element, to),
    setSelected: (option, to) => selected.set(option, to),
    scroll: (element, left, top) => {
      const to = { left, top, behavior: "instant" } as const;
      const document = realm(element)?.document;
      if (element === document?.documentElement) document.defaultView?.scrollTo(to);
      else (scrollTo as (to: ScrollToOptions) => void).call(element, to);
    },
    focus: element => focus.call(element as HTMLElement, { preventScroll: true }),
    blur: element => blur.call(element as HTMLElement),
    fire: (element, kind, type, init) => {
      const of = realm(element) ?? window;
      const all = { bubbles: true, composed: true, ...(kind !== "Event" && { view: of }), ...init };
      return dispatchEvent.call(element, new of[kind](type, all));
    },
    listen: (of, type, fn) => {
      addEventListener.call(of, type, fn, true);
      return () => removeEventListener.call(of, type, fn, true);
    },
  };
};
