/** The visitor's page on the stream: what it sends, and what it is told. */
import type { CobrowseId, StreamEvents } from "@lotse/protocol";
import type { Socket } from "socket.io";
import type { VisitorActor } from "../../command.ts";
import type { PageLine } from "./controlLines.ts";
import { maskingOf } from "./siteWatch.ts";
import {
  type Admitted,
  countWrongSide,
  emitterFor,
  finish,
  type StreamTransportDeps,
} from "./streamConnection.ts";
import type { SourceHandle, SourcePlace, SourceSide } from "./streamSides.ts";

const SAID: ReadonlySet<string> = new Set<keyof StreamEvents>([
  ...(["stream:frames", "stream:drift", "stream:pointing"] as const),
  ...(["stream:answer", "stream:takeBack", "stream:acted", "stream:field", "stream:deed"] as const),
]);

/** Of one connection: a page says it once for each address it has. */
const DRIFTS_MAX = 30;

export const placeOf = (socket: Socket): SourcePlace => ({
  siteId: ((socket.data as Admitted).actor as VisitorActor).siteId,
  origin: socket.handshake.headers.origin,
});

/** What the visitor allows, and what is done on the page. */
const serveActs = (
  socket: Socket,
  { control }: StreamTransportDeps,
  { id, source }: { readonly id: CobrowseId; readonly source: SourceHandle },
): PageLine => {
  const tell = emitterFor(socket);
  const line = control.joinPage(id, {
    grants: view => tell("stream:grants", view),
    act: call => tell("stream:act", call),
    allowPointing: () => source.allowPointing(true),
  });
  socket.on("stream:answer", (payload: unknown) => line.answer(payload));
  socket.on("stream:takeBack", (payload: unknown) => line.takeBack(payload));
  socket.on("stream:acted", (payload: unknown) => line.acted(payload));
  socket.on("stream:field", (payload: unknown) => line.field(payload));
  socket.on("stream:deed", (payload: unknown) => line.deed(payload));
  return line;
};

export const serveSource = (socket: Socket, deps: StreamTransportDeps, id: CobrowseId): void => {
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
  const line = serveActs(socket, deps, { id, source });
  socket.on("stream:pointing", (payload: unknown) => {
    const { allowed } = (payload ?? {}) as { readonly allowed?: unknown };
    if (typeof allowed !== "boolean") return;
    source.allowPointing(allowed);
    if (allowed) line.pointingOn();
  });
  countWrongSide(socket, SAID, deps.control.wrongSide);
  socket.once("disconnect", () => {
    line.close();
    source.close();
  });
};
