/**
 * The server of this bench: the hub's own relay and transport, and beside them what they are compared with. Who is who
 * is decided by the handshake alone; there is one session per id.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@lotse/client";
import type { AgentId, CobrowseId, SiteId, TenantId, VisitId } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { Server, type Socket } from "socket.io";
import type { Actor } from "../../apps/hub/src/command.ts";
import { createControlDesk } from "../../apps/hub/src/features/cobrowse/controlDesk.ts";
import { createMarkDesk } from "../../apps/hub/src/features/cobrowse/marks.ts";
import { StreamRelay } from "../../apps/hub/src/features/cobrowse/relay.ts";
import { serveStream } from "../../apps/hub/src/features/cobrowse/streamTransport.ts";
import { createSessionWatch } from "../../apps/hub/src/transport/sessionWatch.ts";

const TENANT = "10000000-0000-4000-8000-000000000000" as TenantId;
const SITE: SiteRecord = {
  ...{ tenantId: TENANT, id: "30000000-0000-4000-8000-000000000000" as SiteId, key: "bench", name: "Bench" },
  ...{
    enabled: true,
    origins: ["http://127.0.0.1:*", "http://localhost:*"],
    assetOrigins: [],
    pushOrigins: [],
  },
  ...{ language: "de", strictMasking: true, maskRules: [], consent: "assumed" },
};
const visitor = (id: string): Actor => ({
  kind: "visitor",
  tenantId: TENANT,
  siteId: SITE.id,
  visitId: id as VisitId,
});
const agent: Actor = {
  kind: "agent",
  tenantId: TENANT,
  agentId: "50000000-0000-4000-8000-000000000000" as AgentId,
  name: "Anna",
  role: "agent",
};

/** What a plain Socket.IO server does: whoever named the same session hears it. */
const servePlain = (io: Server): void => {
  io.of("/plain").on("connection", (socket: Socket) => {
    const session = String(socket.handshake.auth.session);
    void socket.join(session);
    socket.on("message", payload => socket.to(session).emit("message", payload));
  });
};

export interface BenchHub {
  readonly url: string;
  close(): Promise<void>;
}

export const startHub = async (options: {
  readonly perMessageDeflate: boolean;
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => void;
}): Promise<BenchHub> => {
  const http = createServer(options.pages ?? ((_, response) => response.writeHead(404).end()));
  await new Promise<void>(resolve => http.listen(0, "127.0.0.1", resolve));
  const io = new Server(http, {
    maxHttpBufferSize: 1_000_000,
    perMessageDeflate: options.perMessageDeflate ? { threshold: 0 } : false,
    transports: ["websocket"],
  });
  const relay = new StreamRelay({ clock: systemClock });
  const log = { note: () => {}, pointed: () => {}, pointedLast: () => {}, end: () => {} };
  const stop = serveStream({
    openAssets: () => () => undefined,
    siteIdOf: async () => null,
    takeDrift: async () => undefined,
    io,
    relay,
    marks: createMarkDesk({ relay, log, clock: systemClock }),
    control: createControlDesk({ relay, log, clock: systemClock }),
    sessions: createSessionWatch({ clock: systemClock, everyMs: 60_000 }),
    sites: { onChanged: () => () => undefined, byId: () => SITE, all: [SITE] },
    siteClosed: async () => undefined,
    letGo: async () => undefined,
    find: (_, id: CobrowseId) => ({ id, state: "active" }) as never,
    authenticate: async ({ token }) => (token === undefined ? agent : visitor(token)),
    onError: error => {
      throw error;
    },
  });
  servePlain(io);
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      stop();
      await io.close();
    },
  };
};
