/**
 * Reading the page's DOM through accessors captured before anyone can be fooled by the page: a form whose input is
 * called `parentNode` hides `form.parentNode`, and a hidden ancestor would mean a lost mask. Accessors work on the
 * nodes of every same-origin frame. Knows nothing of masking.
 */
export interface Dom {
  /** The parent in the tree as it is shown: slot, shadow host and the frame's element included. */
  shownParent(node: Node): Node | null;
  parent(node: Node): Node | null;
  attribute(element: Element, name: string): string | null;
  has(element: Element, name: string): boolean;
  labels(element: Element): readonly string[];
  /** The fields that a `datalist` serves. */
  listUsers(list: Element): readonly Element[];
  value(element: Element): string;
  editable(element: Element): boolean;
}

const HTML = "http://www.w3.org/1999/xhtml";

export const isElement = (node: Node): node is Element => node.nodeType === 1;

/** Reads a property as the browser defined it. */
export const getter = <T>(prototype: object, name: string): ((self: object) => T) => {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new TypeError(`no accessor ${name}`);
  return self => get.call(self) as T;
};

export const createDom = (window: Window & typeof globalThis): Dom => {
  const parent = getter<Node | null>(window.Node.prototype, "parentNode");
  const nodeType = getter<number>(window.Node.prototype, "nodeType");
  const textContent = getter<string | null>(window.Node.prototype, "textContent");
  const elementSlot = getter<Element | null>(window.Element.prototype, "assignedSlot");
  const textSlot = getter<Element | null>(window.Text.prototype, "assignedSlot");
  const host = getter<Element | null>(window.ShadowRoot.prototype, "host");
  const view = getter<Window | null>(window.Document.prototype, "defaultView");
  const isContentEditable = getter<boolean>(window.HTMLElement.prototype, "isContentEditable");
  const getAttribute = window.Element.prototype.getAttribute;
  const getRootNode = window.Node.prototype.getRootNode;
  const byId = [window.Document.prototype, window.DocumentFragment.prototype].map(at => at.getElementById);
  const queries = [window.Document.prototype, window.DocumentFragment.prototype].map(
    at => at.querySelectorAll,
  );
  const hasAttribute = window.Element.prototype.hasAttribute;
  const fields = [window.HTMLInputElement, window.HTMLTextAreaElement, window.HTMLSelectElement].map(
    field => ({
      value: getter<string>(field.prototype, "value"),
      labels: getter<NodeList | null>(field.prototype, "labels"),
    }),
  );
  const fieldOf = (element: Element) => fields[["input", "textarea", "select"].indexOf(element.localName)];

  const frameElement = (document: Node): Node | null => {
    try {
      return view(document)?.frameElement ?? null;
    } catch {
      return null; // A frame of another origin: there is no parent we may see.
    }
  };
  const shownParent = (node: Node): Node | null => {
    const type = nodeType(node);
    const slot = type === 1 ? elementSlot(node) : type === 3 ? textSlot(node) : null;
    if (slot !== null) return slot;
    const above = parent(node);
    if (above !== null) return above;
    if (type === 9) return frameElement(node);
    if (type !== 11) return null;
    try {
      return host(node);
    } catch {
      return null; // A plain fragment.
    }
  };
  return {
    shownParent,
    parent,
    attribute: (element, name) => getAttribute.call(element, name),
    has: (element, name) => hasAttribute.call(element, name),
    labels: element => {
      const labels = fieldOf(element)?.labels(element);
      const own = labels ? Array.from(labels, label => textContent(label) ?? "") : [];
      const named = getAttribute.call(element, "aria-labelledby");
      if (named === null) return own;
      const root = getRootNode.call(element);
      const find = byId[nodeType(root) === 9 ? 0 : 1];
      const label = (id: string): string => {
        if (id === "" || ![9, 11].includes(nodeType(root))) return "";
        const found = find?.call(root as Document, id);
        return found ? (textContent(found) ?? "") : "";
      };
      return [...own, ...named.split(/\s+/).map(label)];
    },
    listUsers: list => {
      const root = getRootNode.call(list);
      const id = getAttribute.call(list, "id");
      if (id === null || nodeType(root) === 1) return [];
      const find = queries[nodeType(root) === 9 ? 0 : 1];
      const fields = Array.from(find?.call(root as Document, "input[list]") ?? []);
      return fields.filter(field => getAttribute.call(field, "list") === id);
    },
    value: element => fieldOf(element)?.value(element) ?? "",
    editable: element => element.namespaceURI === HTML && isContentEditable(element),
  };
};
