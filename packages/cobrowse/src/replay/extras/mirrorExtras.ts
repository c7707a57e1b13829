/**
 * Shows in the mirror what rrweb does not: after its own events of a packet, and again whenever those may have
 * overwritten it. Writes mirrored nodes only. Knows nothing of the wire.
 */
import { EVENT, type PageEvent, SOURCE } from "../../wire/events.ts";
import { type ExtraData, rebuiltBy } from "../../wire/extras.ts";
import { createCanvasBoxes } from "./canvasBoxes.ts";
import { showState } from "./showState.ts";

export interface MirrorExtras {
  /** The packet's events, rrweb's own already applied. */
  shown(events: readonly PageEvent[]): void;
}

export interface MirrorExtrasParts {
  readonly nodeOf: (id: number) => Node | null;
  readonly language: () => string;
}

type Kinds = Map<ExtraData["kind"], ExtraData>;

/** What may undo what was shown. */
const mayOverwrite = (event: PageEvent): boolean =>
  event.type === EVENT.full ||
  event.type === EVENT.extra ||
  (event.type === EVENT.incremental &&
    (event.data.source === SOURCE.mutation || event.data.source === SOURCE.input));

export const createMirrorExtras = ({ nodeOf, language }: MirrorExtrasParts): MirrorExtras => {
  const canvases = createCanvasBoxes(nodeOf);
  /** What holds now, by node and kind. */
  const standing = new Map<number, Kinds>();

  const take = (event: PageEvent): void => {
    if (event.type === EVENT.full) standing.clear();
    for (const id of rebuiltBy(event)) standing.delete(id);
    if (event.type !== EVENT.extra) return;
    const { id, kind } = event.data;
    const kinds: Kinds = standing.get(id) ?? new Map();
    standing.set(id, kinds.set(kind, event.data));
  };
  const show = (id: number, kinds: Kinds): void => {
    const node = nodeOf(id);
    if (node === null) standing.delete(id);
    else if (node.nodeType === 1)
      for (const data of kinds.values()) showState(node as HTMLElement, data, language());
  };

  return {
    shown: events => {
      canvases.shown(events);
      for (const event of events) take(event);
      if (!events.some(mayOverwrite)) return;
      for (const [id, kinds] of standing) show(id, kinds);
    },
  };
};
