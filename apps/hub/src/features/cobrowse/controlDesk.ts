/** The sessions' grants, each for as long as the session lasts, and what came to nothing in all of them. Knows no sockets and no frames. */
import type { AgentId, Clock, CobrowseId } from "@lotse/protocol";
import { type ActedPage, Control } from "./control.ts";
import {
  createPageLine,
  createViewerLine,
  type DroppedActs,
  type JoiningViewer,
  type PageLine,
  type ViewerLine,
} from "./controlLines.ts";
import type { StreamRelay } from "./relay.ts";
import type { SharingLog } from "./sharingLog.ts";

export interface ControlDesk {
  joinPage(id: CobrowseId, page: ActedPage): PageLine;
  joinViewer(id: CobrowseId, viewer: JoiningViewer): ViewerLine;
  /** The grant under which the agent leads through the site; null: there is none. */
  leading(id: CobrowseId, agentId: AgentId): number | null;
  /** Something was said that is the other side's to say. */
  wrongSide(): void;
  readonly dropped: Readonly<DroppedActs>;
  /** Sessions with grants to keep. */
  readonly size: number;
  /** Idempotent. */
  close(): void;
}

export const createControlDesk = (deps: {
  readonly relay: Pick<StreamRelay, "isPointing" | "onEnd">;
  readonly log: Pick<SharingLog, "note" | "end">;
  readonly clock: Clock;
}): ControlDesk => {
  const { relay, log, clock } = deps;
  const dropped: DroppedActs = {
    ...{ malformed: 0, flooded: 0, noGrant: 0, repeated: 0 },
    ...{ gone: 0, unasked: 0, wrongSide: 0 },
  };
  const controls = new Map<CobrowseId, Control>();
  const lineDeps = (id: CobrowseId) => {
    const made = () =>
      new Control({ clock, isPointing: () => relay.isPointing(id), happened: one => log.note(id, one) });
    const control = controls.get(id) ?? made();
    controls.set(id, control);
    return { clock, control, dropped };
  };
  const stopListening = relay.onEnd(id => {
    controls.get(id)?.end();
    controls.delete(id);
    log.end(id);
  });
  return {
    joinPage: (id, page) => createPageLine(lineDeps(id), page),
    joinViewer: (id, viewer) => createViewerLine(lineDeps(id), viewer),
    leading: (id, agentId) => controls.get(id)?.leading(agentId) ?? null,
    wrongSide: () => {
      dropped.wrongSide += 1;
    },
    dropped,
    get size() {
      return controls.size;
    },
    close: () => {
      stopListening();
      for (const control of controls.values()) control.silence();
      controls.clear();
    },
  };
};
