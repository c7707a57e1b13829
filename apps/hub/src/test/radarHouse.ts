/**
 * The radar on the real queue and its routing engine, with a storage in memory: for tests of what rules, agents and visitors do to
 * each other. Reading takes its turn of the event loop, as a database's does; what was read is as of when it was asked for.
 */
import type { AgentId, BeaconAnswer, InvitationId, RuleDefinition, VisitId } from "@lotse/protocol";
import type { DecisionRecord, RadarSiteRecord, RuleRecord } from "@lotse/storage";
import { expect } from "vitest";
import { destinationOf } from "../features/queue/defaultPlan.ts";
import {
  agent,
  agentRecord,
  type Desk,
  openDesk,
  ruleRecord,
  SITE,
  TENANT,
  visitor,
} from "../features/queue/test/desk.ts";
import { createRuleBook } from "../features/radar/ruleBook.ts";
import { createRadarService } from "../features/radar/service.ts";
import type { RadarService } from "../services.ts";

export const AGENTS = [agentRecord(1, ["Sales"], 1), agentRecord(2, ["Sales", "Service"], 2)];
export const VISITORS = 6;
/** Two visits each belong to one person; the last two are nobody's. */
export const personOf = (n: number): string => (n < 4 ? `person ${n % 2}` : visitor(n).visitId);
export const WORDS = { de: "?", en: "?" };
const SITE_RECORD = {
  ...{
    id: SITE,
    tenantId: TENANT,
    key: "s",
    name: "S",
    enabled: true,
    origins: [],
    strictMasking: false,
    maskRules: [],
    assetOrigins: [],
    pushOrigins: [],
  },
  ...({ language: "de", consent: "assumed" } as const),
};

export const inviteTo = (skill: string) => ({ do: "inviteToChat", skill, text: WORDS }) as const;

/** The event loop has gone round so often. */
export const rounds = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise<void>(resolve => setImmediate(resolve));
};

export const recordsOf = (drafts: readonly Partial<RuleDefinition>[]): RuleRecord[] =>
  drafts.map((draft, n) => {
    const { action: what = inviteTo("Sales"), cel = "true", priority = 0 } = draft;
    const skill = "skill" in what && what.skill !== null ? what.skill : "";
    const definition: RuleDefinition = {
      ...{ name: `R${n}`, cel, priority, holdoutPercent: 0, action: what },
      schedule: { fromMs: null, untilMs: null, week: null },
      audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
      caps: { perVisit: null, perDay: null, perWeek: null },
      ...draft,
    };
    return { ...ruleRecord(n + 1, skill), cel, priority, definition };
  });

export interface House {
  desk: Desk;
  radar: RadarService;
  /** The process both run in. */
  hub: { isGone: boolean };
  readonly rules: RuleRecord[];
  readonly site: { -readonly [K in keyof RadarSiteRecord]: RadarSiteRecord[K] };
  /** Made by the radar, whatever became of them. */
  readonly offered: Set<InvitationId>;
  /** Who is at a console at this moment, as the world is. */
  readonly there: Set<AgentId>;
}

export const numberOf = (visitId: VisitId): number =>
  Array.from({ length: VISITORS }, (_, n) => n).find(n => visitor(n).visitId === visitId) ?? -1;

