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
import { DEMO_AGENTS } from "./demo/nordwind.ts";
import { createAccounts } from "./features/accounts/accounts.ts";
import { openDoor } from "./features/care/door.ts";
import type { Care } from "./features/care/service.ts";
import { openSetupLink, seedDemo, seedProduction } from "./firstStart.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { Log } from "./log.ts";
import { openStorage, type StorageWorld } from "./openStorage.ts";
import { loadSecrets } from "./secrets.ts";
import { systemClock, systemIds, systemRandom, systemRandomBytes } from "./systemWorld.ts";

export interface StartedHub {
  readonly url: string;
  /** In production, while nobody administers: the one-time link to do so. */
  readonly setupLink: string | null;
  /** Idempotent. Ends every connection, then the storage. */
  close(): Promise<void>;
}

const repository = fileURLToPath(new URL("../../../", import.meta.url));

const ASSETS = {
  widget: join(repository, "packages/widget/dist"),
  console: join(repository, "apps/console/dist"),
};

const demoAgents = DEMO_AGENTS.map(({ name, email, password }) => ({ name, email, password }));

/** A secret in the log, the only one, on purpose: whoever can read the log of a hub without people may set it up. */
const offerSetup = async (storage: Storage, publicUrl: string, log: Log): Promise<string | null> => {
  const setupLink = await openSetupLink(storage, {
    clock: systemClock,
    randomBytes: systemRandomBytes,
    publicUrl,
  });
  if (setupLink !== null) log.warn("nobody administers yet: open the set-up link", { setupLink });
  return setupLink;
};

const openHub = async (
  config: HubConfig,
  log: Log,
  opened: StorageEngine,
): Promise<{ hub: Hub; care: Care; url: string; setupLink: string | null }> => {
  const secrets = await loadSecrets(config.dataFolder, systemRandomBytes);
  const care = careFor(config, log, opened, secrets);
  const { storage, authDialect } = opened;
  const accounts = createAccounts({
    authDialect,
    storage,
    secret: secrets.authSecret,
    randomBytes: systemRandomBytes,
  });
  if (config.demo) await seedDemo(storage, accounts, { origins: config.allowedOrigins, clock: systemClock });
  else await seedProduction(storage, { ids: systemIds, randomBytes: systemRandomBytes });
  const hub = createHub({
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    storage,
    accounts: place => accounts.signInAt(place),
    compose: async world => {
      const features = await composeFeatures(world);
      return { ...features, gauges: () => [...features.gauges(), ...care.gauges()] };
    },
    config,
    limits: { ...DEFAULT_LIMITS, socketsPerAddress: config.socketsPerAddress },
    hookHosts: config.hookHosts,
    assetHosts: config.assetHosts,
    retentionDays: config.retentionDays,
    secrets,
    assets: ASSETS,
    demoAgents: config.demo ? demoAgents : null,
    ...(config.demo ? { demoShopPort: config.shopPort } : {}),
    log,
  });
  try {
    const { url } = await hub.listen(config.port);
    return { hub, care, url, setupLink: config.demo ? null : await offerSetup(storage, url, log) };
  } catch (error) {
    await care.close();
    await hub.close();
    throw error;
  }
};

export const startHub = async (config: HubConfig, world: StorageWorld): Promise<StartedHub> => {
  const opened = await openStorage(config, world);
  try {
    const { hub, care, url, setupLink } = await openHub(config, world.log, opened);
    // On a server every command may connect by itself; only the embedded database is this process's alone
    const door =
      opened.engineInfo.engine === "pglite"
        ? await openDoor(realpathSync(config.dataFolder), file => care.backup(file))
        : null;
    let closing: Promise<void> | null = null;
    return {
      url,
      setupLink,
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
