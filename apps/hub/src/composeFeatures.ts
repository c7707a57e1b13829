/**
 * The composition of the features: each is made with exactly what it asks for, and where two need each other, with
 * functions that are called only once both exist. With composePlan, composePeople and composeRadar, the only file that
 * knows them all.
 */
import type { TenantId } from "@lotse/protocol";
import { Router } from "express";
import { createAuditTrail } from "./audit.ts";
import { composePeople } from "./composePeople.ts";
import { composePlan } from "./composePlan.ts";
import { composeRadar } from "./composeRadar.ts";
import { expectedBy } from "./expected.ts";
import { createApiKeyCommands } from "./features/apiKeys/commands.ts";
import { PRESENCE_OPERATIONS } from "./features/apiKeys/presenceRoutes.ts";
import { createAuditCommands } from "./features/audit/commands.ts";
import { createCobrowseCommands } from "./features/cobrowse/commands.ts";
import { createMarkDesk } from "./features/cobrowse/marks.ts";
import { mirrorHeaders } from "./features/cobrowse/mirrorPolicy.ts";
import { StreamRelay } from "./features/cobrowse/relay.ts";
import { createCobrowseService } from "./features/cobrowse/service.ts";
import { createStreamAuthenticate } from "./features/cobrowse/streamAuthenticate.ts";
import { serveStream } from "./features/cobrowse/streamTransport.ts";
import { createContactCommands } from "./features/contacts/commands.ts";
import { createContactService } from "./features/contacts/service.ts";
import { createConversationCommands } from "./features/conversations/commands.ts";
import { createConversationService } from "./features/conversations/service.ts";
import { createMemberCommands } from "./features/members/commands.ts";
import { createLinkRoutes } from "./features/members/linkRoutes.ts";
import { createPlanCommands } from "./features/plan/commands.ts";
import { createAvailabilityCommands } from "./features/queue/availability.ts";
import { createQueueCommands } from "./features/queue/commands.ts";
import { createEstimateCommands } from "./features/queue/estimates.ts";
import { createQueueService } from "./features/queue/service.ts";
import { createUnknownWords } from "./features/queue/unknownWords.ts";
import { createHintCommands, createRuleCommands } from "./features/radar/commands.ts";
import { createLiftCommands } from "./features/radar/lift/commands.ts";
import { createSimulationCommands } from "./features/radar/simulation/commands.ts";
import { momentOf } from "./features/radar/simulation/recording.ts";
import { createRequestCommands } from "./features/requests/commands.ts";
import { createRequestService } from "./features/requests/service.ts";
import { createSiteCommands } from "./features/sites/commands.ts";
import { createVisitCommands } from "./features/visits/commands.ts";
import { createLive } from "./features/visits/live.ts";
import { createLiveCommands } from "./features/visits/liveCommands.ts";
import { createOnSite } from "./features/visits/onSite.ts";
import { createVisitService } from "./features/visits/service.ts";
import { WORK_ITEM_OPERATIONS } from "./features/workItems/routes.ts";
import type { ComposeFeatures, Features, FeatureWorld } from "./features.ts";
import { createLimiter } from "./limits.ts";
import { errorFields } from "./log.ts";

const tenantsOf = (world: FeatureWorld): readonly TenantId[] => [
  ...new Set(world.sites.all.map(site => site.tenantId)),
];

