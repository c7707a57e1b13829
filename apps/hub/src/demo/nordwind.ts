/**
 * The demo: an insurer's site with its rules and six agents, word for word as the README tells it. The passwords
 * are known to everybody, so nothing of this exists unless the hub was started as a demo. Knows no storage.
 */
import type { AgentId, SiteId, TenantId } from "@lotse/protocol";
import type { AgentRecord, TenantSeed } from "@lotse/storage";
import { nordwindRules } from "./nordwindRules.ts";

export interface DemoAgent {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly skills: readonly string[];
  /** Where it is not the usual one. */
  readonly levels?: Readonly<Record<string, number>>;
  readonly role: AgentRecord["role"];
}

export const DEMO_AGENTS: readonly (DemoAgent & { readonly id: AgentId })[] = [
  {
    id: "6c6f7473-6500-4000-8000-0000000000a1" as AgentId,
    name: "Anna Petersen",
    email: "anna@nordwind.example",
    password: "anna-lotse-demo",
    role: "agent",
    skills: ["Sales"],
  },
  {
    id: "6c6f7473-6500-4000-8000-0000000000b2" as AgentId,
    name: "Ben Krüger",
    email: "ben@nordwind.example",
    password: "ben-lotse-demo",
    role: "agent",
    skills: ["Sales", "Service"],
  },
  {
    id: "6c6f7473-6500-4000-8000-0000000000c3" as AgentId,
    name: "Clara Yılmaz",
    email: "clara@nordwind.example",
    password: "clara-lotse-demo",
    role: "administrator",
    skills: ["Service"],
  },
  {
    id: "6c6f7473-6500-4000-8000-0000000000d4" as AgentId,
    name: "David Brandt",
    email: "david@nordwind.example",
    password: "david-lotse-demo",
    role: "agent",
    skills: ["Claims", "Service"],
  },
  {
    id: "6c6f7473-6500-4000-8000-0000000000e5" as AgentId,
    name: "Emma Olsen",
    email: "emma@nordwind.example",
    password: "emma-lotse-demo",
    role: "agent",
    skills: ["Sales"],
    levels: { Sales: 5 },
  },
  {
    id: "6c6f7473-6500-4000-8000-0000000000f6" as AgentId,
    name: "Farid Haddad",
    email: "farid@nordwind.example",
    password: "farid-lotse-demo",
    role: "supervisor",
    skills: ["Sales", "Claims", "Service"],
    levels: { Sales: 1, Claims: 5 },
  },
];

export const DEMO_TENANT = "6c6f7473-6500-4000-8000-000000000001" as TenantId;
export const DEMO_SITE_KEY = "demo";
const SITE = "6c6f7473-6500-4000-8000-000000000002" as SiteId;

/** Conversations one demo agent may have at once. */
const CAPACITY = 4;
/** Of every skill of the demo's people, from 1 to 5. */
const LEVEL = 3;

const agentRecord = (agent: (typeof DEMO_AGENTS)[number], accountId: string): AgentRecord => ({
  id: agent.id,
  accountId,
  name: agent.name,
  email: agent.email,
  role: agent.role,
  skills: agent.skills.map(skill => ({ skill, level: agent.levels?.[skill] ?? LEVEL })),
  capacity: CAPACITY,
  channels: null,
  limits: [],
});

/** `accountOf` names the account that signs in as the agent; it is made before the seed is put down. */
export const nordwindSeed = (
  accountOf: (agent: DemoAgent) => string,
  moreOrigins: readonly string[] = [],
): TenantSeed => ({
  tenant: { id: DEMO_TENANT, name: "Nordwind" },
  sites: [
    {
      id: SITE,
      key: DEMO_SITE_KEY,
      name: "Nordwind Versicherung",
      enabled: true,
      // Anyone may try a page of their own on their own machine.
      origins: ["http://localhost:*", "http://127.0.0.1:*", ...moreOrigins],
      language: "de",
      strictMasking: false,
      maskRules: [],
      assetOrigins: [],
      pushOrigins: [],
      consent: "assumed",
    },
  ],
  rules: nordwindRules(SITE),
  agents: DEMO_AGENTS.map(agent => agentRecord(agent, accountOf(agent))),
});
