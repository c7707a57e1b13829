/**
 * The one gate between rrweb and the wire: every event passes here, is copied without what must not be seen, or is
 * dropped. It trusts nothing rrweb masked or forgot to mask. If it throws, the capture ends (see startCapture).
 */
import {
  type AttributeChange,
  EVENT,
  type IncrementalData,
  type InputData,
  type MutationData,
  type PageEvent,
  SOURCE,
  type StyleChange,
} from "../wire/events.ts";
import { MASK } from "../wire/limits.ts";
import { barWidth } from "./barWidth.ts";
import { boxStyle } from "./boxStyle.ts";
import { cleanStyle, type StyleData } from "./cleanStyle.ts";
import { createCopies } from "./copies.ts";
import { isElement } from "./dom.ts";
import { EXPOSURE, isField, type Judge } from "./exposure.ts";
import { judgeExtra } from "./extraGate.ts";
import { createFieldStates, STATE_NAME } from "./fieldStates.ts";
import { withVisible } from "./focus.ts";
import { createNearText } from "./nearText.ts";
import { createNodeFilter, isEmptied } from "./nodeFilter.ts";
import { meetMutation, meetPicture } from "./paintNews.ts";
import { primeFields } from "./primeFields.ts";

export interface Egress {
  /** Null: the event does not leave. */
  filter(event: PageEvent): PageEvent | null;
  /** What is to be said besides, after `filter`, and sent before it: the state of masked fields. */
  besides(event: PageEvent): PageEvent | null;
  /** Neither masked nor blocked nor a secret field; in the mirror as it is. */
  shows(node: Node): boolean;
  /** A text at a node, and the page's address, as they may leave. */
  text(node: Node, value: string): string;
  address(value: string): string;
}

export interface EgressParts {
  readonly judge: Judge;
  readonly nodeOf: (id: number) => Node | null;
  readonly idOf: (node: Node) => number;
  /** The document's id. */
  readonly rootId: () => number;
  /** Something already shown became secret: the viewers must start anew without it. */
  readonly onRaised: () => void;
}

const RAISING = new Set(["data-lotse-mask", "data-lotse-block", "type", "name", "id", "autocomplete"]);

