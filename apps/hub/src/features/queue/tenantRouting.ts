/**
 * One tenant's routing: a serial queue of step, commit, adopt, announce. What is in memory is speculative until the
 * commit; a failed one throws it away and takes the truth from storage anew, under a new epoch. Knows nothing of what
 * the events mean.
 */
import {
  type AgentId,
  type Clock,
  type ConversationId,
  LotseError,
  type MakeId,
  type Message,
  type RoutingSettings,
  type TenantId,
  type Unsubscribe,
} from "@lotse/protocol";
import { type RoutingEffect, type RoutingEvent, step } from "@lotse/routing";
import type { RoutingWrite, Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { Announcer } from "./announce.ts";
import type { Standing as AgentStanding, Attendance } from "./attendance.ts";
import { enterInvitation, enterItem, type Memory, strikeEnded } from "./book.ts";
import type { Recollection } from "./recollection.ts";
import { type RestoreStorage, restore } from "./restore.ts";
import { createSerial } from "./serial.ts";
import { cardIn } from "./views.ts";
import { type Change, type Context, changeOf } from "./writes.ts";

const RETRY_MS = 1_000;

export interface TenantRoutingDeps {
  readonly tenantId: TenantId;
  readonly storage: RestoreStorage & Pick<Storage, "commitRouting">;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly settings: Partial<RoutingSettings>;
  readonly announcer: Announcer;
  /** Who is at a console, as the world is; asked at every rebuild. */
  readonly standingOf: (id: AgentId, holders: ReadonlySet<AgentId>) => AgentStanding;
  readonly recall: Attendance["recall"];
  /** Whose page is shared, as the world is; asked at every rebuild, so that it weighs before anything is given out. */
  readonly isCobrowsing: (id: ConversationId) => boolean;
  /** Sees what was taken from storage, and every commit, before anybody is told. */
  readonly past: Pick<Recollection, "taken" | "committed">;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/** What a job may do while it is its turn. */
export interface Turn {
  readonly memory: Memory;
  /** Rejects with the storage's error if nothing is known to have happened. */
  step(event: RoutingEvent, context?: Context): Promise<readonly RoutingEffect[]>;
}

export interface TenantRouting {
  /** As of the last commit; null before the first. */
  readonly memory: Memory | null;
  /** False while storage cannot be reached: then memory is a recollection. */
  readonly isCurrent: boolean;
  run<T>(job: (turn: Turn) => Promise<T>): Promise<T>;
  /** Forgets what is in memory for what storage says. If it cannot be asked, that is tried again. */
  retake(): Promise<void>;
  /** Idempotent. Resolves when what was under way is done. */
  close(): Promise<void>;
}

type Standing =
  | { readonly is: "current"; readonly memory: Memory }
  | { readonly is: "lost"; readonly memory: Memory | null };

export const createTenantRouting = (deps: TenantRoutingDeps): TenantRouting => {
  const { tenantId, storage, clock, announcer, log } = deps;
  const inTurn = createSerial();
  let standing: Standing = { is: "lost", memory: null };
  let cancelWake: Unsubscribe = () => {};
  let closed = false;

  const wakeAfter = (delayMs: number): void => {
    cancelWake();
    if (closed) return;
    cancelWake = clock.after(delayMs, () => {
      run(turn => turn.step({ type: "woken" })).catch(error =>
        log.warn("routing not woken", { tenantId, ...errorFields(error) }),
      );
    });
  };

  const wakeAt = (atMs: number | null): void => {
    cancelWake();
    if (atMs !== null) wakeAfter(Math.max(0, atMs - clock.nowMs()));
  };

  const commit = async (epoch: number, writes: readonly RoutingWrite[]): Promise<readonly Message[]> =>
    writes.length === 0 ? [] : (await storage.commitRouting({ tenantId, epoch, writes })).messages;

  const rebuild = async (): Promise<Memory> => {
    const before = standing.memory;
    standing = { is: "lost", memory: before };
    // Also if what follows fails: then somebody must try again
    wakeAfter(RETRY_MS);
    const formerCardOf = (id: AgentId) => (before === null ? null : cardIn(before.book, id));
    const { memory, result, writes } = await restore(storage, {
      ...deps,
      formerCardOf,
      nowMs: clock.nowMs(),
    });
    await commit(memory.epoch, writes);
    standing = { is: "current", memory };
    wakeAt(result.wakeAtMs);
    deps.past.taken(memory);
    deps.past.committed(memory, result.effects);
    // At the first start nobody has been shown anything yet
    if (before !== null) {
      await announcer.rebuilt({ before, after: memory, effects: result.effects, messages: [] });
    }
    strikeEnded(memory.book, result.effects);
    log.info("routing taken", { tenantId, epoch: memory.epoch });
    return memory;
  };

  const recover = async (error: unknown): Promise<void> => {
    log.warn("routing lost", { tenantId, ...errorFields(error) });
    try {
      await rebuild();
    } catch (again) {
      log.warn("routing not taken", { tenantId, ...errorFields(again) });
    }
  };

  const adopt = (before: Memory, routing: Memory["routing"], { entered }: Change): Memory => {
    const after = { ...before, routing };
    if (entered.item !== null) enterItem(after.book, entered.item);
    if (entered.item !== null && entered.told !== null) after.book.told.set(entered.item.id, entered.told);
    for (const [id, hands] of entered.hands) after.book.hands.set(id, hands);
    if (entered.invitation !== null) enterInvitation(after.book, entered.invitation);
    standing = { is: "current", memory: after };
    return after;
  };

  const stepOnce = async (event: RoutingEvent, context: Context): Promise<readonly RoutingEffect[]> => {
    if (standing.is === "lost") throw new LotseError("STORE_UNAVAILABLE", "Routing is being rebuilt");
    const before = standing.memory;
    const result = step(before.routing, event, clock.nowMs());
    const change = changeOf({ before, result, context, ids: deps.ids });
    let messages: readonly Message[];
    try {
      messages = await commit(before.epoch, change.writes);
    } catch (error) {
      await recover(error);
      throw error;
    }
    const after = adopt(before, result.state, change);
    wakeAt(result.wakeAtMs);
    const news = { before, after, effects: result.effects, messages };
    deps.past.committed(after, result.effects);
    await announcer.step(news);
    strikeEnded(after.book, result.effects);
    return result.effects;
  };

  const turn: Turn = {
    get memory() {
      if (standing.memory === null) throw new LotseError("STORE_UNAVAILABLE", "Routing was never taken");
      return standing.memory;
    },
    step: (event, context = {}) => stepOnce(event, context),
  };

  const run = <T>(job: (turn: Turn) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      if (closed) throw new LotseError("UNAVAILABLE", "The hub is closing");
      if (standing.is === "lost") await rebuild();
      return job(turn);
    });

  return {
    get memory() {
      return standing.memory;
    },
    get isCurrent() {
      return standing.is === "current";
    },
    run,
    retake: () =>
      inTurn(async () => {
        if (closed) throw new LotseError("UNAVAILABLE", "The hub is closing");
        await rebuild();
      }),
    close: async () => {
      closed = true;
      cancelWake();
      await inTurn(async () => {});
    },
  };
};
