/**
 * The viewer's customs: every event is checked and copied field by field before rrweb sees it. Unknown kinds of
 * events are left out; a malformed one refuses the stream (REPLAY_INVALID). Knows nothing of the DOM.
 */
import {
  type AttributeChange,
  EVENT,
  type IncrementalData,
  type MutationData,
  NODE,
  type PageEvent,
  SOURCE,
} from "../wire/events.ts";
import { cleanChange } from "./attributes.ts";
import { CHANGES_MAX, VALUE_CHARS_MAX } from "./caps.ts";
import { flag, id, invalid, type Json, list, number, object, optional, text } from "./checks.ts";
import { cleanTree, type TreeMemory } from "./nodes.ts";
import { adoptedSheet, styleDeclaration, styleRule } from "./styleEvents.ts";

const POINTS_MAX = 10_000;
const RANGES_MAX = 100;
const INTERACTIONS_MAX = 10;

export interface Validator {
  /** Null: nothing the mirror shows. Throws a LotseError with REPLAY_INVALID. */
  check(value: unknown): PageEvent | null;
}

const mutation = (data: Json, memory: TreeMemory): MutationData => {
  const items = (name: string) => list(data[name], name, CHANGES_MAX).map(item => object(item, name));
  const seen = new Set<number>();
  const adds = items("adds").flatMap(add => {
    const parentId = id(add.parentId, "parent id");
    const node = cleanTree(add.node, memory, seen);
    if (node.id === parentId) throw invalid("a node in itself");
    // A document belongs into a frame and nowhere else.
    if (node.type === NODE.document && memory.tags.get(parentId) !== "iframe") return [];
    const nextId = add.nextId === null ? null : id(add.nextId, "next id");
    return [{ parentId, nextId, node }];
  });
  const attributes = items("attributes").map((change): AttributeChange => {
    const changed = id(change.id, "id");
    return { id: changed, attributes: cleanChange(memory.tags.get(changed) ?? "", change.attributes) };
  });
  return {
    source: SOURCE.mutation,
    adds,
    attributes,
    removes: items("removes").map(removal => ({
      id: id(removal.id, "id"),
      parentId: id(removal.parentId, "parent id"),
      isShadow: flag(removal.isShadow),
    })),
    texts: items("texts").map(change => ({
      id: id(change.id, "id"),
      value: change.value === null ? null : text(change.value, "text", VALUE_CHARS_MAX),
    })),
    isAttachIframe: flag(data.isAttachIframe),
  };
};

const pointer = (data: Json, source: 1 | 6 | 12): IncrementalData | null => {
  const positions = list(data.positions, "positions", POINTS_MAX).map(item => {
    const at = object(item, "position");
    return { x: number(at.x, "x"), y: number(at.y, "y"), id: id(at.id, "id"), timeOffset: 0 };
  });
  return positions.length === 0 ? null : { source, positions };
};

const interaction = (data: Json): IncrementalData => {
  const type = number(data.type, "interaction");
  if (!Number.isInteger(type) || type < 0 || type > INTERACTIONS_MAX) throw invalid("interaction");
  const x = optional(data.x, at => number(at, "x"));
  const y = optional(data.y, at => number(at, "y"));
  return { source: SOURCE.mouseInteraction, type, id: id(data.id, "id"), x, y };
};

const selection = (data: Json): IncrementalData => ({
  source: SOURCE.selection,
  ranges: list(data.ranges, "ranges", RANGES_MAX).map(item => {
    const range = object(item, "range");
    return {
      start: id(range.start, "start"),
      startOffset: number(range.startOffset, "offset"),
      end: id(range.end, "end"),
      endOffset: number(range.endOffset, "offset"),
    };
  }),
});

const incremental = (data: Json, memory: TreeMemory): IncrementalData | null => {
  switch (data.source) {
    case SOURCE.mutation:
      return mutation(data, memory);
    case SOURCE.mouseMove:
    case SOURCE.touchMove:
    case SOURCE.drag:
      return pointer(data, data.source);
    case SOURCE.mouseInteraction:
      return interaction(data);
    case SOURCE.scroll:
      return { source: 3, id: id(data.id, "id"), x: number(data.x, "x"), y: number(data.y, "y") };
    case SOURCE.resize:
      return { source: 4, ...size(data) };
    case SOURCE.input:
      return {
        source: SOURCE.input,
        id: id(data.id, "id"),
        text: text(data.text, "text", VALUE_CHARS_MAX),
        isChecked: data.isChecked === true,
      };
    case SOURCE.selection:
      return selection(data);
    case SOURCE.styleRule:
      return styleRule(data);
    case SOURCE.styleDeclaration:
      return styleDeclaration(data);
    case SOURCE.adoptedSheet:
      return adoptedSheet(data);
    default:
      return null;
  }
};

const size = (data: Json) => {
  const width = number(data.width, "width");
  const height = number(data.height, "height");
  if (width < 1 || height < 1 || width > 20_000 || height > 20_000) throw invalid("viewport");
  return { width, height };
};

const full = (data: Json, memory: TreeMemory): PageEvent => {
  memory.tags.clear();
  const node = cleanTree(data.node, memory);
  if (node.type !== NODE.document) throw invalid("the snapshot is no document");
  const offset = object(data.initialOffset, "offset");
  return {
    type: EVENT.full,
    timestamp: 0,
    data: {
      node,
      initialOffset: { top: number(offset.top, "top"), left: number(offset.left, "left") },
    },
  };
};

export const createValidator = (): Validator => {
  const memory: TreeMemory = { tags: new Map() };
  return {
    check: value => {
      const event = object(value, "event");
      const data = object(event.data, "data");
      switch (event.type) {
        case EVENT.meta:
          return {
            type: EVENT.meta,
            timestamp: 0,
            data: { href: text(data.href, "address", 100_000), ...size(data) },
          };
        case EVENT.full:
          return full(data, memory);
        case EVENT.incremental: {
          const clean = incremental(data, memory);
          return clean === null ? null : { type: EVENT.incremental, timestamp: 0, data: clean };
        }
        default:
          return null;
      }
    },
  };
};
