/**
 * The viewer's customs: every event is checked and copied field by field before rrweb sees it. Unknown kinds of
 * events are left out; a malformed one refuses the stream (REPLAY_INVALID). Knows nothing of the DOM.
 */
import { EVENT, type IncrementalData, NODE, type PageEvent, SOURCE } from "../wire/events.ts";
import { VALUE_CHARS_MAX } from "./caps.ts";
import { flag, id, invalid, type Json, list, number, object, optional, text } from "./checks.ts";
import { ExtraCustoms } from "./extras/checkExtra.ts";
import { Ledger } from "./ledger.ts";
import { cleanMutation } from "./mutations.ts";
import { cleanTree } from "./nodes.ts";
import { adoptedSheet, styleDeclaration, styleRule } from "./styleEvents.ts";
import { weighStyle } from "./styleWeights.ts";

const POINTS_MAX = 10_000;
const RANGES_MAX = 100;
const BAR_PX_MAX = 40;
const INTERACTIONS_MAX = 10;

export interface Validator {
  /** Null: nothing the mirror shows. Throws a LotseError: REPLAY_INVALID, or SNAPSHOT_TOO_LARGE. */
  check(value: unknown): PageEvent | null;
}

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
  const visible = flag(data.visible);
  return { source: SOURCE.mouseInteraction, type, id: id(data.id, "id"), x, y, visible };
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

const input = (data: Json, ledger: Ledger): IncrementalData | null => {
  const value = text(data.text, "text", VALUE_CHARS_MAX);
  const entry = ledger.get(id(data.id, "id"));
  if (entry === null || entry.type !== NODE.element) return null;
  ledger.change(entry, "value", value.length);
  return { source: SOURCE.input, id: entry.id, text: value, isChecked: data.isChecked === true };
};

const incremental = (data: Json, ledger: Ledger): IncrementalData | null => {
  switch (data.source) {
    case SOURCE.mutation:
      return cleanMutation(data, ledger);
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
      return input(data, ledger);
    case SOURCE.selection:
      return selection(data);
    case SOURCE.styleRule:
      return weighStyle(styleRule(data), ledger);
    case SOURCE.styleDeclaration:
      return weighStyle(styleDeclaration(data), ledger);
    case SOURCE.adoptedSheet:
      return weighStyle(adoptedSheet(data), ledger);
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

/** What a page that is zoomed by hand says of its width is no bar's. */
const bar = (value: unknown): number | undefined =>
  optional(value, said => {
    const width = number(said, "bar");
    return width > 0 && width <= BAR_PX_MAX ? width : 0;
  });

const digest = (data: Json) => {
  const { nodes, sum } = data;
  const isWhole = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) === Number(value) >>> 0;
  if (!isWhole(nodes) || !isWhole(sum)) throw invalid("digest");
  return { nodes, sum };
};

const full = (data: Json, ledger: Ledger): PageEvent => {
  const node = cleanTree(data.node);
  if (node.type !== NODE.document) throw invalid("the snapshot is no document");
  ledger.plant(node, null);
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

/** What is drawn is known only when all of an event is in the book. */
const weighed = (event: PageEvent, ledger: Ledger): PageEvent => {
  ledger.drawings.weigh();
  return event;
};

export const createValidator = (): Validator => {
  let ledger = new Ledger();
  const extras = new ExtraCustoms();
  return {
    check: value => {
      const event = object(value, "event");
      const data = object(event.data, "data");
      switch (event.type) {
        case EVENT.meta:
          return {
            type: EVENT.meta,
            timestamp: 0,
            data: { href: text(data.href, "address", 100_000), ...size(data), bar: bar(data.bar) },
          };
        case EVENT.full:
          // The Replayer forgets everything; so do we.
          ledger = new Ledger();
          extras.reset();
          return weighed(full(data, ledger), ledger);
        case EVENT.incremental: {
          const clean = incremental(data, ledger);
          return clean === null
            ? null
            : weighed({ type: EVENT.incremental, timestamp: 0, data: clean }, ledger);
        }
        case EVENT.pace:
          return {
            type: EVENT.pace,
            timestamp: 0,
            data: { slow: data.slow === true, away: data.away === true },
          };
        case EVENT.extra: {
          const clean = extras.check(data, known => ledger.get(known) !== null);
          return clean === null ? null : { type: EVENT.extra, timestamp: 0, data: clean };
        }
        case EVENT.digest:
          return { type: EVENT.digest, timestamp: 0, data: digest(data) };
        default:
          return null;
      }
    },
  };
};
