/**
 * The agent's hand over the mirrored page, as marks: movements thinned out, lines in parts as they are drawn. Knows no
 * events and no drawing; time is handed in.
 */
import { MARK_POINTS_MAX, MARK_REACH, type Mark, type MarkPoint, STROKE_POINTS_MAX } from "@lotse/protocol";
import type { At } from "../../marks/boxes.ts";
import type { Tool } from "../port.ts";
import { type Hit, type HitTest, nodeOf, placeIn } from "./hitTest.ts";
import { enclosed } from "./strokeAnchor.ts";

export interface PenParts {
  readonly hits: HitTest;
  /** Of the page shown; null: none is. */
  readonly segment: () => number | null;
  /** Hit boxes are of one moment: the line's element is asked for anew, so that it may scroll while one draws. */
  readonly refresh: (hit: Hit) => Hit | null;
  readonly send: (mark: Mark) => void;
}

interface Line {
  readonly id: number;
  readonly segment: number;
  readonly hit: Hit;
  readonly drawn: At[];
  points: MarkPoint[];
  sent: number;
}

/** Thirty times a second: as smooth as a hand is, and half of what the hub takes. */
const EVERY_MS = 33;
const CLOSE_PX = 3;

export class Pen {
  readonly #parts: PenParts;
  #line: Line | null = null;
  #nextId: number;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #waiting: At | null = null;
  pinned = false;

  /** `firstId`: so that a mirror loaded anew does not go on with the lines of the one before. */
  constructor(parts: PenParts, firstId: number) {
    this.#parts = parts;
    this.#nextId = firstId;
  }

  get isDrawing(): boolean {
    return this.#line !== null;
  }

  press(tool: Tool, at: At): void {
    const { hits, segment, send } = this.#parts;
    const [hit, of] = [hits.at(at), segment()];
    this.#waiting = null;
    if (hit === null || of === null) return;
    const node = nodeOf(hit, of);
    if (tool === "point") send({ kind: "click", at: { ...node, point: placeIn(hit, at, 0) } });
    else if (tool === "highlight") send({ kind: "highlight", node, pinned: this.pinned });
    else {
      const points = [placeIn(hit, at, MARK_REACH)];
      this.#line = { id: this.#nextId++, segment: of, hit, drawn: [at], points, sent: 0 };
    }
  }

  move(at: At, nowMs: number): void {
    if (this.#line === null) this.#waiting = at;
    else this.#draw(this.#line, at);
    this.tick(nowMs);
  }

  /** Sends what is due. True: something is waiting for the next tick. */
  tick(nowMs: number): boolean {
    const isWaiting = this.#waiting !== null || (this.#line?.points.length ?? 0) > (this.#line?.sent ?? 0);
    if (!isWaiting) return false;
    if (nowMs - this.#sentAtMs < EVERY_MS) return true;
    this.#sentAtMs = nowMs;
    if (this.#line !== null) this.#sendLine(this.#line);
    else if (this.#waiting !== null) this.#point(this.#waiting);
    return false;
  }

  release(): void {
    const line = this.#line;
    this.#line = null;
    if (line === null) return;
    this.#sendLine(line);
    const meant = line.drawn.length > MARK_POINTS_MAX ? null : enclosed(line.drawn, this.#parts.hits);
    if (meant === null || meant.id === line.hit.id) return;
    const points = line.drawn.map(at => placeIn(meant, at, MARK_REACH));
    this.#sendLine({ ...line, hit: meant, points, sent: 0 });
  }

  leave(): void {
    this.#waiting = null;
    this.#parts.send({ kind: "pointer", at: null });
  }

  #point(at: At): void {
    const { hits, segment, send } = this.#parts;
    const [hit, of] = [hits.at(at), segment()];
    this.#waiting = null;
    const isOn = hit !== null && of !== null;
    send({ kind: "pointer", at: isOn ? { ...nodeOf(hit, of), point: placeIn(hit, at, 0) } : null });
  }

  #draw(line: Line, at: At): void {
    const last = line.drawn.at(-1);
    if (last !== undefined && Math.hypot(at.x - last.x, at.y - last.y) < CLOSE_PX) return;
    if (line.points.length >= STROKE_POINTS_MAX) return;
    const hit = this.#parts.refresh(line.hit);
    if (hit === null) return;
    line.drawn.push(at);
    line.points.push(placeIn(hit, at, MARK_REACH));
  }

  #sendLine(line: Line): void {
    const node = nodeOf(line.hit, line.segment);
    while (line.sent < line.points.length) {
      const points = line.points.slice(line.sent, line.sent + MARK_POINTS_MAX);
      const { id, sent: from } = line;
      this.#parts.send({ kind: "stroke", id, node, from, points, pinned: this.pinned });
      line.sent += points.length;
    }
  }
}
