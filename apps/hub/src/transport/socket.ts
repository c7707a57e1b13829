/**
 * Commands over Socket.IO: one event per command, answered by its acknowledgement. Handlers are thin; order and
 * error handling are the dispatcher's. Also tells the queue who came and who is gone. Knows no feature.
 */
import { fail, NAMESPACES, type Result } from "@lotse/protocol";
import type { Server, Socket } from "socket.io";
import * as v from "valibot";
import type { Actor, AgentActor, VisitorActor } from "../command.ts";
import type { TakeOne } from "../limits.ts";
import { errorFields, type Log } from "../log.ts";
import { clientAddress } from "./address.ts";
import { actorFields, type Dispatch, type MapError } from "./dispatch.ts";
import { checkSite, type IdentifyDeps, identifyAgent, identifyVisitor } from "./identify.ts";
import type { Links } from "./links.ts";
import { checkProtocol, dispatchIn } from "./protocol.ts";
import { agentRoom, roomsFor, tenantRoom, visitRoom } from "./publisher.ts";
import type { SessionWatch } from "./sessionWatch.ts";
import { refusal } from "./socketServer.ts";
import { createToll, type TollDeps } from "./toll.ts";

export interface SocketTransportDeps extends IdentifyDeps, TollDeps {
  readonly io: Server;
  readonly dispatch: Dispatch;
  readonly mapError: MapError;
  /** Handshakes, by address; one connection may try many. */
  readonly takeHandshake: TakeOne;
  /** An agent's connection came; commands wait until the queue knows. */
  readonly agentConnected: (actor: AgentActor) => Promise<void>;
  /** The connection is gone, since nobody is signed in on it. */
  readonly agentSignedOut: (actor: AgentActor) => Promise<void>;
  readonly visitorLinks: Pick<Links<VisitorActor>, "add">;
  readonly agentLinks: Pick<Links<AgentActor>, "add">;
  readonly sessions: SessionWatch;
  readonly log: Log;
}

const handshakeSchema = v.object({ protocol: v.number(), token: v.optional(v.string()) });

/** Checks the protocol version; answers it with the token, if any. */
const readHandshake = (socket: Socket): { readonly protocol: number; readonly token: string | null } => {
  const parsed = v.safeParse(handshakeSchema, socket.handshake.auth);
  const protocol = checkProtocol(parsed.success ? parsed.output.protocol : null);
  return { protocol, token: parsed.success ? (parsed.output.token ?? null) : null };
};

const authenticateVisitor = async (socket: Socket, deps: SocketTransportDeps): Promise<VisitorActor> => {
  deps.takeHandshake(clientAddress(socket.request, deps.trustedHops));
  const { token } = readHandshake(socket);
  return identifyVisitor(token, socket.handshake.headers, deps);
};

const authenticateAgent = async (socket: Socket, deps: SocketTransportDeps): Promise<AgentActor> => {
  deps.takeHandshake(clientAddress(socket.request, deps.trustedHops));
  readHandshake(socket);
  return identifyAgent(socket.handshake.headers, deps);
};

/** Runs an authentication as a middleware; what it throws becomes the refusal, by code. */
const admit =
  <A extends Actor>(
    authenticate: (socket: Socket, deps: SocketTransportDeps) => Promise<A>,
    deps: SocketTransportDeps,
  ) =>
  (socket: Socket, next: (error?: Error) => void): void => {
    authenticate(socket, deps).then(
      actor => {
        socket.data = actor;
        next();
      },
      error => {
        const wire = deps.mapError(error, { namespace: socket.nsp.name });
        next(Object.assign(refusal(wire.code, wire.message), { data: wire }));
      },
    );
  };

type Answer = (result: Result<unknown>) => void;

/** The acknowledgement, if one was asked for; a client that is gone or sends nonsense must not hurt. */
const answerOf = (args: unknown[], log: Log): Answer => {
  const last = args.at(-1);
  if (typeof last !== "function") return () => {};
  args.pop();
  return result => {
    try {
      last(result);
    } catch (error) {
      log.warn("answer failed", errorFields(error));
    }
  };
};

