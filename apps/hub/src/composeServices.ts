/**
 * The services of the features: each is made with exactly what it asks for, and where two need each other, with functions that are
 * called only once both exist. With composePlan, composePeople and composeRadar, the only file that knows them all.
 */
import type { TenantId } from "@lotse/protocol";
import { createAuditTrail } from "./audit.ts";
import { composePeople } from "./composePeople.ts";
import { composePlan } from "./composePlan.ts";
import { composeRadar } from "./composeRadar.ts";
import { createControlDesk } from "./features/cobrowse/controlDesk.ts";
import { createMarkDesk } from "./features/cobrowse/marks.ts";
import { StreamRelay } from "./features/cobrowse/relay.ts";
import { createCobrowseService } from "./features/cobrowse/service.ts";
import { createSharingLog } from "./features/cobrowse/sharingLog.ts";
import { createContactService } from "./features/contacts/service.ts";
import { createConversationService } from "./features/conversations/service.ts";
import { createQueueService } from "./features/queue/service.ts";
import { createUnknownWords } from "./features/queue/unknownWords.ts";
import { momentOf } from "./features/radar/simulation/recording.ts";
import { createRequestService } from "./features/requests/service.ts";
import { createLive } from "./features/visits/live.ts";
import { createOnSite } from "./features/visits/onSite.ts";
import { createVisitService } from "./features/visits/service.ts";
import type { FeatureWorld } from "./features.ts";
import { errorFields } from "./log.ts";

export const tenantsOf = (world: FeatureWorld): readonly TenantId[] => [
  ...new Set(world.sites.all.map(site => site.tenantId)),
];

export const composeServices = async (world: FeatureWorld) => {
  const { storage, publisher, clock, ids, log, sites } = world;
  const relay = new StreamRelay({ clock });
  const sharingLog = createSharingLog({
    storage,
    clock,
    tenantOf: id => cobrowse.tenantOf(id),
    agentCard: (tenantId, agentId) => {
      const agent = queue.agentView(tenantId, agentId);
      return agent === null ? null : { id: agent.id, name: agent.name };
    },
    onError: error => log.error("sharing not kept", errorFields(error)),
  });
  const marks = createMarkDesk({ relay, log: sharingLog, clock });
  const control = createControlDesk({ relay, log: sharingLog, clock });
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
    siteOf: id => sites.byId(id),
    leading: (conversationId, agentId) => {
      const open = cobrowse.openOf(conversationId);
      return open?.state === "active" ? control.leading(open.id, agentId) : null;
    },
    pushed: (conversationId, { agentId: id, name }, { url, title, grant }) => {
      const open = cobrowse.openOf(conversationId);
      if (open?.state !== "active") return;
      sharingLog.note(open.id, { kind: "pushed", by: { id, name }, url, title, grant });
    },
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
    control,
    sharingLog,
    ...people,
  };
};

export type Services = Awaited<ReturnType<typeof composeServices>>;
