/**
 * Where the console is, as a signal, kept in step with the browser's history. The address is the only copy: whoever
 * wants to be elsewhere says so here. Knows no areas' insides and draws nothing.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import { parseRoute, pathOf, type Route } from "./routes.ts";

/** The browser's history, as far as a router needs it. */
export interface Addresses {
  path(): string;
  push(path: string): void;
  replace(path: string): void;
  /** Back, forward. */
  onMove(fn: () => void): Unsubscribe;
}

export class Router {
  readonly #addresses: Addresses;
  readonly #route;
  readonly #stop: Unsubscribe;

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
    this.#route = signal<Route>(parseRoute(addresses.path()));
    this.#stop = addresses.onMove(() => {
      this.#route.value = parseRoute(addresses.path());
    });
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** A step one can take back. Going to where one is already leaves no trace. */
  go(route: Route): void {
    this.#move(route, path => this.#addresses.push(path));
  }

  /** The same step, better said: what stood in the address leads nowhere one would go back to. */
  replace(route: Route): void {
    this.#move(route, path => this.#addresses.replace(path));
  }

  close(): void {
    this.#stop();
  }

  #move(route: Route, write: (path: string) => void): void {
    const path = pathOf(route);
    if (path === this.#addresses.path()) return;
    write(path);
    this.#route.value = route;
  }
}
