/** The ways a run breaks the hub and the way to it. Moments and victims come from the seed. */
import { setTimeout as wait } from "node:timers/promises";
import type { Fault, ProxiedConnection, Random, Workload } from "@lotse/testkit/faults";
import type { HubUnderTest } from "./hubUnderTest.ts";

export interface FaultWorld {
  readonly hub: HubUnderTest;
  readonly random: Random;
  readonly workload: Pick<Workload, "advance">;
}

/** One in so many kills is followed by another while the hub is still coming up. */
const KILLED_AGAIN_ONE_IN = 8;
const COMING_UP_MS = 2_500;
/** Longer than a client waits for an answer, so that it asks again over a connection that still is one. */
const SILENCE_MS = 11_000;
const PAUSE_MS = 5_000;
const OUTAGE_MS = 1_500;

const half = <T>(all: readonly T[], random: Random): readonly T[] => all.filter(() => random.next() < 0.5);

const killHub = ({ hub, random }: FaultWorld): Fault => ({
  name: "kill -9 of the hub",
  inject: async () => {
    // Not at the acknowledgement that was waited for, but somewhere in what follows it.
    await wait(random.between(0, 40));
    await hub.kill();
    while (random.between(1, KILLED_AGAIN_ONE_IN) === 1) {
      hub.launch();
      await wait(random.between(1, COMING_UP_MS));
      await hub.kill();
    }
    await hub.start();
  },
});

const stopHub = ({ hub }: FaultWorld): Fault => ({
  name: "the hub stops when asked to, and starts again",
  inject: async () => {
    await hub.stop();
    await hub.start();
  },
});

const pauseHub = ({ hub }: FaultWorld): Fault => ({
  name: "the hub stands still for 5 s",
  inject: async () => {
    hub.pause();
    await wait(PAUSE_MS);
    hub.resume();
  },
});

/** The hub has stored it and says so; nobody hears. What comes next is the same message again. */
const loseAnswers = ({ hub, random }: FaultWorld): Fault => ({
  name: "answers are swallowed, then the connection is gone",
  inject: async () => {
    for (const connection of half(hub.proxy.connections, random)) {
      const how = random.pick(["cut", "reset"] as const);
      connection.breakAfter({ bytes: random.between(1, 300), direction: "toClient", how, withheld: true });
    }
  },
});

const silence = ({ hub, random }: FaultWorld): Fault => ({
  name: "half the connections are half open for 11 s",
  inject: async () => {
    const victims = half(hub.proxy.connections, random);
    for (const victim of victims) {
      victim.impair({ stalled: true }, random.pick(["toServer", "toClient", undefined]));
    }
    await wait(SILENCE_MS);
    const end = (victim: ProxiedConnection): void =>
      random.next() < 0.5 ? victim.reset() : victim.impair({ stalled: false });
    for (const victim of victims) end(victim);
  },
});

const badLine = ({ hub, random, workload }: FaultWorld): Fault => ({
  name: "a slow line on which connections break",
  inject: async () => {
    hub.proxy.impair({ latencyMs: 40, jitterMs: 80, bytesPerSecond: 200_000 });
    for (let turn = 0; turn < 4; turn++) {
      await workload.advance(random.between(20, 100));
      for (const connection of half(hub.proxy.connections, random)) {
        if (random.next() < 0.5) connection.reset();
        else connection.cut();
      }
    }
    hub.proxy.heal();
  },
});

/** Everybody is thrown out at once and comes back at once, three times running. */
const storm = ({ hub, random, workload }: FaultWorld): Fault => ({
  name: "everybody reconnects, three times",
  inject: async () => {
    for (let turn = 0; turn < 3; turn++) {
      hub.proxy.reset();
      await workload.advance(random.between(20, 200));
    }
  },
});

/** The hub stays up: it must say that it cannot store, acknowledge nothing, and recover by itself. */
const crashPostgres = ({ hub }: FaultWorld): Fault => ({
  name: "PostgreSQL crashes and comes back",
  inject: async () => {
    if (hub.postgres === null) throw new Error("There is no PostgreSQL in this run");
    await hub.postgres.crash();
    await wait(OUTAGE_MS);
    await hub.postgres.restart();
  },
});

export const FAULTS = {
  kills: killHub,
  stops: stopHub,
  pauses: pauseHub,
  "lost-answers": loseAnswers,
  silences: silence,
  "bad-lines": badLine,
  storms: storm,
  "postgres-crashes": crashPostgres,
} as const satisfies Record<string, (world: FaultWorld) => Fault>;

export type FaultName = keyof typeof FAULTS;

/** So many of each, in an order that the seed chooses. */
export const mixFaults = (
  counts: Partial<Readonly<Record<FaultName, number>>>,
  world: FaultWorld,
): readonly Fault[] => {
  const names = Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count ?? 0 }, () => name as FaultName),
  );
  const shuffled = names.map(name => ({ name, rank: world.random.next() })).sort((a, b) => a.rank - b.rank);
  return shuffled.map(({ name }) => FAULTS[name](world));
};