const handleEvents = (
  socket: Socket,
  deps: SocketTransportDeps,
  party: { readonly actor: Actor; readonly ready: Promise<void> },
): void => {
  // Asked at every command: an agent's role may change while the connection stays.
  const actorNow = (): Actor => socket.data as Actor;
  const dispatch = dispatchIn(readHandshake(socket).protocol, deps.dispatch);
  const pay = createToll(socket, deps, party.actor);
  const handle = async (name: unknown, args: unknown[]): Promise<Result<unknown>> => {
    try {
      pay();
      await party.ready;
      return await dispatch({ name, inputs: args, actor: actorNow() });
    } catch (error) {
      return fail(deps.mapError(error, actorFields(actorNow())));
    }
  };
  socket.onAny((name: unknown, ...args: unknown[]) => {
    const answer = answerOf(args, deps.log);
    void handle(name, args).then(answer);
  });
};

/** A site that is switched off, or no longer allows an origin, lets go of who is connected. */
const watchSites = (deps: SocketTransportDeps): void => {
  const { sockets } = deps.io.of(NAMESPACES.visitor);
  deps.sites.onChanged(site => {
    for (const socket of sockets.values()) {
      if ((socket.data as VisitorActor).siteId !== site.id) continue;
      try {
        checkSite(site, socket.handshake.headers);
      } catch {
        // The page comes back and is told why.
        socket.disconnect(true);
      }
    }
  });
};

const serveVisitors = (deps: SocketTransportDeps): void => {
  watchSites(deps);
  deps.io
    .of(NAMESPACES.visitor)
    .use(admit(authenticateVisitor, deps))
    .on("connection", socket => {
      const actor = socket.data as VisitorActor;
      void socket.join(roomsFor(readHandshake(socket).protocol, [visitRoom(actor.visitId)]));
      handleEvents(socket, deps, { actor, ready: Promise.resolve() });
      socket.once("disconnect", deps.visitorLinks.add(actor));
    });
};

const serveAgents = (deps: SocketTransportDeps): void => {
  deps.io
    .of(NAMESPACES.agent)
    .use(admit(authenticateAgent, deps))
    .on("connection", socket => {
      const actor = socket.data as AgentActor;
      const rooms = [agentRoom(actor.agentId), tenantRoom(actor.tenantId)];
      void socket.join(roomsFor(readHandshake(socket).protocol, rooms));
      const remove = deps.agentLinks.add(actor);
      const stopWatching = deps.sessions.add(actor.agentId, () => lookAgain(socket, deps));
      const ready = deps.agentConnected(actor);
      // The commands that wait for it report the failure; here it only must not go unheard.
      ready.catch(error =>
        deps.log.error("agent not connected", { ...actorFields(actor), ...errorFields(error) }),
      );
      handleEvents(socket, deps, { actor, ready });
      socket.once("disconnect", () => {
        stopWatching();
        remove();
      });
    });
};

/** A signed-out or revoked agent hears nothing more; one with another role acts by that from now on. */
const lookAgain = async (socket: Socket, deps: SocketTransportDeps): Promise<void> => {
  const former = socket.data as AgentActor;
  const { tenantId, agentId } = former;
  try {
    const actor = await deps.agentOf(socket.handshake.headers);
    if (actor?.tenantId === tenantId && actor.agentId === agentId) {
      socket.data = actor;
      return;
    }
  } catch {
    // Who is signed in cannot be told just now; nobody is signed out by that.
    return;
  }
  socket.disconnect(true);
  await deps.agentSignedOut(former).catch(error => {
    deps.log.warn("sign-out not told", { ...actorFields(former), ...errorFields(error) });
  });
};

export const serveSockets = (deps: SocketTransportDeps): void => {
  serveVisitors(deps);
  serveAgents(deps);
};
