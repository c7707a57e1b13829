import {
  type AgentId,
  type Beacon,
  LotseError,
  type RuleId,
  type SiteId,
  type TenantId,
  type VisitId,
  type VisitView,
} from "@lotse/protocol";
import type { SiteRecord, VisitRecord, VisitUpdate } from "@lotse/storage";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import type { AgentActor, AnyCommand } from "../../command.ts";
import { createVisitCommands } from "./commands.ts";
import { createOnSite } from "./onSite.ts";
import { createRecent } from "./recent.ts";
import { createVisitService, type VisitServiceDeps } from "./service.ts";

const HOUR_MS = 3_600_000;
const KEY = "k".repeat(43);
const id = (tail: number) => `10000000-0000-4000-8000-${String(tail).padStart(12, "0")}`;
const site = (tail: number, tenantTail = 1): SiteRecord => ({
  tenantId: id(tenantTail) as TenantId,
  id: id(100 + tail) as SiteId,
  key: `site${tail}`,
  name: `Site ${tail}`,
  enabled: true,
  origins: [],
  language: "de",
  strictMasking: false,
  maskRules: [],
  assetOrigins: [],
  pushOrigins: [],
  consent: "assumed",
});
const HOME = site(1);
const agent = (tenantTail = 1): AgentActor => ({
  kind: "agent",
  tenantId: id(tenantTail) as TenantId,
  agentId: id(200) as AgentId,
  name: "Anna Petersen",
  role: "agent",
});

const beacon = (url: string, token?: string): Beacon => ({
  siteKey: "site1",
  ...(token === undefined ? {} : { token }),
  language: "de",
  facts: {
    page: { url, title: `Title of ${url}`, referrer: "" },
    visit: { pages: 1, ms: 0 },
    forms: {},
    products: {},
  },
  asks: [id(300) as RuleId],
});

/** What a real storage would hold, as far as visits go. */
const createStore = () => {
  const visits = new Map<string, VisitRecord>();
  const calls: { readonly tenantId: TenantId; readonly updates: readonly VisitUpdate[] }[] = [];
  let conversations: readonly VisitId[] = [];
  let failing = false;
  const storage: VisitServiceDeps["storage"] = {
    recordVisits: async (tenantId, updates) => {
      if (failing) throw new LotseError("STORE_UNAVAILABLE", "down");
      calls.push({ tenantId, updates: [...updates] });
      for (const { id: visitId, atMs, step, ...rest } of updates) {
        const before = visits.get(`${tenantId} ${visitId}`);
        visits.set(`${tenantId} ${visitId}`, {
          ...rest,
          id: visitId,
          startedAtMs: before?.startedAtMs ?? atMs,
          lastSeenAtMs: atMs,
          journey: [...(before?.journey ?? []), ...(step === null ? [] : [step])],
        });
      }
    },
    readVisit: async (tenantId, visitId) => visits.get(`${tenantId} ${visitId}`) ?? null,
    listAgentConversations: async () =>
      conversations.map(visitId => ({ visitId })) as unknown as Awaited<
        ReturnType<VisitServiceDeps["storage"]["listAgentConversations"]>
      >,
  };
  return {
    storage,
    calls,
    visits,
    setFailing: (value: boolean) => {
      failing = value;
    },
    setConversations: (value: readonly VisitId[]) => {
      conversations = value;
    },
  };
};

const setUp = (override: Partial<VisitServiceDeps> = {}) => {
  const clock = new FakeClock();
  const store = createStore();
  const told: VisitView[] = [];
  const failures: unknown[] = [];
  const deps: VisitServiceDeps = {
    storage: store.storage,
    publisher: {
      toAgent: (_, event, payload) => {
        if (event === "visit:changed") told.push(payload as VisitView);
      },
    },
    clock,
    ids: sequentialIds(),
    nextTurn: queueMicrotask,
    tokenKey: KEY,
    siteOf: () => HOME,
    hasOpenConversation: async () => false,
    offersOf: () => [],
    visitsAssistedBy: () => [],
    onSite: createOnSite({ clock }),
    seen: () => {},
    pulseOf: () => 60_000,
    serves: () => false,
    invitationReached: () => {},
    decide: async () => ({ decisions: [] }),
    momentOf: () => null,
    nameOf: () => null,
    log: { error: event => failures.push(event) },
    ...override,
  };
  return { ...store, clock, told, failures, deps, visits: createVisitService(deps), rows: store.visits };
};

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof LotseError ? error.code : String(error);
};

