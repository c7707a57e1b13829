/** A desk with work of every kind, and an agent who has some. For tests. */
import type { OfferId, WorkItemId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { agent, agentRecord, type Desk, openDesk, TENANT, visitor } from "./desk.ts";
import { outsideItem, WORK_PLAN } from "./plans.ts";

export const ANNA = agentRecord(1, ["Claims"], 2);
export const BEN = agentRecord(2, ["Claims"], 2);
export const CLARA = agentRecord(3, ["Sales"], 2);

export const onDuty = async (...records: readonly AgentRecord[]): Promise<Desk> => {
  const desk = await openDesk({ agents: [ANNA, BEN, CLARA], plan: WORK_PLAN });
  for (const record of records) await desk.queue.agentConnected(agent(record));
  return desk;
};

export const restarted = async (desk: Desk): Promise<Desk> => {
  await desk.queue.close();
  return openDesk({ ...desk, agents: [ANNA, BEN, CLARA] });
};

export const accept = (desk: Desk, record: AgentRecord) =>
  desk.queue.acceptOffer(agent(record), desk.queue.offersOf(record.id)[0]?.id as OfferId);

export const workOf = (desk: Desk, record: AgentRecord) => desk.queue.desk.workOf(agent(record))?.work ?? [];

/** An e-mail that Anna has. */
export const mailAtAnna = async (...others: readonly AgentRecord[]) => {
  const desk = await onDuty(ANNA);
  const item = outsideItem();
  await desk.queue.items.addWorkItem(TENANT, item);
  await accept(desk, ANNA);
  for (const record of others) await desk.queue.agentConnected(agent(record));
  return { desk, workItemId: item.id };
};

/** A conversation that Anna has. */
export const chatAtAnna = async (...others: readonly AgentRecord[]) => {
  const desk = await onDuty(ANNA);
  const conversation = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
  await accept(desk, ANNA);
  for (const record of others) await desk.queue.agentConnected(agent(record));
  const workItemId = workOf(desk, ANNA)[0]?.workItemId as WorkItemId;
  return { desk, workItemId, conversationId: conversation.id };
};

export const stale = { code: "ASSIGNMENT_STALE" };
export const note = "Bitte zurückrufen";
