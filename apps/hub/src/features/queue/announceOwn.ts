/** Agents' own invitations, as their agents see them, and whom they are told to. Decides nothing. */
import type { InvitationEnd, InvitationId, OwnInvitation } from "@lotse/protocol";
import type { Publisher } from "../../publisher.ts";
import type { InvitationEntry, Memory } from "./book.ts";
import { invitationViewOf, type LabelOf } from "./views.ts";

interface OwnDeps {
  readonly publisher: Pick<Publisher, "toVisit" | "toAgent">;
  readonly labelOf: LabelOf;
}

export const isOwn = ({ record }: InvitationEntry): boolean => record.manual !== undefined;

export const ownViewOf = (
  { record, cobrowse, reachedAtMs }: InvitationEntry,
  { state, labelOf }: { readonly state: "offered" | InvitationEnd; readonly labelOf: LabelOf },
): OwnInvitation => ({
  id: record.id,
  visitId: record.visitId,
  visitorLabel: labelOf(record.visitId),
  kind: cobrowse ? "cobrowse" : "chat",
  state,
  reachedAtMs: reachedAtMs ?? null,
  expiresAtMs: record.expiresAtMs,
});

export const tellOwner = (
  { publisher, labelOf }: OwnDeps,
  entry: InvitationEntry,
  state: OwnInvitation["state"],
): void => {
  if (!isOwn(entry)) return;
  publisher.toAgent(entry.record.agentId, "invitation:changed", ownViewOf(entry, { state, labelOf }));
};

/** A rule's goes with the answer to the page that asked; nobody asked for an agent's own. */
export const offerOwn = (deps: OwnDeps, memory: Memory, id: InvitationId): void => {
  const entry = memory.book.invitations.get(id);
  const view = entry !== undefined && isOwn(entry) ? invitationViewOf(memory, entry) : null;
  if (entry === undefined || view === null) return;
  deps.publisher.toVisit(entry.record.visitId, "invitation:offered", view);
  tellOwner(deps, entry, "offered");
};