it("keeps secrets in addresses from the store, the rules and the agent", async () => {
  const asked: unknown[] = [];
  const { visits, calls } = setUp({
    decide: async ({ facts }) => {
      asked.push(facts);
      return { decisions: [] };
    },
  });
  const sent = beacon("https://a.example/quote?step=2&session=GEHEIM");
  const page = {
    url: sent.facts.page.url,
    title: "Quote",
    referrer: "https://b.example/?email=geheim%40b.example#id_token=GEHEIM",
  };
  const { visitId } = await visits.receive(HOME, { ...sent, facts: { ...sent.facts, page } });
  const view = await visits.view(HOME.tenantId, visitId);
  expect(view?.page.url).toBe("https://a.example/quote?step=2&session=***");
  expect(view?.journey).toMatchObject([{ url: view?.page.url }]);
  expect(view?.facts?.page.referrer).toBe("https://b.example/?email=***#id_token=***");
  expect(JSON.stringify([view, calls, asked])).not.toMatch(/geheim/i);
});

describe("who a visitor is", () => {
  it("stays the same visit with the token, over a restart too", async () => {
    const { visits, deps, storage } = setUp();
    const first = await visits.receive(HOME, beacon("https://a.example/1"));
    const again = await visits.receive(HOME, beacon("https://a.example/2", first.token));
    expect(again).toMatchObject({ visitId: first.visitId, token: first.token, inContact: false });
    const restarted = createVisitService({ ...deps, storage });
    const later = await restarted.receive(HOME, beacon("https://a.example/3", first.token));
    expect(later.visitId).toBe(first.visitId);
    const view = await restarted.view(HOME.tenantId, first.visitId);
    expect(view?.journey.map(step => step.url)).toEqual([1, 2, 3].map(page => `https://a.example/${page}`));
  });

  it("is told by the token to the transports", async () => {
    const { visits } = setUp();
    const { token, visitId } = await visits.receive(HOME, beacon("https://a.example/"));
    const actor = { kind: "visitor", tenantId: HOME.tenantId, siteId: HOME.id, visitId };
    expect(await visits.verifyToken(token)).toEqual(actor);
  });

  it("is refused with another site's or another tenant's token", async () => {
    const { visits } = setUp();
    const { token } = await visits.receive(HOME, beacon("https://a.example/"));
    expect(await codeOf(visits.receive(site(2), beacon("https://b.example/", token)))).toBe("TOKEN_INVALID");
    const foreign = { ...HOME, tenantId: id(2) as TenantId };
    expect(await codeOf(visits.receive(foreign, beacon("https://b.example/", token)))).toBe("TOKEN_INVALID");
  });

  it("begins a new visit when a day is over; the token is renewed in time", async () => {
    const { visits, clock } = setUp();
    const first = await visits.receive(HOME, beacon("https://a.example/"));
    clock.advance(13 * HOUR_MS);
    const renewed = await visits.receive(HOME, beacon("https://a.example/", first.token));
    expect(renewed.visitId).toBe(first.visitId);
    expect(renewed.token).not.toBe(first.token);
    clock.advance(12 * HOUR_MS);
    expect(await visits.verifyToken(first.token)).toBeNull();
    expect(await visits.verifyToken(renewed.token)).not.toBeNull();
    const late = await visits.receive(HOME, beacon("https://a.example/", first.token));
    expect(late.visitId).not.toBe(first.visitId);
  });

  it("begins a new visit for whatever is not our token", async () => {
    const { visits, clock } = setUp();
    const { token, visitId } = await visits.receive(HOME, beacon("https://a.example/"));
    const claims = { visit: visitId, site: HOME.id, tenant: HOME.tenantId };
    const expires = clock.nowMs() / 1_000 + 60;
    const sign = (payload: Record<string, unknown>, key: string, audience = "lotse:visit") =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(audience)
        .setExpirationTime(Math.floor(expires))
        .sign(new TextEncoder().encode(key));
    const forged = [
      "",
      "garbage",
      `${token}x`,
      new UnsecuredJWT(claims).setAudience("lotse:visit").setExpirationTime(expires).encode(),
      await sign(claims, "another key that is long enough for HS256"),
      await sign(claims, KEY, "lotse:join"),
      await sign({ ...claims, visit: "1 OR 1=1" }, KEY),
      await sign({ ...claims, tenant: undefined }, KEY),
    ];
    for (const one of forged) {
      expect(await visits.verifyToken(one)).toBeNull();
      expect((await visits.receive(HOME, beacon("https://a.example/", one))).visitId).not.toBe(visitId);
    }
    expect(await visits.verifyToken(await sign(claims, KEY))).not.toBeNull();
  });
});

