/**
 * From configuration to a listening hub on its storage: the one order in which things are opened, and
 * closed again. Knows no process: signals, exit codes and what a person reads are `main.ts`'s.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Storage, StorageEngine } from "@lotse/storage";
import { composeFeatures } from "./composeFeatures.ts";
import type { HubConfig } from "./config.ts";
import { createHub, type Hub } from "./createHub.ts";
import { DEMO_AGENTS, nordwindSeed } from "./demo/nordwind.ts";
import { type Accounts, createAccounts } from "./features/accounts/accounts.ts";
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
): Promise<{ hub: Hub; url: string }> => {
  const secrets = await loadSecrets(config.dataFolder, systemRandomBytes);
  const { storage, authDialect } = opened;
  const accounts = createAccounts({
    authDialect,
    storage,
    secret: secrets.authSecret,
    randomBytes: systemRandomBytes,
  });
  if (config.demo) await seedDemo(storage, accounts, config.allowedOrigins);
  const hub = createHub({
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    storage,
    accounts: place => accounts.signInAt(place),
    compose: composeFeatures,
    config,
    limits: { ...DEFAULT_LIMITS, socketsPerAddress: config.socketsPerAddress },
    secrets,
    assets: ASSETS,
    demoAgents: config.demo ? demoAgents : null,
    ...(config.demo ? { demoShopPort: config.shopPort } : {}),
    log,
  });
  try {
    const { url } = await hub.listen(config.port);
    return { hub, url };
  } catch (error) {
    await hub.close();
    throw error;
  }
};

export const startHub = async (config: HubConfig, world: StorageWorld): Promise<StartedHub> => {
  const opened = await openStorage(config, world);
  try {
    const { hub, url } = await openHub(config, world.log, opened);
    let closing: Promise<void> | null = null;
    return {
      url,
      close: () => {
        closing ??= hub.close().finally(() => opened.storage.close());
        return closing;
      },
    };
  } catch (error) {
    await opened.storage.close();
    throw error;
  }
};
