/** The hub of a stream measurement, alone in its process so that its processor time is its own. Ends with its parent. */
import { startHub } from "./hub.ts";

const hub = await startHub({ perMessageDeflate: process.argv[2] === "deflate" });
process.on("message", () => process.send?.({ ...process.cpuUsage(), rssBytes: process.memoryUsage().rss }));
process.on("disconnect", () => process.exit(0));
process.send?.({ url: hub.url });
