/**
 * A wire to a server on this machine that fails where a test wants it to: the next COMMIT is answered, but the answer
 * never arrives; or nothing comes through any more while both ends believe in the connection.
 */
import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

export interface Wire {
  /** The URL through the wire. */
  readonly url: string;
  /** `beforeCommit`: cut instead of passing the next COMMIT on; `afterCommit`: cut instead of passing its answer back. */
  cutNext(where: "beforeCommit" | "afterCommit"): void;
  /** Both directions swallow everything from now on, until it is lifted. */
  silence(on: boolean): void;
  close(): Promise<void>;
}

/** A simple query whose text is `commit`. */
const COMMIT = Buffer.from("commit\0");

export const openWire = async (to: string): Promise<Wire> => {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let cut: "beforeCommit" | "afterCommit" | null = null;
  let silent = false;

  const server = createServer(near => {
    const far = createConnection(Number(target.port), target.hostname);
    let swallowing = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", end).on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    near.on("data", chunk => {
      if (silent) return;
      if (cut !== null && chunk.includes(COMMIT)) {
        const where = cut;
        cut = null;
        if (where === "beforeCommit") return end();
        swallowing = true;
      }
      far.write(chunk);
    });
    far.on("data", chunk => {
      if (silent) return;
      if (swallowing) end();
      else near.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(to);
  url.port = `${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url: `${url}`,
    cutNext: where => {
      cut = where;
    },
    silence: on => {
      silent = on;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
