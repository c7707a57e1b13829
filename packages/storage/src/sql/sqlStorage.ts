/**
 * The Storage port on a Kysely database, the same for both engines. Every command is one transaction under the
 * tenant's row-level security. Knows neither threads nor drivers.
 */
import type { TenantId } from "@lotse/protocol";
import type { Kysely } from "kysely";
import type { Storage } from "../Storage.ts";
import * as apiKeys from "./apiKeys.ts";
import * as audit from "./audit.ts";
import * as availability from "./availability.ts";
import * as cobrowse from "./cobrowse.ts";
import * as contacts from "./contacts.ts";
import * as conversations from "./conversations.ts";
import * as decisions from "./decisions.ts";
import * as directory from "./directory.ts";
import * as drift from "./drift.ts";
import { toLotseError } from "./errors.ts";
import * as lift from "./lift.ts";
import * as links from "./links.ts";
import * as members from "./members.ts";
import * as messages from "./messages.ts";
import * as outcomes from "./outcomes.ts";
import * as outsideItems from "./outsideItems.ts";
import * as plans from "./plans.ts";
import * as radarSites from "./radarSites.ts";
import * as recordReads from "./recordReads.ts";
import * as requests from "./requests.ts";
import * as retention from "./retention.ts";
import * as routing from "./routing.ts";
import * as rules from "./rules.ts";
import type { Database } from "./schema.ts";
import * as sharing from "./sharing.ts";
import { inDirectory, inTenant, type Trx, transact } from "./transact.ts";
import * as visitors from "./visitors.ts";
import * as visits from "./visits.ts";

