/**
 * What a hub puts into its database before anybody comes: the demo with its known passwords, or, in production, an
 * organisation with a site and nobody in it, and a one-time link for whoever is to administer it. Never both.
 */
import type { Clock, MakeId, SiteId, TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { DEMO_AGENTS, DEMO_TENANT, nordwindSeed } from "./demo/nordwind.ts";
import { NORDWIND_PLAN } from "./demo/nordwindPlan.ts";
import type { Accounts } from "./features/accounts/accounts.ts";
import { linkOf, makeLinkSecret } from "./features/accounts/linkSecrets.ts";

const SETUP_LINK_MS = 24 * 60 * 60 * 1_000;
const SITE_KEY_BYTES = 12;
/** Until the first administrator says what it is called. */
const UNNAMED = { tenant: "Lotse", site: "Website" } as const;

/** The database is another kind of hub's. Its message is one line for the person who started us. */
export class WrongModeError extends Error {
  override readonly name = "WrongModeError";
}

const tenantsIn = async (storage: Pick<Storage, "listSites">): Promise<ReadonlySet<TenantId>> =>
  new Set((await storage.listSites()).map(({ tenantId }) => tenantId));

export const seedDemo = async (
  storage: Pick<Storage, "listSites" | "seedTenant" | "readPlan" | "savePlan">,
  accounts: Pick<Accounts, "createAccount">,
  world: { readonly origins: readonly string[]; readonly clock: Pick<Clock, "nowMs"> },
): Promise<void> => {
  const { origins } = world;
  const others = [...(await tenantsIn(storage))].filter(id => id !== DEMO_TENANT);
  if (others.length > 0) {
    throw new WrongModeError(
      "These data are a production hub's; the demo, whose passwords are known, does not open them. Choose another LOTSE_DATA, or start with --production.",
    );
  }
  // The tenant before its accounts: whatever a crash leaves is known as the demo's.
  await storage.seedTenant({ ...nordwindSeed(() => "", origins), agents: [] });
  const accountIds = new Map<string, string>();
  for (const agent of DEMO_AGENTS) accountIds.set(agent.email, await accounts.createAccount(agent));
  await storage.seedTenant(nordwindSeed(agent => accountIds.get(agent.email) ?? "", origins));
  // Whatever somebody made of it since stays
  if ((await storage.readPlan(DEMO_TENANT)) !== null) return;
  const first = { plan: NORDWIND_PLAN, basedOn: 0, savedAtMs: world.clock.nowMs(), savedBy: null };
  await storage.savePlan(DEMO_TENANT, first);
};

export const seedProduction = async (
  storage: Pick<Storage, "listSites" | "seedTenant">,
  world: { readonly ids: MakeId; readonly randomBytes: (count: number) => Uint8Array },
): Promise<void> => {
  const tenants = await tenantsIn(storage);
  if (tenants.has(DEMO_TENANT)) {
    throw new WrongModeError(
      "These data are the demo's, whose passwords are known to everybody. Choose an empty folder with LOTSE_DATA, or another database.",
    );
  }
  if (tenants.size > 0) return;
  const site = {
    id: world.ids() as SiteId,
    key: Buffer.from(world.randomBytes(SITE_KEY_BYTES)).toString("base64url"),
    name: UNNAMED.site,
    enabled: true,
    // Nobody may embed it until an administrator says who.
    origins: [],
    language: "de",
    strictMasking: false,
    maskRules: [],
    assetOrigins: [],
    pushOrigins: [],
    consent: "assumed",
  } as const;
  const tenant = { id: world.ids() as TenantId, name: UNNAMED.tenant };
  await storage.seedTenant({ tenant, sites: [site], rules: [], agents: [] });
};

/** A new link for the first administrator, earlier ones void; null if somebody administers already. */
export const openSetupLink = async (
  storage: Pick<Storage, "listSites" | "openSetup">,
  world: {
    readonly clock: Pick<Clock, "nowMs">;
    readonly randomBytes: (count: number) => Uint8Array;
    readonly publicUrl: string;
  },
): Promise<string | null> => {
  for (const tenantId of await tenantsIn(storage)) {
    const { token, tokenHash } = makeLinkSecret(world.randomBytes);
    const link = { tokenHash, expiresAtMs: world.clock.nowMs() + SETUP_LINK_MS };
    if (await storage.openSetup(tenantId, link)) return linkOf(world.publicUrl, token);
  }
  return null;
};
