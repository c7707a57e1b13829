/**
 * What each command over a connection costs: one of its parties' commands, and the bytes that came. Cuts a connection that goes
 * on asking although it is refused. Knows no commands.
 */
import type { Socket } from "socket.io";
import type { Actor } from "../command.ts";
import type { CommandGate, Party } from "../limits.ts";
import type { Log } from "../log.ts";
import { clientAddress } from "./address.ts";
import { actorFields } from "./dispatch.ts";
import { addressParty, partiesOf } from "./parties.ts";

export interface TollDeps {
  readonly gate: CommandGate;
  readonly trustedHops: number;
  /** Connections cut for it. */
  readonly floods: { total: number };
  readonly log: Log;
}

/** A client of ours waits when it is told to. Whoever was refused this often in a row does not, and is cut. */
const REFUSALS_MAX = 300;

/** Counts the bytes that came over the connection; the answer takes them. */
const countBytes = (socket: Socket): (() => number) => {
  let bytes = 0;
  const count = ({ data }: { readonly data?: string | Buffer }): void => {
    bytes += data?.length ?? 0;
  };
  socket.conn.on("packet", count);
  socket.once("disconnect", () => socket.conn.off("packet", count));
  return () => {
    const counted = bytes;
    bytes = 0;
    return counted;
  };
};

/** Takes one command's share, or throws RATE_LIMITED; cuts a connection that goes on although it was refused. */
export const createToll = (socket: Socket, deps: TollDeps, actor: Actor): (() => void) => {
  const parties: readonly Party[] = [
    ...partiesOf(actor),
    addressParty(clientAddress(socket.request, deps.trustedHops)),
  ];
  const takeBytes = countBytes(socket);
  let refusals = 0;
  return () => {
    refusals++;
    if (refusals > REFUSALS_MAX && socket.connected) {
      deps.floods.total++;
      deps.log.warn("flood cut", { code: "RATE_LIMITED", count: refusals, ...actorFields(actor) });
      socket.disconnect(true);
    }
    deps.gate.take(parties, takeBytes());
    refusals = 0;
  };
};
