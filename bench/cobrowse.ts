/**
 * Co-browsing beside stock rrweb over Socket.IO, a bare message, standard compressors and plain relays, in one run.
 * Latency, bytes, streams a core of the hub carries, script on the visitor's page. Figures for people: nothing here fails.
 *
 *     npm run bench -- cobrowse
 */
import { PROTOCOL_VERSION } from "@lotse/protocol";
import { printBytes } from "./cobrowse/bytes.ts";
import { printLatencies } from "./cobrowse/latency.ts";
import { printScripts } from "./cobrowse/scripts.ts";
import { printStreams } from "./cobrowse/streams.ts";
import { openWorld } from "./cobrowse/world.ts";

const world = await openWorld();
try {
  await printLatencies(world);
  const recorded = await printBytes(world);
  await printScripts(world);
  await printStreams(recorded, PROTOCOL_VERSION);
} finally {
  await world.close();
}
