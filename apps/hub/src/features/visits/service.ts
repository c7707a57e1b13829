/**
 * Visits: takes beacons in, knows who a visitor is by the visit token, keeps the visits of the moment in memory and
 * every one in storage. Knows no rules and no conversations; what is decided on a beacon comes in as a function.
 */
import {
  type Beacon,
  type BeaconAnswer,
  type Clock,
  LotseError,
  type MakeId,
  type SiteId,
  type TenantId,
  type VisitId,
  type VisitView,
} from "@lotse/protocol";
import { pathOf } from "@lotse/radar";
import type { RecordedMoment, SiteRecord, Storage, VisitRecord } from "@lotse/storage";
import type { AgentActor, VisitorActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { QueueService, RadarService, VisitService } from "../../services.ts";
import { type LiveVisit, takeBeacon, viewOf } from "./liveVisit.ts";
import type { OnSite } from "./onSite.ts";
import { factsWithoutSecrets } from "./pageAddress.ts";
import { createRecent } from "./recent.ts";
import { createVisitRecorder } from "./recorder.ts";
import { createVisitTokens } from "./token.ts";
import { createWatchers } from "./watchers.ts";

export interface VisitServiceDeps {
  readonly storage: Pick<Storage, "recordVisits" | "readVisit" | "listAgentConversations">;
  readonly publisher: Pick<Publisher, "toAgent">;
  readonly clock: Clock;
  readonly ids: MakeId;
  /** Runs `fn` in the next turn of the event loop (`setImmediate`). */
  readonly nextTurn: (fn: () => void) => void;
  readonly tokenKey: string;
  readonly siteOf: (siteId: SiteId) => SiteRecord | null;
  readonly hasOpenConversation: (actor: VisitorActor) => Promise<boolean>;
  /** Visits of conversations that the agent was asked in to. */
  readonly visitsAssistedBy: (agentId: AgentActor["agentId"]) => readonly VisitId[];
  readonly offersOf: (agentId: AgentActor["agentId"]) => readonly { readonly visitId: VisitId | null }[];
  /** An agent who is nobody's party yet sees who is on a site that the agent serves. */
  readonly serves: QueueService["serves"];
  readonly onSite: OnSite;
  /** A visit is on the site, or is another than before. */
  readonly seen: (visit: LiveVisit) => void;
  readonly pulseOf: (tenantId: TenantId) => number;
  readonly invitationReached: QueueService["invitationReached"];
  readonly decide: RadarService["decide"];
  /** What is recorded of a beacon, to run rules over it later; null: nothing. */
  readonly momentOf: (before: VisitRecord["facts"], beacon: Beacon, atMs: number) => RecordedMoment | null;
  /** Who the visitor is, if the site said so. */
  readonly nameOf: (visitId: VisitId) => string | null;
  readonly log: Pick<Log, "error">;
}

/** What this feature's own commands ask for, beyond what the other features may. */
export interface VisitCommands {
  /** The agent has a conversation or a ringing offer with the visit. */
  mayShow(agent: AgentActor, visitId: VisitId): Promise<boolean>;
  /** As it is known, be it gone or not. */
  read(tenantId: TenantId, visitId: VisitId): Promise<LiveVisit | null>;
  /** Reads the visit; the agent hears of its changes from now on. */
  show(agent: AgentActor, visitId: VisitId): Promise<VisitView>;
}

interface Identity {
  readonly actor: VisitorActor;
  /** What the visitor shows from now on. */
  readonly token: string;
  readonly isNew: boolean;
}

const LIVE_VISITS_MAX = 20_000;
const LABEL_CHARACTERS = 4;

/** The end of the id: the start would be alike for ids made in order. */
const anonymousLabel = (visitId: VisitId): string =>
  `Visitor ${visitId.slice(-LABEL_CHARACTERS).toUpperCase()}`;

export const createVisitService = (deps: VisitServiceDeps): VisitService & VisitCommands => {
  const { storage, clock } = deps;
  const tokens = createVisitTokens({ key: deps.tokenKey, clock });
  const record = createVisitRecorder(deps);
  const live = createRecent<VisitId, LiveVisit>(LIVE_VISITS_MAX);

  const labelOf = (visitId: VisitId): string => deps.nameOf(visitId) ?? anonymousLabel(visitId);

  const find = async (tenantId: TenantId, visitId: VisitId): Promise<LiveVisit | null> => {
    const known = live.get(visitId);
    if (known !== undefined) return known.tenantId === tenantId ? known : null;
    const stored = await storage.readVisit(tenantId, visitId);
    return stored && { ...stored, tenantId, inViewUntilMs: stored.lastSeenAtMs };
  };

  const mayShow = async (agent: AgentActor, visitId: VisitId): Promise<boolean> => {
    if (deps.offersOf(agent.agentId).some(offer => offer.visitId === visitId)) return true;
    if (deps.visitsAssistedBy(agent.agentId).includes(visitId)) return true;
    const here = deps.onSite.find(agent.tenantId, visitId);
    if (here !== null && deps.serves(agent, here.siteId)) return true;
    const mine = await storage.listAgentConversations(agent.tenantId, agent.agentId);
    return mine.some(conversation => conversation.visitId === visitId);
  };
  const watchers = createWatchers(mayShow);

  const viewOfVisit = (visit: VisitRecord): VisitView =>
    viewOf(visit, { site: deps.siteOf(visit.siteId), visitorLabel: labelOf(visit.id) });

  const view = async (tenantId: TenantId, visitId: VisitId): Promise<VisitView | null> => {
    const visit = await find(tenantId, visitId);
    return visit && viewOfVisit(visit);
  };

  /** An invalid or expired token is an old visit: a new one starts. Another site's is a mistake or worse. */
  const identify = async (site: SiteRecord, token: string | undefined): Promise<Identity> => {
    const known = token === undefined ? null : await tokens.verify(token);
    if (known === null || token === undefined) {
      const visitId = deps.ids() as VisitId;
      const actor: VisitorActor = { kind: "visitor", tenantId: site.tenantId, siteId: site.id, visitId };
      return { actor, token: await tokens.sign(actor), isNew: true };
    }
    const { actor, renew } = known;
    if (actor.siteId !== site.id || actor.tenantId !== site.tenantId) {
      throw new LotseError("TOKEN_INVALID", "The visit token belongs to another site");
    }
    return { actor, token: renew ? await tokens.sign(actor) : token, isNew: false };
  };

  /** True: on this page the visitor was not yet. */
  const store = async ({ actor, isNew }: Identity, beacon: Beacon): Promise<boolean> => {
    const { tenantId, visitId } = actor;
    const found = isNew ? null : await find(tenantId, visitId);
    // Nothing may come between reading the visit in memory and putting it back
    const before = live.get(visitId) ?? found;
    const nowMs = clock.nowMs();
    const { visit, update } = takeBeacon(before, { actor, beacon, nowMs });
    const moment = deps.momentOf(before?.facts ?? null, beacon, nowMs);
    live.set(visitId, visit);
    try {
      await record(tenantId, moment === null ? update : { ...update, moment });
      deps.seen(visit);
    } catch (error) {
      // Storage is the truth: the next beacon reads it again, and the step is not lost
      live.delete(visitId);
      throw error;
    }
    return before?.facts == null || pathOf(before.facts.page.url) !== pathOf(beacon.facts.page.url);
  };

  const announce = (visitId: VisitId): Promise<void> =>
    watchers.tell(visitId, agent => {
      const visit = live.get(visitId);
      if (visit !== undefined) deps.publisher.toAgent(agent.agentId, "visit:changed", viewOfVisit(visit));
    });

  return {
    labelOf,
    labelChanged: announce,
    view,
    mayShow,
    read: find,
    show: async (agent, visitId) => {
      const shown = await view(agent.tenantId, visitId);
      if (shown === null) throw new LotseError("NOT_FOUND", "There is no such visit");
      watchers.add(visitId, agent);
      return shown;
    },
    verifyToken: async token => (await tokens.verify(token))?.actor ?? null,
    receive: async (site, received): Promise<BeaconAnswer> => {
      // Before anything else: rules, storage and agents see the same address, and none of them a secret
      const beacon = { ...received, facts: factsWithoutSecrets(received.facts) };
      const identity = await identify(site, beacon.token);
      const { actor, token, isNew } = identity;
      // Before anything is decided: invitations and decisions refer to the stored visit
      const arrived = await store(identity, beacon);
      const inConversation = !isNew && (await deps.hasOpenConversation(actor));
      const { visitId } = actor;
      announce(visitId).catch(error => deps.log.error("telling a visit failed", errorFields(error)));
      const { facts, asks, language, typing = false, conversions = [], revision } = beacon;
      const decided = await deps.decide({
        ...{ site, visitId, facts, asks, inConversation, language, typing, arrived, conversions },
        ...(revision === undefined ? {} : { revision }),
      });
      for (const one of decided.decisions) {
        // A page that is left does not hear the answer
        if (one.outcome === "offer" && beacon.hidden !== true)
          deps.invitationReached(actor.tenantId, one.invitation.id);
      }
      const pulseMs = deps.pulseOf(actor.tenantId);
      return { visitId, token, inContact: inConversation, ...decided, pulseMs };
    },
  };
};
