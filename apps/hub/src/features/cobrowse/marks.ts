/**
 * What viewers point at, on its way to the visitor's page: shape, pace and right are checked here, and who it was is
 * added, of the hub's own knowledge. Nothing is kept. Knows no sockets and no frames.
 */
import {
  type AgentId,
  type Clock,
  type CobrowseId,
  type ErrorCode,
  MARK_BURST,
  MARK_COLOURS,
  MARK_RESERVE,
  MARKS_PER_SECOND,
  type Mark,
  type MarkedBy,
} from "@lotse/protocol";
import { markSchema } from "@lotse/protocol/schemas";
import * as v from "valibot";
import { createBucket } from "./bucket.ts";
import type { StreamRelay } from "./relay.ts";
import { type SharingLog, viewerOf } from "./sharingLog.ts";
import type { ViewerSide } from "./viewer.ts";

export interface Pen {
  readonly by: MarkedBy;
  /** Whatever came; never throws. */
  receive(payload: unknown): void;
  /** Takes the viewer's cursor off the page. Idempotent. */
  close(): void;
}

export interface PenHolder {
  readonly cobrowseId: CobrowseId;
  readonly agentId: AgentId;
  readonly name: string;
  readonly side: ViewerSide;
  /** Whether this viewer sees the session, and it is active. */
  readonly mayMark: () => boolean;
  readonly refused: (refusal: { readonly code: ErrorCode; readonly stroke?: number }) => void;
}

/** Why marks went nowhere, counted since the hub started. */
export interface DroppedMarks {
  malformed: number;
  /** Faster than a person draws. */
  flooded: number;
  forbidden: number;
  /** Meant for a page that is gone, or while the visitor wants none. */
  unwanted: number;
}

export interface MarkDesk {
  join(holder: PenHolder): Pen;
  readonly dropped: Readonly<DroppedMarks>;
}

const strokeOf = (mark: Mark) => (mark.kind === "stroke" ? { stroke: mark.id } : {});

/** Cursors leave the reserve to strokes, of which none may be lost in silence. */
const MARKS = { burst: MARK_BURST, perSecond: MARKS_PER_SECOND };

export const createMarkDesk = (deps: {
  readonly relay: Pick<StreamRelay, "mark">;
  readonly log: Pick<SharingLog, "pointed" | "pointedLast">;
  readonly clock: Clock;
}): MarkDesk => {
  const dropped: DroppedMarks = { malformed: 0, flooded: 0, forbidden: 0, unwanted: 0 };
  const held = new Map<CobrowseId, Set<number>>();

  /** The lowest number nobody in the session has: who marks alone always has the first colour. */
  const takeNumber = (id: CobrowseId): number => {
    const taken = held.get(id) ?? new Set();
    held.set(id, taken);
    let number = 0;
    while (taken.has(number)) number += 1;
    taken.add(number);
    return number;
  };
  const giveBack = (id: CobrowseId, number: number): void => {
    const taken = held.get(id);
    taken?.delete(number);
    if (taken?.size === 0) held.delete(id);
  };

  const join = (holder: PenHolder): Pen => {
    const { cobrowseId, agentId, name, side } = holder;
    const viewer = takeNumber(cobrowseId);
    const by: MarkedBy = { viewer, agentId, name, colour: viewer % MARK_COLOURS };
    const take = createBucket(deps.clock, MARKS);
    let open = true;

    const drop = (why: keyof DroppedMarks, code: ErrorCode, mark?: Mark): void => {
      dropped[why] += 1;
      // A cursor that is not shown needs no answer; the next one follows at once.
      if (mark !== undefined && mark.kind !== "pointer") holder.refused({ code, ...strokeOf(mark) });
    };
    return {
      by,
      receive: payload => {
        if (!open) return;
        // Before looking at it: whoever floods with nonsense pays like everybody else.
        const isCursor = (payload as { readonly kind?: unknown } | null)?.kind === "pointer";
        const isPaid = take(isCursor ? MARK_RESERVE : 0);
        const parsed = v.safeParse(markSchema, payload, { abortEarly: true });
        if (!parsed.success) return drop("malformed", "FIELD_TYPE");
        const mark = parsed.output;
        if (!isPaid) return drop("flooded", "RATE_LIMITED", mark);
        if (!holder.mayMark()) return drop("forbidden", "FORBIDDEN", mark);
        const outcome = deps.relay.mark(cobrowseId, side, { by, mark });
        if (outcome === "passed") deps.log.pointed(cobrowseId, viewerOf(by));
        else drop("unwanted", outcome === "off" ? "FORBIDDEN" : "EPOCH_STALE", mark);
      },
      close: () => {
        if (!open) return;
        open = false;
        deps.log.pointedLast(cobrowseId, by);
        giveBack(cobrowseId, viewer);
        deps.relay.mark(cobrowseId, side, { by, mark: { kind: "pointer", at: null } });
      },
    };
  };
  return { join, dropped };
};