export const createSqlStorage = (database: Kysely<Database>): Storage => {
  // Raw statements name their schema themselves.
  const db = database.withSchema("lotse");

  const tenant = async <T>(tenantId: TenantId, work: (trx: Trx) => Promise<T>): Promise<T> => {
    try {
      return await inTenant(db, tenantId, work);
    } catch (error) {
      throw toLotseError(error);
    }
  };
  const everywhere = async <T>(work: (trx: Trx) => Promise<T>): Promise<T> => {
    try {
      return await inDirectory(db, work);
    } catch (error) {
      throw toLotseError(error);
    }
  };

  return {
    seedTenant: seed => tenant(seed.tenant.id, trx => directory.seedTenant(trx, seed)),
    listSites: () => everywhere(directory.listSites),
    listRules: id => tenant(id, trx => directory.listRules(trx, id)),
    listAgents: id => tenant(id, trx => directory.listAgents(trx, id)),
    recordVisits: (id, updates) => tenant(id, trx => visits.recordVisits(trx, id, updates)),
    readVisit: (id, visitId) => tenant(id, trx => visits.readVisit(trx, id, visitId)),
    takeRouting: id => tenant(id, trx => routing.takeRouting(trx, id)),
    commitRouting: commit => tenant(commit.tenantId, trx => routing.commitRouting(trx, commit)),
    appendMessages: (id, batch) => tenant(id, trx => messages.appendMessages(trx, id, batch)),
    readMessages: (id, query) => tenant(id, trx => messages.readMessages(trx, id, query)),
    readConversation: (id, one) => tenant(id, trx => conversations.readConversation(trx, id, one)),
    findOpenConversation: (id, visitId) =>
      tenant(id, trx => conversations.findOpenConversation(trx, id, visitId)),
    findLastAgent: (id, visitId, sinceMs) =>
      tenant(id, trx => conversations.findLastAgent(trx, id, { visitId, sinceMs })),
    listAgentConversations: (id, agentId) =>
      tenant(id, trx => conversations.listAgentConversations(trx, id, agentId)),
    markReceipt: (id, mark) => tenant(id, trx => conversations.markReceipt(trx, id, mark)),
    appendDecisions: (id, batch) => tenant(id, trx => decisions.appendDecisions(trx, id, batch)),
    listDecisions: (id, visitId) => tenant(id, trx => decisions.listDecisions(trx, id, visitId)),
    putCobrowse: (id, record) => tenant(id, trx => cobrowse.putCobrowse(trx, id, record)),
    listOpenCobrowse: id => tenant(id, trx => cobrowse.listOpenCobrowse(trx, id)),
    appendSharing: (id, records) => tenant(id, trx => sharing.appendSharing(trx, id, records)),
    listSharings: (id, conversationId) => tenant(id, trx => sharing.listSharings(trx, id, conversationId)),
    leaveRequest: (id, request) => tenant(id, trx => requests.leaveRequest(trx, id, request)),
    listRequests: id => tenant(id, trx => requests.listRequests(trx, id)),
    appendAudit: (id, entries) => tenant(id, trx => audit.appendAudit(trx, id, entries)),
    listAudit: (id, query) => tenant(id, trx => audit.listAudit(trx, id, query)),
    forget: (id, step) => tenant(id, trx => retention.forget(trx, id, step)),
    forgetEndedSessions: async step => {
      try {
        return await transact(db, trx => retention.forgetEndedSessions(trx, step));
      } catch (error) {
        throw toLotseError(error);
      }
    },
    listMemberships: accountId => everywhere(trx => members.listMemberships(trx, accountId)),
    listMembers: id => tenant(id, trx => members.listMembers(trx, id)),
    inviteMember: (id, invitation) => tenant(id, trx => members.inviteMember(trx, id, invitation)),
    changeMember: (id, agentId, change) =>
      tenant(id, trx => members.changeMember(trx, id, { agentId, change })),
    removeMember: (id, agentId, nowMs) =>
      tenant(id, trx => members.removeMember(trx, id, { agentId, nowMs })),
    renewLink: (id, agentId, link) => tenant(id, trx => links.renewLink(trx, id, { agentId, links: link })),
    openSetup: (id, link) => tenant(id, trx => links.openSetup(trx, id, link)),
    findLink: (tokenHash, nowMs) => everywhere(trx => links.findLink(trx, tokenHash, nowMs)),
    redeemLink: (id, redemption) => tenant(id, trx => links.redeemLink(trx, id, redemption)),
    changeSite: (id, siteId, change) => tenant(id, trx => directory.changeSite(trx, id, { siteId, change })),
    readDrift: (id, siteId) => tenant(id, trx => drift.readDrift(trx, id, siteId)),
    writeDrift: (id, siteId, records) =>
      tenant(id, trx => drift.writeDrift(trx, id, { id: siteId, records })),
    listIdentityKeys: (id, siteId) => tenant(id, trx => contacts.listIdentityKeys(trx, id, siteId)),
    addIdentityKey: (id, key) => tenant(id, trx => contacts.addIdentityKey(trx, id, key)),
    retireIdentityKey: (id, key) => tenant(id, trx => contacts.retireIdentityKey(trx, id, key)),
    identifyVisit: (id, who) => tenant(id, trx => contacts.identifyVisit(trx, id, who)),
    listIdentifiedVisits: (id, query) => tenant(id, trx => contacts.listIdentifiedVisits(trx, id, query)),
    readPlan: id => tenant(id, trx => plans.readPlan(trx, id)),
    findChannels: (id, ids) => tenant(id, trx => plans.findChannels(trx, id, ids)),
    savePlan: (id, save) => tenant(id, trx => plans.savePlan(trx, id, save)),
    findOutsideItem: (id, by) => tenant(id, trx => outsideItems.findOutsideItem(trx, id, by)),
    readPresenceAt: (id, atMs) => tenant(id, trx => availability.readPresenceAt(trx, id, atMs)),
    listPresence: (id, query) => tenant(id, trx => availability.listPresence(trx, id, query)),
    summarizeWaits: (id, period) => tenant(id, trx => availability.summarizeWaits(trx, id, period)),
    summarizeServices: (id, query) => tenant(id, trx => outcomes.summarizeServices(trx, id, query)),
    listApiKeys: id => tenant(id, trx => apiKeys.listApiKeys(trx, id)),
    addApiKey: (id, key) => tenant(id, trx => apiKeys.addApiKey(trx, id, key)),
    revokeApiKey: (id, key) => tenant(id, trx => apiKeys.revokeApiKey(trx, id, key)),
    findApiKey: hash => everywhere(trx => apiKeys.findApiKey(trx, hash)),
    readRadar: id => tenant(id, trx => radarSites.readRadar(trx, id)),
    readRevisions: id => tenant(id, trx => radarSites.readRevisions(trx, id)),
    listRuleHistories: id => tenant(id, trx => rules.listRuleHistories(trx, id)),
    readRuleHistory: (id, ruleId) => tenant(id, trx => rules.readRuleHistory(trx, id, ruleId)),
    saveRule: (id, save) => tenant(id, trx => rules.saveRule(trx, id, save)),
    publishRule: (id, publication) => tenant(id, trx => rules.publishRule(trx, id, publication)),
    retireRule: (id, retirement) => tenant(id, trx => rules.retireRule(trx, id, retirement)),
    saveRadarSettings: (id, save) => tenant(id, trx => radarSites.saveRadarSettings(trx, id, save)),
    readVisitorPast: (id, query) => tenant(id, trx => visitors.readVisitorPast(trx, id, query)),
    keepSide: (id, side) => tenant(id, trx => visitors.keepSide(trx, id, side)),
    recordAnswered: (id, answer) => tenant(id, trx => visitors.recordAnswered(trx, id, answer)),
    recordConversion: (id, conversion) => tenant(id, trx => visitors.recordConversion(trx, id, conversion)),
    countRecordedVisits: (id, query) => tenant(id, trx => recordReads.countRecordedVisits(trx, id, query)),
    listRecordedVisits: (id, query) => tenant(id, trx => recordReads.listRecordedVisits(trx, id, query)),
    listPastInvitations: (id, query) => tenant(id, trx => recordReads.listPastInvitations(trx, id, query)),
    medianConversationMs: (id, query) => tenant(id, trx => recordReads.medianConversationMs(trx, id, query)),
    sumLift: (id, period) => tenant(id, trx => lift.sumLift(trx, id, period)),
    close: () => database.destroy(),
  };
};
