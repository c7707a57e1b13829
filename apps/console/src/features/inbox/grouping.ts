/** The queue as people read it: by queue, in each what is due first. Pure. */
import type { QueueEntry, QueueId } from "@lotse/protocol";

export interface QueueGroup {
  /** Null: without a queue, or of a hub that tells none. */
  readonly queueId: QueueId | null;
  readonly entries: readonly QueueEntry[];
}

const dueOf = ({ dueAtMs, enqueuedAtMs }: QueueEntry): number => dueAtMs ?? enqueuedAtMs;

/** As routing ranks: due, then entered, then by name, so that nothing jumps. */
const byRank = (a: QueueEntry, b: QueueEntry): number =>
  dueOf(a) - dueOf(b) || a.enqueuedAtMs - b.enqueuedAtMs || (a.workItemId < b.workItemId ? -1 : 1);

export const groupsOf = (queue: readonly QueueEntry[]): readonly QueueGroup[] => {
  const groups = new Map<QueueId | null, QueueEntry[]>();
  for (const entry of [...queue].sort(byRank)) {
    const queueId = entry.queueId ?? null;
    const group = groups.get(queueId);
    if (group === undefined) groups.set(queueId, [entry]);
    else group.push(entry);
  }
  return [...groups].map(([queueId, entries]) => ({ queueId, entries }));
};
