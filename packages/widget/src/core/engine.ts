/**
 * Engine.IO for browsers with WebSockets, as much of it as Socket.IO's manager uses: the build puts it in the place of
 * the library's, which also polls, probes, upgrades and encodes as base64. Knows one connection, and no Socket.IO.
 */
import { guard } from "../shared/guard.ts";
import { native } from "../shared/native.ts";

type Listener = (...args: unknown[]) => void;

interface Hello {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

/** Engine.IO's packet types, by their first character. */
const [OPEN, PING, PONG, MESSAGE] = ["0", "2", "3", "4"] as const;

const NativeSocket = native(self, "WebSocket");
const setTimer = native(self, "setTimeout").bind(self);
const clearTimer = native(self, "clearTimeout").bind(self);

/** Socket.IO asks for these by their names. */
export const installTimerFunctions = (target: Record<string, unknown>): void => {
  target.setTimeoutFn = setTimer;
  target.clearTimeoutFn = clearTimer;
};
export const nextTick = (fn: () => void): void => queueMicrotask(guard(fn));

export class Socket {
  readonly #listeners = new Map<string, Set<Listener>>();
  #socket: WebSocket | null = null;
  /** How long the hub may be silent. */
  #patienceMs = 0;
  #silentAtMs = 0;
  #timer = 0;
  #ended = false;

  constructor(hubUrl: string, { path }: { readonly path: string }) {
    addEventListener("offline", this.#onLost);
    try {
      const socket = new NativeSocket(`${hubUrl.replace("http", "ws")}${path}/?EIO=4&transport=websocket`);
      this.#socket = socket;
      socket.binaryType = "arraybuffer";
      socket.onmessage = guard(({ data }) => this.#hear(data));
      socket.onerror = socket.onclose = guard(this.#onLost);
    } catch {
      // Forbidden here. Nobody listens yet.
      nextTick(this.#onLost);
    }
  }

  on(event: string, fn: Listener): void {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(fn));
  }

  off(event: string, fn: Listener): void {
    this.#listeners.get(event)?.delete(fn);
  }

  /** Text is a message of its own; bytes follow the message that announced them. */
  write(data: unknown): void {
    this.#send(typeof data === "string" ? MESSAGE + data : (data as ArrayBuffer));
  }

  close(): void {
    this.#end("forced close");
  }

  /** Timers rest while a page sleeps: whoever writes first after waking finds out. */
  _hasPingExpired(): boolean {
    const expired = Date.now() > this.#silentAtMs;
    if (expired) nextTick(this.#onSilence);
    return expired;
  }

  readonly #onLost = () => this.#end("transport close");
  readonly #onSilence = () => this.#end("ping timeout");

  #tell(event: string, payload?: unknown): void {
    for (const fn of [...(this.#listeners.get(event) ?? [])]) fn(payload);
  }

  #send(data: string | ArrayBuffer): void {
    // One that is closing takes it, and drops it.
    this.#socket?.send(data);
  }

  #hear(data: unknown): void {
    if (typeof data !== "string") this.#tell("data", data);
    else if (data[0] === MESSAGE) this.#tell("data", data.slice(1));
    else if (data[0] === PING) {
      this.#send(PONG);
      this.#wait();
    } else if (data[0] === OPEN) {
      const { pingInterval, pingTimeout } = JSON.parse(data.slice(1)) as Hello;
      this.#patienceMs = pingInterval + pingTimeout;
      this.#wait();
      this.#tell("open");
    }
  }

  #wait(): void {
    clearTimer(this.#timer);
    this.#silentAtMs = Date.now() + this.#patienceMs;
    this.#timer = setTimer(this.#onSilence, this.#patienceMs);
  }

  /** Told once: as the end of the connection, or, before the hub's hello, as the failure to make one. */
  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimer(this.#timer);
    removeEventListener("offline", this.#onLost);
    const socket = this.#socket;
    if (socket !== null) {
      socket.onmessage = socket.onerror = socket.onclose = null;
      socket.close();
    }
    this.#tell(this.#patienceMs > 0 ? "close" : "error", reason);
  }
}
