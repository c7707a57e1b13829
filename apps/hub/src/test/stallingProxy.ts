/**
 * A TCP proxy in front of the hub that can stop taking what the hub sends, as a phone in a tunnel does: the connection stays
 * open, and nothing is read any more.
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface StallingProxy {
  readonly url: string;
  /** What is open now takes nothing more from the hub; what comes later is as usual. */
  stall(): void;
  /** The tunnel ends: everything that was stalled goes on, or learns that it is over. */
  heal(): void;
  close(): Promise<void>;
}

export const startStallingProxy = async (hubPort: number): Promise<StallingProxy> => {
  const open = new Set<{ readonly client: Socket; readonly hub: Socket }>();
  const server = createServer(client => {
    const hub = connect(hubPort, "127.0.0.1");
    const pair = { client, hub };
    open.add(pair);
    client.pipe(hub);
    hub.pipe(client);
    hub.on("error", () => {});
    client.on("error", () => {});
    client.on("close", () => hub.destroy());
    hub.on("close", () => {
      open.delete(pair);
      client.destroy();
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stall: () => {
      for (const { client, hub } of open) {
        hub.unpipe(client);
        hub.pause();
      }
    },
    heal: () => {
      for (const { client, hub } of open) hub.pipe(client);
    },
    close: async () => {
      for (const { client, hub } of open) {
        client.destroy();
        hub.destroy();
      }
      await new Promise(resolve => server.close(resolve));
    },
  };
};
