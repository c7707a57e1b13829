/** Where a socket of a folder is listened at, the same for every process; short enough for the system. */
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Longer socket paths are cut silently by the system. */
const PATH_BYTES_MAX = 100;

export interface LocalAddress {
  readonly path: string;
  readonly release: () => void;
}

/** The folder's path must be its real path. */
export const localAddress = (folder: string, name: string): LocalAddress => {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 24);
  if (process.platform === "win32") return { path: `\\\\.\\pipe\\lotse-${name}-${hash}`, release: () => {} };
  const direct = join(folder, name);
  if (Buffer.byteLength(direct) <= PATH_BYTES_MAX) return { path: direct, release: () => {} };
  // A short name for the same folder; unlike tmpdir it is the same for every process, whatever its environment.
  if (process.platform === "linux") {
    const descriptor = openSync(folder, "r");
    return { path: `/proc/self/fd/${descriptor}/${name}`, release: () => closeSync(descriptor) };
  }
  return { path: join(tmpdir(), `lotse-${hash}.${name}`), release: () => {} };
};
