/**
 * The deny matrix, made from the hub's own command definitions: whoever asks for what is not theirs gets, byte for byte,
 * the answer for what does not exist, over sockets and over REST. A new command is in here without anybody's doing;
 * one whose ids or fields this file cannot fill fails the first test.
 */
import { randomUUID } from "node:crypto";
import {
  AGENT_COMMANDS,
  type CommandInput,
  type CommandName,
  type Result,
  type SiteId,
  VISITOR_COMMANDS,
} from "@lotse/protocol";
import { commandInputs, parse } from "@lotse/protocol/schemas";
import { afterAll, describe, expect, it } from "vitest";
import type { AnyCommand } from "./command.ts";
import { DEMO_AGENTS, type DemoAgent, nordwindSeed } from "./demo/nordwind.ts";
import { DEMO_RULE } from "./demo/nordwindRules.ts";
import { idFieldsOf } from "./inputIds.ts";
import { DEFAULT_LIMITS, type Quotas } from "./limits.ts";
import { ADMINISTRATOR, CAST, OTHER_ADMINISTRATOR, SECOND_SITE_KEY, SUPERVISOR } from "./test/cast.ts";
import {
  type AgentLine,
  OTHER_AGENT,
  SHOP_ORIGIN,
  startWholeHub,
  type VisitorLine,
} from "./test/wholeHub.ts";

type Side = "visitor" | "agent";
/**
 * Whose an id is: those who take part in it, these and whoever leads them, everybody in the tenant whose role lets them, or everybody
 * in the tenant who serves its site.
 */
type Owner = "participants" | "leads" | "tenant" | "served";

const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];

const OWNER_OF: Readonly<Record<string, Owner>> = {
  conversationId: "participants",
  visitId: "participants",
  cobrowseId: "participants",
  offerId: "participants",
  invitationId: "participants",
  agentId: "tenant",
  siteId: "tenant",
  apiKeyId: "tenant",
  workItemId: "participants",
  queueId: "tenant",
  ruleId: "tenant",
  hintId: "participants",
};

/** Where a command lets others near an id than the rest. */
const OWNER_IN: Readonly<Record<string, Owner>> = {
  "work:explain workItemId": "leads",
  "rules:read ruleId": "leads",
  "rules:save ruleId": "leads",
  "rules:save siteId": "leads",
  "rules:settings siteId": "leads",
  "visit:show visitId": "served",
  "visitor:invite visitId": "served",
  "visitors:list siteId": "served",
  "visitors:watch siteId": "served",
  "visitors:list ruleId": "served",
  "visitors:watch ruleId": "served",
  "radar:trace visitId": "leads",
  "radar:trace ruleId": "leads",
  "radar:matching siteId": "leads",
  "radar:matching ruleId": "leads",
  "rules:simulate ruleId": "leads",
  "rules:simulation ruleId": "leads",
  "rules:stopSimulation ruleId": "leads",
};

const ownerOf = (name: CommandName, field: string): Owner | undefined =>
  OWNER_IN[`${name} ${field}`] ?? OWNER_OF[field];

/** Commands that name nothing, and may be given by these roles only. */
const BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  "audit:list": ["administrator"],
  "member:list": ["supervisor", "administrator"],
  "member:invite": ["administrator"],
  "site:list": ["supervisor", "administrator"],
  "estimates:read": ["supervisor", "administrator"],
  "availability:read": ["supervisor", "administrator"],
  "plan:save": ["administrator"],
  "rules:list": ["supervisor", "administrator"],
  "rules:lift": ["supervisor", "administrator"],
  "apiKey:list": ["administrator"],
  "apiKey:add": ["administrator"],
};

