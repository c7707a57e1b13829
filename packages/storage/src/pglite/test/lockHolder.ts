/** Holds a folder's lock until it is killed. */
import { lockFolder } from "../folderLock.ts";

await lockFolder(process.argv[2] ?? "");
process.stdout.write("holding\n");
// The lock alone does not keep a process alive.
setInterval(() => {}, 60_000);
