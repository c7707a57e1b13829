/** The ways a run breaks the hub. Each resolves once the hub serves again; moments come from the seed. */
import { setTimeout as wait } from "node:timers/promises";
import type { Fault, Random } from "@lotse/testkit/faults";
import type { HubUnderTest } from "./hubUnderTest.ts";

/** One in so many kills is followed by another while the hub is still coming up. */
const KILLED_AGAIN_ONE_IN = 8;
const COMING_UP_MS = 2_500;

export const killHub = (hub: HubUnderTest, random: Random): Fault => ({
  name: "kill -9 of the hub",
  inject: async () => {
    // Not at the acknowledgement that was waited for, but somewhere in what follows it.
    await wait(random.between(0, 40));
    await hub.kill();
    while (random.between(1, KILLED_AGAIN_ONE_IN) === 1) {
      await hub.launch();
      await wait(random.between(1, COMING_UP_MS));
      await hub.kill();
    }
    await hub.start();
  },
});
