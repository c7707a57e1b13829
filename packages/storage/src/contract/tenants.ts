/** Tenants: whatever belongs to another one looks like something that does not exist. */
import type { ConversationId, VisitId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { RoutingWrite, Storage } from "../Storage.ts";
import {
  createWorld,
  invitation,
  newCobrowseId,
  newConversation,
  newVisit,
  START_MS,
  seedOf,
  textMessage,
  visitUpdate,
  type World,
  workItem,
} from "./fixture.ts";
import { presenceOf } from "./work.ts";

interface Foreign {
  readonly visitId: VisitId;
  readonly conversationId: ConversationId;
  readonly siteId: World["siteId"];
  readonly agentId: World["agentId"];
}

type Probe = readonly [name: string, ask: (storage: Storage, foreign: Foreign) => Promise<unknown>];

/** Every command that takes an id, asked by tenant `w` for things named in `foreign`. */
const probesOf = (w: World): readonly Probe[] => {
  const commit = (storage: Storage, write: RoutingWrite) =>
    storage.commitRouting({ tenantId: w.tenantId, epoch: w.epoch, writes: [write] });
  const query = { afterSeq: 0, limit: 10 };
  const receipt = { side: "agent", deliveredSeq: 1, readSeq: 1 } as const;
  return [
    ["readVisit", (s, f) => s.readVisit(w.tenantId, f.visitId)],
    ["readConversation", (s, f) => s.readConversation(w.tenantId, f.conversationId)],
    ["findOpenConversation", (s, f) => s.findOpenConversation(w.tenantId, f.visitId)],
    ["findLastAgent", (s, f) => s.findLastAgent(w.tenantId, f.visitId, 0)],
    ["listAgentConversations", (s, f) => s.listAgentConversations(w.tenantId, f.agentId)],
    ["readMessages", (s, f) => s.readMessages(w.tenantId, { conversationId: f.conversationId, ...query })],
    ["listDecisions", (s, f) => s.listDecisions(w.tenantId, f.visitId)],
    ["appendMessages", (s, f) => s.appendMessages(w.tenantId, [textMessage(w, f.conversationId)])],
    ["markReceipt", (s, f) => s.markReceipt(w.tenantId, { conversationId: f.conversationId, ...receipt })],
    [
      "recordVisits",
      (s, f) => s.recordVisits(w.tenantId, [visitUpdate(w, w.makeId() as VisitId, { siteId: f.siteId })]),
    ],
    [
      "putCobrowse",
      (s, f) =>
        s.putCobrowse(w.tenantId, {
          id: newCobrowseId(w),
          conversationId: f.conversationId,
          agentId: w.agentId,
          state: "requested",
          requestedAtMs: START_MS,
          startedAtMs: null,
          endedAtMs: null,
          endedBy: null,
        }),
    ],
    [
      "leaveRequest",
      (s, f) =>
        s.leaveRequest(w.tenantId, {
          id: w.makeId(),
          visitId: f.visitId,
          kind: "message",
          reach: "someone@example.org",
          text: "",
          leftAtMs: START_MS,
        }),
    ],
    ["open", (s, f) => commit(s, { write: "conversation.open", conversation: openingOf(w, f) })],
    [
      "assign",
      (s, f) =>
        commit(s, { write: "conversation.assign", conversationId: f.conversationId, agentId: w.agentId }),
    ],
    [
      "end",
      (s, f) => commit(s, { write: "conversation.end", conversationId: f.conversationId, atMs: START_MS }),
    ],
    ["message", (s, f) => commit(s, { write: "message", message: textMessage(w, f.conversationId) })],
    [
      "presence",
      (s, f) => commit(s, { write: "presence", record: presenceOf(w, START_MS, { agentId: f.agentId }) }),
    ],
    ["workItem", (s, f) => commit(s, { write: "workItem", item: workItem(w, f.conversationId) })],
    ["invitation", (s, f) => commit(s, { write: "invitation", invitation: invitation(w, f.visitId) })],
  ];
};

const openingOf = (w: World, foreign: Foreign) => ({
  id: w.makeId() as ConversationId,
  visitId: foreign.visitId,
  siteId: w.siteId,
  topic: null,
  openedAtMs: START_MS,
});

/** An answer without the ids that were asked for, so that two answers can be compared. */
const answerOf = async (asked: Promise<unknown>): Promise<unknown> => {
  try {
    return { answered: await asked };
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return { refused: { name, code, message } };
  }
};

export const tenantContract = (world: () => World): void => {
  test("every command answers for another tenant's row as for one that does not exist", async () => {
    const w = world();
    const neighbour = await createWorld(w.storage, w.makeId);
    const visitId = await newVisit(neighbour);
    const conversationId = await newConversation(neighbour, visitId);
    await w.storage.appendMessages(neighbour.tenantId, [textMessage(neighbour, conversationId)]);
    const before = await w.storage.readConversation(neighbour.tenantId, conversationId);
    const theirs = { visitId, conversationId, siteId: neighbour.siteId, agentId: neighbour.agentId };
    const nobodys = {
      visitId: w.makeId() as VisitId,
      conversationId: w.makeId() as ConversationId,
      siteId: w.makeId() as World["siteId"],
      agentId: w.makeId() as World["agentId"],
    };
    const probes = probesOf(w);
    for (const [name, ask] of probes) {
      const answer = await answerOf(ask(w.storage, theirs));
      expect(answer, name).toEqual(await answerOf(ask(w.storage, nobodys)));
      const text = JSON.stringify(answer);
      expect(text, name).toMatch(/"NOT_FOUND"|"answered":(null|\[\])/);
    }
    expect(await w.storage.readConversation(neighbour.tenantId, conversationId)).toEqual(before);
  });

  test("one tenant's ids may be another's: they are two rows", async () => {
    const w = world();
    const neighbour = await createWorld(w.storage, w.makeId);
    const id = w.makeId() as VisitId;
    await w.storage.recordVisits(w.tenantId, [visitUpdate(w, id, { language: "de" })]);
    await w.storage.recordVisits(neighbour.tenantId, [visitUpdate(neighbour, id, { language: "en" })]);
    expect((await w.storage.readVisit(w.tenantId, id))?.language).toBe("de");
    expect((await w.storage.readVisit(neighbour.tenantId, id))?.language).toBe("en");
  });

  test("a tenant that does not exist has nothing, and takes nothing", async () => {
    const w = world();
    const nobody = w.makeId() as World["tenantId"];
    expect(await w.storage.listRules(nobody)).toEqual([]);
    expect(await w.storage.listAgents(nobody)).toEqual([]);
    expect(await w.storage.listRequests(nobody)).toEqual([]);
    expect(await w.storage.listOpenCobrowse(nobody)).toEqual([]);
    await expect(w.storage.takeRouting(nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const commit = { tenantId: nobody, epoch: 1, writes: [] };
    await expect(w.storage.commitRouting(commit)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("an id that is no UUID is refused, not misread", async () => {
    const w = world();
    const broken = "1 OR 1=1" as VisitId;
    await expect(w.storage.readVisit(w.tenantId, broken)).rejects.toMatchObject({ code: "ID_INVALID" });
    await expect(w.storage.readVisit(broken as never, broken)).rejects.toMatchObject({ code: "ID_INVALID" });
  });

  test("a seed put down again brings everything up to date, and adds nothing", async () => {
    const { storage, makeId } = world();
    const seed = seedOf(makeId);
    await storage.seedTenant(seed);
    const changed = {
      tenant: { ...seed.tenant, name: "Südwind" },
      sites: seed.sites.map(site => ({ ...site, enabled: false, origins: ["https://südwind.example"] })),
      rules: seed.rules.map(rule => ({ ...rule, version: 2, enabled: false })),
      agents: seed.agents.map(agent => ({ ...agent, skills: [{ skill: "Sales", level: 5 }], capacity: 5 })),
    };
    await storage.seedTenant(changed);
    const { id } = seed.tenant;
    const sites = (await storage.listSites()).filter(site => site.tenantId === id);
    expect(sites).toEqual(changed.sites.map(site => ({ ...site, tenantId: id })));
    expect(await storage.listRules(id)).toEqual(changed.rules);
    expect(await storage.listAgents(id)).toEqual(changed.agents);
  });

  test("membership is found from the account alone", async () => {
    const { storage, makeId } = world();
    const seed = seedOf(makeId);
    await storage.seedTenant(seed);
    const [agent] = seed.agents;
    const { id: tenantId, name: tenantName } = seed.tenant;
    expect(await storage.listMemberships(agent?.accountId ?? "")).toEqual([{ tenantId, tenantName, agent }]);
    expect(await storage.listMemberships("nobody")).toEqual([]);
  });
};
