/** The composition of the people: members, sites and what lets people in. */
import { createDriftService } from "./features/drift/service.ts";
import { createEntrance } from "./features/members/entrance.ts";
import { createMemberService } from "./features/members/service.ts";
import { checkOrigins, createSiteService } from "./features/sites/service.ts";
import type { FeatureWorld } from "./features.ts";
import type { CobrowseService, QueueService } from "./services.ts";

export const composePeople = (
  world: FeatureWorld,
  { queue, cobrowse }: { readonly queue: QueueService; readonly cobrowse: CobrowseService },
) => {
  const { storage, accounts, publisher, clock, ids, log, recheck } = world;
  const sites = createSiteService({ storage, sites: world.sites });
  const members = createMemberService({
    storage,
    accounts,
    queue,
    agentView: queue.agentView,
    agentGone: cobrowse.agentGone,
    recheck,
    publisher,
    clock,
    ids,
    log,
  });
  const entrance = createEntrance({
    storage,
    accounts,
    checkOrigin: origin => checkOrigins([origin], "siteOrigin"),
    entered: async (tenantId, { kind, agent }) => {
      if (kind === "setup") await sites.refresh(tenantId);
      if (kind === "password") await members.signedOut(agent.accountId);
      else await members.joined(tenantId, agent.id);
    },
    clock,
    ids,
    log,
  });
  const drift = createDriftService({ storage, clock, siteOf: id => world.sites.byId(id) });
  return { sites, drift, members, entrance };
};
