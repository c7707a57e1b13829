/**
 * Messages of one tenant that arrive together are stored together: one call per turn of the event loop, and while
 * that call runs the next batch gathers. Each caller gets its own outcome, after the commit. Knows no actors.
 */
import type { TenantId } from "@lotse/protocol";
import type { AppendOutcome, NewMessage, Storage } from "@lotse/storage";

/** One statement stays a reasonable size; the rest goes with the next. */
const BATCH_MAX = 200;

interface Waiting {
  readonly message: NewMessage;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export type Append = (tenantId: TenantId, message: NewMessage) => Promise<AppendOutcome>;

export const createAppendBatcher = (storage: Pick<Storage, "appendMessages">): Append => {
  const queues = new Map<TenantId, Waiting[]>();

  const store = async (tenantId: TenantId, batch: readonly Waiting[]): Promise<void> => {
    try {
      const outcomes = await storage.appendMessages(
        tenantId,
        batch.map(({ message }) => message),
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("storage answered fewer outcomes than messages"));
        else resolve(outcome);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const drain = async (tenantId: TenantId, queue: Waiting[]): Promise<void> => {
    // One microtask later everything of this turn has gathered.
    await Promise.resolve();
    while (queue.length > 0) await store(tenantId, queue.splice(0, BATCH_MAX));
    queues.delete(tenantId);
  };

  return (tenantId, message) =>
    new Promise((resolve, reject) => {
      const waiting = { message, resolve, reject };
      const running = queues.get(tenantId);
      if (running !== undefined) {
        running.push(waiting);
        return;
      }
      const queue = [waiting];
      queues.set(tenantId, queue);
      void drain(tenantId, queue);
    });
};
