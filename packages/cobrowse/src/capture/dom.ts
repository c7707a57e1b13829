/**
 * Reading the page's DOM through accessors captured before anyone can be fooled by the page: a form whose input is
 * called `parentNode` hides `form.parentNode`, and a hidden ancestor would mean a lost mask. Accessors work on the
 * nodes of every same-origin frame. Knows nothing of masking.
 */
import { getter } from "./getter.ts";
import { createLabels, type Labels } from "./labels.ts";

export interface Dom extends Labels {
  /** The parent in the tree as it is shown: slot, shadow host and the frame's element included. */
  shownParent(node: Node): Node | null;
  parent(node: Node): Node | null;
  children(node: Node): Node[];
  text(node: Node): string;
  attribute(element: Element, name: string): string | null;
  has(element: Element, name: string): boolean;
  /** The fields that a `datalist` serves. */
  listUsers(list: Element): readonly Element[];
  value(element: Element): string;
  /** The chosen options of a list. */
  chosen(element: Element): readonly Element[];
  /** The component whose shadow root it stands in. */
  host(element: Element): Element | null;
  /** Its characters are drawn as dots. */
  isVeiled(element: Element): boolean;
  /** The fields of the page itself. */
  fields(): readonly Element[];
  editable(element: Element): boolean;
}

const HTML = "http://www.w3.org/1999/xhtml";

export const isElement = (node: Node): node is Element => node.nodeType === 1;

export const createDom = (window: Window & typeof globalThis): Dom => {
  const parent = getter<Node | null>(window.Node.prototype, "parentNode");
  const childNodes = getter<NodeList>(window.Node.prototype, "childNodes");
  const nodeType = getter<number>(window.Node.prototype, "nodeType");
  const elementSlot = getter<Element | null>(window.Element.prototype, "assignedSlot");
  const textSlot = getter<Element | null>(window.Text.prototype, "assignedSlot");
  const host = getter<Element | null>(window.ShadowRoot.prototype, "host");
  const view = getter<Window | null>(window.Document.prototype, "defaultView");
  const isContentEditable = getter<boolean>(window.HTMLElement.prototype, "isContentEditable");
  const getAttribute = window.Element.prototype.getAttribute;
  const getRootNode = window.Node.prototype.getRootNode;
  const queries = [window.Document.prototype, window.DocumentFragment.prototype].map(
    at => at.querySelectorAll,
  );
  const selectedOptions = getter<HTMLCollectionOf<Element>>(
    window.HTMLSelectElement.prototype,
    "selectedOptions",
  );
  const { getComputedStyle } = window;
  const hasAttribute = window.Element.prototype.hasAttribute;
  const textContent = getter<string | null>(window.Node.prototype, "textContent");
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
  const shownHost = (root: Node): Element | null => {
    try {
      return host(root);
    } catch {
      return null; // A plain fragment.
    }
  };
  const shownParent = (node: Node): Node | null => {
    const type = nodeType(node);
    const slot = type === 1 ? elementSlot(node) : type === 3 ? textSlot(node) : null;
    if (slot !== null) return slot;
    const above = parent(node);
    if (above !== null) return above;
    if (type === 9) return frameElement(node);
    return type === 11 ? shownHost(node) : null;
  };
  return {
    shownParent,
    parent,
    children: node => Array.from(childNodes(node)),
    text: node => textContent(node) ?? "",
    attribute: (element, name) => getAttribute.call(element, name),
    has: (element, name) => hasAttribute.call(element, name),
    ...createLabels(window, element => Array.from(fieldOf(element)?.labels(element) ?? [])),
    listUsers: list => {
      const root = getRootNode.call(list);
      const id = getAttribute.call(list, "id");
      if (id === null || nodeType(root) === 1) return [];
      const find = queries[nodeType(root) === 9 ? 0 : 1];
      const fields = Array.from(find?.call(root as Document, "input[list]") ?? []);
      return fields.filter(field => getAttribute.call(field, "list") === id);
    },
    value: element => fieldOf(element)?.value(element) ?? "",
    chosen: element => (element.localName === "select" ? Array.from(selectedOptions(element)) : []),
    fields: () => Array.from(queries[0]?.call(window.document, "input,textarea,select") ?? []),
    host: element => {
      const root = getRootNode.call(element);
      return nodeType(root) === 11 ? shownHost(root) : null;
    },
    isVeiled: element => {
      const veil = getComputedStyle.call(window, element).getPropertyValue("-webkit-text-security");
      return veil !== "" && veil !== "none";
    },
    editable: element => element.namespaceURI === HTML && isContentEditable(element),
  };
};