/** Something valid for every field that is not an id. */
const FILLERS: Readonly<Record<string, unknown>> = {
  clientId: "00000000-0000-4000-8000-00000000c11d",
  answer: "decline",
  messages: [{ clientId: randomUUID(), text: "x" }],
  afterSeq: 0,
  typing: true,
  deliveredSeq: 0,
  readSeq: 0,
  topic: "x",
  skill: "x",
  kind: "message",
  reach: "x@example.com",
  text: "x",
  presence: "available",
  beforeId: null,
  days: 1,
  mode: "consult",
  fromMs: 0,
  toMs: 1,
  cursor: null,
  limit: 1,
  name: "x",
  email: "x@cast.example",
  role: "agent",
  skills: [{ skill: "x", level: 1 }],
  capacity: 1,
  channels: null,
  limits: [],
  reason: "x",
  enabled: true,
  origins: ["https://shop.example"],
  strictMasking: false,
  maskRules: [],
  assetOrigins: [],
  pushOrigins: [],
  url: "https://shop.example/",
  title: "x",
  finding: "x",
  consent: "assumed",
  token: "x",
  kid: "x",
  plan: {
    ...{ channels: [], queues: [], blending: [] },
    settings: {
      ...{ priorityMs: 1, defaultTargetMs: 1, reservationMs: 1, passPauseMs: 1 },
      ...{ preferAgentMs: 1, lastAgentMs: 0, leaseMs: 1, awayAfterMisses: null },
    },
  },
  version: 0,
  inForce: null,
  scopes: ["presence"],
  definition: {
    ...{ name: "x", cel: "visit.pages > 1", priority: 0, holdoutPercent: 0 },
    schedule: { fromMs: null, untilMs: null, week: null },
    audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
    caps: { perVisit: null, perDay: null, perWeek: null },
    action: { do: "showMessage", text: { de: "x", en: "x" } },
  },
  settings: {
    timeZone: "Europe/Berlin",
    budget: { perVisit: null, perDay: null, perWeek: null },
    ...{ holdoutPercent: 0, conversionPages: [] },
  },
  assignment: 1,
  note: "x",
  viewId: "00000000-0000-4000-8000-00000000a1e0",
  who: "here",
  page: "x",
  basket: "filled",
  sort: "newest",
  offset: 0,
};

/** Where a field of that name means something else. */
const FILLERS_IN: Readonly<Record<string, unknown>> = {
  "visitor:invite kind": "chat",
  "page:push kind": "page",
};

const fieldsOf = (name: CommandName): readonly string[] => Object.keys(commandInputs[name].entries);

/** A valid input whose ids are taken from `ids`, and made up where they are not there. */
const inputFor = (name: CommandName, ids: Readonly<Record<string, string>>): Record<string, unknown> => {
  const idFields = idFieldsOf(name);
  return Object.fromEntries(
    fieldsOf(name).map(field => [
      field,
      idFields.includes(field)
        ? (ids[field] ?? randomUUID())
        : (FILLERS_IN[`${name} ${field}`] ?? FILLERS[field]),
    ]),
  );
};

const without = (ids: Readonly<Record<string, string>>, field: string): Record<string, string> =>
  Object.fromEntries(Object.entries(ids).filter(([other]) => other !== field));

// Time stands still here, so no share would fill up again between the many questions.
const unlimited = (quotas: Quotas): Quotas =>
  Object.fromEntries(Object.keys(quotas).map(scope => [scope, { points: 1e9, perMs: 1 }])) as Quotas;
const { commands, commandBytes } = DEFAULT_LIMITS;
const limits = { commands: unlimited(commands), commandBytes: unlimited(commandBytes) };
const hub = await startWholeHub({ cast: CAST, limits });
afterAll(() => hub.close());

/** Everything a stranger hears, as bytes. */
interface Mouth {
  socket(name: string, input: unknown): Promise<string>;
  rest(name: string, input: unknown): Promise<string>;
}

interface Stranger extends Mouth {
  readonly who: string;
  readonly side: Side;
  readonly role: string;
  readonly foreignTo: readonly Owner[];
}