const composeServices = async (world: FeatureWorld) => {
  const { storage, publisher, clock, ids, log, sites } = world;
  const relay = new StreamRelay({ clock });
  const marks = createMarkDesk({ relay, clock });
  const trail = createAuditTrail({ storage, clock, log });

  const conversations = createConversationService({
    storage,
    publisher,
    clock,
    ids,
    agentView: (tenantId, agentId) => queue.agentView(tenantId, agentId),
    waitOf: conversationId => queue.waitOf(conversationId),
    written: (tenantId, id, by) => {
      queue.written(tenantId, id).catch(error => log.error("silence not ended", errorFields(error)));
      if (by !== "agent") return;
      radar.answered(tenantId, id).catch(error => log.error("answer not noted", errorFields(error)));
    },
    helpersOf: conversationId => queue.helpersOf(conversationId),
    refuseStale: (...known) => queue.refuseStale(...known),
    helpedBy: agentId => queue.helpedBy(agentId),
    labelOf: visitId => visits.labelOf(visitId),
    cobrowseOf: conversationId => cobrowse.openOf(conversationId),
  });
  const cobrowse = createCobrowseService({
    storage,
    publisher,
    clock,
    ids,
    conversations,
    agentView: (tenantId, agentId) => queue.agentView(tenantId, agentId),
    endStream: id => relay.end(id),
    activeChanged: (...change) => {
      queue.cobrowsing(...change).catch(error => log.error("weight not followed", errorFields(error)));
    },
    onNoticeFailed: error => log.error("notice not stored", errorFields(error)),
  });
  const contacts = createContactService({
    storage,
    clock,
    ids,
    identityKey: world.secrets.identityKey,
    onIdentified: actor => {
      const told = async (): Promise<void> => {
        await visits.labelChanged(actor.visitId);
        const open = await conversations.openOf(actor);
        if (open !== null) await conversations.changed(actor.tenantId, open.id);
      };
      told().catch(error => log.error("telling a name failed", errorFields(error)));
    },
  });
  const onSite = createOnSite({ clock });
  const live = createLive({
    ...{ onSite, publisher, clock, log },
    sitesOf: tenantId => sites.all.filter(site => site.tenantId === tenantId),
    serves: (...asked) => queue.serves(...asked),
    contactOf: (...asked) => queue.contactOf(...asked),
    contactWith: (...asked) => queue.contactWith(...asked),
    nearOf: (...asked) => radar.nearOf(...asked),
    closeOf: (...asked) => radar.closeOf(...asked),
    labelOf: visitId => visits.labelOf(visitId),
  });
  const visits = createVisitService({
    onSite,
    seen: visit => {
      onSite.seen(visit);
      live.changed(visit.tenantId);
    },
    pulseOf: live.pulseOf,
    serves: (...asked) => queue.serves(...asked),
    invitationReached: (...which) => queue.invitationReached(...which),
    storage,
    publisher,
    clock,
    ids,
    nextTurn: fn => void setImmediate(fn),
    tokenKey: world.secrets.visitTokenKey,
    siteOf: id => sites.byId(id),
    hasOpenConversation: async actor => (await conversations.openOf(actor)) !== null,
    offersOf: agentId => queue.offersOf(agentId),
    visitsAssistedBy: agentId => queue.visitsAssistedBy(agentId),
    decide: request => radar.decide(request),
    momentOf,
    nameOf: visitId => contacts.nameOf(visitId),
    log,
  });
  const queue = createQueueService({
    storage,
    publisher,
    clock,
    ids,
    log,
    labelOf: visitId => visits.labelOf(visitId),
    conversations,
    contactsChanged: live.changed,
    conversationEnded: id => cobrowse.conversationEnded(id),
    isCobrowsing: id => cobrowse.openOf(id)?.state === "active",
    conversationLeft: async (tenantId, id, former) => {
      await cobrowse.conversationLeft(id, former).finally(() => conversations.left(tenantId, id, former));
    },
    shareWanted: (tenantId, { agentId, conversationId }) => {
      const agent = queue.agentView(tenantId, agentId);
      if (agent === null) return;
      const actor = { kind: "agent", tenantId, agentId, name: agent.name, role: agent.role } as const;
      const asked = cobrowse.request(actor, conversationId);
      asked.catch(error => log.error("sharing not asked for", errorFields(error)));
    },
    assistantLeft: (tenantId, id, helper) => conversations.left(tenantId, id, helper),
    turnedAway: (actor, { queueId, why }) => {
      const entry = {
        event: "conversation:turnedAway",
        subject: { queueId, why },
        outcome: "denied",
      } as const;
      void trail.record({ ...entry, actor });
    },
    unknownWord: createUnknownWords(clock, (actor, word) => {
      const entry = {
        event: "page:wordUnknown",
        subject: { siteId: actor.siteId, word },
        outcome: "done",
      } as const;
      void trail.record({ ...entry, actor });
    }),
  });
  for (const tenantId of tenantsOf(world)) await contacts.restore(tenantId);
  await queue.start(tenantsOf(world));
  const { rules, radar, simulations, checkDefinition, definitionOf } = await composeRadar(world, {
    queue,
    labelOf: visits.labelOf,
    tenants: tenantsOf(world),
  });
  const requests = createRequestService({
    ...{ storage, publisher, clock, ids, log },
    matterOf: queue.items.matterOf,
    leaveLine: queue.lineLeft,
    becomeWork: queue.items.requestLeft,
  });
  for (const tenantId of tenantsOf(world)) await cobrowse.restore(tenantId);
  const people = composePeople(world, { queue, cobrowse });
  const plan = composePlan(world, queue);
  return {
    ...plan,
    conversations,
    cobrowse,
    contacts,
    visits,
    live,
    queue,
    radar,
    rules,
    checkDefinition,
    definitionOf,
    simulations,
    requests,
    relay,
    marks,
    ...people,
  };
};

