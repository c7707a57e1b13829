/**
 * Pointing in the mirror: a transparent layer over the stage takes the agent's hand, so that neither a click nor a
 * turn of the wheel reaches the mirrored page; what was marked, by whomever, is drawn over it. The page is only read.
 */

import type { Mark, MarkedBy, MarkNode } from "@lotse/protocol";
import type { Replayer } from "@rrweb/replay";
import { createDom } from "../../capture/dom.ts";
import type { At } from "../../marks/boxes.ts";
import { createPlaces, type Places } from "../../marks/places.ts";
import { showMarks } from "../../marks/showMarks.ts";
import type { PageEvent } from "../../wire/events.ts";
import type { MirrorActing } from "../acting/mirrorActing.ts";
import type { FromMirror, ToMirror, Tool } from "../port.ts";
import type { Stage } from "../stage.ts";
import { createHitTest } from "./hitTest.ts";
import { Pen } from "./Pen.ts";
import { createVisitorPointer } from "./visitorPointer.ts";

export interface MirrorPointing {
  /** After events were applied. */
  shown(segment: number, events: readonly PageEvent[]): void;
  /** Nothing is shown. */
  empty(): void;
  receive(message: ToMirror): void;
  close(): void;
}

export interface MirrorPointingParts {
  readonly stage: Stage;
  readonly replayer: () => Replayer | null;
  readonly tell: (message: FromMirror) => void;
  /** What does instead of shows, while the agent has that tool in hand. */
  readonly acting: (parts: {
    readonly places: Places;
    readonly segment: () => number | null;
  }) => MirrorActing;
}

/** Before the hub has said who one is. */
const NOBODY = { viewer: -1, agentId: "", name: "", colour: 0 } as unknown as MarkedBy;
/** Nearer than this the own cursor is under one's hand, and not drawn twice. */
const IN_HAND_PX = 12;
/** What browsers take a line for that tell the wheel in lines. */
const LINE_PX = 16;

export const createMirrorPointing = ({
  stage,
  replayer,
  tell,
  acting: createActing,
}: MirrorPointingParts): MirrorPointing => {
  const places = createPlaces({
    window,
    shownParent: createDom(window).shownParent,
    top: () => replayer()?.iframe.contentDocument ?? null,
  });
  const visitor = createVisitorPointer(stage.element);
  let me = NOBODY;
  let tool: Tool | null = null;
  let segment: number | null = null;
  let firstSegment = 0;
  let hand: At | null = null;
  let timer: number | undefined;

  const isBehind = (): boolean => segment === null || segment < firstSegment;
  const elementOf = (node: MarkNode): Node | null | "later" => {
    const player = replayer();
    if (player === null || isBehind()) return "later";
    const found = player.getMirror().getNode(node.nodeId);
    return found === null && node.segment > (segment ?? 0) ? "later" : found;
  };
  const marks = showMarks({
    window,
    nowMs: () => Date.now(),
    places,
    nodeOf: elementOf,
    size: () => stage.viewport(),
    unit: () => 1 / stage.scale(),
    isHeld: (by, at) =>
      by.viewer === me.viewer &&
      hand !== null &&
      Math.hypot(at.x - hand.x, at.y - hand.y) * stage.scale() < IN_HAND_PX,
  });
  const hits = createHitTest({
    document: () => replayer()?.iframe.contentDocument ?? null,
    idOf: element => replayer()?.getMirror().getId(element) ?? -1,
    places,
  });
  const send = (mark: Mark): void => {
    marks.take({ by: me, mark });
    tell({ kind: "mark", mark });
  };
  const pen = new Pen(
    {
      hits,
      send,
      segment: () => (isBehind() ? null : segment),
      refresh: hit => {
        const place = places.place(hit.element);
        return place.kind === "shown" ? { ...hit, box: place.box } : null;
      },
    },
    Date.now() % 2 ** 30,
  );

  const acting = createActing({ places, segment: () => (isBehind() ? null : segment) });

  const layer = stage.element.ownerDocument.createElement("div");
  layer.className = "pointing";
  layer.dataset.testid = "pointing-layer";
  stage.element.append(layer, marks.element);

  const placeOf = (event: MouseEvent): At => {
    const { left, top } = layer.getBoundingClientRect();
    return { x: (event.clientX - left) / stage.scale(), y: (event.clientY - top) / stage.scale() };
  };
  const tick = (): void => {
    timer = undefined;
    if (pen.tick(performance.now())) later();
  };
  const later = (): void => {
    timer ??= window.setTimeout(tick, 34);
  };
  const on = (name: string, fn: (event: PointerEvent) => void): void =>
    layer.addEventListener(name, event => fn(event as PointerEvent));

  on("pointerdown", event => {
    // The keys stay the console's: the mirror does not take the focus.
    event.preventDefault();
    if (tool === null || event.button !== 0) return;
    hand = placeOf(event);
    if (tool === "act") {
      const hit = hits.at(hand);
      if (hit !== null) acting.press(hit, hand);
      return;
    }
    pen.press(tool, hand);
    if (pen.isDrawing) layer.setPointerCapture(event.pointerId);
  });
  layer.addEventListener(
    "wheel",
    event => {
      if (tool !== "act") return;
      event.preventDefault();
      const hit = hits.at(placeOf(event));
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      if (hit !== null) acting.wheel(hit, event.deltaX * unit, event.deltaY * unit);
    },
    { passive: false },
  );
  on("mousedown", event => event.preventDefault());
  on("pointermove", event => {
    hand = placeOf(event);
    if (tool === null) return;
    pen.move(hand, performance.now());
    later();
  });
  for (const name of ["pointerup", "pointercancel"]) on(name, () => pen.release());
  on("pointerleave", () => {
    hand = null;
    pen.release();
    if (tool !== null) pen.leave();
  });
  const endTool = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || tool === null || tool === "point") return;
    pen.release();
    tell({ kind: "toolEnded" });
  };
  window.addEventListener("keydown", endTool);

  const use = (next: Tool | null, pinned: boolean): void => {
    if (next !== "draw") pen.release();
    if (next !== "act") acting.rest();
    tool = next;
    pen.pinned = pinned;
    layer.dataset.tool = next ?? "none";
  };

  return {
    shown: (now, events) => {
      segment = now;
      visitor.shown(events);
    },
    empty: () => {
      segment = null;
      acting.drop();
      pen.release();
    },
    receive: message => {
      if (message.kind === "acted" || message.kind === "field") acting.receive(message);
      else if (message.kind === "pen") me = message.by;
      else if (message.kind === "marked") marks.take(message.marked);
      else if (message.kind === "takeBack") marks.takeBack(me.viewer, message.stroke);
      else if (message.kind === "tool") use(message.tool, message.pinned);
      else if (message.kind === "zoom") stage.zoom(message.zoom);
      else if (message.kind === "clearMarks") send({ kind: "clear" });
      else if (message.kind === "dropMarks") marks.clear();
      else if (message.kind === "begin") {
        firstSegment = message.firstSegment;
        acting.drop();
        pen.release();
        marks.begin(firstSegment);
      }
    },
    close: () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", endTool);
      visitor.close();
      acting.close();
      marks.close();
      layer.remove();
    },
  };
};
