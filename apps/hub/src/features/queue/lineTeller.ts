/**
 * Tells one tenant's consoles of the line, each as it may see it: the first change at once, and while they go on changing
 * at most once in `everyMs`, always with the line as it is then. All consoles are told at the same moments, so none
 * of them is told more often. Knows no storage and no sockets.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { agentOf, type RoutingEffect, unassignedItems } from "@lotse/routing";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { Memory } from "./book.ts";
import { isPickable, queueOf, toldLine } from "./lineViews.ts";
import { type LabelOf, presentIn } from "./views.ts";
import { movedItems } from "./writes.ts";

/** Four times a second is as often as a list can be read, and a burst of any size is told that often. */
export const LINE_EVERY_MS = 250;

/** All that what anybody sees of the line is made of. */
const lookOf = (memory: Memory): string => {
  const items = unassignedItems(memory.routing);
  const entries = items.map(({ id, queueId, standing }) => [id, queueId, standing.dueAtMs]);
  if (!isPickable(memory)) return JSON.stringify(entries);
  const places = items.map(({ place }) => place.at);
  const pick = memory.routing.plan.queues.map(queue => queue.pick);
  const agents = presentIn(memory).map(({ id, skills, channels }) => [id, skills, channels]);
  return JSON.stringify([entries, places, pick, agents]);
};

/** Whoever picks does so by skills and channels. */
const isSkilledOtherwise = (before: Memory, after: Memory): boolean =>
  isPickable(after) &&
  presentIn(after).some(agent => {
    const was = agentOf(before.routing, agent.id);
    return was !== undefined && (was.skills !== agent.skills || was.channels !== agent.channels);
  });

/** Most steps leave the line as it is, and this is quicker than to look at all of it. */
const mayBeOther = ({ before, after, effects }: LineNews): boolean =>
  movedItems(effects).size > 0 ||
  before.routing.plan !== after.routing.plan ||
  before.epoch !== after.epoch ||
  isSkilledOtherwise(before, after);

export interface LineNews {
  readonly before: Memory;
  readonly after: Memory;
  readonly effects: readonly RoutingEffect[];
}

export interface LineTeller {
  /** After every commit, and every rebuild: most change nothing of the line. */
  committed(news: LineNews): void;
  /** Idempotent. */
  close(): void;
}

export interface LineTellerDeps {
  readonly publisher: Pick<Publisher, "toAgent" | "toAgents">;
  readonly labelOf: LabelOf;
  readonly clock: Clock;
  /** As of the last commit; null while nobody can say: then it is told after the rebuild. */
  readonly memoryNow: () => Memory | null;
  /** 0: every change by itself. */
  readonly everyMs: number;
  readonly log: Pick<Log, "error">;
}

export const createLineTeller = (deps: LineTellerDeps): LineTeller => {
  const { publisher, labelOf, clock, everyMs } = deps;
  /** What the consoles were told last is not what is. */
  let isOwed = false;
  let endPause: Unsubscribe | null = null;
  let closed = false;

  const tellAll = (memory: Memory): void => {
    if (!isPickable(memory)) {
      publisher.toAgents(memory.tenantId, "queue:changed", toldLine(queueOf(memory, labelOf)));
      return;
    }
    for (const { id } of presentIn(memory)) {
      publisher.toAgent(id, "queue:changed", toldLine(queueOf(memory, labelOf, id)));
    }
  };

  const tell = (): void => {
    const memory = isOwed ? deps.memoryNow() : null;
    if (memory === null) return;
    if (everyMs > 0) {
      endPause = clock.after(everyMs, () => {
        endPause = null;
        try {
          tell();
        } catch (error) {
          deps.log.error("line not told", { tenantId: memory.tenantId, ...errorFields(error) });
        }
      });
    }
    tellAll(memory);
    isOwed = false;
  };

  return {
    committed: news => {
      // Not compared with what was told last: a console that opened meanwhile was shown what lay between
      isOwed ||= mayBeOther(news) && lookOf(news.before) !== lookOf(news.after);
      if (endPause === null && !closed) tell();
    },
    close: () => {
      closed = true;
      endPause?.();
    },
  };
};