type Services = Awaited<ReturnType<typeof composeServices>>;

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
    ...createConversationCommands(conversations),
    ...createRequestCommands(requests),
    ...createCobrowseCommands({ cobrowse, conversations, refuseStale: queue.refuseStale }),
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

const createStreamDoor =
  (world: FeatureWorld, { relay, marks, cobrowse, visits }: Services): Features["serveStream"] =>
  door =>
    serveStream({
      io: door.io,
      sessions: door.sessions,
      sites: world.sites,
      relay,
      marks,
      find: cobrowse.find,
      authenticate: createStreamAuthenticate({
        verifyToken: visits.verifyToken,
        agentOf: door.agentOf,
        ownOrigins: door.ownOrigins,
        siteOrigins: id => {
          const site = world.sites.byId(id);
          return site?.enabled ? site.origins : null;
        },
      }),
      onError: error => world.log.error("stream not opened", errorFields(error)),
    });

export const composeFeatures: ComposeFeatures = async world => {
  const services = await composeServices(world);
  const { visits, queue, cobrowse, radar, relay, marks, entrance, simulations } = services;
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
    agentSignedOut: actor => queue.agentSignedOut(actor),
    agentDisconnected: async actor => {
      // First the presence, so that no session begins behind the back of the one that ends them
      await queue.agentDisconnected(actor).finally(() => cobrowse.agentGone(actor.tenantId, actor.agentId));
    },
    visitLeft: ({ tenantId, visitId }) => queue.visitLeft(tenantId, visitId),
    visitAbandoned: async ({ tenantId, visitId }) => {
      await queue.visitAbandoned(tenantId, visitId).finally(() => cobrowse.visitAbandoned(tenantId, visitId));
    },
    expected: () => expectedBy(tenantsOf(world), services),
    serveStream: createStreamDoor(world, services),
    mirrorHeaders: consoleOrigin => mirrorHeaders({ siteOrigins: siteOrigins(), consoleOrigin }),
    gauges: () => [
      { name: "lotse_cobrowse_streams", help: "Co-browsing streams held.", value: relay.size },
      ...Object.entries(marks.dropped).map(([why, value]) => ({
        ...{ name: "lotse_cobrowse_marks_dropped", help: "Agents' marks not passed on.", value },
        ...{ kind: "counter" as const, labels: { why } },
      })),
    ],
    close: async () => {
      services.live.close();
      relay.close();
      await simulations.close();
      await queue.close();
    },
  };
};
