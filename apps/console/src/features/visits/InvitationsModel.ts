/**
 * This agent's own invitations: what is being written to whom, what was sent, and what became of it. The hub holds the slot and
 * decides; here is only what it said last. Knows no views.
 */
import type { AgentConnection } from "@lotse/client";
import {
  INVITE_WORDS,
  type Language,
  type OwnInvitation,
  type Unsubscribe,
  type VisitId,
  type WireError,
} from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../ports.ts";

export interface InviteDraft {
  readonly kind: OwnInvitation["kind"];
  /** Null: the usual words. */
  readonly text: string | null;
}

const NEW_DRAFT: InviteDraft = { kind: "chat", text: null };

/** As the hub has last said, or refused. */
export interface Told {
  readonly invitation: OwnInvitation | null;
  readonly problem: WireError | null;
  readonly busy: boolean;
}

const NOTHING: Told = { invitation: null, problem: null, busy: false };

export const TEXT_MAX = 500;

export class InvitationsModel {
  readonly #connection: Requests;
  readonly #told = signal<ReadonlyMap<VisitId, Told>>(new Map());
  readonly #drafts = signal<ReadonlyMap<VisitId, InviteDraft>>(new Map());
  readonly #stop: Unsubscribe;
  readonly told: ReadonlySignal<ReadonlyMap<VisitId, Told>> = this.#told;

  constructor(connection: Requests & Pick<AgentConnection, "on">) {
    this.#connection = connection;
    this.#stop = connection.on("invitation:changed", invitation => this.#heard(invitation));
  }

  of(visitId: VisitId): Told {
    return this.#told.value.get(visitId) ?? NOTHING;
  }

  draft(visitId: VisitId): InviteDraft {
    return this.#drafts.value.get(visitId) ?? NEW_DRAFT;
  }

  write(visitId: VisitId, part: Partial<InviteDraft>): void {
    this.#drafts.value = new Map([
      ...this.#drafts.value,
      [visitId, { ...this.draft(visitId), ...part }] as const,
    ]);
  }

  async invite(visitId: VisitId, language: Language): Promise<void> {
    if (this.of(visitId).busy) return;
    const { kind, text } = this.draft(visitId);
    const isUsual = text === null || text.trim() === INVITE_WORDS[language];
    this.#put(visitId, { busy: true, problem: null });
    const result = await this.#connection.request("visitor:invite", {
      ...{ visitId, kind },
      ...(isUsual ? {} : { text: text.trim() }),
    });
    if (result.ok) this.#answered(result.value.invitation);
    else this.#put(visitId, { busy: false, problem: result.error });
  }

  /** What was refused is so no more, or is told otherwise. */
  forgive(visitId: VisitId): void {
    if (this.of(visitId).problem !== null) this.#put(visitId, { problem: null });
  }

  async withdraw({ id, visitId }: OwnInvitation): Promise<void> {
    if (this.of(visitId).busy) return;
    this.#put(visitId, { busy: true, problem: null });
    const result = await this.#connection.request("visitor:withdraw", { invitationId: id });
    if (result.ok) this.#answered(result.value.invitation);
    else this.#put(visitId, { busy: false, problem: result.error });
  }

  /** What is open the hub knows; what it does not name any more came to an end while nobody heard. */
  async refresh(): Promise<void> {
    const before = this.#told.value;
    const result = await this.#connection.request("visitor:invitations", {});
    if (!result.ok) return;
    const open = new Map(result.value.invitations.map(one => [one.visitId, one]));
    for (const [visitId, { invitation }] of before) {
      const isLost = invitation?.state === "offered" && open.get(visitId)?.id !== invitation.id;
      // Unless it was told of meanwhile.
      if (isLost && this.of(visitId).invitation === invitation) this.#put(visitId, { invitation: null });
    }
    for (const invitation of open.values()) this.#heard(invitation);
  }

  close(): void {
    this.#stop();
  }

  #answered(invitation: OwnInvitation): void {
    this.#heard(invitation);
    this.#put(invitation.visitId, { busy: false });
  }

  #heard(invitation: OwnInvitation): void {
    const known = this.of(invitation.visitId).invitation;
    // What has ended stays so, whichever of answer and news comes first.
    if (known?.id === invitation.id && known.state !== "offered" && invitation.state === "offered") return;
    this.#put(invitation.visitId, { invitation, problem: null });
  }

  #put(visitId: VisitId, part: Partial<Told>): void {
    this.#told.value = new Map([...this.#told.value, [visitId, { ...this.of(visitId), ...part }] as const]);
  }
}
