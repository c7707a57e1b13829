/**
 * From configuration to a listening hub on its storage: the one order in which things are opened, and
 * closed again. Knows no process: signals, exit codes and what a person reads are `main.ts`'s.
 */

import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Storage, StorageEngine } from "@lotse/storage";
import { careFor } from "./composeCare.ts";
import { composeFeatures } from "./composeFeatures.ts";
import type { HubConfig } from "./config.ts";
import { createHub, type Hub } from "./createHub.ts";
import { DEMO_AGENTS, nordwindSeed } from "./demo/nordwind.ts";
import { type Accounts, createAccounts } from "./features/accounts/accounts.ts";
import { openDoor } from "./features/care/door.ts";
import type { Care } from "./features/care/service.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { Log } from "./log.ts";
import { openStorage, type StorageWorld } from "./openStorage.ts";
import { loadSecrets } from "./secrets.ts";
import { systemClock, systemIds, systemRandom, systemRandomBytes } from "./systemWorld.ts";

export interface StartedHub {
  readonly url: string;
  /** Idempotent. Ends every connection, then the storage. */
  close(): Promise<void>;
}

const repository = fileURLToPath(new URL("../../../", import.meta.url));

const ASSETS = {
  widget: join(repository, "packages/widget/dist"),
  console: join(repository, "apps/console/dist"),
};

const seedDemo = async (storage: Storage, accounts: Accounts, origins: readonly string[]): Promise<void> => {
  const accountIds = new Map<string, string>();
  for (const agent of DEMO_AGENTS) accountIds.set(agent.email, await accounts.createAccount(agent));
  await storage.seedTenant(nordwindSeed(agent => accountIds.get(agent.email) ?? "", origins));
};

const demoAgents = DEMO_AGENTS.map(({ name, email, password }) => ({ name, email, password }));

const openHub = async (
  config: HubConfig,
  log: Log,
  opened: StorageEngine,
): Promise<{ hub: Hub; care: Care; url: string }> => {
  const secrets = await loadSecrets(config.dataFolder, systemRandomBytes);
  const care = careFor(config, log, opened, secrets);
  const { storage, authDialect } = opened;
  const accounts = createAccounts({ authDialect, storage, secret: secrets.authSecret });
  if (config.demo) await seedDemo(storage, accounts, config.allowedOrigins);
  const hub = createHub({
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    storage,
    accounts: publicUrl => accounts.signInAt(publicUrl),
    compose: async world => {
      const features = await composeFeatures(world);
      return { ...features, gauges: () => [...features.gauges(), ...care.gauges()] };
    },
    config,
    limits: { ...DEFAULT_LIMITS, socketsPerAddress: config.socketsPerAddress },
    secrets,
    assets: ASSETS,
    demoAgents: config.demo ? demoAgents : null,
    log,
  });
  try {
    const { url } = await hub.listen(config.port);
    return { hub, care, url };
  } catch (error) {
    await care.close();
    await hub.close();
    throw error;
  }
};

export const startHub = async (config: HubConfig, world: StorageWorld): Promise<StartedHub> => {
  const opened = await openStorage(config, world);
  try {
    const { hub, care, url } = await openHub(config, world.log, opened);
    // On a server every command may connect by itself; only the embedded database is this process's alone
    const door =
      opened.engineInfo.engine === "pglite"
        ? await openDoor(realpathSync(config.dataFolder), file => care.backup(file))
        : null;
    let closing: Promise<void> | null = null;
    return {
      url,
      close: () => {
        closing ??= hub
          .close()
          .finally(() => Promise.all([door?.close(), care.close()]))
          .finally(() => opened.storage.close());
        return closing;
      },
    };
  } catch (error) {
    await opened.storage.close();
    throw error;
  }
};
