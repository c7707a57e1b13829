/** Rules, their versions, and what is known of a visitor: nobody overwrites what they have not seen, and nothing is counted twice. */
import type {
  ContactId,
  ConversationId,
  InvitationId,
  RadarSettings,
  RuleDefinition,
  RuleId,
  SiteId,
  VisitId,
} from "@lotse/protocol";
import { expect, test } from "vitest";
import type { DecisionRecord } from "../rules.ts";
import { createWorld, newVisit, START_MS, seedOf, visitUpdate, type World } from "./fixture.ts";

const DAY_MS = 86_400_000;

export const definition = (name: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...{ name, cel: "visit.pages > 1", priority: 3 },
  schedule: { fromMs: null, untilMs: START_MS, week: [{ day: 1, fromMin: 0, toMin: 60 }] },
  audience: { sharePercent: 50, visitors: "new", languages: ["de"], signedIn: "no" },
  caps: { perVisit: 1, perDay: null, perWeek: 2 },
  holdoutPercent: 10,
  action: { do: "inviteToChat", skill: "Sales", text: { de: "Ja?", en: "Yes?" } },
  ...more,
});

const SETTINGS: RadarSettings = {
  timeZone: "Europe/Berlin",
  budget: { perVisit: 3, perDay: null, perWeek: null },
  holdoutPercent: 5,
  conversionPages: ["/thanks*"],
};

const save = (w: World, ruleId: RuleId, basedOn: number, name = `v${basedOn + 1}`) =>
  w.storage.saveRule(w.tenantId, {
    ...{ ruleId, siteId: w.siteId, isNew: basedOn === 0, basedOn, definition: definition(name) },
    ...{ atMs: START_MS + basedOn, by: w.agentId },
  });

/** By somebody who has just looked. */
const publish = async (w: World, ruleId: RuleId, version: number) => {
  const seen = await w.storage.readRuleHistory(w.tenantId, ruleId);
  const inForce = seen?.enabled === true ? seen.publishedVersion : null;
  const atMs = START_MS + 100 + version;
  await w.storage.publishRule(w.tenantId, { ruleId, version, inForce, atMs, by: w.agentId });
};

const revisionOf = async (w: World) => (await w.storage.readRevisions(w.tenantId))[0]?.revision;
const live = async (w: World) =>
  (await w.storage.readRadar(w.tenantId)).rules.map(({ name, version }) => `${name} ${version}`);

