/**
 * Who takes part in a conversation, remembered so that a chat line costs no extra read. Whoever changes a
 * conversation's agent says so (`forget`), before telling anyone else. Knows no messages.
 */
import type { ConversationId, TenantId } from "@lotse/protocol";
import type { ConversationRecord } from "@lotse/storage";
import type { Actor } from "../../command.ts";

export type Participants = Pick<ConversationRecord, "visitId" | "agentId">;

/** The visitor of its visit, or the agent it is assigned to. An agent it merely rings at does not yet. */
export const takesPart = (actor: Actor, parties: Participants): boolean =>
  actor.kind === "visitor" ? parties.visitId === actor.visitId : parties.agentId === actor.agentId;

export interface ParticipantCache {
  of(tenantId: TenantId, id: ConversationId): Promise<Participants | null>;
  forget(tenantId: TenantId, id: ConversationId): void;
}

const REMEMBERED_MAX = 10_000;

export const createParticipantCache = (
  read: (tenantId: TenantId, id: ConversationId) => Promise<Participants | null>,
): ParticipantCache => {
  /** Tenant and conversation together: another tenant's question never finds this one's answer. */
  const known = new Map<string, Promise<Participants | null>>();
  const keyOf = (tenantId: TenantId, id: ConversationId): string => `${tenantId} ${id}`;

  const remember = (key: string, found: Promise<Participants | null>): void => {
    known.set(key, found);
    const [oldest] = known.size > REMEMBERED_MAX ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    const forgetThis = (): void => {
      if (known.get(key) === found) known.delete(key);
    };
    // What is not there, or could not be read, may be there later.
    found.then(parties => parties === null && forgetThis(), forgetThis);
  };

  return {
    of: (tenantId, id) => {
      const key = keyOf(tenantId, id);
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const found = read(tenantId, id);
      remember(key, found);
      return found;
    },
    forget: (tenantId, id) => {
      known.delete(keyOf(tenantId, id));
    },
  };
};