describe("what is kept of a visit", () => {
  it("is a journey that grows with the address only, and shows the page of now", async () => {
    const { visits, clock } = setUp();
    const { token, visitId } = await visits.receive(HOME, beacon("https://a.example/1"));
    const startedAtMs = clock.nowMs();
    clock.advance(5_000);
    await visits.receive(HOME, beacon("https://a.example/1", token));
    await visits.receive(HOME, beacon("https://a.example/2", token));
    const view = await visits.view(HOME.tenantId, visitId);
    expect(view).toMatchObject({
      siteName: "Site 1",
      visitorLabel: visits.labelOf(visitId),
      startedAtMs,
      lastSeenAtMs: startedAtMs + 5_000,
      page: { url: "https://a.example/2", title: "Title of https://a.example/2" },
    });
    expect(view?.journey).toEqual([
      { url: "https://a.example/1", title: "Title of https://a.example/1", atMs: startedAtMs },
      { url: "https://a.example/2", title: "Title of https://a.example/2", atMs: startedAtMs + 5_000 },
    ]);
    expect(view?.visitorLabel).toMatch(/^Visitor [0-9A-F]{4}$/);
  });

  it("is another tenant's to nobody", async () => {
    const { visits } = setUp();
    const { visitId } = await visits.receive(HOME, beacon("https://a.example/"));
    expect(await visits.view(id(2) as TenantId, visitId)).toBeNull();
  });

  it("is written in one statement per tenant and turn, before anything is decided", async () => {
    let turn = (): void => {};
    const order: string[] = [];
    let reached = 0;
    let everybodyIsThere = (): void => {};
    const gathered = new Promise<void>(resolve => {
      everybodyIsThere = resolve;
    });
    const { visits, calls, deps } = setUp({
      // The last that is asked before a visit joins the batch of its turn.
      momentOf: () => {
        reached += 1;
        if (reached === 3) everybodyIsThere();
        return null;
      },
      nextTurn: fn => {
        const before = turn;
        turn = () => {
          before();
          fn();
        };
      },
      decide: async ({ visitId }) => {
        order.push(`decide ${visitId}`);
        return { decisions: [] };
      },
    });
    const record = deps.storage.recordVisits;
    deps.storage.recordVisits = (tenantId, updates) => {
      order.push(`store ${updates.length}`);
      return record(tenantId, updates);
    };
    const other = site(2, 2);
    const beacons = Promise.all([
      visits.receive(HOME, beacon("https://a.example/1")),
      visits.receive(other, beacon("https://b.example/1")),
      visits.receive(HOME, beacon("https://a.example/2")),
    ]);
    // Signing takes as long as it takes; the batch is written when its turn comes.
    await gathered;
    expect(order).toEqual([]);
    turn();
    await beacons;
    expect(calls.map(call => [call.tenantId, call.updates.length])).toEqual([
      [HOME.tenantId, 2],
      [other.tenantId, 1],
    ]);
    expect(order.slice(0, 2)).toEqual(["store 2", "store 1"]);
    expect(order).toHaveLength(5);
  });

  it("is whole again after storage was away", async () => {
    const { visits, setFailing, rows } = setUp();
    const { token, visitId } = await visits.receive(HOME, beacon("https://a.example/1"));
    setFailing(true);
    expect(await codeOf(visits.receive(HOME, beacon("https://a.example/2", token)))).toBe(
      "STORE_UNAVAILABLE",
    );
    setFailing(false);
    await visits.receive(HOME, beacon("https://a.example/2", token));
    const journey = rows.get(`${HOME.tenantId} ${visitId}`)?.journey;
    expect(journey?.map(step => step.url)).toEqual(["https://a.example/1", "https://a.example/2"]);
  });
});

