/** The hub's own keys, made at the first start and kept in the data folder, readable by its owner alone. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

export interface Secrets {
  /** Signs visit tokens. */
  readonly visitTokenKey: string;
  /** Signs agents' session cookies. */
  readonly authSecret: string;
  /** Every site's identity secrets are derived from it. */
  readonly identityKey: string;
}

const key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,}$/));
/** As a file may be: written by a build that did not know the later keys. */
const schema = v.object({ visitTokenKey: key, authSecret: key, identityKey: v.optional(key) });
type Stored = v.InferOutput<typeof schema>;

const KEY_BYTES = 32;

const makeSecrets = (randomBytes: (count: number) => Uint8Array): Secrets => {
  const make = (): string => Buffer.from(randomBytes(KEY_BYTES)).toString("base64url");
  return { visitTokenKey: make(), authSecret: make(), identityKey: make() };
};

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** A damaged file is an error, never replaced: new keys would sign everybody out without saying why. */
const parseSecrets = (text: string, path: string): Stored => {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw new Error(
      `${path} is damaged. Restore it, or delete it to make new keys (everybody signs in again).`,
    );
  }
};

/** Written beside and renamed, so that a crash leaves the whole file or none. */
const writeSecrets = async (path: string, secrets: Secrets): Promise<void> => {
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
};

/** A folder of an earlier build gets the keys it lacks; those it has stay. */
export const loadSecrets = async (
  folder: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<Secrets> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "secrets.json");
  const text = await readIfThere(path);
  const stored = text === null ? {} : parseSecrets(text, path);
  const secrets = { ...makeSecrets(randomBytes), ...stored };
  if (Object.keys(stored).length < Object.keys(secrets).length) await writeSecrets(path, secrets);
  return secrets;
};
