/**
 * Queues that send work on to each other for ever. Two queues that help each other out when many wait are no circle: help
 * ends where the other has too much itself, and that passes. A circle has every queue send on for a reason that has
 * nothing to do with load, all at the same time: closed, nobody on duty, waited long enough. Two queues whose hours
 * complement each other are none, therefore; that is told by a week of winter and one of summer, holidays left out.
 * Knows no website: one that is closed is so in every queue, and sends nothing back to where it was.
 */
import type { Hours, Overflow, Queue, QueueId } from "@lotse/protocol";
import { circlesOf } from "./circles.ts";
import { openingOf } from "./hours.ts";

const WEEK_MS = 7 * 86_400_000;
/** Mondays. Any would do: a plan says the same whenever it is looked at. */
const SAMPLES_AT_MS = [Date.UTC(2025, 0, 6), Date.UTC(2025, 6, 7)] as const;

type Truth = "no" | "maybe" | "yes";

/** Whether the reason can be there while nothing waits and everything else may be as it likes. */
const holds = ({ when, condition }: Overflow, isClosed: boolean): Truth => {
  switch (condition.if) {
    case "closed":
      return isClosed ? "yes" : "no";
    case "nobodyOnDuty":
      return "maybe";
    case "waited":
      // Who goes round for ever has waited long enough for anything.
      return when === "after" ? "yes" : "no";
    case "waiting":
    case "expectedWait":
      return "no";
  }
};

/** Where the queue may send to. Of its overflows the first that holds counts, so what stands behind it does not. */
const targetsOf = (queue: Queue, when: Overflow["when"], isClosed: boolean): readonly QueueId[] => {
  const targets: QueueId[] = [];
  const assumed = new Set<string>();
  for (const overflow of queue.overflows) {
    const truth = holds(overflow, isClosed);
    if (overflow.when !== when || truth === "no" || assumed.has(overflow.condition.if)) continue;
    if (overflow.then.to === "queue") targets.push(overflow.then.queueId);
    if (truth === "yes") break;
    assumed.add(overflow.condition.if);
  }
  return targets;
};

interface Stretch {
  readonly fromMs: number;
  readonly isClosed: boolean;
}

/** The sample weeks as stretches open or closed. */
const stretchesOf = (hours: Hours | null): readonly Stretch[] =>
  SAMPLES_AT_MS.flatMap(startMs => {
    const stretches: Stretch[] = [];
    for (let fromMs: number | null = startMs; fromMs !== null && fromMs < startMs + WEEK_MS; ) {
      const { isOpen, changesAtMs } = openingOf(hours, fromMs);
      stretches.push({ fromMs, isClosed: !isOpen });
      fromMs = changesAtMs;
    }
    return stretches;
  });

const withoutHolidays = (hours: Hours | null): Hours | null => hours && { ...hours, exceptions: [] };

export const overflowCircles = (
  queues: readonly Queue[],
  when: Overflow["when"],
): readonly (readonly QueueId[])[] => {
  const byId = new Map(queues.map(queue => [queue.id, queue]));
  const circlesWhile = (ids: readonly QueueId[], mayBeClosed: (queue: Queue) => readonly boolean[]) =>
    circlesOf(ids, id => {
      const queue = byId.get(id);
      if (queue === undefined) return [];
      return mayBeClosed(queue).flatMap(closed => targetsOf(queue, when, closed));
    });
  // Most plans have none even if any queue may be open or closed at any time; only of the others the hours are asked.
  const ids = [...byId.keys()];
  const suspects = circlesWhile(ids, queue => (queue.hours === null ? [false] : [true, false])).flat();
  if (suspects.length === 0) return [];
  const stretches = new Map(
    suspects.map(id => [id, stretchesOf(withoutHolidays(byId.get(id)?.hours ?? null))]),
  );
  const moments = new Set([...stretches.values()].flat().map(({ fromMs }) => fromMs));
  const found = [...moments].flatMap(atMs =>
    circlesWhile(suspects, ({ id }) => {
      const stretch = stretches.get(id)?.findLast(({ fromMs }) => fromMs <= atMs);
      return [stretch?.isClosed ?? false];
    }),
  );
  return [...new Map(found.map(circle => [circle.join(), circle])).values()];
};