export const ruleContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);

  test("a draft is nobody's rule until it is published, and then it is, as it was written", async () => {
    const w = await fresh();
    const id = w.makeId() as RuleId;
    expect(await save(w, id, 0)).toBe(1);
    expect(await save(w, id, 1)).toBe(2);
    expect(await live(w)).toEqual(["Quote 1"]);
    expect(await revisionOf(w)).toBe(0);
    await publish(w, id, 2);
    expect(await live(w)).toEqual(["Quote 1", "v2 2"]);
    expect(await revisionOf(w)).toBe(1);
    const { rules } = await w.storage.readRadar(w.tenantId);
    const [rule] = rules.filter(one => one.id === id);
    expect(rule).toMatchObject({ cel: "visit.pages > 1", skill: "Sales", definition: definition("v2") });
    const history = await w.storage.readRuleHistory(w.tenantId, id);
    const by = { id: w.agentId, name: "Anna Petersen" };
    expect(history).toEqual({
      ...{ id, siteId: w.siteId, enabled: true, publishedVersion: 2 },
      versions: [
        {
          ...{ version: 2, definition: definition("v2"), savedAtMs: START_MS + 1, savedBy: by },
          ...{ publishedAtMs: START_MS + 102, publishedBy: by },
          deeds: [{ did: "published", atMs: START_MS + 102, by }],
        },
        {
          ...{ version: 1, definition: definition("v1"), savedAtMs: START_MS, savedBy: by },
          ...{ publishedAtMs: null, publishedBy: null, deeds: [] },
        },
      ],
    });
  });

  test("one that was set up with the hub can be changed, gone back to, retired and taken up again", async () => {
    const w = await fresh();
    const before = await w.storage.readRuleHistory(w.tenantId, w.ruleId);
    expect(before?.versions).toMatchObject([
      { version: 1, publishedAtMs: 0, definition: { cel: 'form("quote").seconds > 120' } },
    ]);
    expect(await save(w, w.ruleId, 1)).toBe(2);
    await publish(w, w.ruleId, 2);
    expect(await live(w)).toEqual(["v2 2"]);
    await publish(w, w.ruleId, 1);
    expect(await live(w)).toEqual(["Quote 1"]);
    const retirement = { ruleId: w.ruleId, inForce: 1, atMs: START_MS + 500, by: w.agentId };
    const stale = { code: "RULES_STALE" };
    for (const inForce of [2, null]) {
      const unseen = w.storage.retireRule(w.tenantId, { ...retirement, inForce });
      await expect(unseen).rejects.toMatchObject(stale);
    }
    expect(await live(w)).toEqual(["Quote 1"]);
    await w.storage.retireRule(w.tenantId, retirement);
    await expect(w.storage.retireRule(w.tenantId, retirement)).rejects.toMatchObject(stale);
    await w.storage.retireRule(w.tenantId, { ...retirement, inForce: null, atMs: START_MS + 501 });
    expect(await live(w)).toEqual([]);
    expect(await revisionOf(w)).toBe(3);
    await publish(w, w.ruleId, 2);
    expect(await live(w)).toEqual(["v2 2"]);
    const [all] = await w.storage.listRuleHistories(w.tenantId);
    const deeds = all?.versions.map(one => [
      one.version,
      ...one.deeds.map(({ did, atMs }) => [did, atMs - START_MS]),
    ]);
    expect(deeds).toEqual([
      [2, ["published", 102], ["published", 102]],
      [1, ["published", 101], ["retired", 500]],
    ]);
  });

  test("setting the tenant up again leaves alone what somebody made of a rule", async () => {
    const w = await fresh();
    const seed = seedOf(w.makeId);
    await w.storage.seedTenant(seed);
    const of = { ...w, tenantId: seed.tenant.id, siteId: seed.sites[0]?.id as SiteId };
    const ruleId = seed.rules[0]?.id as RuleId;
    await save({ ...of, agentId: seed.agents[0]?.id as World["agentId"] }, ruleId, 1);
    await publish(of, ruleId, 2);
    await w.storage.seedTenant(seed);
    expect(await live(of)).toEqual(["v2 2"]);
  });

  test("of many who changed the same version at once, one saves and the others are told", async () => {
    const w = await fresh();
    const id = w.makeId() as RuleId;
    await save(w, id, 0);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => save(w, id, 1).catch(error => (error as { code: string }).code)),
    );
    expect(outcomes.toSorted()).toEqual([2, "RULES_STALE", "RULES_STALE", "RULES_STALE", "RULES_STALE"]);
  });

  test("of many who publish at once, having seen the same in force, one does and the others are told", async () => {
    const w = await fresh();
    const id = w.makeId() as RuleId;
    for (const basedOn of [0, 1, 2]) await save(w, id, basedOn);
    const at = { ruleId: id, inForce: null, atMs: START_MS, by: w.agentId };
    const outcomes = await Promise.all(
      [1, 2, 3].map(version =>
        w.storage.publishRule(w.tenantId, { ...at, version }).then(
          () => "published",
          error => (error as { code: string }).code,
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual(["RULES_STALE", "RULES_STALE", "published"]);
    expect(await revisionOf(w)).toBe(1);
  });

  test("what is not there, or not at this site, is not found", async () => {
    const w = await fresh();
    const neighbour = await fresh();
    const unknown = w.makeId() as RuleId;
    const notFound = { code: "NOT_FOUND" };
    await expect(save(w, unknown, 1)).rejects.toMatchObject(notFound);
    await expect(save({ ...w, siteId: neighbour.siteId }, unknown, 0)).rejects.toMatchObject(notFound);
    await expect(save({ ...w, siteId: neighbour.siteId }, w.ruleId, 1)).rejects.toMatchObject(notFound);
    await expect(save(neighbour, w.ruleId, 1)).rejects.toMatchObject(notFound);
    await expect(publish(w, w.ruleId, 7)).rejects.toMatchObject(notFound);
    await expect(publish(neighbour, w.ruleId, 1)).rejects.toMatchObject(notFound);
    await expect(
      w.storage.retireRule(w.tenantId, { ruleId: unknown, inForce: null, atMs: START_MS, by: null }),
    ).rejects.toMatchObject(notFound);
    expect(await neighbour.storage.readRuleHistory(neighbour.tenantId, w.ruleId)).toBeNull();
  });

  test("a site's settings are saved by whoever saw the last ones", async () => {
    const w = await fresh();
    const settings = { siteId: w.siteId, settings: SETTINGS, atMs: START_MS, by: w.agentId };
    expect((await w.storage.readRadar(w.tenantId)).sites).toMatchObject([
      { settings: null, settingsVersion: 0 },
    ]);
    expect(await w.storage.saveRadarSettings(w.tenantId, { ...settings, basedOn: 0 })).toBe(1);
    await expect(w.storage.saveRadarSettings(w.tenantId, { ...settings, basedOn: 0 })).rejects.toMatchObject({
      code: "RULES_STALE",
    });
    expect((await w.storage.readRadar(w.tenantId)).sites).toEqual([
      { siteId: w.siteId, revision: 1, settings: SETTINGS, settingsVersion: 1 },
    ]);
  });

  visitorContract(fresh);
};

const line = (w: World, visitId: VisitId, more: Partial<DecisionRecord> = {}): DecisionRecord => ({
  ...{ visitId, ruleId: w.ruleId, ruleVersion: 1, outcome: "shown", reason: null },
  ...{ invitationId: null, atMs: START_MS, action: "showMessage", ...more },
});

const seen = async (w: World, visitorId: string | undefined, atMs: number): Promise<VisitId> => {
  const id = w.makeId() as VisitId;
  const known = visitorId === undefined ? {} : { visitorId };
  await w.storage.recordVisits(w.tenantId, [visitUpdate(w, id, { atMs, ...known })]);
  return id;
};

const pastOf = (w: World, visitId: VisitId, sinceMs = 0) =>
  w.storage.readVisitorPast(w.tenantId, { visitId, sinceMs });

const visitorContract = (fresh: () => Promise<World>): void => {
  test("a visitor is recognised by the browser that agreed to it, and by the contact, and no stranger is", async () => {
    const w = await fresh();
    const browser = w.makeId();
    const first = await seen(w, browser, START_MS - 9 * DAY_MS);
    const second = await seen(w, browser, START_MS - DAY_MS);
    const now = await seen(w, browser, START_MS);
    const stranger = await seen(w, undefined, START_MS);
    const elsewhere = await seen(w, undefined, START_MS - 2 * DAY_MS);
    await w.storage.appendDecisions(w.tenantId, [
      line(w, first, { atMs: START_MS - 9 * DAY_MS }),
      line(w, second, { atMs: START_MS - DAY_MS }),
      line(w, now),
      line(w, stranger),
    ]);
    expect(await pastOf(w, stranger)).toMatchObject({
      visitor: { visitNumber: 1, previousSeenAtMs: null, contactId: null, attributes: {} },
      earlier: [],
    });
    const past = await pastOf(w, now, START_MS - 7 * DAY_MS);
    expect(past).toMatchObject({ visitor: { visitNumber: 3, previousSeenAtMs: START_MS - DAY_MS } });
    expect(past?.decisions).toEqual([line(w, now)]);
    expect(past?.earlier.map(({ visitId }) => visitId)).toEqual([second]);
    const who = { subject: "c-1", name: "Eva", email: null, phone: null, expiresAtMs: START_MS + 1 };
    for (const [nth, visitId] of [now, elsewhere].entries()) {
      const contactId = w.makeId() as ContactId;
      const token = { ...who, siteId: w.siteId, visitId, contactId, jtiHash: `${w.siteId} ${nth}` };
      const attributes = nth === 0 ? { attributes: { tier: "gold", age: 40, vip: true } } : {};
      await w.storage.identifyVisit(w.tenantId, { ...token, ...attributes, atMs: START_MS });
    }
    expect((await pastOf(w, now))?.visitor).toMatchObject({
      ...{ visitNumber: 4, attributes: { tier: "gold", age: 40, vip: true } },
    });
    expect(await pastOf(w, w.makeId() as VisitId)).toBeNull();
    const neighbour = await fresh();
    expect(await pastOf(neighbour, now)).toBeNull();
  });

  test("conversations that ended are counted, those that go on are not", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    for (const ended of [true, false]) {
      const id = w.makeId() as ConversationId;
      const opening = { id, visitId, siteId: w.siteId, topic: null, openedAtMs: START_MS };
      await w.storage.commitRouting({
        ...{ tenantId: w.tenantId, epoch: w.epoch },
        writes: [
          { write: "conversation.open", conversation: opening },
          ...(ended ? [{ write: "conversation.end", conversationId: id, atMs: START_MS } as const] : []),
        ],
      });
    }
    expect((await pastOf(w, visitId))?.visitor.conversations).toBe(1);
  });

  test("an invitation is answered once, by a line in the conversation that came of it and in no other", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const [invitationId, id, later] = [w.makeId() as InvitationId, w.makeId(), w.makeId()];
    await w.storage.appendDecisions(w.tenantId, [
      line(w, visitId, { invitationId, atMs: START_MS - 9 }),
      line(w, visitId, { invitationId, outcome: "accepted" }),
    ]);
    for (const [nth, one] of [id, later].entries()) {
      const conversationId = one as ConversationId;
      const at = { openedAtMs: START_MS + nth, siteId: w.siteId, topic: null };
      await w.storage.commitRouting({
        ...{ tenantId: w.tenantId, epoch: w.epoch },
        writes: [
          { write: "conversation.open", conversation: { id: conversationId, visitId, ...at } },
          { write: "conversation.end", conversationId, atMs: START_MS + nth },
        ],
      });
    }
    for (const one of [later, id, id, w.makeId()]) {
      const conversationId = one as ConversationId;
      await w.storage.recordAnswered(w.tenantId, { conversationId, atMs: START_MS + 50 });
    }
    const answered = (await w.storage.listDecisions(w.tenantId, visitId)).slice(2);
    expect(answered).toEqual([line(w, visitId, { invitationId, outcome: "answered", atMs: START_MS + 50 })]);
  });

  test("a conversion is told once, to every rule that reached the visitor or was held out, by its last version", async () => {
    const w = await fresh();
    const browser = w.makeId();
    const [before, now] = [await seen(w, browser, START_MS - DAY_MS), await seen(w, browser, START_MS)];
    const [shown, held, old, blocked] = Array.from({ length: 4 }, () => w.makeId() as RuleId);
    await w.storage.appendDecisions(w.tenantId, [
      line(w, before, { ruleId: old as RuleId, atMs: START_MS - 40 * DAY_MS }),
      line(w, before, { ruleId: shown as RuleId, atMs: START_MS - DAY_MS }),
      line(w, now, { ruleId: shown as RuleId, ruleVersion: 2 }),
      line(w, now, { ruleId: held as RuleId, outcome: "heldOut" }),
      line(w, now, { ruleId: blocked as RuleId, outcome: "suppressed", reason: "noAgentFree" }),
    ]);
    const told = { visitId: now, key: "1", once: "person", value: 12.5, atMs: START_MS + 5 } as const;
    const conversion = { ...told, sinceMs: START_MS - 30 * DAY_MS };
    expect(await w.storage.recordConversion(w.tenantId, conversion)).toBe(true);
    expect(await w.storage.recordConversion(w.tenantId, conversion)).toBe(false);
    const past = await pastOf(w, now);
    const lines = past?.decisions.filter(({ outcome }) => outcome === "converted") ?? [];
    expect(lines.map(({ ruleId, ruleVersion, value, atMs }) => [ruleId, ruleVersion, value, atMs])).toEqual(
      [
        [held, 1, 12.5, START_MS + 5],
        [shown, 2, 12.5, START_MS + 5],
      ].toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1)),
    );
    expect(past?.visitor.purchases).toBe(1);
    // Another visit of the same browser tells it again; what counts once a visit counts there, too
    expect(await w.storage.recordConversion(w.tenantId, { ...conversion, visitId: before })).toBe(false);
    const ofVisit = { ...conversion, key: "page:1:/thanks", once: "visit" } as const;
    for (const visitId of [now, before]) {
      expect(await w.storage.recordConversion(w.tenantId, { ...ofVisit, visitId })).toBe(true);
    }
    const nobody = { ...conversion, visitId: w.makeId() as VisitId };
    expect(await w.storage.recordConversion(w.tenantId, nobody)).toBe(false);
  });
};
