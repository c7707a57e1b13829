/** What the extras ask of the capture they belong to, and what it asks of them. */
import type { Clock } from "@lotse/protocol";
import type { Digest } from "../../wire/digest.ts";
import type { PageEvent } from "../../wire/events.ts";
import type { ExtraData } from "../../wire/extras.ts";
import type { getter } from "../getter.ts";

export interface ExtrasHost {
  readonly window: Window & typeof globalThis;
  readonly clock: Clock;
  /** The strict preset: no picture of what somebody may be drawing or has written. */
  readonly strict: boolean;
  /** Handed in, so that a chunk of its own shares no code with the recorder. */
  readonly getter: typeof getter;
  readonly nodeOf: (id: number) => Node | null;
  /** Of every node that was recorded. */
  readonly ids: () => readonly number[];
  /** Neither masked nor blocked nor secret: may be looked at. */
  readonly readable: (element: Element) => boolean;
  /** To the gate, as everything. */
  readonly say: (data: ExtraData) => void;
  readonly sum: (digest: Digest) => void;
}

export interface Extras {
  /** An event that left. */
  seen(event: PageEvent): void;
  stop(): void;
}

export type StartExtras = (host: ExtrasHost) => Extras;
