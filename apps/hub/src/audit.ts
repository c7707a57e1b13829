/**
 * The audit trail, written: entries of one tenant that arrive together are stored together. What cannot be stored is told
 * in the log and stops nobody's work. Knows no commands.
 */
import type { AuditActor, Clock, TenantId } from "@lotse/protocol";
import type { NewAuditEntry, Storage } from "@lotse/storage";
import type { Actor } from "./command.ts";
import { createBuckets, type Quota } from "./limits.ts";
import { errorFields, type Log } from "./log.ts";

export interface Audited {
  readonly event: string;
  readonly actor: Actor;
  readonly subject: Readonly<Record<string, string>>;
  readonly outcome: "done" | "denied";
}

export interface AuditTrail {
  /** Resolves once the entry is stored, or given up. Never rejects. */
  record(entry: Audited): Promise<void>;
}

/** Attempts that one actor may leave in the trail: it tells that somebody tries, and cannot be flooded. */
const DENIED: Quota = { points: 20, perMs: 600_000 };

const who = (actor: Actor): AuditActor =>
  actor.kind === "visitor"
    ? { kind: "visitor", visitId: actor.visitId }
    : { kind: "agent", agentId: actor.agentId, name: actor.name };

export const createAuditTrail = (deps: {
  readonly storage: Pick<Storage, "appendAudit">;
  readonly clock: Clock;
  readonly log: Log;
}): AuditTrail => {
  const denied = createBuckets(DENIED, deps.clock);
  const gathering = new Map<
    TenantId,
    { readonly entries: NewAuditEntry[]; readonly stored: Promise<void> }
  >();

  const store = async (tenantId: TenantId, entries: readonly NewAuditEntry[]): Promise<void> => {
    // One microtask later everything of this turn has gathered.
    await Promise.resolve();
    gathering.delete(tenantId);
    try {
      await deps.storage.appendAudit(tenantId, entries);
    } catch (error) {
      deps.log.error("audit not stored", { tenantId, count: entries.length, ...errorFields(error) });
    }
  };

  return {
    record: ({ event, actor, subject, outcome }) => {
      if (outcome === "denied") {
        const key = actor.kind === "visitor" ? actor.visitId : actor.agentId;
        if (denied.waitMs(key, 1) > 0) return Promise.resolve();
        denied.take(key, 1);
      }
      const told = outcome === "denied" ? { ...subject, outcome } : subject;
      const entry = { atMs: deps.clock.nowMs(), event, actor: who(actor), subject: told };
      const together = gathering.get(actor.tenantId);
      if (together !== undefined) {
        together.entries.push(entry);
        return together.stored;
      }
      const entries = [entry];
      const stored = store(actor.tenantId, entries);
      gathering.set(actor.tenantId, { entries, stored });
      return stored;
    },
  };
};
