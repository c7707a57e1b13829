/** A chat run: the hub on an engine, the crew through the proxy, a list of faults, a verdict. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Fault, type Random, runFaults, seededRandom, type Verdict } from "@lotse/testkit/faults";
import type { Pace } from "./chat/correspondent.ts";
import { createChatWorkload } from "./chat/workload.ts";
import { type HubSettings, type HubUnderTest, startHubUnderTest } from "./hubUnderTest.ts";

export interface ChatRun extends HubSettings {
  readonly seed: number;
  readonly faults: (hub: HubUnderTest, random: Random) => readonly Fault[];
  /** Acknowledgements between two faults. */
  readonly between?: { readonly least: number; readonly most: number };
  readonly visitors?: number;
  readonly onFault?: (fault: Fault, index: number) => void;
}

/** What three demo agents of capacity four can have at once. */
const ASSIGNED_MAX = 12;

const PACE: { readonly visitor: Pace; readonly agent: Pace } = {
  visitor: { pauseMs: [60, 340], lines: [1, 6], pendingMax: 25 },
  // An agent writes in four conversations, and the hub's quota is per agent.
  agent: { pauseMs: [200, 600], lines: [1, 6], pendingMax: 25 },
};

export const runChat = async (run: ChatRun): Promise<Verdict> => {
  const random = seededRandom(run.seed);
  const hub = await startHubUnderTest({ ...run, random: random.next });
  const witnesses = join(hub.folder, "witnesses");
  mkdirSync(witnesses);
  const visitors = run.visitors ?? ASSIGNED_MAX;
  const workload = createChatWorkload({
    orders: {
      hubUrl: hub.url,
      folder: witnesses,
      seed: run.seed,
      visitors,
      agents: hub.agents,
      assigned: Math.min(visitors, ASSIGNED_MAX),
      pace: PACE,
    },
    readTables: () => hub.readTables(),
  });
  try {
    const verdict = runFaults({
      workload,
      random,
      faults: run.faults(hub, random),
      between: run.between ?? { least: 20, most: 300 },
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
    await hub.close();
  }
};
