/**
 * From packets to events, in order and exactly once: late and doubled frames are passed over, a missing one is a
 * gap, a forged one refuses the segment. Pure but for its own state; knows nothing of the mirror's DOM.
 */
import { decodePacket, type ErrorCode, type FramePacket, LotseError } from "@lotse/protocol";
import type { PageEvent } from "../wire/events.ts";
import { invalid } from "./checks.ts";
import { SegmentDecoder } from "./SegmentDecoder.ts";
import { createValidator, type Validator } from "./validator.ts";

export type Reading =
  | { readonly kind: "events"; readonly segment: number; readonly events: readonly PageEvent[] }
  | { readonly kind: "gap" }
  | { readonly kind: "refused"; readonly code: ErrorCode };

type State =
  | { readonly kind: "empty" }
  | {
      readonly kind: "reading";
      readonly segment: number;
      readonly nextSeq: number;
      readonly decoder: SegmentDecoder;
      readonly validator: Validator;
    }
  /** A gap was told, or a segment refused: nothing until one of at least this number starts, or a reset. */
  | { readonly kind: "waiting"; readonly fromSegment: number };

export class StreamReader {
  #state: State = { kind: "empty" };

  /** Forget everything: the next packet is the first of its segment, whatever its number. */
  reset(): void {
    this.#state = { kind: "empty" };
  }

  /** The segment cannot be shown (the mirror failed on it). */
  refuse(): void {
    if (this.#state.kind === "reading") this.#wait(this.#state.segment + 1);
  }

  read(bytes: Uint8Array): Reading {
    const packet = decodePacket(bytes);
    if (packet === null) return this.#refused("REPLAY_INVALID");
    const state = this.#place(packet);
    if (state === null) return { kind: "events", segment: packet.segment, events: [] };
    if (state === "gap") return this.#gap(packet.segment);
    try {
      const fresh = packet.frames.slice(state.nextSeq - packet.firstSeq);
      const lines = fresh.flatMap(frame => state.decoder.push(frame));
      this.#state = { ...state, nextSeq: state.nextSeq + fresh.length };
      const events = lines
        .map(line => state.validator.check(parseLine(line)))
        .filter(event => event !== null);
      return { kind: "events", segment: packet.segment, events };
    } catch (error) {
      return this.#refused(error instanceof LotseError ? error.code : "REPLAY_INVALID");
    }
  }

  /** Where the packet belongs; null if nothing in it is wanted. */
  #place(packet: FramePacket): Extract<State, { kind: "reading" }> | "gap" | null {
    const state = this.#state;
    const { segment, firstSeq } = packet;
    if (state.kind === "reading" && segment <= state.segment) {
      if (segment < state.segment) return null;
      return firstSeq > state.nextSeq ? "gap" : state;
    }
    if (state.kind === "waiting" && (segment < state.fromSegment || firstSeq !== 0)) return null;
    if (firstSeq !== 0) return "gap";
    const decoder = new SegmentDecoder();
    const fresh = { kind: "reading", segment, nextSeq: 0, decoder, validator: createValidator() } as const;
    this.#state = fresh;
    return fresh;
  }

  #wait(fromSegment: number): void {
    this.#state = { kind: "waiting", fromSegment };
  }

  #gap(segment: number): Reading {
    this.#wait(segment);
    return { kind: "gap" };
  }

  #refused(code: ErrorCode): Reading {
    this.refuse();
    return { kind: "refused", code };
  }
}

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw invalid("no JSON");
  }
};
