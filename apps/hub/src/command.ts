/**
 * One definition of a command yields its socket handler, its REST route, its OpenAPI entry, its audit event and
 * its rows in the deny matrix. A definition without `access` does not compile (see command.types.test.ts).
 */
import type {
  AgentId,
  CommandInput,
  CommandName,
  CommandOutput,
  SiteId,
  TenantId,
  VisitId,
} from "@lotse/protocol";

export interface VisitorActor {
  readonly kind: "visitor";
  readonly tenantId: TenantId;
  readonly siteId: SiteId;
  readonly visitId: VisitId;
}

export interface AgentActor {
  readonly kind: "agent";
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly name: string;
  readonly role: "agent" | "supervisor" | "administrator";
}

export type Actor = VisitorActor | AgentActor;
export type ActorOf<A extends Audience> = A extends "visitor"
  ? VisitorActor
  : A extends "agent"
    ? AgentActor
    : Actor;

/** Who may see the command at all: the namespace and the REST path it is offered on. */
export type Audience = "visitor" | "agent" | "both";

export interface Call<A extends Audience, N extends CommandName> {
  readonly actor: ActorOf<A>;
  readonly input: CommandInput<N>;
}

/**
 * `allow` or `deny`. A denial is told as NOT_FOUND: another's conversation looks like one that does not exist.
 * It may be decided from the services' state, so it may be asynchronous; it is always awaited.
 */
export type Access = "allow" | "deny";

export interface CommandDefinition<N extends CommandName, A extends Audience> {
  readonly name: N;
  readonly audience: A;
  /** One sentence for OpenAPI. */
  readonly summary: string;
  readonly access: (call: Call<A, N>) => Access | Promise<Access>;
  readonly run: (call: Call<A, N>) => CommandOutput<N> | Promise<CommandOutput<N>>;
  /** `none` for reads and for what the conversation itself records; else the audit event's name. */
  readonly audit: "none" | `${string}:${string}`;
  /** What the audit entry tells besides the input's ids: ids of what came of it, choices from a closed list; never text. */
  readonly about?: (call: Call<A, N>, value: CommandOutput<N>) => Readonly<Record<string, string>>;
}

/** A definition whose name and audience are known only at run time; the transports work on these. */
export type AnyCommand = {
  readonly name: CommandName;
  readonly audience: Audience;
  readonly summary: string;
  readonly access: (call: { readonly actor: Actor; readonly input: unknown }) => Access | Promise<Access>;
  readonly run: (call: { readonly actor: Actor; readonly input: unknown }) => unknown;
  readonly audit: string;
  readonly about?: (
    call: { readonly actor: Actor; readonly input: unknown },
    value: unknown,
  ) => Readonly<Record<string, string>>;
};

export const defineCommand = <const N extends CommandName, const A extends Audience>(
  definition: CommandDefinition<N, A>,
): AnyCommand => definition as unknown as AnyCommand;
