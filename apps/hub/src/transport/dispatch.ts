/**
 * One way into every command, for both transports, in this order: known, offered, guarded, parsed, allowed, run,
 * audited. Whatever goes wrong becomes a Result; nothing is thrown past here. Knows no sockets and no HTTP.
 */
import {
  type CommandInput,
  type CommandName,
  fail,
  LotseError,
  type MakeId,
  ok,
  type Result,
  type WireError,
} from "@lotse/protocol";
import { commandInputs, parse } from "@lotse/protocol/schemas";
import type { Audited, AuditTrail } from "../audit.ts";
import type { Actor, AnyCommand } from "../command.ts";
import { idsIn } from "../inputIds.ts";
import { errorFields, type Log, type LogFields } from "../log.ts";
import { guardInput } from "./inputGuard.ts";

export interface DispatchRequest {
  readonly name: unknown;
  /** Exactly one input is right; a socket's client may send any number. */
  readonly inputs: readonly unknown[];
  readonly actor: Actor;
}

export type Dispatch = (request: DispatchRequest) => Promise<Result<unknown>>;

export const actorFields = (actor: Actor): LogFields =>
  actor.kind === "visitor"
    ? { actor: "visitor", tenantId: actor.tenantId, visitId: actor.visitId }
    : { actor: "agent", tenantId: actor.tenantId, agentId: actor.agentId };

/** Turns anything thrown into what may travel; what nobody meant to throw is logged under a request id. */
export const createErrorMapper =
  (deps: { readonly log: Log; readonly ids: MakeId }) =>
  (error: unknown, context: LogFields): WireError => {
    if (error instanceof LotseError) return error.toWire();
    const requestId = deps.ids();
    deps.log.error("request failed", { ...context, requestId, ...errorFields(error) });
    return { code: "INTERNAL", message: "Something went wrong in the hub", requestId };
  };

export type MapError = ReturnType<typeof createErrorMapper>;

const NOT_FOUND = { code: "NOT_FOUND", message: "There is no such thing, or it is not yours" } as const;

/** A refusal because of what the actor may see never says more than "no such thing". */
const veiled = (error: WireError): WireError => (error.code === "NOT_FOUND" ? NOT_FOUND : error);

const isDenial = (error: unknown): boolean => error instanceof LotseError && error.code === "NOT_FOUND";

const isOffered = (command: AnyCommand, actor: Actor): boolean =>
  command.audience === "both" || command.audience === actor.kind;

export const createDispatch = (deps: {
  readonly commands: readonly AnyCommand[];
  readonly log: Log;
  readonly mapError: MapError;
  readonly trail: AuditTrail;
}): Dispatch => {
  const table = indexByNameAndAudience(deps.commands);

  const audit = async (command: AnyCommand, entry: Omit<Audited, "event">): Promise<void> => {
    if (command.audit === "none") return;
    // Attempts are the trail's alone, which bounds them.
    if (entry.outcome === "done")
      deps.log.info("audit", { audit: command.audit, ...actorFields(entry.actor) });
    await deps.trail.record({ ...entry, event: command.audit });
  };

  const perform = async (
    command: AnyCommand,
    actor: Actor,
    inputs: readonly unknown[],
  ): Promise<Result<unknown>> => {
    if (inputs.length !== 1) throw new LotseError("FIELD_TYPE", "A command takes exactly one input");
    guardInput(inputs[0]);
    const input: CommandInput<CommandName> = parse(commandInputs[command.name], inputs[0]);
    const subject = idsIn(command.name, input);
    try {
      if ((await command.access({ actor, input })) !== "allow")
        throw new LotseError("NOT_FOUND", "Not theirs");
      const value = await command.run({ actor, input });
      const about = command.about?.({ actor, input }, value) ?? {};
      await audit(command, { actor, subject: { ...subject, ...about }, outcome: "done" });
      return ok(value);
    } catch (error) {
      if (isDenial(error)) await audit(command, { actor, subject, outcome: "denied" });
      throw error;
    }
  };

  return async ({ name, inputs, actor }) => {
    const candidates = (typeof name === "string" ? table.get(name) : undefined) ?? [];
    if (candidates.length === 0) return fail({ code: "EVENT_UNKNOWN", message: "There is no such command" });
    const command = candidates.find(candidate => isOffered(candidate, actor));
    if (command === undefined) {
      for (const candidate of candidates) await audit(candidate, { actor, subject: {}, outcome: "denied" });
      return fail({ code: "FORBIDDEN", message: "This command is not yours" });
    }
    try {
      return await perform(command, actor, inputs);
    } catch (error) {
      return fail(veiled(deps.mapError(error, { command: command.name, ...actorFields(actor) })));
    }
  };
};

/** One command may have a definition per side; two for the same side would be a mistake in the composition. */
const indexByNameAndAudience = (
  commands: readonly AnyCommand[],
): ReadonlyMap<string, readonly AnyCommand[]> => {
  const table = new Map<string, AnyCommand[]>();
  for (const command of commands) {
    const same = table.get(command.name) ?? [];
    const clash = same.some(
      other =>
        other.audience === command.audience || other.audience === "both" || command.audience === "both",
    );
    if (clash) throw new Error(`Two definitions of the command ${command.name}`);
    table.set(command.name, [...same, command]);
  }
  return table;
};
