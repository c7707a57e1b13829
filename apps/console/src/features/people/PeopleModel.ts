/** The organisation's people: who they are, and what an administrator may do about them. The hub decides what is allowed. */

import type { MemberView, SkillLevel } from "@lotse/protocol";
import { type AgentId, ok, type Result, type WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests, Role } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

export interface MemberDraft {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly skills: readonly SkillLevel[];
  readonly capacity: number;
}

/** A link is told once, to whoever asked for it. */
export interface ToldLink {
  readonly agentId: AgentId;
  readonly name: string;
  readonly link: string;
  readonly expiresAtMs: number;
}

export interface PeopleDeps {
  readonly connection: Requests;
  readonly onError: (error: WireError) => void;
}

export class PeopleModel {
  readonly #deps: PeopleDeps;
  readonly #told = signal<ToldLink | null>(null);
  readonly members: Loading<readonly MemberView[]>;

  readonly told: ReadonlySignal<ToldLink | null> = this.#told;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
    this.members = new Loading(async () => {
      const result = await deps.connection.request("member:list", {});
      return result.ok ? ok(result.value.members) : result;
    });
  }

  /** The form shows what is wrong itself. */
  async invite(draft: MemberDraft): Promise<Result<true>> {
    const { connection } = this.#deps;
    const result = await connection.request("member:invite", { ...draft, skills: [...draft.skills] });
    if (!result.ok) return result;
    const { member, link, linkExpiresAtMs } = result.value;
    this.#put(member);
    this.#told.value = { agentId: member.id, name: member.name, link, expiresAtMs: linkExpiresAtMs };
    return ok(true);
  }

  async change(agentId: AgentId, draft: Omit<MemberDraft, "email">): Promise<Result<true>> {
    const { name, role, skills, capacity } = draft;
    const input = { agentId, name, role, skills: [...skills], capacity };
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

  #put(member: MemberView): void {
    this.members.change(members =>
      members.some(({ id }) => id === member.id)
        ? members.map(other => (other.id === member.id ? member : other))
        : [...members, member],
    );
  }
}
