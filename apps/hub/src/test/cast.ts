/** More people and another site, for tests that need every role on both sides of a tenant's border. */
import type { AgentId, SiteId, TenantId } from "@lotse/protocol";
import type { AgentRecord, TenantSeed } from "@lotse/storage";
import { DEMO_TENANT, type DemoAgent, nordwindSeed } from "../demo/nordwind.ts";

type Person = DemoAgent & Pick<AgentRecord, "id" | "role">;

const person = (number: string, name: string, role: AgentRecord["role"]): Person => ({
  id: `63617374-0000-4000-8000-0000000000${number}` as AgentId,
  name,
  email: `${name.toLowerCase()}@cast.example`,
  password: `${name.toLowerCase()}-lotse-cast`,
  skills: [],
  role,
});

export const SUPERVISOR = person("01", "Selma", "supervisor");
export const ADMINISTRATOR = person("02", "Ada", "administrator");
export const OTHER_ADMINISTRATOR = person("03", "Otto", "administrator");
/** The tenant of `wholeHub.ts`'s OTHER_AGENT. */
const OTHER_TENANT = "6f746865-7200-4000-8000-000000000001" as TenantId;
/** A second site of the demo's tenant. */
export const SECOND_SITE_KEY = "second";

export interface Cast {
  readonly people: readonly DemoAgent[];
  seeds(accountOf: (agent: DemoAgent) => string): readonly TenantSeed[];
}

const secondSite = (): TenantSeed["sites"][number] => {
  const [site] = nordwindSeed(() => "").sites;
  if (site === undefined) throw new Error("the demo has a site");
  return { ...site, id: "63617374-0000-4000-8000-0000000000aa" as SiteId, key: SECOND_SITE_KEY };
};

export const CAST: Cast = {
  people: [SUPERVISOR, ADMINISTRATOR, OTHER_ADMINISTRATOR],
  seeds: accountOf => {
    const agent = (one: Person): AgentRecord => {
      const { id, name, email, role } = one;
      const offer = { skills: [], capacity: 1, channels: null, limits: [] };
      return { id, name, email, role, ...offer, accountId: accountOf(one) };
    };
    const nordwind = { id: DEMO_TENANT, name: "Nordwind" };
    return [
      {
        tenant: nordwind,
        sites: [secondSite()],
        rules: [],
        agents: [agent(SUPERVISOR), agent(ADMINISTRATOR)],
      },
      {
        tenant: { id: OTHER_TENANT, name: "Other" },
        sites: [],
        rules: [],
        agents: [agent(OTHER_ADMINISTRATOR)],
      },
    ];
  },
};
