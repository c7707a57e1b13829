/** One connection to the stream: who it is of, whether they are let in, and how they are told something. */
import {
  type CobrowseId,
  type CobrowseView,
  isSpoken,
  LotseError,
  PROTOCOL_VERSION,
  type SiteId,
  type StreamEvents,
  type StreamHandshake,
  type Unsubscribe,
} from "@lotse/protocol";
import type { Server, Socket } from "socket.io";
import * as v from "valibot";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import type { CobrowseService } from "../../services.ts";
import type { SiteDirectory } from "../../sites.ts";
import type { SessionWatch } from "../../transport/sessionWatch.ts";
import type { AssetViewer } from "./assets/door.ts";
import type { ControlDesk } from "./controlDesk.ts";
import type { MarkDesk } from "./marks.ts";
import type { StreamRelay } from "./relay.ts";
import type { SiteWatchDeps } from "./siteWatch.ts";

export interface StreamTransportDeps extends Pick<SiteWatchDeps, "siteClosed" | "letGo"> {
  readonly io: Server;
  readonly relay: StreamRelay;
  readonly marks: MarkDesk;
  readonly control: ControlDesk;
  readonly sessions: SessionWatch;
  readonly sites: Pick<SiteDirectory, "onChanged" | "byId" | "all">;
  readonly find: CobrowseService["find"];
  /** Where the viewer's mirror gets what it may not load itself, for as long as the viewer is there. */
  readonly openAssets: (viewer: Omit<AssetViewer, "mirrorUrl">) => Unsubscribe;
  /** A page's report of what became of its site's masking, unread. */
  readonly takeDrift: (from: VisitorActor, report: unknown) => Promise<void>;
  /** Whose page is shared. */
  readonly siteIdOf: (actor: AgentActor, cobrowse: CobrowseView) => Promise<SiteId | null>;
  /** Who is connecting; throws a LotseError if nobody we know. Asked again while a viewer stays. */
  readonly authenticate: (
    handshake: StreamHandshake,
    headers: Socket["handshake"]["headers"],
  ) => Promise<Actor>;
  readonly onError: (error: unknown) => void;
}

const handshakeSchema = v.object({
  protocol: v.number(),
  cobrowseId: v.pipe(
    v.string(),
    v.transform(id => id as CobrowseId),
  ),
  token: v.exactOptional(v.string()),
});

const readHandshake = (socket: Socket): StreamHandshake & { readonly cobrowseId: CobrowseId } => {
  const parsed = v.safeParse(handshakeSchema, socket.handshake.auth);
  if (!parsed.success || !isSpoken(parsed.output.protocol)) {
    throw new LotseError("VERSION_UNSUPPORTED", `This hub speaks protocols up to ${PROTOCOL_VERSION}`);
  }
  return parsed.output;
};

export interface Admitted {
  readonly actor: Actor;
  readonly cobrowseId: CobrowseId;
  /** A viewer's; null: nobody knows it now. */
  readonly siteId?: SiteId | null;
}

export const admit = async (socket: Socket, deps: StreamTransportDeps): Promise<Admitted> => {
  const handshake = readHandshake(socket);
  const actor = await deps.authenticate(handshake, socket.handshake.headers);
  const session = deps.find(actor, handshake.cobrowseId);
  if (session === null) throw new LotseError("NOT_FOUND", "There is no such session");
  if (session.state === "requested") throw new LotseError("CONSENT_REQUIRED", "The visitor has not agreed");
  if (session.state !== "active") throw new LotseError("COBROWSE_ENDED", "The session is over");
  return { actor, cobrowseId: handshake.cobrowseId };
};

export const emitterFor =
  (socket: Socket) =>
  <E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void => {
    socket.emit(event, payload);
  };

/** Told once, then closed by us, so that the client does not come again. */
export const finish = (socket: Socket): void => {
  socket.emit("stream:ended", {});
  socket.disconnect();
};

/** What a connection says that is for the other side to say: nobody listens to it, and it is counted. */
export const countWrongSide = (socket: Socket, own: ReadonlySet<string>, count: () => void): void => {
  socket.onAny((event: string) => {
    if (!own.has(event)) count();
  });
};
