/** Gathers what the beacons of one turn of the event loop change: one statement per tenant and turn. */
import type { TenantId } from "@lotse/protocol";
import type { Storage, VisitUpdate } from "@lotse/storage";

/** Resolves when the update is stored. */
export type RecordVisit = (tenantId: TenantId, update: VisitUpdate) => Promise<void>;

interface Batch {
  readonly updates: VisitUpdate[];
  readonly stored: Promise<void>;
}

export const createVisitRecorder = (deps: {
  readonly storage: Pick<Storage, "recordVisits">;
  /** Runs `fn` in the next turn of the event loop (`setImmediate`). */
  readonly nextTurn: (fn: () => void) => void;
}): RecordVisit => {
  const gathering = new Map<TenantId, Batch>();

  const open = (tenantId: TenantId): Batch => {
    const updates: VisitUpdate[] = [];
    const turn = new Promise<void>(resolve => deps.nextTurn(resolve));
    const stored = turn.then(() => {
      gathering.delete(tenantId);
      return deps.storage.recordVisits(tenantId, updates);
    });
    const batch = { updates, stored };
    gathering.set(tenantId, batch);
    return batch;
  };

  return (tenantId, update) => {
    const batch = gathering.get(tenantId) ?? open(tenantId);
    batch.updates.push(update);
    return batch.stored;
  };
};
