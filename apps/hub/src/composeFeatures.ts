/** The composition of the features, once their services are made: the commands and routes they bring, and what the hub asks of them. */
import { Router } from "express";
import { composeServices, type Services, tenantsOf } from "./composeServices.ts";
import { createGet } from "./egress/get.ts";
import { expectedBy } from "./expected.ts";
import { createApiKeyCommands } from "./features/apiKeys/commands.ts";
import { PRESENCE_OPERATIONS } from "./features/apiKeys/presenceRoutes.ts";
import { createAuditCommands } from "./features/audit/commands.ts";
import { type AssetDoor, createAssetDoor } from "./features/cobrowse/assets/door.ts";
import { createAssetProxy } from "./features/cobrowse/assets/proxy.ts";
import { createCobrowseCommands } from "./features/cobrowse/commands.ts";
import { mirrorHeaders } from "./features/cobrowse/mirrorPolicy.ts";
import { createStreamAuthenticate } from "./features/cobrowse/streamAuthenticate.ts";
import { serveStream } from "./features/cobrowse/streamTransport.ts";
import { createContactCommands } from "./features/contacts/commands.ts";
import { createConversationCommands } from "./features/conversations/commands.ts";
import { createDriftCommands } from "./features/drift/commands.ts";
import { createMemberCommands } from "./features/members/commands.ts";
import { createLinkRoutes } from "./features/members/linkRoutes.ts";
import { createPlanCommands } from "./features/plan/commands.ts";
import { createAvailabilityCommands } from "./features/queue/availability.ts";
import { createQueueCommands } from "./features/queue/commands.ts";
import { createEstimateCommands } from "./features/queue/estimates.ts";
import { createHintCommands, createRuleCommands } from "./features/radar/commands.ts";
import { createLiftCommands } from "./features/radar/lift/commands.ts";
import { createSimulationCommands } from "./features/radar/simulation/commands.ts";
import { createRequestCommands } from "./features/requests/commands.ts";
import { createSiteCommands } from "./features/sites/commands.ts";
import { createVisitCommands } from "./features/visits/commands.ts";
import { createLiveCommands } from "./features/visits/liveCommands.ts";
import { WORK_ITEM_OPERATIONS } from "./features/workItems/routes.ts";
import type { ComposeFeatures, Features, FeatureWorld } from "./features.ts";
import { createLimiter } from "./limits.ts";
import { errorFields } from "./log.ts";

const composeCommands = (world: FeatureWorld, services: Services) => {
  const { conversations, cobrowse, contacts, visits, queue, requests, members, sites } = services;
  return [
    ...createPlanCommands(services.plans),
    ...createRuleCommands(services.rules),
    ...createHintCommands(services.radar),
    ...createSimulationCommands(services.simulations),
    ...createLiftCommands(world),
    ...createApiKeyCommands(services.apiKeys),
    ...createContactCommands({ contacts, siteOf: id => world.sites.byId(id) }),
    ...createMemberCommands(members),
    ...createSiteCommands(sites),
    ...createDriftCommands(services.drift),
    ...createConversationCommands(conversations),
    ...createRequestCommands(requests),
    ...createCobrowseCommands({
      ...{ cobrowse, conversations, log: services.sharingLog },
      refuseStale: queue.refuseStale,
    }),
    ...createVisitCommands({
      visits,
      clock: world.clock,
      conversationOf: actor => conversations.openOf(actor),
      openInvitation: visitId => queue.openInvitation(visitId),
      missedInvitation: actor => queue.missedInvitation(actor),
      cobrowseOf: id => cobrowse.openOf(id),
    }),
    ...createLiveCommands({
      ...{ queue, radar: services.radar, labelOf: visits.labelOf },
      live: { ...services.live, read: visits.read },
      isSiteOf: (tenantId, siteId) => world.sites.byId(siteId)?.tenantId === tenantId,
      checkDefinition: services.checkDefinition,
      definitionOf: services.definitionOf,
    }),
    ...createQueueCommands({ queue, conversations, requests, clock: world.clock }),
    ...createAuditCommands(world.storage),
    ...createAvailabilityCommands(world),
    ...createEstimateCommands({ storage: world.storage, planOf: queue.planOf, clock: world.clock }),
  ];
};

