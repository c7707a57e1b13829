/** `npm run backup [-- FILE]`: through the hub that runs, or else straight from its data. */
import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { LotseError } from "@lotse/protocol";
import type { BackupReport } from "@lotse/storage";
import { verifyBackup } from "@lotse/storage/backup";
import { ConfigError, type HubConfig, readConfig } from "./config.ts";
import { backupName } from "./features/care/backups.ts";
import { askDoor } from "./features/care/door.ts";
import { createLog } from "./log.ts";
import { openStorage } from "./openStorage.ts";
import { loadSecrets } from "./secrets.ts";
import { systemClock, systemRandomBytes } from "./systemWorld.ts";
import { APP_VERSION } from "./version.ts";

const requireData = ({ databaseUrl, dataFolder }: HubConfig): void => {
  if (databaseUrl === null && !existsSync(join(dataFolder, "database"))) {
    throw new LotseError(
      "NOT_FOUND",
      `There is no database in ${dataFolder}. Name its folder with LOTSE_DATA.`,
    );
  }
};

const backupAlone = async (config: HubConfig, file: string): Promise<BackupReport> => {
  const secrets = { ...(await loadSecrets(config.dataFolder, systemRandomBytes)) };
  const engine = await openStorage(config, { log: createLog({ level: "silent" }), onLost: () => {} });
  try {
    const report = await engine.backup({ file, app: APP_VERSION, takenAtMs: systemClock.nowMs(), secrets });
    await verifyBackup(file);
    return report;
  } finally {
    await engine.storage.close();
  }
};

const backup = async (config: HubConfig, file: string): Promise<BackupReport> => {
  requireData(config);
  const answer = config.databaseUrl === null ? await askDoor(realpathSync(config.dataFolder), file) : null;
  if (answer === null) return backupAlone(config, file);
  if (!answer.ok) throw new LotseError(answer.error.code, answer.error.message);
  return answer.value;
};

try {
  const config = readConfig(process.env);
  const named = process.argv[2];
  const file =
    named === undefined
      ? join(config.backupFolder, backupName(systemClock.nowMs()))
      : resolve(process.env.INIT_CWD ?? ".", named);
  const { rows, bytes } = await backup(config, file);
  process.stdout.write(
    `${file}\n${rows} rows, ${bytes} bytes. It holds secrets: keep it like the database.\n`,
  );
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof ConfigError ? `The setting ${text}.` : text}\n`);
  process.exitCode = 1;
}
