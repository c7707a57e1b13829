/**
 * Tabs that were open before the upgrade, written out as they spoke then: to a console a skill is its name, and whatever
 * waits or rings is a conversation. A visitor's tab chats on with an agent whose console is of today.
 */
import { randomUUID } from "node:crypto";
import type { AgentView, CommandInput, ConversationId, OfferView, Result } from "@lotse/protocol";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { DEMO_AGENTS } from "../demo/nordwind.ts";
import { channelOf, queueIdOf, queueOf } from "../test/planParts.ts";
import { type AgentLine, cookieOf, SHOP_ORIGIN, startWholeHub, type WholeHub } from "../test/wholeHub.ts";

const [ANNA, BEN, CLARA] = DEMO_AGENTS as [
  (typeof DEMO_AGENTS)[number],
  (typeof DEMO_AGENTS)[number],
  (typeof DEMO_AGENTS)[number],
];
const PATIENCE_MS = 10_000;

const EMAIL = channelOf("email");
const SHUT = queueOf(queueIdOf("c2"), "shut", {
  hours: { timeZone: "Europe/Berlin", week: [], exceptions: [] },
  overflows: [{ when: "before", condition: { if: "closed" }, then: { to: "message" } }],
});

let hub: WholeHub;
let apiKey: string;
const sockets: Socket[] = [];
const lines: AgentLine[] = [];

beforeAll(async () => {
  hub = await startWholeHub();
  const clara = await hub.agent(CLARA);
  await clara.ask("presence:set", { presence: "away" });
  const { plan, version } = await clara.ask("plan:read", {});
  const changed = {
    ...plan,
    channels: [...plan.channels.filter(({ id }) => id !== EMAIL.id), EMAIL],
    queues: [...plan.queues, queueOf(queueIdOf("c1"), "post"), SHUT],
  };
  await clara.ask("plan:save", { plan: changed as CommandInput<"plan:save">["plan"], version });
  apiKey = (await clara.ask("apiKey:add", { name: "Post", scopes: ["workItems"] })).secret;
  clara.close();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const line of lines.splice(0)) line.close();
});

interface OldTab {
  ask(name: string, input: unknown): Promise<Result<never>>;
  /** Answers that must be good. */
  value<T>(name: string, input: unknown): Promise<T>;
  /** The next event of that name that is like this; others go by. */
  next<T>(event: string, isIt?: (payload: T) => boolean): Promise<T>;
  readonly heard: readonly { readonly event: string; readonly payload: unknown }[];
  cut(): void;
}

const oldTab = async (
  namespace: string,
  headers: Record<string, string>,
  token?: string,
): Promise<OldTab> => {
  const socket = io(`${hub.url}${namespace}`, {
    ...{ transports: ["websocket"], forceNew: true, reconnection: false, extraHeaders: headers },
    auth: { protocol: 2, ...(token === undefined ? {} : { token }) },
  });
  sockets.push(socket);
  const heard: { event: string; payload: unknown }[] = [];
  const wakes = new Set<() => void>();
  socket.onAny((event: string, payload: unknown) => {
    heard.push({ event, payload });
    for (const wake of wakes) wake();
  });
  await new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(null));
    socket.once("connect_error", reject);
  });
  const taken = new Map<string, number>();
  const ask = (name: string, input: unknown): Promise<Result<never>> =>
    socket.timeout(PATIENCE_MS).emitWithAck(name, input);
  return {
    heard,
    ask,
    value: async (name, input) => {
      const result = await ask(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
      return result.value;
    },
    next: async <T>(event: string, isIt: (payload: T) => boolean = () => true): Promise<T> => {
      for (let at = taken.get(event) ?? 0; ; ) {
        const one = heard[at];
        if (one === undefined) await new Promise<void>(resolve => wakes.add(resolve));
        else taken.set(event, ++at);
        if (one?.event === event && isIt(one.payload as T)) return one.payload as T;
      }
    },
    cut: () => void socket.disconnect(),
  };
};

const consoleOf = async (agent: typeof ANNA): Promise<OldTab> => {
  const cookie = cookieOf(await hub.signIn(agent));
  return oldTab("/agent", { origin: hub.url.replace("127.0.0.1", "localhost"), cookie });
};
const todays = async (agent: typeof ANNA): Promise<AgentLine> => {
  const line = await hub.agent(agent);
  lines.push(line);
  await line.ask("console:open", {});
  return line;
};
const visitorTab = async (): Promise<{ tab: OldTab; token: string }> => {
  const { token } = await hub.beacon();
  return { tab: await oldTab("/visitor", { origin: SHOP_ORIGIN }, token), token };
};
const saying = (conversationId: ConversationId, ...texts: string[]): CommandInput<"message:send"> => ({
  conversationId,
  messages: texts.map(text => ({ clientId: randomUUID() as never, text })),
});
const mail = async (key: string): Promise<string> => {
  const response = await fetch(`${hub.url}/api/v1/work-items`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ key, channel: "email", queue: "post", subject: "Kündigung", body: "Guten Tag" }),
  });
  const { value } = (await response.json()) as { value: { workItemId: string } };
  return value.workItemId;
};

