/** The Storage port whose commands run in the worker. Knows which commands may share a transaction. */
import type { AppendOutcome, DecisionRecord, NewMessage, Storage, VisitUpdate } from "../Storage.ts";
import { createGrouping } from "./grouping.ts";
import type { StorageCommand } from "./wire.ts";
import type { WorkerLink } from "./workerLink.ts";

/** Enough for the best throughput, small enough that a group does not hold the engine for long. */
const GROUP_MAX = 500;

export const createStorageProxy = (link: Pick<WorkerLink, "call">, close: () => Promise<void>): Storage => {
  const forward =
    <C extends StorageCommand>(command: C) =>
    (...args: Parameters<Storage[C]>): ReturnType<Storage[C]> =>
      link.call({ to: "storage", command, args }) as ReturnType<Storage[C]>;
  const done = (count: number): undefined[] => Array.from({ length: count }, () => undefined);
  const turns = { nextTurn: setImmediate, itemsMax: GROUP_MAX };
  const messages = createGrouping<NewMessage, AppendOutcome>({ ...turns, store: forward("appendMessages") });
  const visits = createGrouping<VisitUpdate, undefined>({
    ...turns,
    store: async (tenantId, updates) => {
      await forward("recordVisits")(tenantId, updates);
      return done(updates.length);
    },
  });
  const decisions = createGrouping<DecisionRecord, undefined>({
    ...turns,
    store: async (tenantId, records) => {
      await forward("appendDecisions")(tenantId, records);
      return done(records.length);
    },
  });

  let closed: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    await Promise.all([messages.close(), visits.close(), decisions.close()]);
    await close();
  };

  return {
    seedTenant: forward("seedTenant"),
    listSites: forward("listSites"),
    listRules: forward("listRules"),
    listAgents: forward("listAgents"),
    recordVisits: async (tenantId, updates) => void (await visits.add(tenantId, updates)),
    readVisit: forward("readVisit"),
    takeRouting: forward("takeRouting"),
    commitRouting: forward("commitRouting"),
    appendMessages: messages.add,
    readMessages: forward("readMessages"),
    readConversation: forward("readConversation"),
    findOpenConversation: forward("findOpenConversation"),
    listAgentConversations: forward("listAgentConversations"),
    markReceipt: forward("markReceipt"),
    appendDecisions: async (tenantId, records) => void (await decisions.add(tenantId, records)),
    listDecisions: forward("listDecisions"),
    putCobrowse: forward("putCobrowse"),
    listOpenCobrowse: forward("listOpenCobrowse"),
    leaveRequest: forward("leaveRequest"),
    listRequests: forward("listRequests"),
    appendAudit: forward("appendAudit"),
    listAudit: forward("listAudit"),
    listMemberships: forward("listMemberships"),
    listMembers: forward("listMembers"),
    inviteMember: forward("inviteMember"),
    changeMember: forward("changeMember"),
    removeMember: forward("removeMember"),
    renewLink: forward("renewLink"),
    openSetup: forward("openSetup"),
    findLink: forward("findLink"),
    redeemLink: forward("redeemLink"),
    changeSite: forward("changeSite"),
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
};
