/**
 * The part of a Socket.IO client socket that a hub connection needs, so that tests can play the network.
 * Knows nothing of commands, events or conversations.
 */
import type { Unsubscribe } from "@lotse/protocol";

export interface HubSocket {
  readonly connected: boolean;
  /** True while the socket reconnects by itself. */
  readonly active: boolean;
  connect(): unknown;
  disconnect(): unknown;
  emit(name: string, ...args: readonly unknown[]): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: Socket.IO hands any payload to a listener; each listener names its own.
  on(name: string, fn: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  off(name: string, fn: (...args: any[]) => void): unknown;
}

/** `socket.on` that returns its undo. */
export const listen = <Payload>(
  socket: HubSocket,
  name: string,
  fn: (payload: Payload) => void,
): Unsubscribe => {
  socket.on(name, fn);
  return () => {
    socket.off(name, fn);
  };
};