/** The offer of this conversation; what else rings goes by. */
const ringing = async (line: AgentLine, id: ConversationId): Promise<OfferView> => {
  for (;;) {
    const offer = await line.next("offer:made");
    if (offer.conversationId === id) return offer;
  }
};

type Said = { messages: { seq: number; body: { text?: string; notice?: string } }[] };
const textsOf = ({ messages }: Said) => messages.map(({ body }) => body.text ?? body.notice);

it("a visitor's tab chats on, and comes back without a gap", async () => {
  const anna = await todays(ANNA);
  const { tab, token } = await visitorTab();
  const { conversation } = await tab.value<{ conversation: { id: ConversationId } }>("conversation:open", {
    skill: "Sales",
  });
  const { id } = conversation;
  await anna.ask("offer:accept", { offerId: (await anna.next("offer:made")).id });
  expect(await tab.value("message:send", saying(id, "eins", "zwei"))).toMatchObject({ refused: [] });
  await tab.next<Said>("message:sent", said => textsOf(said).includes("zwei"));
  await anna.ask("message:send", saying(id, "Hallo", "was kann ich tun?"));
  const heard = await tab.next<Said>("message:sent", said => textsOf(said).includes("Hallo"));
  const afterSeq = heard.messages.at(-1)?.seq ?? 0;
  tab.cut();
  await anna.ask("message:send", saying(id, "unterdessen"));
  const back = await oldTab("/visitor", { origin: SHOP_ORIGIN }, token);
  const missed = await back.value<Said>("conversation:resume", { conversationId: id, afterSeq });
  expect(missed.messages).toMatchObject([{ seq: afterSeq + 1, body: { text: "unterdessen" } }]);
  await anna.ask("conversation:end", { conversationId: id });
});

it("a visitor's tab that is turned away is told so at once, and may leave a number as it always could", async () => {
  const { tab } = await visitorTab();
  expect(await tab.ask("conversation:open", { skill: "shut" })).toMatchObject({
    ok: false,
    error: { code: "TURNED_AWAY" },
  });
  expect(
    await tab.ask("request:leave", { kind: "callback", reach: "+49 30 1234", text: "Bitte melden" }),
  ).toMatchObject({ ok: true });
});

it("a console takes a conversation, talks, and reads skills as names", async () => {
  const console = await consoleOf(ANNA);
  const opened = await console.value<{ agent: AgentView }>("console:open", {});
  expect(opened.agent.skills).toEqual(["Sales"]);
  const { agent } = await console.value<{ agent: AgentView }>("presence:set", { presence: "available" });
  expect(agent.skills).toEqual(["Sales"]);
  const visitor = await hub.visitor((await hub.beacon()).token);
  const { conversation } = await visitor.ask("conversation:open", { skill: "Sales" });
  const offer = await console.next<OfferView>("offer:made");
  expect(await console.value("offer:accept", { offerId: offer.id })).toMatchObject({
    conversation: { id: conversation.id },
  });
  await visitor.ask("message:send", saying(conversation.id, "Guten Tag"));
  await console.next<Said>("message:sent", said => textsOf(said).includes("Guten Tag"));
  await visitor.ask("conversation:end", { conversationId: conversation.id });
  visitor.close();
});

it("a console hears of colleagues in its own form only, and one of today beside it in today's", async () => {
  const [old, today] = [await consoleOf(ANNA), await todays(ANNA)];
  const ben = await todays(BEN);
  await ben.ask("presence:set", { presence: "away" });
  const isBenAway = ({ id, presence }: AgentView) => id === BEN.id && presence === "away";
  expect((await old.next<AgentView>("presence:changed", isBenAway)).skills).toEqual(["Sales", "Service"]);
  for (;;) {
    const told = await today.next("presence:changed");
    if (!isBenAway(told)) continue;
    expect(told.skills).toEqual([
      { skill: "Sales", level: 3 },
      { skill: "Service", level: 3 },
    ]);
    break;
  }
  const all = old.heard.filter(({ event }) => event === "presence:changed");
  for (const { payload } of all) expect((payload as AgentView).skills).not.toContainEqual(expect.any(Object));
});

it("a console is not shown what it could not: no e-mail rings or waits there", async () => {
  const [old, today] = [await consoleOf(ANNA), await todays(ANNA)];
  const id = await mail("m-1");
  const offer = await today.next("offer:made");
  expect(offer).toMatchObject({ workItemId: id, conversationId: null });
  expect(await old.value("console:open", {})).toMatchObject({ offers: [], queue: [], conversations: [] });
  await today.ask("offer:decline", { offerId: offer.id });
  await old.next<{ offerId: string }>("offer:ended", ({ offerId }) => offerId === offer.id);
  expect(old.heard.filter(({ event }) => event === "offer:made")).toEqual([]);
  const waiting = (await today.ask("console:open", {})).queue;
  expect(waiting).toMatchObject([{ workItemId: id, conversationId: null }]);
  expect(await old.value("console:open", {})).toMatchObject({ queue: [] });
  for (const { event, payload } of old.heard)
    if (event === "queue:changed") expect(payload).toEqual({ queue: [] });
});

