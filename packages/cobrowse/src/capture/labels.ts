/**
 * The words that name a field: labels, references, legends; over slots, and for components, whose field stands in
 * their shadow root. Reads by accessors of the browser's own. Knows nothing of what the words mean.
 */
import { getter } from "./getter.ts";

export interface Labels {
  labels(element: Element): readonly string[];
  /** What describes a field from beside it: a reference, the legend around it. */
  descriptions(element: Element): readonly string[];
}

export const createLabels = (
  window: Window & typeof globalThis,
  labelsOf: (field: Element) => Iterable<Node>,
): Labels => {
  const { Node, Document, DocumentFragment, Element, HTMLSlotElement } = window;
  const textContent = getter<string | null>(Node.prototype, "textContent");
  const nodeType = getter<number>(Node.prototype, "nodeType");
  const { getAttribute, closest, querySelectorAll } = Element.prototype;
  const { getRootNode } = Node.prototype;
  const { assignedNodes } = HTMLSlotElement.prototype;
  const roots = [Document.prototype, DocumentFragment.prototype];
  const queries = roots.map(root => root.querySelectorAll);
  const byId = roots.map(root => root.getElementById);

  const within = (element: Element, selector: string): Element[] =>
    Array.from(querySelectorAll.call(element, selector));
  /** The tree that its ids are of: a document or a fragment. */
  const treeOf = (element: Element): [root: Document, at: number] => {
    const root = getRootNode.call(element);
    return [root as Document, [9, 11].indexOf(nodeType(root))];
  };
  /** Its own text, and what is put into its slots. */
  const textOf = (label: Node): string => {
    const slots = nodeType(label) === 1 ? (within(label as Element, "slot") as HTMLSlotElement[]) : [];
    const inner = slots.flatMap(slot => assignedNodes.call(slot, { flatten: true }));
    return [label, ...inner].map(node => textContent(node) ?? "").join(" ");
  };
  const referred = (element: Element, name: string): Element[] => {
    const ids = getAttribute.call(element, name)?.split(/\s+/) ?? [];
    const [root, at] = treeOf(element);
    return ids.flatMap(id => byId[at]?.call(root, id) ?? []);
  };
  /** A component's own labels are known to nobody but by their `for`. */
  const pointing = (element: Element): Element[] => {
    const id = element.localName.includes("-") && getAttribute.call(element, "id");
    const [root, at] = treeOf(element);
    const all = id ? Array.from(queries[at]?.call(root, "label[for]") ?? []) : [];
    return all.filter(label => getAttribute.call(label, "for") === id);
  };
  return {
    labels: element =>
      [...labelsOf(element), ...pointing(element), ...referred(element, "aria-labelledby")].map(textOf),
    descriptions: element => {
      const group = closest.call(element, "fieldset");
      const legends = group === null ? [] : within(group, "legend").slice(0, 1);
      return [...referred(element, "aria-describedby"), ...legends].map(textOf);
    },
  };
};