export const createEgress = ({ judge, nodeOf, idOf, rootId, onRaised }: EgressParts): Egress => {
  /** Shown masked before: a change of theirs reveals nothing and needs no new segment. */
  const shownMasked = new WeakSet<Element>();
  const states = createFieldStates(window, judge);
  const nodes = createNodeFilter({
    ...{ judge, nodeOf, states, onRaised },
    near: createNearText(window),
    onMasked: element => shownMasked.add(element),
  });
  const copies = createCopies({ judge, nodeOf });
  /** What was last said about a masked field: saying it again would tell the number of keys pressed. */
  const told = new WeakMap<Element, string>();

  const maskedSheets = new Set<number | undefined>();

  /** Own and blocked parts send nothing at all; neither does what we cannot find. */
  const silent = (id: number): boolean => {
    const node = nodeOf(id);
    return node === null || judge.exposure(node) >= EXPOSURE.block;
  };
  const masked = (node: Node): boolean => judge.exposure(node) >= EXPOSURE.mask;
  const secret = (element: Element): boolean =>
    isField(element) ? judge.maskedField(element) : masked(element);

  /** True if this says nothing new about a masked field. */
  const repeated = (element: Element, key: string, value: string): boolean => {
    const before = told.get(element);
    told.set(element, `${key}${value}`);
    return before === `${key}${value}`;
  };

  /** Of a blocked part only the outermost element stands in the mirror; how it is laid out may change. */
  const isBox = (element: Element): boolean => {
    const parent = judge.dom.shownParent(element);
    return (
      judge.exposure(element) === EXPOSURE.block && parent !== null && judge.exposure(parent) < EXPOSURE.block
    );
  };

  const watch = (element: Element, names: readonly string[]): void => {
    if (shownMasked.has(element) || !names.some(name => RAISING.has(name)) || !secret(element)) return;
    shownMasked.add(element);
    onRaised();
  };

  /** A rule may hide an element for what became of another: its own, those around it and below. */
  const watchRules = (data: MutationData): void => {
    if (!judge.policy.active) return;
    const parents = new Set<Node>();
    for (const { id } of data.attributes) {
      const node = nodeOf(id);
      const parent = node === null ? null : (judge.dom.parent(node) ?? node);
      if (parent !== null) parents.add(parent);
    }
    for (const { parentId } of data.adds) {
      const parent = nodeOf(parentId);
      if (parent !== null) parents.add(parent);
    }
    for (const parent of parents) {
      for (const hidden of judge.policy.hiddenIn(parent)) {
        if (shownMasked.has(hidden)) continue;
        shownMasked.add(hidden);
        onRaised();
      }
    }
  };

  /** In the mirror a field's attributes are its state; on the page they are no more, once somebody has used it. */
  const stateFor = (element: Element, name: string, said: AttributeChange["attributes"][string]) => {
    if (!isField(element) || secret(element)) return said;
    if (name === "value") return judge.dom.value(element);
    return name === "checked" ? ((element as HTMLInputElement).checked ? "" : null) : said;
  };

  const change = ({ id, attributes }: AttributeChange): AttributeChange | null => {
    const element = nodeOf(id);
    if (element === null || !isElement(element)) return null;
    watch(element, Object.keys(attributes));
    if (isEmptied(element)) return null;
    if (silent(id)) return isBox(element) ? { id, attributes: { style: boxStyle(element) } } : null;
    const kept: Record<string, string | StyleChange | null> = {};
    for (const [name, said] of Object.entries(attributes)) {
      const value = stateFor(element, name, said);
      if (value === null) {
        kept[name] = null;
      } else if (typeof value === "object") {
        kept[name] = styleChange(value, masked(element));
      } else {
        const shown = nodes.attribute(element, name, value);
        if (typeof shown !== "string") continue;
        if (name === "value" && secret(element) && repeated(element, "attribute", shown)) continue;
        kept[name] = shown;
      }
    }
    return Object.keys(kept).length === 0 ? null : { id, attributes: kept };
  };

  const styleChange = (changes: StyleChange, isMasked: boolean): StyleChange => {
    const kept: StyleChange = {};
    for (const [name, value] of Object.entries(changes)) {
      if (value === false) kept[name] = value;
      else if (typeof value === "string") kept[name] = nodes.css(value, isMasked, name);
      else kept[name] = [nodes.css(value[0], isMasked, name), value[1]];
    }
    return kept;
  };

  const mutation = (data: MutationData): MutationData | null => {
    // First of all: it is decided before anything is judged.
    if (meetMutation(judge.paint, data, nodeOf)) onRaised();
    copies.mutate(data);
    for (const add of data.adds) primeFields(add.node, nodeOf, judge);
    const texts = data.texts
      .filter(text => !silent(text.id))
      .map(({ id, value }) => ({ id, value: value === null ? null : nodes.text(nodeOf(id), value) }));
    const attributes = data.attributes.map(change).filter(kept => kept !== null);
    const removes = data.removes.filter(({ parentId }) => !silent(parentId));
    const adds = data.adds.flatMap(add => {
      if (!silent(add.parentId)) return [{ ...add, node: nodes.node(add.node) }];
      nodes.withhold(add.node);
      return [];
    });
    watchRules(data);
    if (texts.length + attributes.length + removes.length + adds.length === 0) return null;
    return { ...data, texts, attributes, removes, adds };
  };

  const input = (data: InputData): InputData | null => {
    const { source, id, isChecked } = data;
    const element = nodeOf(id);
    if (element === null || !isElement(element) || silent(id)) return null;
    judge.lookAgain(element);
    if (!secret(element)) return { source, id, isChecked, text: nodes.text(element, data.text) };
    // By what it holds now; until now it was shown.
    if (!shownMasked.has(element)) onRaised();
    shownMasked.add(element);
    const text = data.text === "" || element.localName === "select" ? "" : MASK;
    return repeated(element, "input", text) ? null : { source, id, isChecked: false, text };
  };

  /** A constructed sheet stays as it was first shown: its later changes do not say where it is used. */
  const sheet = (data: StyleData): StyleData => {
    const node = data.id === undefined ? null : nodeOf(data.id);
    const isMasked =
      node !== null ? masked(node) : data.source === SOURCE.adoptedSheet || maskedSheets.has(data.styleId);
    if (data.source === SOURCE.adoptedSheet) {
      for (const { styleId } of data.styles ?? []) maskedSheets[isMasked ? "add" : "delete"](styleId);
    }
    return cleanStyle(data, (text, property) => nodes.css(text, isMasked, property));
  };

  const incremental = (data: IncrementalData): IncrementalData | null => {
    switch (data.source) {
      case SOURCE.mutation:
        return mutation(data);
      case SOURCE.mouseMove:
      case SOURCE.touchMove:
      case SOURCE.drag:
        return {
          ...data,
          positions: data.positions.map(at => (silent(at.id) ? { ...at, id: rootId() } : at)),
        };
      case SOURCE.input:
        return input(data);
      case SOURCE.selection: {
        const shown = (id: number) => !silent(id) && judge.exposure(nodeOf(id) as Node) === EXPOSURE.open;
        return { ...data, ranges: data.ranges.filter(range => shown(range.start) && shown(range.end)) };
      }
      case SOURCE.mouseInteraction:
        return silent(data.id) ? null : withVisible(data, nodeOf(data.id));
      case SOURCE.scroll: {
        // How far a field has scrolled tells how long its text is.
        const scrolled = nodeOf(data.id);
        const isSecret = scrolled !== null && isElement(scrolled) && isField(scrolled) && secret(scrolled);
        return silent(data.id) || isSecret ? null : data;
      }
      case SOURCE.resize:
        return data;
      case SOURCE.styleRule:
      case SOURCE.styleDeclaration:
      case SOURCE.adoptedSheet:
        return data.id !== undefined && silent(data.id) ? null : sheet(data);
      default:
        return null; // Media, canvas, fonts, logs, custom elements: not part of what we send.
    }
  };

  /** Looked at when somebody did something, or a field was changed; not for what merely moves. */
  const mayChangeStates = (data: IncrementalData): boolean =>
    data.source === SOURCE.input ||
    data.source === SOURCE.mouseInteraction ||
    (data.source === SOURCE.mutation &&
      data.attributes.some(({ attributes }) => "aria-invalid" in attributes));

  const shows = (node: Node): boolean =>
    judge.exposure(node) === EXPOSURE.open && !(isElement(node) && secret(node));

  return {
    shows: node => {
      judge.nextEvent();
      return shows(node);
    },
    text: nodes.text,
    address: nodes.address,
    besides: event => {
      if (event.type !== EVENT.incremental || !mayChangeStates(event.data)) return null;
      const attributes = states
        .changes()
        .map(({ element, state }) => ({ id: idOf(element), attributes: { [STATE_NAME]: state } }))
        .filter(({ id }) => id > 0);
      if (attributes.length === 0) return null;
      const data = { source: SOURCE.mutation, texts: [], attributes, removes: [], adds: [] };
      return { type: EVENT.incremental, timestamp: event.timestamp, data };
    },
    filter: event => {
      judge.nextEvent();
      switch (event.type) {
        case EVENT.meta:
          // Other rules hold here: what stands there already is shown by the old ones.
          if (judge.policy.moved()) onRaised();
          // What fields send is in the address before they are in the picture.
          for (const field of judge.dom.fields()) judge.maskedField(field);
          return { ...event, data: { ...event.data, href: nodes.address(event.data.href), bar: barWidth() } };
        case EVENT.full:
          meetPicture(judge.paint, event.data.node, nodeOf);
          primeFields(event.data.node, nodeOf, judge);
          copies.learn(event.data.node);
          copies.show(event.data.node);
          return { ...event, data: { ...event.data, node: nodes.node(event.data.node) } };
        case EVENT.incremental: {
          const data = incremental(event.data);
          return data === null ? null : { ...event, data };
        }
        case EVENT.pace:
          return { ...event, data: { slow: event.data.slow, away: event.data.away } };
        case EVENT.extra: {
          const data = judgeExtra(event.data, id => {
            const node = nodeOf(id);
            return node !== null && isElement(node) && shows(node);
          });
          return data === null ? null : { type: event.type, timestamp: event.timestamp, data };
        }
        case EVENT.digest: {
          const { nodes: count, sum } = event.data;
          return { type: event.type, timestamp: event.timestamp, data: { nodes: count, sum } };
        }
        default:
          return null;
      }
    },
  };
};
