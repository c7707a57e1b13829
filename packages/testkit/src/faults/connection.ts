/** One connection through the proxy: two lanes and the ways it can be broken. Knows no other connection. */
import type { Socket } from "node:net";
import type { Clock } from "@lotse/protocol";
import { CLEAR, type Conditions, Lane } from "./lane.ts";

export type Direction = "toServer" | "toClient";
/** How a connection ends: orderly (FIN to both sides) or not (RST). */
export type Break = "cut" | "reset";

export interface ProxiedConnection {
  /** Conditions of this connection alone; what is not named stays as the proxy has it. */
  impair(conditions: Partial<Conditions>, direction?: Direction): void;
  cut(): void;
  reset(): void;
  /**
   * Ends the connection once that many more bytes have come in a direction. `withheld`: they are swallowed, so the
   * sender believes that it has answered while the receiver never hears it.
   */
  breakAfter(limit: {
    readonly bytes: number;
    readonly direction: Direction;
    readonly how: Break;
    readonly withheld?: boolean;
  }): void;
}

export interface ConnectionOptions {
  readonly client: Socket;
  readonly server: Socket;
  readonly clock: Clock;
  readonly random: () => number;
  readonly conditions: (direction: Direction) => Conditions;
  readonly onClosed: (connection: Connection) => void;
}

const DIRECTIONS: readonly Direction[] = ["toServer", "toClient"];
/** After a cut, what the two still say is read and thrown away for this long: unread bytes would turn it into a reset. */
const GOODBYE_MS = 1_000;

export class Connection implements ProxiedConnection {
  readonly #own: Record<Direction, Partial<Conditions>> = { toServer: {}, toClient: {} };
  readonly #lanes: Readonly<Record<Direction, Lane>>;
  readonly #options: ConnectionOptions;
  #broken = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { client, server, clock, random } = options;
    const lane = (from: Socket, to: Socket, direction: Direction) =>
      new Lane({ from, to, clock, random, conditions: () => this.#conditions(direction) });
    this.#lanes = {
      toServer: lane(client, server, "toServer"),
      toClient: lane(server, client, "toClient"),
    };
    for (const socket of [client, server]) socket.on("error", () => {}).once("close", () => this.pump());
  }

  impair(conditions: Partial<Conditions>, direction?: Direction): void {
    for (const each of direction === undefined ? DIRECTIONS : [direction])
      this.#own[each] = { ...this.#own[each], ...conditions };
    this.pump();
  }

  heal(): void {
    for (const direction of DIRECTIONS) this.#own[direction] = {};
    this.pump();
  }

  /** Passes on what may be passed on now, deaths included. */
  pump(): void {
    const { client, server } = this.#options;
    if (client.destroyed && server.destroyed) this.#gone();
    else if (this.#brokeOff(client, "toServer") || this.#brokeOff(server, "toClient")) this.reset();
    else for (const direction of DIRECTIONS) this.#lanes[direction].pump();
  }

  breakAfter(limit: Parameters<ProxiedConnection["breakAfter"]>[0]): void {
    const reached = () => this[limit.how]();
    this.#lanes[limit.direction].limit(limit.bytes, { withheld: limit.withheld ?? false, reached });
  }

  cut(): void {
    this.#break(socket => {
      socket.removeAllListeners("data");
      socket.resume();
      socket.end();
      this.#options.clock.after(GOODBYE_MS, () => socket.destroy());
    });
  }

  reset(): void {
    this.#break(socket => socket.resetAndDestroy());
  }

  destroy(): void {
    this.#break(socket => socket.destroy());
  }

  #conditions(direction: Direction): Conditions {
    return { ...CLEAR, ...this.#options.conditions(direction), ...this.#own[direction] };
  }

  /** A side that broke off is told to the other one, unless silence is what is being played. */
  #brokeOff(socket: Socket, direction: Direction): boolean {
    return socket.destroyed && socket.errored !== null && !this.#conditions(direction).stalled;
  }

  #break(end: (socket: Socket) => void): void {
    if (this.#broken) return;
    const { client, server } = this.#options;
    for (const direction of DIRECTIONS) this.#lanes[direction].close();
    for (const socket of [client, server]) if (!socket.destroyed) end(socket);
    this.#gone();
  }

  #gone(): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#options.onClosed(this);
  }
}
