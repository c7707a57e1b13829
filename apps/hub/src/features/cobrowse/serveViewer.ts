/** A viewer on the stream: what the agent's mirror is given, and what the agent does. */
import type { CobrowseId, StreamEvents, Unsubscribe } from "@lotse/protocol";
import type { Socket } from "socket.io";
import type { AgentActor } from "../../command.ts";
import type { JoiningViewer, ViewerLine } from "./controlLines.ts";
import {
  type Admitted,
  admit,
  countWrongSide,
  emitterFor,
  finish,
  type StreamTransportDeps,
} from "./streamConnection.ts";
import type { ViewerSide } from "./viewer.ts";

const SAID: ReadonlySet<string> = new Set<keyof StreamEvents>([
  ...(["stream:mark", "stream:snapshotWanted"] as const),
  ...(["stream:ask", "stream:drop", "stream:act"] as const),
]);

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

const serveActs = (
  socket: Socket,
  { control }: StreamTransportDeps,
  viewer: Pick<JoiningViewer, "by" | "mayAct"> & { readonly id: CobrowseId },
): ViewerLine => {
  const tell = emitterFor(socket);
  const line = control.joinViewer(viewer.id, {
    ...{ by: viewer.by, mayAct: viewer.mayAct },
    grants: view => tell("stream:grants", view),
    acted: answer => tell("stream:acted", answer),
    field: told => tell("stream:field", told),
    backlogBytes: () => backlogOf(socket),
  });
  socket.on("stream:ask", (payload: unknown) => line.ask(payload));
  socket.on("stream:drop", (payload: unknown) => line.drop(payload));
  socket.on("stream:act", (payload: unknown) => line.act(payload));
  return line;
};

export const serveViewer = (socket: Socket, deps: StreamTransportDeps, admitted: Admitted): void => {
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
  const isActive = () => deps.find(admitted.actor, admitted.cobrowseId)?.state === "active";
  const pen = deps.marks.join({
    ...{ cobrowseId: admitted.cobrowseId, agentId, name, side },
    mayMark: isActive,
    refused: refusal => tell("stream:markRefused", refusal),
  });
  tell("stream:pen", pen.by);
  socket.on("stream:mark", (payload: unknown) => pen.receive(payload));
  socket.on("stream:snapshotWanted", () => deps.relay.refresh(admitted.cobrowseId));
  const line = serveActs(socket, deps, { id: admitted.cobrowseId, by: pen.by, mayAct: isActive });
  countWrongSide(socket, SAID, deps.control.wrongSide);
  const stopWatching = deps.sessions.add(agentId, () => lookAgain(socket, deps));
  socket.once("disconnect", () => {
    stopWatching();
    closeAssets();
    // Before its number is another's.
    line.close();
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
