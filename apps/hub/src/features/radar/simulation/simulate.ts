/**
 * A version of a rule, and the one by which the site goes, over the recorded visits: reads them a page at a time, with the record of
 * who was available, and lets others have their turn between. What the figures mean is the trial's.
 */
import {
  type AgentCard,
  type AgentId,
  type ChannelId,
  type Clock,
  LotseError,
  type RadarSettings,
  type RoutingPlan,
  type RuleId,
  type SimulationResult,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import { compile } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { PastInvitation, RuleHistory, Storage } from "@lotse/storage";
import { isInviting } from "../definition.ts";
import type { KnownRule } from "../ruleBook.ts";
import { DEFAULT_SETTINGS } from "../settings.ts";
import { createAvailability, createTimeline, type Hold, type Timeline } from "./availability.ts";
import { createPlaces, type Destination } from "./places.ts";
import { createRun, type Run } from "./run.ts";
import { createTrial, type Trial } from "./trial.ts";

export interface SimulationDeps {
  readonly storage: Pick<
    Storage,
    | "readRadar"
    | "listRuleHistories"
    | "listAgents"
    | "countRecordedVisits"
    | "listRecordedVisits"
    | "listPastInvitations"
    | "medianConversationMs"
    | "readPresenceAt"
    | "listPresence"
  >;
  readonly clock: Pick<Clock, "nowMs">;
  readonly planOf: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly destinationOf: Destination;
  readonly labelOf: (visitId: VisitId) => string;
  /** Lets everything else have its turn. */
  readonly pause: () => Promise<void>;
}

export interface SimulationRequest {
  readonly tenantId: TenantId;
  readonly history: RuleHistory;
  readonly version: number;
  readonly days: number;
}

export interface Progress {
  readonly visits: number;
  readonly of: number;
}

export interface SimulationControl {
  readonly progressed: (progress: Progress) => void;
  readonly isStopped: () => boolean;
}

const DAY_MS = 86_400_000;
const VISITS_PAGE = 100;
const PRESENCE_PAGE = 2_000;
/** Some five milliseconds. */
const STEPS = 200;
/** Where no conversation ever ended. */
const TALK_MS = 10 * 60_000;
const CHAT = "chat" as ChannelId;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A version as the gate and the match take it. */
export const knownRuleOf = (history: RuleHistory, version: number): KnownRule => {
  const found = history.versions.find(one => one.version === version);
  if (found === undefined) throw new LotseError("NOT_FOUND", "There is no such rule or version");
  const { definition } = found;
  const { name, cel, priority, action } = definition;
  const skill = "skill" in action && action.skill !== null ? action.skill : "";
  const text = "text" in action ? action.text : { de: "", en: "" };
  const { id, siteId } = history;
  return {
    record: { id, siteId, name, version, cel, skill, text, priority, enabled: true, definition },
    definition,
    compiled: compile(parseRule(cel)),
  };
};

const priorityOf = ({ versions, publishedVersion }: RuleHistory): number =>
  (versions.find(({ version }) => version === publishedVersion) ?? versions[0])?.definition.priority ?? 0;

/** As the rule book has them: higher first, then the smaller id. */
const createOrder =
  (rule: KnownRule, histories: readonly RuleHistory[]) =>
  (other: RuleId): boolean => {
    const history = histories.find(({ id }) => id === other);
    const ahead =
      (history === undefined ? Number.NEGATIVE_INFINITY : priorityOf(history)) - rule.definition.priority;
    return ahead > 0 || (ahead === 0 && other < rule.record.id);
  };

const holdOf = (made: PastInvitation, wrapUpMs: number): Hold => {
  const { agentId, atMs, end, endedAtMs, conversationEndedAtMs } = made;
  const forever = Number.POSITIVE_INFINITY;
  const talkedMs = conversationEndedAtMs === null ? forever : conversationEndedAtMs + wrapUpMs;
  return { agentId, fromMs: atMs, untilMs: end === "accepted" ? talkedMs : (endedAtMs ?? forever) };
};

const byVisit = (made: readonly PastInvitation[]): ReadonlyMap<VisitId, readonly PastInvitation[]> => {
  const found = new Map<VisitId, PastInvitation[]>();
  for (const one of made) found.set(one.visitId, [...(found.get(one.visitId) ?? []), one]);
  return found;
};

/** Everything that both versions are tried in. */
const openWorld = async (deps: SimulationDeps, request: SimulationRequest, span: Span) => {
  const { storage } = deps;
  const { tenantId, history } = request;
  const [{ sites }, histories, agents, plan, invitations] = await Promise.all([
    storage.readRadar(tenantId),
    storage.listRuleHistories(tenantId),
    storage.listAgents(tenantId),
    deps.planOf(tenantId),
    storage.listPastInvitations(tenantId, { ruleId: history.id, ...span }),
  ]);
  const settings: RadarSettings =
    sites.find(({ siteId }) => siteId === history.siteId)?.settings ?? DEFAULT_SETTINGS;
  const { destinationOf } = deps;
  const channel = plan.channels.find(({ id }) => id === CHAT);
  const cardOf = (id: AgentId): AgentCard => ({ id, name: agents.find(one => one.id === id)?.name ?? "" });
  return {
    ...{ settings, histories, invitations, cardOf },
    ...{ weight: channel?.weight ?? 1, wrapUpMs: channel?.wrapUpMs ?? 0 },
    places: createPlaces({ plan, siteId: history.siteId, destinationOf }),
  };
};

type World = Awaited<ReturnType<typeof openWorld>>;

const openTrial = async (
  deps: SimulationDeps,
  {
    request,
    world,
    span,
    timeline,
  }: {
    readonly request: SimulationRequest;
    readonly world: World;
    readonly span: Span;
    readonly timeline: Timeline;
  },
  version: number,
): Promise<Trial> => {
  const rule = knownRuleOf(request.history, version);
  const { action } = rule.definition;
  const { wrapUpMs, weight, invitations, settings, places } = world;
  const talked = isInviting(action)
    ? await deps.storage.medianConversationMs(request.tenantId, { ...span, skill: action.skill })
    : null;
  const real = invitations.map(made => holdOf(made, wrapUpMs));
  return createTrial({
    ...{ rule, settings, wrapUpMs, fromMs: span.fromMs, talkMs: talked ?? TALK_MS },
    ...{ demandOf: places.demandOf, queueAt: places.queueAt, labelOf: deps.labelOf },
    goesFirst: createOrder(rule, world.histories),
    availability: createAvailability({ timeline, real, channel: CHAT, weight }),
    invitations: byVisit(invitations),
  });
};

/** The record of availability, a page at a time. */
const openPresence = async (deps: SimulationDeps, tenantId: TenantId, { fromMs, toMs }: Span) => {
  const timeline = createTimeline();
  timeline.add(await deps.storage.readPresenceAt(tenantId, fromMs - 1));
  let cursor: number | null = null;
  let loadedMs = fromMs;
  return {
    timeline,
    /** Of what was before that time, everything is there. */
    get loadedMs() {
      return loadedMs;
    },
    more: async (): Promise<void> => {
      const query = { fromMs, toMs, cursor, limit: PRESENCE_PAGE };
      const page = await deps.storage.listPresence(tenantId, query);
      timeline.add(page.records);
      cursor = page.cursor;
      loadedMs = cursor === null ? Number.POSITIVE_INFINITY : (page.records.at(-1)?.atMs ?? loadedMs);
    },
  };
};

type Presence = Awaited<ReturnType<typeof openPresence>>;

/** False: it was stopped. */
const goUntil = async (
  deps: SimulationDeps,
  {
    run,
    presence,
    isStopped,
  }: {
    readonly run: Run;
    readonly presence: Presence;
    readonly isStopped: () => boolean;
  },
  beforeMs: number,
): Promise<boolean> => {
  for (;;) {
    const safeMs = Math.min(beforeMs, presence.loadedMs);
    while (!run.go({ beforeMs: safeMs, stepsMax: STEPS })) {
      await deps.pause();
      if (isStopped()) return false;
    }
    if (safeMs === beforeMs) return !isStopped();
    await presence.more();
  }
};

const resultOf = (
  {
    span,
    of,
    firstMs,
    world,
    request,
  }: {
    readonly span: Span;
    readonly of: number;
    readonly firstMs: number | null;
    readonly world: World;
    readonly request: SimulationRequest;
  },
  [tried, published]: readonly Trial[],
  versions: readonly number[],
): SimulationResult => {
  const sideOf = (trial: Trial | undefined, version: number | undefined) =>
    trial === undefined || version === undefined ? null : trial.tally.side({ version, cardOf: world.cardOf });
  const none: ReadonlySet<VisitId> = new Set();
  const [mine, theirs] = [tried?.tally.firedVisits ?? none, published?.tally.firedVisits ?? none];
  const both = [...mine].filter(visitId => theirs.has(visitId)).length;
  const side = sideOf(tried, request.version);
  if (side === null) throw new LotseError("NOT_FOUND", "There is no such rule or version");
  return {
    ...{ ...span, visits: of, firstMs, tried: side, published: sideOf(published, versions[1]) },
    timeZone: world.settings.timeZone,
    ...{ both, onlyTried: mine.size - both, onlyPublished: theirs.size - both },
  };
};

/** Null: it was stopped. */
export const simulate = async (
  deps: SimulationDeps,
  request: SimulationRequest,
  { progressed, isStopped }: SimulationControl,
): Promise<SimulationResult | null> => {
  const { tenantId, history, version, days } = request;
  const toMs = deps.clock.nowMs() + 1;
  const span = { fromMs: toMs - days * DAY_MS, toMs };
  const where = { siteId: history.siteId, ...span };
  const world = await openWorld(deps, request, span);
  const presence = await openPresence(deps, tenantId, span);
  const publishedVersion = history.enabled ? history.publishedVersion : 0;
  const versions = [...new Set([version, publishedVersion])].filter(each => each > 0);
  const trials: Trial[] = [];
  for (const each of versions) {
    trials.push(await openTrial(deps, { request, world, span, timeline: presence.timeline }, each));
  }
  const run = createRun(trials);
  const of = await deps.storage.countRecordedVisits(tenantId, where);
  const readPage = (cursor: string | null) =>
    deps.storage.listRecordedVisits(tenantId, { ...where, cursor, limit: VISITS_PAGE });
  let page = await readPage(null);
  const firstMs = page.visits[0]?.firstAtMs ?? null;
  for (;;) {
    progressed({ visits: run.finished, of });
    run.add(page.visits);
    const next = page.cursor === null ? null : await readPage(page.cursor);
    const beforeMs = next?.visits[0]?.firstAtMs ?? toMs;
    if (!(await goUntil(deps, { run, presence, isStopped }, beforeMs))) return null;
    if (next === null) break;
    page = next;
  }
  return resultOf({ span, of: run.finished, firstMs, world, request }, trials, versions);
};