it("a console is not asked to help, which it could not show as what it is", async () => {
  const ben = await todays(BEN);
  const [old, today] = [await consoleOf(ANNA), await todays(ANNA)];
  await today.ask("presence:set", { presence: "away" });
  await ben.ask("presence:set", { presence: "available" });
  const visitor = await hub.visitor((await hub.beacon()).token);
  const { conversation } = await visitor.ask("conversation:open", { skill: "Service" });
  const offer = await ringing(ben, conversation.id);
  await ben.ask("offer:accept", { offerId: offer.id });
  await today.ask("presence:set", { presence: "available" });
  await ben.ask("work:consult", { workItemId: offer.workItemId, agentId: ANNA.id });
  const asked = await ringing(today, conversation.id);
  expect(asked).toMatchObject({ from: { kind: "consult" } });
  expect(await old.value("console:open", {})).toMatchObject({ offers: [], conversations: [] });
  await today.ask("offer:accept", { offerId: asked.id });
  expect((await today.ask("console:open", {})).conversations).toMatchObject([{ helping: "consult" }]);
  expect(await old.value("console:open", {})).toMatchObject({ offers: [], conversations: [] });
  expect(old.heard.filter(({ event }) => event === "offer:made")).toEqual([]);
  await ben.ask("conversation:end", { conversationId: conversation.id });
  visitor.close();
});

it("an administrator without levels changes none of those that stay", async () => {
  const console = await consoleOf(CLARA);
  const today = await todays(CLARA);
  const { members } = await console.value<{ members: AgentView[] }>("member:list", {});
  expect(members.find(({ id }) => id === ANNA.id)?.skills).toEqual(["Sales"]);
  await today.ask("member:change", { agentId: ANNA.id, skills: [{ skill: "Sales", level: 5 }] });
  const change = (skills: unknown) => console.ask("member:change", { agentId: ANNA.id, skills });
  expect(await change(["Sales", "Fleet"])).toMatchObject({
    ok: true,
    value: { member: { id: ANNA.id, skills: ["Sales", "Fleet"] } },
  });
  const skillsOfAnna = async () =>
    (await today.ask("member:list", {})).members.find(({ id }) => id === ANNA.id)?.skills;
  expect(await skillsOfAnna()).toEqual([
    { skill: "Sales", level: 5 },
    { skill: "Fleet", level: 3 },
  ]);
  await console.value("member:change", { agentId: ANNA.id, name: ANNA.name });
  expect(await skillsOfAnna()).toHaveLength(2);
  const refused = { code: "FIELD_TYPE", field: "skills.0" };
  expect(await change([{ skill: "Sales", level: 1 }])).toMatchObject({ ok: false, error: refused });
  expect(await change(["x".repeat(81)])).toMatchObject({ ok: false, error: { field: "skills.0" } });
  const invited = {
    name: "Gil",
    email: "gil@nordwind.example",
    role: "agent",
    capacity: 2,
    skills: ["Sales"],
  };
  expect(await console.value("member:invite", invited)).toMatchObject({ member: { skills: ["Sales"] } });
  const anna = await consoleOf(ANNA);
  expect(await anna.ask("member:change", { agentId: ANNA.id, skills: ["Sales"] })).toMatchObject({
    ok: false,
    error: { code: "NOT_FOUND" },
  });
  await today.ask("member:change", { agentId: ANNA.id, skills: [{ skill: "Sales", level: 3 }] });
});

it("over REST says its version in a header; without one, it is today's", async () => {
  const cookie = cookieOf(await hub.signIn(ANNA));
  const post = async (version?: string) => {
    const response = await fetch(`${hub.url}/api/v1/commands/console:open`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", cookie },
        origin: hub.url.replace("127.0.0.1", "localhost"),
        ...(version === undefined ? {} : { "lotse-protocol": version }),
      },
      body: "{}",
    });
    return { status: response.status, body: await response.json() };
  };
  const named = { status: 200, body: { value: { agent: { skills: ["Sales"] } } } };
  const levelled = { status: 200, body: { value: { agent: { skills: [{ skill: "Sales", level: 3 }] } } } };
  expect(await post("2")).toMatchObject(named);
  expect(await post()).toMatchObject(levelled);
  expect(await post("3")).toMatchObject(levelled);
  for (const version of ["0", "1", "4", "zwei", "2, 3"])
    expect(await post(version)).toMatchObject({
      status: 400,
      body: { error: { code: "VERSION_UNSUPPORTED" } },
    });
});
