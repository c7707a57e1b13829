/**
 * The stream over Socket.IO: namespace `/stream`, one connection per page or console, packets as binary events without
 * acknowledgement. Decides who may send or view, and only while the session is active; carries nothing else.
 */
import { LotseError, NAMESPACES, type Unsubscribe } from "@lotse/protocol";
import { placeOf, serveSource } from "./serveSource.ts";
import { serveViewer } from "./serveViewer.ts";
import { isSharedFrom, watchSites } from "./siteWatch.ts";
import { type Admitted, admit, finish, type StreamTransportDeps } from "./streamConnection.ts";

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
