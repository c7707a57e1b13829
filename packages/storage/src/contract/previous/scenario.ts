/**
 * A day in the life of a Storage, one step after the other and the same every time: every command, with what it
 * refuses. Whoever adds a command to the port adds a step.
 */
import { type ConversationId, LotseError, type VisitId } from "@lotse/protocol";
import { sequentialIds } from "@lotse/testkit";
import type { RoutingWrite, Storage } from "../../Storage.ts";
import { newApiKey } from "../apiKeys.ts";
import {
  createWorld,
  endConversation,
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
} from "../fixture.ts";

import { saveOf } from "../plans.ts";
import { contentOf, outsideItem, presenceOf, waitOf } from "../work.ts";

/** A refusal is part of the day. */
const refused = async (asked: Promise<unknown>): Promise<void> => {
  try {
    await asked;
  } catch (error) {
    if (error instanceof LotseError && error.code !== "INTERNAL") return;
    throw error;
  }
  throw new Error("was not refused");
};

const directory = async (w: World): Promise<void> => {
  const { storage, tenantId } = w;
  const again = seedOf(w.makeId);
  await storage.seedTenant(again);
  await storage.seedTenant({ ...again, tenant: { ...again.tenant, name: "Südwind" } });
  await storage.listSites();
  await storage.listRules(tenantId);
  await storage.listAgents(tenantId);
  await storage.listMemberships(again.agents[0]?.accountId ?? "");
  await storage.listMemberships("nobody");
};

const visits = async (w: World): Promise<VisitId> => {
  const id = await newVisit(w);
  const step = { url: "https://shop.example/2", title: "Two", atMs: START_MS + 2 };
  await w.storage.recordVisits(w.tenantId, [
    visitUpdate(w, id, { atMs: START_MS + 2, step }),
    visitUpdate(w, id, { atMs: START_MS + 1, step: null, language: "en" }),
  ]);
  await w.storage.readVisit(w.tenantId, id);
  await refused(w.storage.readVisit(w.tenantId, "1 OR 1=1" as VisitId));
  return id;
};

const chat = async (w: World, conversationId: ConversationId): Promise<void> => {
  const { storage, tenantId } = w;
  const message = textMessage(w, conversationId);
  await storage.appendMessages(tenantId, [message, textMessage(w, conversationId)]);
  await storage.appendMessages(tenantId, [message]);
  await storage.appendMessages(tenantId, [{ ...message, body: { kind: "text", text: "other" } }]);
  await storage.appendMessages(tenantId, [textMessage(w, w.makeId() as ConversationId)]);
  await refused(
    storage.appendMessages(tenantId, [
      textMessage(w, conversationId, { body: { kind: "text", text: "\u0000" } }),
    ]),
  );
  await storage.readMessages(tenantId, { conversationId, afterSeq: 1, limit: 10 });
  await storage.markReceipt(tenantId, { conversationId, side: "visitor", deliveredSeq: 9, readSeq: 1 });
  await storage.markReceipt(tenantId, { conversationId, side: "agent", deliveredSeq: 1, readSeq: 1 });
  await storage.readConversation(tenantId, conversationId);
};

const routing = async (w: World, visitId: VisitId): Promise<void> => {
  const { storage, tenantId } = w;
  const id = w.makeId() as ConversationId;
  const offer = invitation(w, visitId);
  const decision = {
    visitId,
    ruleId: w.ruleId,
    ruleVersion: 1,
    reason: null,
    invitationId: offer.id,
    atMs: START_MS,
  };
  const item = workItem(w, id);
  const writes: RoutingWrite[] = [
    {
      write: "conversation.open",
      conversation: { id, visitId, siteId: w.siteId, topic: "Angebot", openedAtMs: START_MS },
    },
    { write: "conversation.assign", conversationId: id, agentId: w.agentId },
    { write: "message", message: textMessage(w, id, { body: { kind: "notice", notice: "opened" } }) },
    { write: "workItem", item },
    { write: "invitation", invitation: offer },
    { write: "decision", decision: { ...decision, outcome: "shown" } },
  ];
  await storage.commitRouting({ tenantId, epoch: w.epoch, writes });
  await storage.commitRouting({ tenantId, epoch: w.epoch, writes: [] });
  await refused(storage.commitRouting({ tenantId, epoch: w.epoch + 7, writes }));
  const nowhere = workItem(w, w.makeId() as ConversationId);
  await refused(
    storage.commitRouting({ tenantId, epoch: w.epoch, writes: [{ write: "workItem", item: nowhere }] }),
  );
  await storage.listAgentConversations(tenantId, w.agentId);
  await storage.findOpenConversation(tenantId, visitId);
  await storage.appendDecisions(tenantId, [{ ...decision, outcome: "suppressed", reason: "noAgentFree" }]);
  await storage.listDecisions(tenantId, visitId);
  await storage.commitRouting({
    tenantId,
    epoch: w.epoch,
    writes: [
      { write: "workItem", item: { ...item, state: "assigned", agentId: w.agentId } },
      { write: "invitation", invitation: { ...offer, state: "accepted" } },
    ],
  });
  await endConversation(w, id);
  await storage.appendMessages(tenantId, [textMessage(w, id)]);
};

