/**
 * Cuts connections that do not take what is sent to them: one paused client must not fill the hub's memory. Whoever is
 * cut comes back by itself and resumes by sequence number. Looks at the connection only; knows no namespaces.
 *
 * The co-browsing stream's frames (the only binary packets) are held back at their source, in the relay's ring, and count
 * for the time only.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import type { Log } from "../log.ts";

export interface BacklogLimits {
  /** Events and answers that may wait for one connection, in characters. */
  readonly backlogMax: number;
  /** How long a connection may take nothing at all while something waits. */
  readonly stuckMs: number;
}

export const DEFAULT_BACKLOG: BacklogLimits = { backlogMax: 1_000_000, stuckMs: 30_000 };

const LOOK_EVERY_MS = 5_000;

/** The part of an Engine.IO transport that tells when what it was given went out. */
interface EngineTransport {
  on(event: "drain", fn: () => void): unknown;
  /** Of the WebSocket transport: its `terminate` frees at once what a goodbye would keep for half a minute. */
  readonly socket?: { terminate?(): void };
}

export interface EngineConnection {
  readonly transport: EngineTransport;
  on(event: "packetCreate", fn: (packet: { readonly data?: unknown }) => void): unknown;
  on(event: "flush", fn: () => void): unknown;
  on(event: "upgrade", fn: (transport: EngineTransport) => void): unknown;
  once(event: "close", fn: () => void): unknown;
  close(discard: boolean): unknown;
}

interface Watched {
  readonly connection: EngineConnection;
  /** Characters that wait for their turn, and that the transport has and the network does not. */
  queued: number;
  inFlight: number;
  /** Since when it has taken nothing, though something waits; null if nothing does. */
  sinceMs: number | null;
}

export interface SlowConsumerCut {
  watch(connection: EngineConnection): void;
  /** Connections cut so far. */
  readonly total: number;
  close(): void;
}

const lengthOf = (data: unknown): number => (typeof data === "string" ? data.length : 0);

export const createSlowConsumerCut = (options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: BacklogLimits;
}): SlowConsumerCut => {
  const { clock, log, limits } = options;
  const open = new Set<Watched>();
  let total = 0;

  const cut = (watched: Watched): void => {
    if (!open.delete(watched)) return;
    total++;
    const { connection, queued, inFlight, sinceMs } = watched;
    const durationMs = sinceMs === null ? 0 : clock.nowMs() - sinceMs;
    log.warn("slow consumer cut", { code: "SLOW_CONSUMER", bytes: queued + inFlight, durationMs });
    connection.transport.socket?.terminate?.();
    connection.close(true);
  };

  const look = (): void => {
    const now = clock.nowMs();
    for (const watched of [...open]) {
      if (watched.sinceMs !== null && now - watched.sinceMs > limits.stuckMs) cut(watched);
    }
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  let cancel: Unsubscribe = clock.after(LOOK_EVERY_MS, look);

  return {
    watch: connection => {
      const watched: Watched = { connection, queued: 0, inFlight: 0, sinceMs: null };
      open.add(watched);
      followPackets(watched, clock, () => {
        if (watched.queued + watched.inFlight > limits.backlogMax) cut(watched);
      });
      connection.once("close", () => open.delete(watched));
    },
    get total() {
      return total;
    },
    close: () => cancel(),
  };
};

/** Keeps the account of one connection; `grown` is called when more waits than before. */
const followPackets = (watched: Watched, clock: Clock, grown: () => void): void => {
  const { connection } = watched;
  const drained = (): void => {
    watched.inFlight = 0;
    watched.sinceMs = watched.queued > 0 ? clock.nowMs() : null;
  };
  connection.on("packetCreate", ({ data }) => {
    watched.queued += lengthOf(data);
    watched.sinceMs ??= clock.nowMs();
    grown();
  });
  connection.on("flush", () => {
    watched.inFlight += watched.queued;
    watched.queued = 0;
  });
  connection.transport.on("drain", drained);
  connection.on("upgrade", transport => {
    drained();
    transport.on("drain", drained);
  });
};
