/**
 * The stream over Socket.IO: namespace `/stream`, one connection per page or console, packets as binary events without
 * acknowledgement. Decides who may send or view, and only while the session is active; carries nothing else.
 */
import {
  type CobrowseId,
  type CobrowseView,
  isSpoken,
  LotseError,
  NAMESPACES,
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
import type { MarkDesk } from "./marks.ts";
import type { StreamRelay } from "./relay.ts";
import { isSharedFrom, maskingOf, type SiteWatchDeps, watchSites } from "./siteWatch.ts";
import type { SourcePlace, SourceSide } from "./stream.ts";
import type { ViewerSide } from "./viewer.ts";

export interface StreamTransportDeps extends Pick<SiteWatchDeps, "siteClosed" | "letGo"> {
  readonly io: Server;
  readonly relay: StreamRelay;
  readonly marks: MarkDesk;
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

interface Admitted {
  readonly actor: Actor;
  readonly cobrowseId: CobrowseId;
  /** A viewer's; null: nobody knows it now. */
  readonly siteId?: SiteId | null;
}

const admit = async (socket: Socket, deps: StreamTransportDeps): Promise<Admitted> => {
  const handshake = readHandshake(socket);
  const actor = await deps.authenticate(handshake, socket.handshake.headers);
  const session = deps.find(actor, handshake.cobrowseId);
  if (session === null) throw new LotseError("NOT_FOUND", "There is no such session");
  if (session.state === "requested") throw new LotseError("CONSENT_REQUIRED", "The visitor has not agreed");
  if (session.state !== "active") throw new LotseError("COBROWSE_ENDED", "The session is over");
  return { actor, cobrowseId: handshake.cobrowseId };
};

const emitterFor =
  (socket: Socket) =>
  <E extends keyof StreamEvents>(event: E, payload: StreamEvents[E]): void => {
    socket.emit(event, payload);
  };

/** Told once, then closed by us, so that the client does not come again. */
const finish = (socket: Socket): void => {
  socket.emit("stream:ended", {});
  socket.disconnect();
};

/** Of one connection: a page says it once for each address it has. */
const DRIFTS_MAX = 30;

const placeOf = (socket: Socket): SourcePlace => ({
  siteId: ((socket.data as Admitted).actor as VisitorActor).siteId,
  origin: socket.handshake.headers.origin,
});

const serveSource = (socket: Socket, deps: StreamTransportDeps, id: CobrowseId): void => {
  const { relay, sites } = deps;
  const visitor = (socket.data as Admitted).actor as VisitorActor;
  const tell = emitterFor(socket);
  const side: SourceSide = {
    place: placeOf(socket),
    opened: (nextSegment, pointing) =>
      tell("stream:opened", {
        nextSegment,
        masking: maskingOf(sites.byId(visitor.siteId)),
        ...(pointing ? {} : { pointing }),
      }),
    marked: marked => tell("stream:marked", marked),
    acked: upTo => tell("stream:acked", upTo),
    snapshotWanted: () => tell("stream:snapshotWanted", {}),
    ended: () => finish(socket),
    replaced: () => socket.disconnect(),
  };
  const source = relay.addSource(id, side);
  socket.on("stream:frames", (packet: unknown) => {
    if (packet instanceof Uint8Array) source.receive(packet);
  });
  let drifts = 0;
  socket.on("stream:drift", (report: unknown) => {
    drifts += 1;
    if (drifts <= DRIFTS_MAX) deps.takeDrift(visitor, report).catch(deps.onError);
  });
  socket.on("stream:pointing", (payload: unknown) => {
    const { allowed } = (payload ?? {}) as { readonly allowed?: unknown };
    if (typeof allowed === "boolean") source.allowPointing(allowed);
  });
  socket.once("disconnect", () => source.close());
};

/** What the connection holds back: packets not yet written, and bytes the network has not taken. */
const backlogOf = (socket: Socket): number => {
  const { writeBuffer, transport } = socket.conn as unknown as {
    readonly writeBuffer?: readonly { readonly data?: unknown }[];
    readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } };
  };
  const waiting = (writeBuffer ?? []).reduce((sum, { data }) => {
    if (typeof data === "string") return sum + data.length;
    return data instanceof Uint8Array ? sum + data.byteLength : sum;
  }, 0);
  return waiting + (transport?.socket?.bufferedAmount ?? 0);
};

