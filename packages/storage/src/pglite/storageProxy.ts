/** The Storage port whose commands run in the worker. */
import { groupWrites } from "../groupWrites.ts";
import type { Storage } from "../Storage.ts";
import type { StorageCommand } from "./wire.ts";
import type { WorkerLink } from "./workerLink.ts";

export const createStorageProxy = (link: Pick<WorkerLink, "call">, close: () => Promise<void>): Storage => {
  const forward =
    <C extends StorageCommand>(command: C) =>
    (...args: Parameters<Storage[C]>): ReturnType<Storage[C]> =>
      link.call({ to: "storage", command, args }) as ReturnType<Storage[C]>;
  return groupWrites({
    seedTenant: forward("seedTenant"),
    listSites: forward("listSites"),
    listRules: forward("listRules"),
    listAgents: forward("listAgents"),
    recordVisits: forward("recordVisits"),
    readVisit: forward("readVisit"),
    takeRouting: forward("takeRouting"),
    commitRouting: forward("commitRouting"),
    appendMessages: forward("appendMessages"),
    readMessages: forward("readMessages"),
    readConversation: forward("readConversation"),
    findOpenConversation: forward("findOpenConversation"),
    findLastAgent: forward("findLastAgent"),
    listAgentConversations: forward("listAgentConversations"),
    markReceipt: forward("markReceipt"),
    appendDecisions: forward("appendDecisions"),
    listDecisions: forward("listDecisions"),
    putCobrowse: forward("putCobrowse"),
    listOpenCobrowse: forward("listOpenCobrowse"),
    leaveRequest: forward("leaveRequest"),
    listRequests: forward("listRequests"),
    appendAudit: forward("appendAudit"),
    listAudit: forward("listAudit"),
    forget: forward("forget"),
    forgetEndedSessions: forward("forgetEndedSessions"),
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
    listIdentityKeys: forward("listIdentityKeys"),
    addIdentityKey: forward("addIdentityKey"),
    retireIdentityKey: forward("retireIdentityKey"),
    identifyVisit: forward("identifyVisit"),
    listIdentifiedVisits: forward("listIdentifiedVisits"),
    readPlan: forward("readPlan"),
    findChannels: forward("findChannels"),
    savePlan: forward("savePlan"),
    findOutsideItem: forward("findOutsideItem"),
    readPresenceAt: forward("readPresenceAt"),
    listPresence: forward("listPresence"),
    summarizeWaits: forward("summarizeWaits"),
    summarizeServices: forward("summarizeServices"),
    listApiKeys: forward("listApiKeys"),
    addApiKey: forward("addApiKey"),
    revokeApiKey: forward("revokeApiKey"),
    findApiKey: forward("findApiKey"),
    close,
  });
};
