/**
 * The TCP sockets under the WebSockets, so that closing does not wait half a minute for the goodbye of a peer that is not
 * there any more. Knows no protocol.
 */
import type { Server as HttpServer } from "node:http";
import type { Duplex } from "node:stream";

export interface Upgraded {
  /** What was said is sent, if the network takes it now; then every one is closed. */
  endAll(): void;
}

export const trackUpgraded = (http: HttpServer): Upgraded => {
  const open = new Set<Duplex>();
  http.on("upgrade", (_request, socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return {
    endAll: () => {
      for (const socket of open) {
        if (socket.writableLength > 0) socket.destroy();
        else socket.end(() => socket.destroy());
      }
    },
  };
};
