/**
 * An event with its attributes and its styles said anew, wherever in it they stand: in trees, in changes, in rules. After
 * the customs; knows nothing of what is put in their stead.
 */
import { cleanStyle } from "../capture/cleanStyle.ts";
import {
  type Attributes,
  EVENT,
  type IncrementalData,
  type MutationData,
  NODE,
  type PageEvent,
  type Sn,
  SOURCE,
  type StyleChange,
} from "../wire/events.ts";

export interface Rewriting {
  /** A sheet's text, a rule, or with `isDeclared` what an element declares for itself. */
  css(text: string, isDeclared: boolean): string;
  /** Neither `style` nor `_cssText`. */
  attribute(tag: string, name: string, value: string): string;
}

/** What stands in the mirror. */
export type NodeOf = (id: number) => Node | null;

const tagOf = (node: Node | null): string =>
  node === null || node.nodeType !== 1 ? "" : node.nodeName.toLowerCase();

export const createRewriter = ({ css, attribute }: Rewriting) => {
  const value = (tag: string, name: string, given: string): string =>
    name === "style" || name === "_cssText" ? css(given, name === "style") : attribute(tag, name, given);

  const attributesOf = (tag: string, given: Attributes): Attributes =>
    Object.fromEntries(
      Object.entries(given).map(([name, said]) => [
        name,
        typeof said === "string" ? value(tag, name, said) : said,
      ]),
    );

  const node = (sn: Sn, parentTag: string): Sn => {
    if (sn.type === NODE.document) return { ...sn, childNodes: sn.childNodes.map(child => node(child, "")) };
    if (sn.type === NODE.element) {
      const childNodes = sn.childNodes.map(child => node(child, sn.tagName));
      return { ...sn, attributes: attributesOf(sn.tagName, sn.attributes), childNodes };
    }
    return sn.type === NODE.text && parentTag === "style"
      ? { ...sn, textContent: css(sn.textContent, false) }
      : sn;
  };

  const styleChange = (change: StyleChange): StyleChange =>
    Object.fromEntries(
      Object.entries(change).map(([name, set]) => {
        if (set === false) return [name, set];
        return [name, typeof set === "string" ? css(set, true) : ([css(set[0], true), set[1]] as const)];
      }),
    );

  const mutation = (data: MutationData, nodeOf: NodeOf): MutationData => {
    const coming = new Map(
      data.adds.map(({ node: sn }) => [sn.id, sn.type === NODE.element ? sn.tagName : ""]),
    );
    return {
      ...data,
      adds: data.adds.map(add => ({
        ...add,
        node: node(add.node, coming.get(add.parentId) ?? tagOf(nodeOf(add.parentId))),
      })),
      texts: data.texts.map(({ id, value: text }) => {
        const isStyle = text !== null && tagOf(nodeOf(id)?.parentNode ?? null) === "style";
        return { id, value: isStyle ? css(text, false) : text };
      }),
      attributes: data.attributes.map(({ id, attributes }) => {
        const tag = tagOf(nodeOf(id));
        const anew = Object.entries(attributes).map(([name, said]) => {
          if (said === null) return [name, said];
          return [name, typeof said === "string" ? value(tag, name, said) : styleChange(said)];
        });
        return { id, attributes: Object.fromEntries(anew) };
      }),
    };
  };

  const incremental = (data: IncrementalData, nodeOf: NodeOf): IncrementalData => {
    switch (data.source) {
      case SOURCE.mutation:
        return mutation(data, nodeOf);
      case SOURCE.styleRule:
      case SOURCE.styleDeclaration:
      case SOURCE.adoptedSheet:
        return cleanStyle(data, (text, property) => css(text, property !== undefined));
      default:
        return data;
    }
  };

  return (event: PageEvent, nodeOf: NodeOf): PageEvent => {
    if (event.type === EVENT.full)
      return { ...event, data: { ...event.data, node: node(event.data.node, "") } };
    return event.type === EVENT.incremental ? { ...event, data: incremental(event.data, nodeOf) } : event;
  };
};