/** Who was who is no matter of the queue's storage: here it is known from the number. */
const openRadar = (house: Pick<House, "desk" | "rules" | "site" | "hub">): RadarService => {
  let calls = 0;
  const { hub } = house;
  const { storage, queue, clock, ids } = house.desk;
  const lines = (of: (n: number) => boolean): DecisionRecord[] =>
    storage.tables.decisions.filter(({ visitId }) => of(numberOf(visitId)));
  const book = createRuleBook({
    storage: {
      readRadar: async () => ({ rules: house.rules.filter(one => one.enabled), sites: [{ ...house.site }] }),
      readRevisions: async () => [{ ...house.site }],
    },
    clock,
    log: { warn: () => {} },
  });
  /** Every third is not taken. */
  const callHook = async (): Promise<void> => {
    await rounds(3);
    calls += 1;
    if (calls % 3 === 0) throw new Error("not taken");
  };
  return createRadarService({
    storage: {
      readVisitorPast: async (_tenant, { visitId, sinceMs }) => {
        const me = numberOf(visitId);
        const isMine = (n: number) => n !== me && personOf(n) === personOf(me);
        const past = {
          side: { key: personOf(me), isKept: true },
          visitor: {
            ...{ key: personOf(me), visitNumber: me < 2 || me > 3 ? 1 : 2, startedAtMs: 0 },
            ...{ previousSeenAtMs: null, conversations: 0, purchases: 0, contactId: null, attributes: {} },
          },
          decisions: lines(n => n === me),
          earlier: lines(isMine).filter(({ atMs }) => atMs >= sinceMs),
          revision: house.site.revision,
        };
        await rounds(1);
        return past;
      },
      listRuleHistories: async () => [],
      readPresenceAt: async () => [],
      listDecisions: async () => [],
      appendDecisions: async (_tenant, records) => {
        // What a hub had under way ends with it: it comes to no end that could be written down.
        if (!hub.isGone) storage.tables.decisions.push(...records);
      },
      recordConversion: async () => true,
      keepSide: async () => {},
      recordAnswered: async () => {},
    },
    ...{ queue, book, clock, ids, random: () => 0, labelOf: () => "", destinationOf },
    ...{ notify: () => {}, callHook, log: { warn: () => {} } },
  });
};

/** Every agent is there, and nobody has asked for anything. */
export const openHouse = async (
  rules: RuleRecord[],
  { budget }: Pick<NonNullable<RadarSiteRecord["settings"]>, "budget">,
): Promise<House> => {
  const settings = { timeZone: "UTC", budget, holdoutPercent: 0, conversionPages: [] };
  const site = { siteId: SITE, revision: 1, settings, settingsVersion: 1 };
  const desk = await openDesk({ agents: AGENTS, rules });
  const hub = { isGone: false };
  const house = {
    desk,
    rules,
    site,
    offered: new Set<InvitationId>(),
    there: new Set(AGENTS.map(({ id }) => id)),
    hub,
    radar: openRadar({ desk, rules, site, hub }),
  };
  for (const record of AGENTS) await desk.queue.agentConnected(agent(record));
  return house;
};

export const openConversationOf = ({ desk }: House, n: number) =>
  [...desk.storage.tables.conversations.values()].find(
    each => each.visitId === visitor(n).visitId && each.state !== "ended",
  );

/** `only`: what the page asks about, by number; left out: everything. */
export const ask = async (
  house: House,
  n: number,
  { typing = false, only }: { readonly typing?: boolean; readonly only?: readonly number[] } = {},
): Promise<Pick<BeaconAnswer, "decisions">> => {
  const { visitId } = visitor(n);
  const asks = house.rules.filter((_, at) => only?.includes(at) ?? true).map(({ id }) => id);
  const answer: Pick<BeaconAnswer, "decisions"> = await house.radar.decide({
    ...{ site: SITE_RECORD, visitId, language: "de", typing, arrived: true, conversions: [] },
    facts: {
      page: { url: "https://s.example/", title: "", referrer: "" },
      ...{ visit: { pages: 1, ms: 1 }, forms: {}, products: {} },
    },
    asks,
    inConversation: openConversationOf(house, n) !== undefined,
  });
  for (const one of answer.decisions) if (one.outcome === "offer") house.offered.add(one.invitation.id);
  return answer;
};

export const restart = async (house: House): Promise<void> => {
  const { desk, rules } = house;
  house.hub.isGone = true;
  house.hub = { isGone: false };
  await desk.queue.close();
  house.there.clear();
  desk.storage.failures.length = 0;
  house.desk = await openDesk({ agents: AGENTS, rules, ...desk });
  house.radar = openRadar(house);
};

export const inviteByHand = async (
  house: House,
  actor: ReturnType<typeof agent>,
  n: number,
): Promise<void> => {
  const { queue } = house.desk;
  const { visitId } = visitor(n);
  const visit = { tenantId: TENANT, siteId: SITE, visitId };
  const { id } = await house.radar.askByHand(visit, refusal =>
    queue.inviteOwn(actor, { ...{ visitId, siteId: SITE, cobrowse: false, refusal }, text: WORDS }),
  );
  house.offered.add(id);
  // His own slot, and no other's
  expect(queue.openInvitation(visitId)).toMatchObject({ id, agent: { id: actor.agentId } });
};
