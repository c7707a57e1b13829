/**
 * Messages of one tenant that arrive together are stored together: one call per turn of the event loop, and while
 * that call runs the next batch gathers. What one caller gave stays together; each gets its own outcomes, after the
 * commit. Knows no actors.
 */
import type { TenantId } from "@lotse/protocol";
import type { AppendOutcome, NewMessage, Storage } from "@lotse/storage";

/** One statement stays a reasonable size; the rest goes with the next. */
const BATCH_MAX = 200;

interface Waiting {
  readonly messages: readonly NewMessage[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

export type Append = (
  tenantId: TenantId,
  messages: readonly NewMessage[],
) => Promise<readonly AppendOutcome[]>;

/** Takes whole callers from the queue, as many as one statement carries, and one at least. */
const takeBatch = (queue: Waiting[]): readonly Waiting[] => {
  let size = 0;
  const tooMany = queue.findIndex(({ messages }, index) => {
    size += messages.length;
    return index > 0 && size > BATCH_MAX;
  });
  return queue.splice(0, tooMany < 0 ? queue.length : tooMany);
};

export const createAppendBatcher = (storage: Pick<Storage, "appendMessages">): Append => {
  const queues = new Map<TenantId, Waiting[]>();

  const store = async (tenantId: TenantId, batch: readonly Waiting[]): Promise<void> => {
    try {
      const all = batch.flatMap(({ messages }) => messages);
      const outcomes = await storage.appendMessages(tenantId, all);
      if (outcomes.length !== all.length) throw new Error("storage answered another number of outcomes");
      let first = 0;
      for (const { messages, resolve } of batch) {
        resolve(outcomes.slice(first, first + messages.length));
        first += messages.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const drain = async (tenantId: TenantId, queue: Waiting[]): Promise<void> => {
    // One microtask later everything of this turn has gathered.
    await Promise.resolve();
    while (queue.length > 0) await store(tenantId, takeBatch(queue));
    queues.delete(tenantId);
  };

  return (tenantId, messages) =>
    new Promise((resolve, reject) => {
      const waiting = { messages, resolve, reject };
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
