/**
 * How much one party may ask for in a while. Who exceeds it is told when to ask again. Everything lives in memory; a
 * cluster's nodes will each grant their share. Knows no transports.
 */
import { type Clock, LotseError } from "@lotse/protocol";

/** `points` at once, and as many again within `perMs`, spread evenly. */
export interface Quota {
  readonly points: number;
  readonly perMs: number;
}

/** Whose share it is. A tenant's visitors and its agents have one each: the former cannot crowd out the latter. */
export const SCOPES = ["visit", "agent", "address", "tenantVisitors", "tenantAgents"] as const;
export type Scope = (typeof SCOPES)[number];
export type Quotas = Readonly<Record<Scope, Quota>>;

export interface Limits {
  /** Commands, over both transports. */
  readonly commands: Quotas;
  /** Bytes of commands. The largest batch of lines is some 300,000. */
  readonly commandBytes: Quotas;
  /** Beacons from one address, generous because whole companies share one; and of all of a tenant's sites. */
  readonly beacons: Quota;
  /** One-time links read and redeemed from one address: a person opens one, whoever guesses tries many. */
  readonly links: Quota;
  readonly tenantBeacons: Quota;
  /** Requests of other systems, by key; and whoever tries keys, by address. */
  readonly apiKeys: Quota;
  readonly apiAddresses: Quota;
  /** Attempts to connect from one address. A restart brings all of a company's tabs back within seconds. */
  readonly connects: Quota;
  readonly socketsPerAddress: number;
}

const MEGABYTE = 1_000_000;

export const DEFAULT_LIMITS: Limits = {
  commands: {
    visit: { points: 150, perMs: 3_000 },
    agent: { points: 300, perMs: 3_000 },
    address: { points: 3_000, perMs: 3_000 },
    tenantVisitors: { points: 6_000, perMs: 3_000 },
    tenantAgents: { points: 6_000, perMs: 3_000 },
  },
  commandBytes: {
    visit: { points: MEGABYTE, perMs: 10_000 },
    agent: { points: 2 * MEGABYTE, perMs: 10_000 },
    address: { points: 20 * MEGABYTE, perMs: 10_000 },
    tenantVisitors: { points: 40 * MEGABYTE, perMs: 10_000 },
    tenantAgents: { points: 40 * MEGABYTE, perMs: 10_000 },
  },
  beacons: { points: 600, perMs: 10_000 },
  links: { points: 20, perMs: 60_000 },
  tenantBeacons: { points: 6_000, perMs: 10_000 },
  apiKeys: { points: 600, perMs: 10_000 },
  apiAddresses: { points: 1_200, perMs: 10_000 },
  connects: { points: 2_000, perMs: 20_000 },
  socketsPerAddress: 1_000,
};

/** Buckets of one size, one per key. */
export interface Buckets {
  /** How long until `points` can be taken; 0 = now. */
  waitMs(key: string, points: number): number;
  take(key: string, points: number): void;
  /** Keys that are not full again. */
  readonly size: number;
}

/** Full buckets are forgotten when there are this many keys, and twice as many as after the last time. */
const SWEEP_FROM = 1_000;

export const createBuckets = (quota: Quota, clock: Clock): Buckets => {
  /** When each bucket will be full again. All that must be remembered of it. */
  const fullAtMs = new Map<string, number>();
  const perPointMs = quota.perMs / quota.points;
  let sweepAt = SWEEP_FROM;

  /** Where `points` more would move that time. More than a bucket holds is asked for as a whole bucket. */
  const fullAfter = (key: string, points: number): number =>
    Math.max(fullAtMs.get(key) ?? 0, clock.nowMs()) + Math.min(points, quota.points) * perPointMs;

  const sweep = (): void => {
    const now = clock.nowMs();
    for (const [key, at] of fullAtMs) if (at <= now) fullAtMs.delete(key);
    sweepAt = Math.max(SWEEP_FROM, 2 * fullAtMs.size);
  };

  return {
    waitMs: (key, points) =>
      Math.max(0, Math.ceil(fullAfter(key, points) - clock.nowMs() - quota.perMs - 1e-6)),
    take: (key, points) => {
      fullAtMs.set(key, fullAfter(key, points));
      if (fullAtMs.size >= sweepAt) sweep();
    },
    get size() {
      return fullAtMs.size;
    },
  };
};

const limited = (retryAfterMs: number): LotseError =>
  new LotseError("RATE_LIMITED", "Too many requests", { retryAfterMs });

/** Throws RATE_LIMITED with the time after which asking again makes sense. */
export type TakeOne = (key: string) => void;

export const createLimiter = (quota: Quota, clock: Clock): TakeOne => {
  const buckets = createBuckets(quota, clock);
  return key => {
    const waitMs = buckets.waitMs(key, 1);
    if (waitMs > 0) throw limited(waitMs);
    buckets.take(key, 1);
  };
};

export interface Party {
  readonly scope: Scope;
  readonly key: string;
}

export interface CommandGate {
  /** Takes one command of so many bytes from every party, or from none: then throws RATE_LIMITED. */
  take(parties: readonly Party[], bytes: number): void;
  /** Refusals so far, by whose share was used up. */
  readonly refused: Readonly<Record<Scope, number>>;
}

const mapScopes = <T>(of: (scope: Scope) => T): Record<Scope, T> =>
  Object.fromEntries(SCOPES.map(scope => [scope, of(scope)])) as Record<Scope, T>;

export const createCommandGate = (
  limits: Pick<Limits, "commands" | "commandBytes">,
  clock: Clock,
): CommandGate => {
  const counts = mapScopes(scope => createBuckets(limits.commands[scope], clock));
  const bytesOf = mapScopes(scope => createBuckets(limits.commandBytes[scope], clock));
  const refused = mapScopes(() => 0);
  return {
    refused,
    take: (parties, bytes) => {
      for (const { scope, key } of parties) {
        const waitMs = Math.max(counts[scope].waitMs(key, 1), bytesOf[scope].waitMs(key, bytes));
        if (waitMs === 0) continue;
        refused[scope]++;
        throw limited(waitMs);
      }
      for (const { scope, key } of parties) {
        counts[scope].take(key, 1);
        bytesOf[scope].take(key, bytes);
      }
    },
  };
};
