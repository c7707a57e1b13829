/** A small world for contract tests: one tenant with a site, a rule and an agent, and makers for everything else. */
import type {
  AgentId,
  ClientMessageId,
  CobrowseId,
  ConversationId,
  InvitationId,
  MakeId,
  RuleId,
  SiteId,
  TenantId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import type { InvitationRecord, NewMessage, Storage, TenantSeed, VisitUpdate } from "../Storage.ts";
import type { WorkItemRecord } from "../work.ts";

export const START_MS = 1_700_000_000_000;

export interface World {
  readonly storage: Storage;
  readonly makeId: MakeId;
  readonly tenantId: TenantId;
  readonly siteId: SiteId;
  readonly ruleId: RuleId;
  readonly agentId: AgentId;
  readonly epoch: number;
}

export const seedOf = (makeId: MakeId): TenantSeed => {
  const siteId = makeId() as SiteId;
  const key = `site-${makeId()}`;
  return {
    tenant: { id: makeId() as TenantId, name: "Nordwind" },
    sites: [
      {
        id: siteId,
        key,
        name: "Nordwind Versicherung",
        enabled: true,
        origins: ["http://localhost:*"],
        language: "de",
        strictMasking: false,
        maskRules: [],
        assetOrigins: [],
        pushOrigins: [],
        consent: "assumed",
      },
    ],
    rules: [
      {
        id: makeId() as RuleId,
        siteId,
        name: "Quote",
        version: 1,
        cel: 'form("quote").seconds > 120',
        skill: "Sales",
        text: { de: "Können wir helfen?", en: "Can we help?" },
        priority: 10,
        enabled: true,
      },
    ],
    agents: [
      {
        id: makeId() as AgentId,
        accountId: `account-${makeId()}`,
        name: "Anna Petersen",
        email: "anna@nordwind.example",
        role: "agent",
        skills: [{ skill: "Sales", level: 3 }],
        capacity: 3,
        channels: null,
        limits: [],
      },
    ],
  };
};

const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error("empty");
  return item;
};

/** Seeds a tenant of its own and takes its routing. */
export const createWorld = async (storage: Storage, makeId: MakeId): Promise<World> => {
  const seed = seedOf(makeId);
  await storage.seedTenant(seed);
  const { epoch } = await storage.takeRouting(seed.tenant.id);
  return {
    storage,
    makeId,
    tenantId: seed.tenant.id,
    siteId: first(seed.sites).id,
    ruleId: first(seed.rules).id,
    agentId: first(seed.agents).id,
    epoch,
  };
};

export const visitUpdate = (world: World, id: VisitId, change: Partial<VisitUpdate> = {}): VisitUpdate => ({
  id,
  siteId: world.siteId,
  atMs: START_MS,
  language: "de",
  facts: {
    page: { url: "https://shop.example/", title: "Shop", referrer: "" },
    visit: { pages: 1, ms: 1_000 },
    forms: {},
    products: {},
  },
  step: { url: "https://shop.example/", title: "Shop", atMs: START_MS },
  ...change,
});

export const newVisit = async (world: World): Promise<VisitId> => {
  const id = world.makeId() as VisitId;
  await world.storage.recordVisits(world.tenantId, [visitUpdate(world, id)]);
  return id;
};

export const newConversation = async (world: World, visitId?: VisitId): Promise<ConversationId> => {
  const id = world.makeId() as ConversationId;
  const visit = visitId ?? (await newVisit(world));
  await world.storage.commitRouting({
    tenantId: world.tenantId,
    epoch: world.epoch,
    writes: [
      {
        write: "conversation.open",
        conversation: { id, visitId: visit, siteId: world.siteId, topic: null, openedAtMs: START_MS },
      },
    ],
  });
  return id;
};

export const endConversation = (world: World, conversationId: ConversationId): Promise<unknown> =>
  world.storage.commitRouting({
    tenantId: world.tenantId,
    epoch: world.epoch,
    writes: [{ write: "conversation.end", conversationId, atMs: START_MS + 1_000 }],
  });

export const textMessage = (
  world: World,
  conversationId: ConversationId,
  change: Partial<NewMessage> = {},
): NewMessage => ({
  conversationId,
  clientId: world.makeId() as ClientMessageId,
  author: { kind: "visitor" },
  body: { kind: "text", text: "Guten Tag, ich hätte eine Frage." },
  sentAtMs: START_MS,
  ...change,
});

export const workItem = (world: World, conversationId: ConversationId): WorkItemRecord => ({
  id: world.makeId() as WorkItemId,
  conversationId,
  channel: "chat",
  queueId: null,
  skill: "Sales",
  state: "waiting",
  agentId: null,
  enqueuedAtMs: START_MS,
  details: null,
  subject: null,
});

export const invitation = (world: World, visitId: VisitId): InvitationRecord => ({
  id: world.makeId() as InvitationId,
  visitId,
  ruleId: world.ruleId,
  ruleVersion: 1,
  agentId: world.agentId,
  skill: "Sales",
  state: "offered",
  createdAtMs: START_MS,
  expiresAtMs: START_MS + 60_000,
});

export const newCobrowseId = (world: World): CobrowseId => world.makeId() as CobrowseId;
