/**
 * A TCP proxy that breaks connections on purpose: late, slow, cut, reset, half open, swallowed, never answered. Each
 * fault for one connection or for all; chance comes from a seed. Knows nothing of what travels through it.
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { Connection, type Direction, type ProxiedConnection } from "./connection.ts";
import { CLEAR, type Conditions } from "./lane.ts";
import { realClock } from "./realClock.ts";

/** `blackhole`: accepted, and never heard of again until healed. `refuse`: reset at once. */
export type Admission = "pass" | "blackhole" | "refuse";

export interface FaultProxyOptions {
  /** Where connections go on this machine; may be changed, and may be missing at first. */
  readonly targetPort?: number;
  readonly random?: () => number;
  readonly clock?: Clock;
  /** Holds a newcomer until the target listens (as a load balancer would), instead of refusing it. */
  readonly patient?: boolean;
}

export interface FaultProxy {
  readonly port: number;
  /** What passes through now. */
  readonly connections: readonly ProxiedConnection[];
  /** Called when a newcomer has been connected to the target. */
  onConnection(fn: (connection: ProxiedConnection) => void): Unsubscribe;
  /** New connections go there. */
  target(port: number): void;
  /** Conditions of every connection, those to come included. */
  impair(conditions: Partial<Conditions>, direction?: Direction): void;
  admit(admission: Admission): void;
  /** Ends every connection orderly (FIN). */
  cut(): void;
  /** Ends every connection at once (RST). */
  reset(): void;
  /** Everything is as if nothing had been; what was held back goes on. */
  heal(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

const RETRY_MS = 20;
const HOST = "127.0.0.1";

class TcpFaultProxy implements FaultProxy {
  readonly #server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, client =>
    this.#came(client),
  );
  readonly #connections = new Set<Connection>();
  /** Accepted, not connected to anything yet. */
  readonly #newcomers = new Set<Socket>();
  readonly #listeners = new Set<(connection: ProxiedConnection) => void>();
  #conditions: Record<Direction, Conditions> = { toServer: CLEAR, toClient: CLEAR };
  #admission: Admission = "pass";
  #targetPort: number | undefined;
  #closing: Promise<void> | null = null;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #patient: boolean;

  constructor(options: FaultProxyOptions) {
    this.#targetPort = options.targetPort;
    this.#clock = options.clock ?? realClock;
    this.#random = options.random ?? Math.random;
    this.#patient = options.patient ?? false;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): readonly ProxiedConnection[] {
    return [...this.#connections];
  }

  listen(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, HOST, () => resolve(this));
    });
  }

  onConnection(fn: (connection: ProxiedConnection) => void): Unsubscribe {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  target(port: number): void {
    this.#targetPort = port;
  }

  impair(conditions: Partial<Conditions>, direction?: Direction): void {
    const { toServer, toClient } = this.#conditions;
    this.#conditions = {
      toServer: direction === "toClient" ? toServer : { ...toServer, ...conditions },
      toClient: direction === "toServer" ? toClient : { ...toClient, ...conditions },
    };
    for (const connection of this.#connections) connection.pump();
  }

  admit(admission: Admission): void {
    this.#admission = admission;
    if (admission === "pass") for (const client of this.#newcomers) this.#connect(client);
  }

  cut(): void {
    for (const connection of [...this.#connections]) connection.cut();
  }

  reset(): void {
    for (const connection of [...this.#connections]) connection.reset();
  }

  heal(): void {
    this.#conditions = { toServer: CLEAR, toClient: CLEAR };
    for (const connection of [...this.#connections]) connection.heal();
    this.admit("pass");
  }

  close(): Promise<void> {
    this.#closing ??= new Promise(resolve => {
      this.#server.close(() => resolve());
      for (const client of this.#newcomers) client.destroy();
      for (const connection of [...this.#connections]) connection.destroy();
    });
    return this.#closing;
  }

  #came(client: Socket): void {
    client.on("error", () => {});
    if (this.#admission === "refuse") {
      client.resetAndDestroy();
      return;
    }
    this.#newcomers.add(client);
    client.once("close", () => this.#newcomers.delete(client));
    if (this.#admission === "pass") this.#connect(client);
  }

  #connect(client: Socket): void {
    if (client.destroyed || this.#closing !== null) return;
    if (this.#targetPort === undefined) {
      this.#unreachable(client);
      return;
    }
    const server = connect({ port: this.#targetPort, host: HOST, allowHalfOpen: true });
    server.once("error", () => this.#unreachable(client));
    server.once("connect", () => {
      if (client.destroyed || this.#closing !== null) server.destroy();
      else this.#join(client, server);
    });
  }

  #unreachable(client: Socket): void {
    if (!this.#newcomers.has(client)) return;
    if (this.#patient) this.#clock.after(RETRY_MS, () => this.#connect(client));
    else client.resetAndDestroy();
  }

  #join(client: Socket, server: Socket): void {
    this.#newcomers.delete(client);
    const connection = new Connection({
      client,
      server,
      clock: this.#clock,
      random: this.#random,
      conditions: direction => this.#conditions[direction],
      onClosed: gone => this.#connections.delete(gone),
    });
    this.#connections.add(connection);
    client.resume();
    for (const fn of [...this.#listeners]) fn(connection);
  }
}

/** Listens on a free port of the loopback. */
export const startFaultProxy = (options: FaultProxyOptions = {}): Promise<FaultProxy> =>
  new TcpFaultProxy(options).listen();