describe("the answer", () => {
  it("carries what was decided, and whether there is contact", async () => {
    const requests: unknown[] = [];
    const { visits } = setUp({
      hasOpenConversation: async () => true,
      decide: async request => {
        requests.push(request);
        const ruleId = id(300) as RuleId;
        return { decisions: [{ ruleId, outcome: "suppressed", reason: "notMatched", retryAfterMs: 9 }] };
      },
    });
    const first = await visits.receive(HOME, beacon("https://a.example/"));
    expect(first).toMatchObject({ inContact: false, decisions: [{ reason: "notMatched" }] });
    const second = beacon("https://a.example/", first.token);
    expect(await visits.receive(HOME, second)).toMatchObject({ inContact: true });
    const { facts, asks } = second;
    // The same page: nobody has come to one
    const said = { language: "de", typing: false, conversions: [], arrived: false };
    const expected = { site: HOME, visitId: first.visitId, facts, asks, inConversation: true, ...said };
    expect(requests.at(-1)).toEqual(expected);
  });
});

const run = async (commands: readonly AnyCommand[], name: string, call: Parameters<AnyCommand["run"]>[0]) => {
  const command = commands.find(one => one.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return (await command.access(call)) === "allow" ? command.run(call) : "denied";
};

const commandsOf = (world: ReturnType<typeof setUp>) =>
  createVisitCommands({
    visits: world.visits,
    clock: world.clock,
    conversationOf: async () => null,
    openInvitation: () => null,
    missedInvitation: () => null,
    cobrowseOf: () => null,
  });

describe("visit:show", () => {
  it("is for the agent who has a conversation with the visit, and tells changes until it is over", async () => {
    const world = setUp();
    const { visits, told, setConversations } = world;
    const { token, visitId } = await visits.receive(HOME, beacon("https://a.example/1"));
    const show = () => run(commandsOf(world), "visit:show", { actor: agent(), input: { visitId } });
    expect(await show()).toBe("denied");
    setConversations([visitId]);
    expect(await show()).toMatchObject({ visit: { id: visitId, page: { url: "https://a.example/1" } } });
    await visits.receive(HOME, beacon("https://a.example/2", token));
    expect(told.map(view => view.page.url)).toEqual(["https://a.example/2"]);
    setConversations([]);
    await visits.receive(HOME, beacon("https://a.example/3", token));
    setConversations([visitId]);
    await visits.receive(HOME, beacon("https://a.example/4", token));
    expect(told).toHaveLength(1);
    expect(world.failures).toEqual([]);
  });

  it("is for the agent at whom the visit rings", async () => {
    let ringing: readonly { readonly visitId: VisitId }[] = [];
    const world = setUp({ offersOf: () => ringing });
    const { visitId } = await world.visits.receive(HOME, beacon("https://a.example/1"));
    ringing = [{ visitId }];
    const call = { actor: agent(), input: { visitId } };
    expect(await run(commandsOf(world), "visit:show", call)).toMatchObject({ visit: { id: visitId } });
  });

  it("finds nothing of another tenant, whatever is claimed", async () => {
    const world = setUp({ offersOf: () => [{ visitId: id(1) as VisitId }] });
    const { visitId } = await world.visits.receive(HOME, beacon("https://a.example/1"));
    world.setConversations([visitId]);
    const call = { actor: agent(2), input: { visitId } };
    expect(await codeOf(run(commandsOf(world), "visit:show", call))).toBe("NOT_FOUND");
  });
});

describe("visit:resume", () => {
  it("says where the visitor stands", async () => {
    const world = setUp();
    const actor = {
      kind: "visitor",
      tenantId: HOME.tenantId,
      siteId: HOME.id,
      visitId: id(9) as VisitId,
    } as const;
    expect(await run(commandsOf(world), "visit:resume", { actor, input: {} })).toEqual({
      serverNowMs: world.clock.nowMs(),
      conversation: null,
      invitation: null,
      cobrowse: null,
    });
  });
});

describe("memory", () => {
  it("forgets what was used longest ago", () => {
    const recent = createRecent<string, number>(2);
    recent.set("a", 1);
    recent.set("b", 2);
    recent.get("a");
    recent.set("c", 3);
    expect(["a", "b", "c"].map(key => recent.get(key))).toEqual([1, undefined, 3]);
  });
});
