/**
 * Any history of invitations, redemptions, changes, removals and sign-ins, against a plain model of who is inside:
 * nobody else ever gets a console, and somebody always administers.
 */
import type { AgentId } from "@lotse/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMINISTRATOR, CAST } from "../../../test/cast.ts";
import { type AgentLine, cookieOf, startWholeHub, type WholeHub } from "../../../test/wholeHub.ts";
import { codeOf, LINKS_WITHOUT_END, PASSWORD, person, QUICK, redeem, tokenOf, welcomeOf } from "./people.ts";

type Role = "agent" | "supervisor" | "administrator";

/** What should be so of one person. */
interface Known {
  id: AgentId | null;
  state: "nobody" | "invited" | "member";
  role: Role;
  /** Signs in with this; null before the first redemption. */
  password: string | null;
  link: { readonly token: string; readonly is: "invitation" | "password" } | null;
  /** Links that should be void. */
  readonly spent: string[];
  /** Sessions that should be good, and sessions that must not be. */
  live: string[];
  readonly dead: string[];
}

interface World {
  readonly people: ReadonlyMap<string, Known>;
  /** Asks as the standing administrator, who is not among the people. */
  readonly admin: AgentLine;
}

let hub: WholeHub;
let admin: AgentLine;
let histories = 0;
beforeAll(async () => {
  const perMs = 1;
  const unlimited = { points: 1e9, perMs };
  const all = {
    visit: unlimited,
    agent: unlimited,
    address: unlimited,
    tenantVisitors: unlimited,
    tenantAgents: unlimited,
  };
  const limits = { ...LINKS_WITHOUT_END, commands: all, commandBytes: all, connects: unlimited };
  hub = await startWholeHub({ cast: CAST, passwords: QUICK, limits });
  admin = await hub.agent(ADMINISTRATOR);
});
afterAll(() => hub.close());

const endSessions = (known: Known): void => {
  known.dead.push(...known.live);
  known.live = [];
};
const replaceLink = (known: Known, link: Known["link"]): void => {
  if (known.link !== null) known.spent.push(known.link.token);
  known.link = link;
};

type Step = (world: World, who: string) => Promise<void>;
const knownOf = ({ people }: World, who: string): Known => people.get(who) as Known;

const steps: Readonly<Record<string, Step>> = {
  invite: async (world, who) => {
    const known = knownOf(world, who);
    const result = await world.admin.raw("member:invite", person(who, { role: known.role }));
    expect(codeOf(result)).toBe(known.state === "nobody" ? "ok" : "EMAIL_TAKEN");
    if (!result.ok) return;
    const { member, link } = result.value as { member: { id: AgentId }; link: string };
    known.id = member.id;
    known.state = "invited";
    replaceLink(known, { token: tokenOf(link), is: "invitation" });
  },
  renewLink: async (world, who) => {
    const known = knownOf(world, who);
    if (known.id === null) return;
    const result = await world.admin.raw("member:renewLink", { agentId: known.id });
    expect(codeOf(result)).toBe(known.state === "nobody" ? "NOT_FOUND" : "ok");
    if (!result.ok) return;
    const is = known.state === "member" ? "password" : "invitation";
    replaceLink(known, { token: tokenOf((result.value as { link: string }).link), is });
  },
  redeem: async (world, who) => {
    const known = knownOf(world, who);
    if (known.link === null) return;
    const { token, is } = known.link;
    // Who has a password already proves it; else one is chosen.
    const password =
      is === "invitation" && known.password !== null ? known.password : `${PASSWORD} ${known.spent.length}`;
    expect(codeOf(await redeem(hub, token, { password }))).toBe("ok");
    known.password = password;
    known.state = "member";
    replaceLink(known, null);
    known.spent.push(token);
    if (is === "password") endSessions(known);
  },
  redeemSpent: async (world, who) => {
    for (const token of knownOf(world, who).spent) {
      expect(codeOf(await redeem(hub, token))).toBe("LINK_INVALID");
    }
  },
  signIn: async (world, who) => {
    const known = knownOf(world, who);
    const password = known.password ?? PASSWORD;
    const answer = await hub.signIn({ email: person(who).email, password });
    expect(answer.status).toBe(known.password === null ? 401 : 200);
    if (!answer.ok) return;
    if (known.state === "member") known.live.push(cookieOf(answer));
    else known.dead.push(cookieOf(answer));
  },
  signOut: async (world, who) => {
    const known = knownOf(world, who);
    if (known.id === null) return;
    const result = await world.admin.raw("member:signOut", { agentId: known.id });
    expect(codeOf(result)).toBe(known.state === "nobody" ? "NOT_FOUND" : "ok");
    if (known.state === "member") endSessions(known);
  },
  promote: async (world, who) => changeRole(world, who, "administrator"),
  demote: async (world, who) => changeRole(world, who, "agent"),
  remove: async (world, who) => {
    const known = knownOf(world, who);
    if (known.id === null) return;
    const result = await world.admin.raw("member:remove", { agentId: known.id });
    expect(codeOf(result)).toBe(known.state === "nobody" ? "NOT_FOUND" : "ok");
    known.state = "nobody";
    replaceLink(known, null);
  },
};

const changeRole = async (world: World, who: string, role: Role): Promise<void> => {
  const known = knownOf(world, who);
  if (known.id === null) return;
  const result = await world.admin.raw("member:change", { agentId: known.id, role });
  expect(codeOf(result)).toBe(known.state === "nobody" ? "NOT_FOUND" : "ok");
  if (known.state !== "nobody") known.role = role;
};

/** Sessions outlive a removal, and are good again when the same person comes back; those that were ended never. */
const checkDoors = async ({ people }: World): Promise<void> => {
  for (const known of people.values()) {
    for (const cookie of known.live) {
      expect(await welcomeOf(hub, cookie)).toBe(known.state === "member" ? "ok" : "SESSION_REVOKED");
    }
    for (const cookie of known.dead) expect(await welcomeOf(hub, cookie)).toBe("SESSION_REVOKED");
  }
};

const checkMembers = async ({ people }: World): Promise<void> => {
  const { members } = await admin.ask("member:list", {});
  const standing = members.filter(({ role, state }) => role === "administrator" && state === "active");
  expect(standing.length).toBeGreaterThan(0);
  for (const [who, known] of people) {
    const found = members.find(({ email }) => email === person(who).email);
    const expected = { nobody: undefined, invited: "invited", member: "active" }[known.state];
    expect(found?.state).toBe(expected);
    if (found !== undefined) expect(found.role).toBe(known.role);
  }
};

it("whatever happens, only members are inside, and somebody administers", async () => {
  const step = fc.record({
    name: fc.constantFrom(...Object.keys(steps), "invite", "redeem", "redeem", "signIn", "signIn"),
    who: fc.constantFrom(0, 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async history => {
      const run = ++histories;
      const names = [`Fuzz${run}a`, `Fuzz${run}b`];
      const nobody = (): Known => ({
        ...{ id: null, state: "nobody", role: "agent", password: null, link: null },
        ...{ spent: [], live: [], dead: [] },
      });
      const world: World = { people: new Map(names.map(name => [name, nobody()])), admin };
      for (const { name, who } of history) await steps[name]?.(world, names[who] as string);
      await checkMembers(world);
      await checkDoors(world);
    }),
    { numRuns: 25 },
  );
}, 240_000);
