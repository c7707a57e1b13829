/** A chat run: the hub on an engine, the crew through the proxy, a mix of faults, a verdict. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Fault, type Random, runFaults, seededRandom, type Verdict } from "@lotse/testkit/faults";
import type { Pace } from "./chat/correspondent.ts";
import { createChatWorkload } from "./chat/workload.ts";
import { type FaultName, mixFaults } from "./faults.ts";
import { type HubSettings, type HubUnderTest, startHubUnderTest } from "./hubUnderTest.ts";

export interface ChatRun extends HubSettings {
  readonly seed: number;
  readonly faults: Partial<Readonly<Record<FaultName, number>>>;
  readonly visitors?: number;
  readonly onFault?: (fault: Fault, index: number) => void;
}

/** What three demo agents of capacity four can have at once; further visitors write while they wait. */
const ASSIGNED_MAX = 12;
/** Acknowledgements between two faults. */
const BETWEEN = { least: 20, most: 300 };

/** All visitors together write about this often, however many they are. */
const VISITOR_BURST_EACH_MS = 16;
const AGENT: Pace = { pauseMs: [200, 600], lines: [1, 6], pendingMax: 25 };
const visitorPace = (visitors: number): Pace => ({
  pauseMs: [60, Math.max(340, VISITOR_BURST_EACH_MS * 2 * visitors)],
  lines: [1, 6],
  pendingMax: 25,
});

const workloadOn = (hub: HubUnderTest, seed: number, visitors: number) => {
  const folder = join(hub.folder, "witnesses");
  mkdirSync(folder);
  return createChatWorkload({
    orders: {
      hubUrl: hub.url,
      folder,
      seed,
      visitors,
      agents: hub.agents,
      assigned: Math.min(visitors, ASSIGNED_MAX),
      pace: { visitor: visitorPace(visitors), agent: AGENT },
    },
    readTables: () => hub.readTables(),
  });
};

const runOn = async (hub: HubUnderTest, random: Random, run: ChatRun): Promise<Verdict> => {
  const workload = workloadOn(hub, run.seed, run.visitors ?? ASSIGNED_MAX);
  try {
    const verdict = runFaults({
      workload,
      random,
      faults: mixFaults(run.faults, { hub, random, workload }),
      between: BETWEEN,
      // Nothing the hub holds in memory may stand between the promise and the reading.
      beforeReading: async () => {
        await hub.kill();
        await hub.start();
      },
      ...(run.onFault === undefined ? {} : { onFault: run.onFault }),
    });
    return await Promise.race([verdict, hub.died]);
  } finally {
    await workload.close();
  }
};

export const runChat = async (run: ChatRun): Promise<Verdict> => {
  const random = seededRandom(run.seed);
  const hub = await startHubUnderTest({ ...run, random: random.next });
  try {
    return await runOn(hub, random, run);
  } finally {
    await hub.close();
  }
};
