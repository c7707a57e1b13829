/**
 * Carries the co-browsing streams from visitors' pages to their viewers without reading them. Knows no sockets, no consent,
 * no agents: who may take part is decided before somebody is let in here.
 */
import type { Clock, CobrowseId, Marked, SiteId, Unsubscribe } from "@lotse/protocol";
import { Stream } from "./stream.ts";
import type { MarkOutcome, RelayLimits, SourceHandle, SourcePlace, SourceSide } from "./streamSides.ts";
import type { ViewerSide } from "./viewer.ts";

export const DEFAULT_RELAY_LIMITS: RelayLimits = { ringBytes: 8_000_000, viewerBacklogBytes: 1_000_000 };

export class StreamRelay {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #streams = new Map<CobrowseId, Stream>();
  readonly #onEnd = new Set<(id: CobrowseId) => void>();

  constructor(options: { readonly clock: Clock; readonly limits?: RelayLimits }) {
    this.#clock = options.clock;
    this.#limits = options.limits ?? DEFAULT_RELAY_LIMITS;
  }

  /** Streams that hold anything, for the metrics. */
  get size(): number {
    return this.#streams.size;
  }

  addSource(id: CobrowseId, side: SourceSide): SourceHandle {
    return this.#stream(id).addSource(side);
  }

  addViewer(id: CobrowseId, side: ViewerSide): Unsubscribe {
    return this.#stream(id).addViewer(side);
  }

  /** A viewer's mark, to the page and to the other viewers. Nothing is kept of it. */
  mark(id: CobrowseId, from: ViewerSide, marked: Marked): MarkOutcome {
    return this.#streams.get(id)?.mark(from, marked) ?? "away";
  }

  /** Whether the visitor wants to see marks. */
  isPointing(id: CobrowseId): boolean {
    return this.#streams.get(id)?.isPointing ?? true;
  }

  /** A viewer shows the segment wrong: the page is asked for another, if it was not asked so a moment ago. */
  refresh(id: CobrowseId): void {
    this.#streams.get(id)?.refresh();
  }

  /** The sessions whose page stands on the site, or stood there last. */
  of(siteId: SiteId): readonly { readonly id: CobrowseId; readonly place: SourcePlace }[] {
    return [...this.#streams].flatMap(([id, { place }]) => (place?.siteId === siteId ? [{ id, place }] : []));
  }

  /** Of what came so far, nobody is given anything any more; the page, if it is there, begins anew. */
  renew(id: CobrowseId): void {
    this.#streams.get(id)?.renew();
  }

  /** The session is over: everybody is told, nothing is kept. */
  end(id: CobrowseId): void {
    // First, so that what ends with the session does not end because its connections do.
    for (const listener of this.#onEnd) listener(id);
    this.#streams.get(id)?.end();
    this.#streams.delete(id);
  }

  /** Whatever else is kept of a session goes in the same moment. */
  onEnd(listener: (id: CobrowseId) => void): Unsubscribe {
    this.#onEnd.add(listener);
    return () => {
      this.#onEnd.delete(listener);
    };
  }

  /** Idempotent. */
  close(): void {
    for (const stream of this.#streams.values()) stream.silence();
    this.#streams.clear();
  }

  #stream(id: CobrowseId): Stream {
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    const stream = new Stream(this.#clock, this.#limits);
    this.#streams.set(id, stream);
    return stream;
  }
}
