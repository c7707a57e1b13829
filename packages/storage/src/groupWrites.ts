/** A Storage whose small frequent writes share transactions. Knows which commands may, and nothing of the engine. */
import { createGrouping } from "./grouping.ts";
import type { DecisionRecord } from "./rules.ts";
import type { AppendOutcome, NewMessage, Storage, VisitUpdate } from "./Storage.ts";

/** Enough for the best throughput, small enough that a group does not hold the engine for long. */
const GROUP_MAX = 500;

const done = (count: number): undefined[] => Array.from({ length: count }, () => undefined);

export const groupWrites = (storage: Storage): Storage => {
  const turns = { nextTurn: setImmediate, itemsMax: GROUP_MAX };
  const messages = createGrouping<NewMessage, AppendOutcome>({ ...turns, store: storage.appendMessages });
  const visits = createGrouping<VisitUpdate, undefined>({
    ...turns,
    store: async (tenantId, updates) => {
      await storage.recordVisits(tenantId, updates);
      return done(updates.length);
    },
  });
  const decisions = createGrouping<DecisionRecord, undefined>({
    ...turns,
    store: async (tenantId, records) => {
      await storage.appendDecisions(tenantId, records);
      return done(records.length);
    },
  });

  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await Promise.all([messages.close(), visits.close(), decisions.close()]);
    await storage.close();
  };

  return {
    ...storage,
    recordVisits: async (tenantId, updates) => void (await visits.add(tenantId, updates)),
    appendMessages: messages.add,
    appendDecisions: async (tenantId, records) => void (await decisions.add(tenantId, records)),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
};
