/** The organisation's people: who they are, and what an administrator may do about them. The hub decides what is allowed. */

import type { AgentConnection } from "@lotse/client";
import type {
  AgentView,
  ChannelId,
  ChannelLimit,
  MemberView,
  SkillLevel,
  Unsubscribe,
} from "@lotse/protocol";
import { type AgentId, ok, type Result, type WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Role } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

export interface MemberDraft {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly skills: readonly SkillLevel[];
  readonly capacity: number;
  readonly channels: readonly ChannelId[] | null;
  readonly limits: readonly ChannelLimit[];
}

/** A link is told once, to whoever asked for it. */
export interface ToldLink {
  readonly agentId: AgentId;
  readonly name: string;
  readonly link: string;
  readonly expiresAtMs: number;
}

export interface PeopleDeps {
  readonly connection: Pick<AgentConnection, "request" | "on">;
  readonly onError: (error: WireError) => void;
}

/** The schema's lists are not read-only. */
const writable = ({ skills, channels, limits }: Pick<MemberDraft, "skills" | "channels" | "limits">) => ({
  skills: [...skills],
  channels: channels === null ? null : [...channels],
  limits: [...limits],
});

export class PeopleModel {
  readonly #deps: PeopleDeps;
  readonly #stops: readonly Unsubscribe[];
  readonly #told = signal<ToldLink | null>(null);
  readonly members: Loading<readonly MemberView[]>;

  readonly told: ReadonlySignal<ToldLink | null> = this.#told;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.connection.on("presence:changed", agent => this.#heard(agent)),
      deps.connection.on("members:changed", () => {
        if (this.members.state.peek().kind === "shown") void this.members.load();
      }),
    ];
    this.members = new Loading(async () => {
      const result = await deps.connection.request("member:list", {});
      return result.ok ? ok(result.value.members) : result;
    });
  }

  /** The form shows what is wrong itself. */
  async invite(draft: MemberDraft): Promise<Result<true>> {
    const { connection } = this.#deps;
    const result = await connection.request("member:invite", { ...draft, ...writable(draft) });
    if (!result.ok) return result;
    const { member, link, linkExpiresAtMs } = result.value;
    this.#put(member);
    this.#told.value = { agentId: member.id, name: member.name, link, expiresAtMs: linkExpiresAtMs };
    return ok(true);
  }

  async change(agentId: AgentId, draft: Omit<MemberDraft, "email">): Promise<Result<true>> {
    const input = { agentId, ...draft, ...writable(draft) };
    const result = await this.#deps.connection.request("member:change", input);
    if (!result.ok) return result;
    this.#put(result.value.member);
    return ok(true);
  }

  async renewLink(member: MemberView): Promise<void> {
    const result = await this.#deps.connection.request("member:renewLink", { agentId: member.id });
    if (!result.ok) return this.#deps.onError(result.error);
    const { link, linkExpiresAtMs } = result.value;
    this.#told.value = { agentId: member.id, name: member.name, link, expiresAtMs: linkExpiresAtMs };
  }

  async signOut(agentId: AgentId): Promise<boolean> {
    const result = await this.#deps.connection.request("member:signOut", { agentId });
    if (!result.ok) this.#deps.onError(result.error);
    return result.ok;
  }

  async remove(agentId: AgentId): Promise<boolean> {
    const result = await this.#deps.connection.request("member:remove", { agentId });
    if (!result.ok) this.#deps.onError(result.error);
    else this.members.change(members => members.filter(({ id }) => id !== agentId));
    return result.ok;
  }

  forgetLink(): void {
    this.#told.value = null;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.forgetLink();
  }

  /** What the list shows of somebody is told with their presence; whoever is new to it makes it be asked for again. */
  #heard(agent: AgentView): void {
    const state = this.members.state.peek();
    if (state.kind !== "shown") return;
    const known = state.value.find(({ id }) => id === agent.id);
    if (known === undefined) void this.members.load();
    else this.#put({ ...known, ...agent, state: "active" });
  }

  #put(member: MemberView): void {
    this.members.change(members =>
      members.some(({ id }) => id === member.id)
        ? members.map(other => (other.id === member.id ? member : other))
        : [...members, member],
    );
  }
}
