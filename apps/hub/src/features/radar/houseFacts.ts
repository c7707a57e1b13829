/**
 * Facts that the hub alone knows, by their keys: the site's clock, queues and agents as they are now, and what is known of the visitor
 * beyond the visit. Pure: whoever asks brings the world along. A key it does not know stays unknown.
 */
import type { ReadHub } from "@lotse/radar";
import type { VisitorRecord } from "@lotse/storage";
import { readClock } from "./siteClock.ts";

export interface QueueLook {
  readonly isOpen: boolean;
  /** Undefined: of a moment of which it is not known. */
  readonly waiting: number | undefined;
  /** Of somebody who came now; null: nobody can tell. */
  readonly expectedMs: number | null;
}

export interface House {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly visitor: VisitorRecord;
  /** Undefined: of a moment of which it is not known. */
  readonly freeAgents: (skill: string) => number | undefined;
  /** Null: there is no such queue, or nothing can be said of it now. */
  readonly queue: (key: string) => QueueLook | null;
}

const DAY_MS = 86_400_000;
const HOUR_MIN = 60;

type Read = (house: House, argument: string) => ReturnType<ReadHub>;

const standing = (ms: number | null | undefined): ReturnType<ReadHub> =>
  ms === null || ms === undefined ? undefined : { accumulatedMs: ms, sinceMs: null };

const daysSinceLast = ({ startedAtMs, previousSeenAtMs }: VisitorRecord): number =>
  previousSeenAtMs === null ? 0 : Math.max(0, Math.floor((startedAtMs - previousSeenAtMs) / DAY_MS));

const READERS: Readonly<Record<string, Read>> = {
  "time.hour": ({ timeZone, nowMs }) => Math.floor(readClock(timeZone, nowMs).minuteOfDay / HOUR_MIN),
  "time.minuteOfDay": ({ timeZone, nowMs }) => readClock(timeZone, nowMs).minuteOfDay,
  "time.weekday": ({ timeZone, nowMs }) => readClock(timeZone, nowMs).weekday,
  "hours.open": (house, key) => house.queue(key)?.isOpen,
  "queue.waiting": (house, key) => house.queue(key)?.waiting,
  "queue.expectedMs": (house, key) => standing(house.queue(key)?.expectedMs),
  "skill.free": (house, skill) => house.freeAgents(skill),
  "visit.number": ({ visitor }) => visitor.visitNumber,
  "visit.daysSinceLast": ({ visitor }) => daysSinceLast(visitor),
  "visit.conversations": ({ visitor }) => visitor.conversations,
  "visit.purchases": ({ visitor }) => visitor.purchases,
  "contact.identified": ({ visitor }) => visitor.contactId !== null,
  "contact.attribute": ({ visitor: { attributes } }, name) =>
    Object.hasOwn(attributes, name) ? attributes[name] : undefined,
};

export const HOUSE_KEYS: readonly string[] = Object.keys(READERS);

/** What is another from one moment to the next, as agents come and go. */
const PASSING: ReadonlySet<string> = new Set(["skill.free", "queue.waiting", "queue.expectedMs"]);

const nameOf = (key: string): string => key.split(":", 1)[0] ?? key;

export const isPassing = (key: string): boolean => PASSING.has(nameOf(key));

export const readHouse =
  (house: House): ReadHub =>
  key => {
    const name = nameOf(key);
    return Object.hasOwn(READERS, name) ? READERS[name]?.(house, key.slice(name.length + 1)) : undefined;
  };
