/**
 * Group commit: calls of one tenant that arrive while the engine is busy, or in the same turn of the event loop,
 * share one transaction. Started from the next turn on purpose: started by the first call, a group would hold only
 * that one. Knows neither what the items mean nor where they are stored.
 */
import { LotseError, type TenantId } from "@lotse/protocol";

export interface Grouping<Item, Outcome> {
  /** Resolves with one outcome per item. */
  add(tenantId: TenantId, items: readonly Item[]): Promise<readonly Outcome[]>;
  /** Takes nothing more, and resolves once everything taken has settled. */
  close(): Promise<void>;
}

export interface GroupingDeps<Item, Outcome> {
  /** One transaction; one outcome per item, in order. */
  readonly store: (tenantId: TenantId, items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Runs `fn` in the next turn of the event loop. */
  readonly nextTurn: (fn: () => void) => void;
  readonly itemsMax: number;
}

interface Call<Item, Outcome> {
  readonly items: readonly Item[];
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Errors that say something of the store; every other one may be the fault of one call among many. */
const isOfTheStore = (error: unknown): boolean =>
  error instanceof LotseError && (error.code === "STORE_UNAVAILABLE" || error.code === "STORAGE_FULL");

export const createGrouping = <Item, Outcome>(deps: GroupingDeps<Item, Outcome>): Grouping<Item, Outcome> => {
  type Waiting = Call<Item, Outcome>;
  const lanes = new Map<TenantId, Waiting[]>();
  const running = new Set<Promise<void>>();
  let open = true;

  const storeAlone = async (tenantId: TenantId, call: Waiting): Promise<void> => {
    try {
      call.resolve(await deps.store(tenantId, call.items));
    } catch (error) {
      call.reject(error);
    }
  };

  const storeTogether = async (tenantId: TenantId, calls: readonly Waiting[]): Promise<void> => {
    const [first] = calls;
    if (first !== undefined && calls.length === 1) return storeAlone(tenantId, first);
    try {
      const outcomes = await deps.store(
        tenantId,
        calls.flatMap(call => call.items),
      );
      let at = 0;
      for (const call of calls) {
        call.resolve(outcomes.slice(at, at + call.items.length));
        at += call.items.length;
      }
    } catch (error) {
      // One call that cannot be stored must not take its neighbours along.
      if (isOfTheStore(error)) for (const call of calls) call.reject(error);
      else for (const call of calls) await storeAlone(tenantId, call);
    }
  };

  /** Whole calls only, and at least one. */
  const takeGroup = (waiting: Waiting[]): Waiting[] => {
    let items = 0;
    const end = waiting.findIndex(call => {
      items += call.items.length;
      return items > deps.itemsMax;
    });
    return waiting.splice(0, end === -1 ? waiting.length : Math.max(1, end));
  };

  const run = async (tenantId: TenantId, waiting: Waiting[]): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise<void>(resolve => deps.nextTurn(resolve));
      await storeTogether(tenantId, takeGroup(waiting));
    }
    lanes.delete(tenantId);
  };

  return {
    add: (tenantId, items) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(new LotseError("STORE_UNAVAILABLE", "The storage is closed"));
        const call: Waiting = { items, resolve, reject };
        const lane = lanes.get(tenantId);
        if (lane !== undefined) return void lane.push(call);
        const waiting = [call];
        lanes.set(tenantId, waiting);
        const lap = run(tenantId, waiting).finally(() => running.delete(lap));
        running.add(lap);
      }),
    close: async () => {
      open = false;
      await Promise.all(running);
    },
  };
};
