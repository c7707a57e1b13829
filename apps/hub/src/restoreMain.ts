/** `npm run restore -- FILE`: puts a backup into an empty data folder or database. */
import { join, resolve } from "node:path";
import { LotseError } from "@lotse/protocol";
import { restorePglite } from "@lotse/storage/pglite";
import { restorePostgres } from "@lotse/storage/postgres";
import { ConfigError, readConfig } from "./config.ts";
import { restoreSecrets } from "./secrets.ts";

try {
  const { databaseUrl, dataFolder } = readConfig(process.env);
  const named = process.argv[2];
  if (named === undefined) throw new LotseError("FIELD_MISSING", "Name the backup: npm run restore -- FILE");
  const file = resolve(process.env.INIT_CWD ?? ".", named);
  const header =
    databaseUrl === null
      ? await restorePglite({ dataDir: join(dataFolder, "database"), file })
      : await restorePostgres({ url: databaseUrl, file });
  if (header.secrets !== null) await restoreSecrets(dataFolder, header.secrets);
  const taken = new Date(header.takenAtMs).toISOString();
  process.stdout.write(`Restored the backup of ${taken}, made by Lotse ${header.app}. Start the hub.\n`);
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof ConfigError ? `The setting ${text}.` : text}\n`);
  process.exitCode = 1;
}