const beside = async (w: World, visitId: VisitId, conversationId: ConversationId): Promise<void> => {
  const { storage, tenantId } = w;
  const request = {
    id: w.makeId(),
    visitId,
    kind: "callback" as const,
    reach: "+49 30 1",
    text: "",
    leftAtMs: START_MS,
  };
  await storage.leaveRequest(tenantId, request);
  await storage.leaveRequest(tenantId, request);
  await storage.listRequests(tenantId);
  const session = {
    id: newCobrowseId(w),
    conversationId,
    agentId: w.agentId,
    state: "requested" as const,
    requestedAtMs: START_MS,
    startedAtMs: null,
    endedAtMs: null,
    endedBy: null,
  };
  await storage.putCobrowse(tenantId, session);
  await storage.listOpenCobrowse(tenantId);
  await storage.putCobrowse(tenantId, {
    ...session,
    state: "ended",
    endedAtMs: START_MS,
    endedBy: "visitor",
  });
};

const plan = async (w: World): Promise<void> => {
  const { storage, tenantId } = w;
  await storage.readPlan(tenantId);
  await storage.savePlan(tenantId, saveOf(w, 0));
  await storage.savePlan(tenantId, saveOf(w, 1));
  await refused(storage.savePlan(tenantId, saveOf(w, 1)));
  await storage.readPlan(tenantId);
  const key = newApiKey(w);
  await storage.addApiKey(tenantId, key);
  await storage.findApiKey(key.hash);
  await storage.revokeApiKey(tenantId, { id: key.id, atMs: START_MS });
  await refused(storage.revokeApiKey(tenantId, { ...key, id: w.makeId() as typeof key.id }));
  await storage.listApiKeys(tenantId);
  await storage.changeMember(tenantId, w.agentId, {
    skills: [{ skill: "Sales", level: 5 }],
    channels: ["chat"],
    limits: [{ channel: "chat", items: 2 }],
  });
};

const outside = async (w: World): Promise<void> => {
  const { storage, tenantId } = w;
  const item = outsideItem(w);
  const content = contentOf(item);
  const commit = (...writes: readonly RoutingWrite[]) =>
    storage.commitRouting({ tenantId, epoch: w.epoch, writes });
  await commit(
    { write: "workItem", item, content },
    { write: "presence", record: presenceOf(w, START_MS) },
    { write: "wait", wait: waitOf(w) },
  );
  await commit({ write: "workItem", item: { ...item, state: "parked", agentId: w.agentId } });
  await refused(commit({ write: "workItem", item: outsideItem(w), content }));
  await refused(commit({ write: "workItem", item: outsideItem(w) }));
  await storage.findOutsideItem(tenantId, { id: item.id });
  await storage.findOutsideItem(tenantId, { outsideKey: content.outsideKey });
  await storage.readPresenceAt(tenantId, START_MS);
  await storage.listPresence(tenantId, { fromMs: 0, toMs: START_MS * 2, cursor: null, limit: 10 });
  await storage.summarizeWaits(tenantId, { fromMs: 0, toMs: START_MS * 2 });
};

export const liveThroughADay = async (storage: Storage): Promise<void> => {
  const world = await createWorld(storage, sequentialIds());
  await directory(world);
  const visitId = await visits(world);
  const conversationId = await newConversation(world, visitId);
  await chat(world, conversationId);
  await beside(world, visitId, conversationId);
  await endConversation(world, conversationId);
  await routing(world, visitId);
  await plan(world);
  await outside(world);
  await storage.takeRouting(world.tenantId);
};