const overRest =
  (headers: Readonly<Record<string, string>>): Mouth["rest"] =>
  async (name, input) => {
    const response = await fetch(`${hub.url}/api/v1/commands/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(input),
    });
    return `${response.status} ${await response.text()}`;
  };

const visitorOn = async (who: string, site?: string): Promise<Stranger> => {
  const { token } = await hub.beacon(site === undefined ? {} : { site });
  const line = await hub.visitor(token);
  return {
    who,
    side: "visitor",
    role: "visitor",
    foreignTo: ["participants", "leads", "tenant", "served"],
    socket: async (name, input) => JSON.stringify(await line.raw(name, input)),
    rest: overRest({ authorization: `Bearer ${token}`, origin: SHOP_ORIGIN }),
  };
};

const agentAs = async (
  who: string,
  person: DemoAgent & { readonly role?: string },
  foreignTo: readonly Owner[],
): Promise<Stranger> => {
  const line = await hub.agent(person);
  const cookies = (await hub.signIn(person)).headers.getSetCookie();
  const cookie = cookies.map(one => one.split(";")[0]).join("; ");
  return {
    who,
    side: "agent",
    role: person.role ?? "agent",
    foreignTo,
    socket: async (name, input) => JSON.stringify(await line.raw(name, input)),
    rest: overRest({ cookie, origin: hub.url.replace("127.0.0.1", "localhost") }),
  };
};

const visiting = async (
  asks: boolean,
): Promise<{ visitor: VisitorLine; invitationId: string; visitId: string }> => {
  const answer = await hub.beacon(asks ? { asks: [DEMO_RULE], productViewed: "P" } : {});
  const [decision] = answer.decisions;
  return {
    visitor: await hub.visitor(answer.token),
    visitId: answer.visitId,
    invitationId: decision?.outcome === "offer" ? decision.invitation.id : "",
  };
};

/** A rule shows a message to somebody. */
const hintShown = async (administrator: AgentLine): Promise<string> => {
  const definition = FILLERS.definition as CommandInput<"rules:save">["definition"];
  const siteId = nordwindSeed(() => "").sites[0]?.id as SiteId;
  const draft = { siteId, version: 0, definition: { ...definition, cel: "visit.pages > 0" } };
  const { rule } = await administrator.ask("rules:save", draft);
  await administrator.ask("rules:publish", { ruleId: rule.id, version: 1, inForce: null });
  const [decision] = (await hub.beacon({ asks: [rule.id] })).decisions;
  return decision?.outcome === "hint" ? decision.hint.id : "";
};

/** A conversation with co-browsing asked for, an offer that rings, an invitation that is open: all of it Anna's. */
const existing = await (async (): Promise<Record<string, string>> => {
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  const talking = await visiting(true);
  const accept = { invitationId: talking.invitationId, answer: "accept" };
  const accepted = (await talking.visitor.raw("invitation:answer", accept)) as Result<{
    conversation: { id: string };
  }>;
  if (!accepted.ok) throw new Error("not accepted");
  const conversationId = accepted.value.conversation.id;
  const { work } = await anna.ask("console:open", {});
  const { plan } = await anna.ask("plan:read", {});
  const { cobrowse } = await anna.ask("cobrowse:request", { conversationId: conversationId as never });
  const waiting = await visiting(false);
  await waiting.visitor.ask("conversation:open", { skill: "Sales" });
  const offer = await anna.next("offer:made");
  const looking = await visiting(true);
  const administrator = await hub.agent(ADMINISTRATOR);
  const { key } = await administrator.ask("apiKey:add", { name: "ACD", scopes: ["presence"] });
  const hintId = await hintShown(administrator);
  administrator.close();
  return {
    hintId,
    conversationId,
    visitId: talking.visitId,
    cobrowseId: cobrowse.id,
    offerId: offer.id,
    invitationId: looking.invitationId,
    workItemId: work?.find(item => item.conversationId === conversationId)?.workItemId ?? "",
    queueId: plan.queues[0]?.id ?? "",
    agentId: ANNA.id,
    ruleId: DEMO_RULE,
    apiKeyId: key.id,
    siteId: nordwindSeed(() => "").sites[0]?.id ?? "",
  };
})();

const strangers: readonly Stranger[] = [
  await visitorOn("a visitor of another visit"),
  await visitorOn("a visitor of another site", SECOND_SITE_KEY),
  await visitorOn("a visitor of another tenant", "other"),
  await agentAs("an agent it is not assigned to", BEN, ["participants", "leads", "tenant"]),
  await agentAs("a supervisor", SUPERVISOR, ["participants", "tenant"]),
  await agentAs("an administrator", ADMINISTRATOR, ["participants"]),
  await agentAs("an agent of another tenant", OTHER_AGENT, ["participants", "leads", "tenant", "served"]),
  await agentAs("an administrator of another tenant", OTHER_ADMINISTRATOR, [
    "participants",
    "leads",
    "tenant",
    "served",
  ]),
];
const TRANSPORTS = ["socket", "rest"] as const;

const sidesOf = ({ audience }: AnyCommand): readonly Side[] =>
  audience === "both" ? ["visitor", "agent"] : [audience];
const names = [...new Set(hub.commands.map(command => command.name))];
const NOT_FOUND = {
  socket: `{"ok":false,"error":{"code":"NOT_FOUND","message":"There is no such thing, or it is not yours"}}`,
  rest: `404 {"ok":false,"error":{"code":"NOT_FOUND","message":"There is no such thing, or it is not yours"}}`,
};

const rows = hub.commands.flatMap(command =>
  idFieldsOf(command.name).flatMap(field =>
    strangers
      .filter(({ side, foreignTo }) => {
        const owner = ownerOf(command.name, field);
        return sidesOf(command).includes(side) && owner !== undefined && foreignTo.includes(owner);
      })
      .flatMap(stranger =>
        TRANSPORTS.map(transport => ({
          name: command.name,
          field,
          who: stranger.who,
          transport,
          mouth: stranger[transport],
        })),
      ),
  ),
);

describe("the matrix", () => {
  it.each(names)("can ask for %s: every id is classified and exists, every other field is filled", name => {
    for (const field of idFieldsOf(name)) {
      expect(OWNER_OF).toHaveProperty(field);
      expect(existing[field]).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(() => parse(commandInputs[name], inputFor(name, existing))).not.toThrow();
  });

  it("has every command of the wire contract, on the sides the contract says", () => {
    for (const [side, listed] of [
      ["visitor", VISITOR_COMMANDS],
      ["agent", AGENT_COMMANDS],
    ] as const) {
      const offered = hub.commands.filter(command => sidesOf(command).includes(side)).map(({ name }) => name);
      expect(new Set(offered)).toEqual(new Set(listed));
    }
  });

  it("asks in every way there is", () => {
    const asked = new Set(rows.map(({ field }) => field));
    const used = new Set(names.flatMap(idFieldsOf));
    expect(asked).toEqual(used);
    expect(rows.length).toBeGreaterThan(100);
  });
});

describe("what is not yours", () => {
  it.each(rows)(
    "$name, $transport: $who hears the same for another's $field as for an unknown one",
    async row => {
      const theirs = await row.mouth(row.name, inputFor(row.name, existing));
      const unknown = await row.mouth(row.name, inputFor(row.name, without(existing, row.field)));
      expect(theirs).toBe(NOT_FOUND[row.transport]);
      expect(theirs).toBe(unknown);
    },
  );

  const nameless = hub.commands.filter(
    command => sidesOf(command).includes("agent") && idFieldsOf(command.name).length === 0,
  );
  const roleRows = nameless.flatMap(({ name }) =>
    strangers
      .filter(({ side, role }) => side === "agent" && role !== "administrator")
      .flatMap(({ who, role, ...mouth }) =>
        TRANSPORTS.map(transport => ({ name, who, role, transport, mouth })),
      ),
  );
  it.each(roleRows)("$name, $transport: $who is refused by role, or not at all", async row => {
    const heard = await row.mouth[row.transport](row.name, inputFor(row.name, {}));
    const may = BY_ROLE[row.name]?.includes(row.role) ?? true;
    if (may) expect(heard).not.toBe(NOT_FOUND[row.transport]);
    else expect(heard).toBe(NOT_FOUND[row.transport]);
  });

  const otherSide = hub.commands.flatMap(command =>
    strangers
      .filter(({ side }) => !sidesOf(command).includes(side))
      .map(stranger => ({ name: command.name, ...stranger })),
  );
  it.each(otherSide)("$name: $who is told that it is the other side's, whatever the input", async row => {
    const both = hub.commands.filter(({ name }) => name === row.name).flatMap(sidesOf);
    if (both.includes(row.side)) return;
    const inputs = [inputFor(row.name, existing), inputFor(row.name, {}), null, {}];
    for (const transport of TRANSPORTS) {
      const heard = await Promise.all(inputs.map(input => row[transport](row.name, input)));
      expect(heard[0]).toContain(`"code":"FORBIDDEN"`);
      expect(new Set(heard).size).toBe(1);
    }
  });

  const nobodies: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "with nothing": {},
    "with a made-up token": { authorization: "Bearer nobody", origin: SHOP_ORIGIN },
    "with a made-up session": {
      cookie: "lotse.session_token=nobody",
      origin: hub.url.replace("127.0.0.1", "localhost"),
    },
  };
  const nobodyRows = names.flatMap(name =>
    Object.entries(nobodies).map(([how, headers]) => ({ name, how, headers })),
  );
  it.each(nobodyRows)("$name: nobody at all ($how) gets nothing at all", async ({ name, headers }) => {
    const ask = overRest(headers);
    const heard = await ask(name, inputFor(name, existing));
    expect(heard).toMatch(/^40[13] \{"ok":false,/);
    expect(await ask(name, inputFor(name, {}))).toBe(heard);
  });
});