const createAssets = (world: FeatureWorld, { cobrowse }: Services): AssetDoor => {
  const { clock, ids, sites, assetHosts: hosts = new Set() } = world;
  return createAssetDoor({
    ...{ ids, hosts, siteOf: id => sites.byId(id), onSiteChanged: fn => sites.onChanged(fn) },
    proxy: createAssetProxy({ clock, hosts, get: createGet({ allowed: hosts }) }),
    isShared: (actor, id) => cobrowse.find(actor, id)?.state === "active",
  });
};

const createStreamDoor =
  (
    world: FeatureWorld,
    { relay, marks, control, cobrowse, conversations, drift, visits }: Services,
    assets: AssetDoor,
  ): Features["serveStream"] =>
  door =>
    serveStream({
      io: door.io,
      sessions: door.sessions,
      sites: world.sites,
      relay,
      marks,
      control,
      siteIdOf: async (actor, { conversationId }) =>
        (await conversations.findFor(actor, conversationId))?.siteId ?? null,
      takeDrift: drift.take,
      openAssets: viewer => assets.open({ ...viewer, mirrorUrl: door.mirrorUrl }),
      find: cobrowse.find,
      siteClosed: cobrowse.siteClosed,
      letGo: cobrowse.letGo,
      authenticate: createStreamAuthenticate({
        verifyToken: visits.verifyToken,
        agentOf: door.agentOf,
        ownOrigins: door.ownOrigins,
        siteOrigins: id => {
          const site = world.sites.byId(id);
          return site?.enabled ? site.origins : null;
        },
      }),
      onError: error => world.log.error("stream failed", errorFields(error)),
    });

export const composeFeatures: ComposeFeatures = async world => {
  const services = await composeServices(world);
  const { visits, queue, cobrowse, radar, relay, marks, control, entrance, simulations } = services;
  const assets = createAssets(world, services);
  const siteOrigins = () => world.sites.all.filter(site => site.enabled).flatMap(site => site.origins);
  return {
    commands: composeCommands(world, services),
    routes: Router().use(
      createLinkRoutes({ entrance, takeLink: createLimiter(world.limits.links, world.clock) }),
      services.outsideRoutes,
    ),
    operations: [...PRESENCE_OPERATIONS, ...WORK_ITEM_OPERATIONS],
    rulesFor: site => radar.rulesFor(site),
    receiveBeacon: (site, beacon) => visits.receive(site, beacon),
    verifyToken: token => visits.verifyToken(token),
    agentConnected: actor => queue.agentConnected(actor),
    agentLost: actor => queue.agentLost(actor),
    agentSignedOut: async actor => {
      // Nobody sees the page any more, and the visitor is told so now: unlike a reload, this is no moment that passes
      const gone = queue.isLost(actor) ? cobrowse.agentGone(actor.tenantId, actor.agentId) : undefined;
      await Promise.all([queue.agentSignedOut(actor), gone]);
    },
    agentDisconnected: async actor => {
      // First the presence, so that no session begins behind the back of the one that ends them
      await queue.agentDisconnected(actor).finally(() => cobrowse.agentGone(actor.tenantId, actor.agentId));
    },
    visitLeft: ({ tenantId, visitId }) => queue.visitLeft(tenantId, visitId),
    visitAbandoned: async ({ tenantId, visitId }) => {
      await queue.visitAbandoned(tenantId, visitId).finally(() => cobrowse.visitAbandoned(tenantId, visitId));
    },
    expected: () => expectedBy(tenantsOf(world), services),
    serveStream: createStreamDoor(world, services, assets),
    mirrorHeaders: ({ publicUrl, mirrorUrl }) =>
      mirrorHeaders({ siteOrigins: siteOrigins(), consoleOrigin: publicUrl, mirrorUrl }),
    mirrorAssets: assets.routes,
    gauges: () => [
      { name: "lotse_cobrowse_streams", help: "Co-browsing streams held.", value: relay.size },
      ...Object.entries(marks.dropped).map(([why, value]) => ({
        ...{ name: "lotse_cobrowse_marks_dropped", help: "Agents' marks not passed on.", value },
        ...{ kind: "counter" as const, labels: { why } },
      })),
      ...Object.entries(control.dropped).map(([why, value]) => ({
        ...{
          name: "lotse_cobrowse_acts_dropped",
          help: "Agents' acts, and words about them, not passed on.",
          value,
        },
        ...{ kind: "counter" as const, labels: { why } },
      })),
    ],
    close: async () => {
      services.live.close();
      relay.close();
      control.close();
      await services.sharingLog.close();
      await simulations.close();
      await queue.close();
    },
  };
};