const openAssets = (socket: Socket, deps: StreamTransportDeps, admitted: Admitted): Unsubscribe => {
  const { actor, cobrowseId, siteId } = admitted;
  if (siteId === null || siteId === undefined) return () => {};
  let before: string | null = null;
  return deps.openAssets({
    ...{ actor: actor as AgentActor, cobrowseId, siteId },
    tell: assets => {
      emitterFor(socket)("stream:assets", assets);
      const now = JSON.stringify(assets);
      // In force from a segment's start on.
      if (before !== null && before !== now) deps.relay.refresh(cobrowseId);
      before = now;
    },
  });
};

const serveViewer = (socket: Socket, deps: StreamTransportDeps, admitted: Admitted): void => {
  const tell = emitterFor(socket);
  const side: ViewerSide = {
    frames: packet => tell("stream:frames", packet),
    source: (connected, firstSegment) => tell("stream:source", { connected, firstSegment }),
    marked: marked => tell("stream:marked", marked),
    pointing: allowed => tell("stream:pointing", { allowed }),
    ended: () => finish(socket),
    backlogBytes: () => backlogOf(socket),
  };
  // Before the first picture: it is drawn by it.
  const closeAssets = openAssets(socket, deps, admitted);
  const remove = deps.relay.addViewer(admitted.cobrowseId, side);
  const { agentId, name } = admitted.actor as AgentActor;
  const pen = deps.marks.join({
    ...{ cobrowseId: admitted.cobrowseId, agentId, name, side },
    mayMark: () => deps.find(admitted.actor, admitted.cobrowseId)?.state === "active",
    refused: refusal => tell("stream:markRefused", refusal),
  });
  tell("stream:pen", pen.by);
  socket.on("stream:mark", (payload: unknown) => pen.receive(payload));
  socket.on("stream:snapshotWanted", () => deps.relay.refresh(admitted.cobrowseId));
  const stopWatching = deps.sessions.add(agentId, () => lookAgain(socket, deps));
  socket.once("disconnect", () => {
    stopWatching();
    closeAssets();
    pen.close();
    remove();
  });
};

/** Whether they would still be let in, as who they are. */
const lookAgain = async (socket: Socket, deps: StreamTransportDeps): Promise<void> => {
  const before = (socket.data as Admitted).actor as AgentActor;
  const now = await admit(socket, deps).catch(() => null);
  const isSame = now?.actor.kind === "agent" && now.actor.agentId === before.agentId;
  if (!isSame) socket.disconnect();
};

/** Without its site the page is shown all the same, as far as the mirror can load it itself. */
const withSite = async (admitted: Admitted, deps: StreamTransportDeps): Promise<Admitted> => {
  const { actor, cobrowseId } = admitted;
  const cobrowse = actor.kind === "agent" ? deps.find(actor, cobrowseId) : null;
  if (actor.kind !== "agent" || cobrowse === null) return admitted;
  const siteId = await deps.siteIdOf(actor, cobrowse).catch((error: unknown) => {
    deps.onError(error);
    return null;
  });
  return { ...admitted, siteId };
};

/** Mounts the namespace; the answer closes its connections. */
export const serveStream = (deps: StreamTransportDeps): Unsubscribe => {
  const namespace = deps.io.of(NAMESPACES.stream);
  namespace.use((socket, next) => {
    const coming = admit(socket, deps).then(admitted => withSite(admitted, deps));
    coming.then(
      admitted => {
        socket.data = admitted;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof LotseError)) deps.onError(error);
        const wire = (
          error instanceof LotseError ? error : new LotseError("INTERNAL", "Something went wrong in the hub")
        ).toWire();
        next(Object.assign(new Error(wire.code), { data: wire }));
      },
    );
  });
  namespace.on("connection", socket => {
    const admitted = socket.data as Admitted;
    // Between admission and connection the session may have ended,
    if (deps.find(admitted.actor, admitted.cobrowseId)?.state !== "active") finish(socket);
    else if (admitted.actor.kind === "agent") serveViewer(socket, deps, admitted);
    // or the site have let go of it.
    else if (!isSharedFrom(deps.sites.byId(admitted.actor.siteId), placeOf(socket))) socket.disconnect();
    else serveSource(socket, deps, admitted.cobrowseId);
  });
  const stopWatchingSites = watchSites(deps);
  return () => {
    stopWatchingSites();
    namespace.disconnectSockets();
    deps.relay.close();
  };
};
