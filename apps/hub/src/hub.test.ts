import { randomUUID } from "node:crypto";
import { connectVisitor, createConversationLog, systemClock } from "@lotse/client";
import {
  type ClientMessageId,
  type ClientRequestId,
  type CommandInput,
  type ConversationId,
  type ConversationView,
  type InvitationView,
  LotseError,
  type Message,
  PROTOCOL_VERSION,
  type SiteId,
  type StreamEvents,
} from "@lotse/protocol";
import { io } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT } from "./demo/nordwind.ts";
import { DEMO_RULE } from "./demo/nordwindRules.ts";
import { LINE_EVERY_MS } from "./features/queue/lineTeller.ts";
import {
  type AgentLine,
  cookieOf,
  SHOP_ORIGIN,
  startWholeHub,
  type VisitorLine,
  type WholeHub,
} from "./test/wholeHub.ts";

const [ANNA, BEN, CLARA] = DEMO_AGENTS as [
  (typeof DEMO_AGENTS)[number],
  (typeof DEMO_AGENTS)[number],
  (typeof DEMO_AGENTS)[number],
];

let hub: WholeHub;
/** Called before messages are stored; a test may make storage slow, or broken. */
let beforeStoring = async (): Promise<void> => {};
beforeAll(async () => {
  hub = await startWholeHub({
    around: storage => ({
      ...storage,
      appendMessages: async (...args) => {
        await beforeStoring();
        return storage.appendMessages(...args);
      },
    }),
  });
});
afterAll(() => hub.close());

const open: (VisitorLine | AgentLine)[] = [];
const keep = <L extends VisitorLine | AgentLine>(line: L): L => {
  open.push(line);
  return line;
};
/** Everybody goes home, so that the next test finds the house empty. */
afterEach(async () => {
  for (const line of open.splice(0)) line.close();
  await until(() => hub.metric("lotse_agent_connections"), 0);
  await until(() => hub.metric("lotse_visitor_connections"), 0);
  hub.clock.advance(10_000);
});

/** Asks again until the answer is right; each question is a round trip, so nothing sleeps. */
const until = async <T>(read: () => Promise<T> | T, expected: T): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries++) if ((await read()) === expected) return;
  throw new Error("it did not come to pass");
};

const clientId = (): ClientMessageId => randomUUID() as ClientMessageId;

const atConsole = async (agent: (typeof DEMO_AGENTS)[number]): Promise<AgentLine> => {
  const line = keep(await hub.agent(agent));
  const { agent: me } = await line.ask("console:open", {});
  expect(me).toMatchObject({ name: agent.name, presence: "available" });
  return line;
};

/** A visitor who looks at product P, connected, with the invitation that the rule made. */
const invited = async (): Promise<{
  readonly visitor: VisitorLine;
  readonly token: string;
  readonly invitation: InvitationView;
}> => {
  const answer = await hub.beacon({ asks: [DEMO_RULE], productViewed: "P" });
  const [decision] = answer.decisions;
  if (decision?.outcome !== "offer") throw new Error(`no offer: ${JSON.stringify(decision)}`);
  return {
    visitor: keep(await hub.visitor(answer.token)),
    token: answer.token,
    invitation: decision.invitation,
  };
};

const chatting = async (): Promise<{
  readonly visitor: VisitorLine;
  readonly agent: AgentLine;
  readonly token: string;
  readonly conversation: ConversationView;
}> => {
  const agent = await atConsole(ANNA);
  const { visitor, token, invitation } = await invited();
  const answer = await visitor.ask("invitation:answer", { invitationId: invitation.id, answer: "accept" });
  if (answer.outcome !== "assigned") throw new Error(answer.outcome);
  return { visitor, agent, token, conversation: answer.conversation };
};

/** Texts that came in one event with the text asked for, and were not asked for yet. */
const heard = new WeakMap<VisitorLine | AgentLine, Message[]>();

/** The next message with text; notices of the system go by. */
const nextText = async (line: VisitorLine | AgentLine): Promise<Message> => {
  for (;;) {
    const [first, ...rest] = heard.get(line) ?? (await (line as VisitorLine).next("message:sent")).messages;
    heard.delete(line);
    if (rest.length > 0) heard.set(line, rest);
    if (first?.body.kind === "text") return first;
  }
};

/** A batch as `message:send` takes it. */
const batch = (conversationId: ConversationId, ...texts: string[]): CommandInput<"message:send"> => ({
  conversationId,
  messages: texts.map(text => ({ clientId: clientId(), text })),
});

/** Writes one line; answers its number in the conversation. */
const say = async (
  line: VisitorLine | AgentLine,
  conversationId: ConversationId,
  text: string,
): Promise<number> => {
  const { acked } = await (line as VisitorLine).ask("message:send", batch(conversationId, text));
  return acked[0]?.firstSeq ?? Number.NaN;
};

describe("from the rule to the chat", () => {
  it("invites by the mission's rule, accepts into the reserved slot, and chats", async () => {
    const agent = await atConsole(ANNA);
    const { visitor, token, invitation } = await invited();
    expect(invitation).toMatchObject({ agent: { name: "Anna Petersen" }, text: { de: expect.any(String) } });
    expect((await visitor.ask("visit:resume", {})).invitation).toEqual(invitation);

    const answer = await visitor.ask("invitation:answer", { invitationId: invitation.id, answer: "accept" });
    expect(answer).toMatchObject({
      outcome: "assigned",
      conversation: { state: "active", agent: { name: ANNA.name } },
    });
    const shown = await agent.next("conversation:changed");
    expect(shown).toMatchObject({ state: "active", visitorLabel: expect.stringMatching(/^Visitor /) });

    const conversationId = shown.id;
    const line = batch(conversationId, "Guten Tag");
    const id = line.messages[0]?.clientId;
    const { acked } = await visitor.ask("message:send", line);
    const seq = acked[0]?.firstSeq ?? 0;
    // Acknowledged means stored: whoever reads now finds it.
    const stored = await hub.storage.readMessages(DEMO_TENANT, {
      conversationId,
      afterSeq: seq - 1,
      limit: 1,
    });
    expect(stored).toMatchObject([{ clientId: id, seq, body: { kind: "text", text: "Guten Tag" } }]);
    expect(await nextText(agent)).toEqual(stored[0]);

    await say(agent, conversationId, "Hallo");
    expect(await nextText(visitor)).toMatchObject({ clientId: id });
    expect(await nextText(visitor)).toMatchObject({
      author: { kind: "agent", agent: { name: ANNA.name } },
      body: { text: "Hallo" },
    });
    expect((await hub.beacon({ token })).inContact).toBe(true);
    await agent.ask("conversation:end", { conversationId });
    expect((await hub.beacon({ token })).inContact).toBe(false);
  });

  it("makes no offer while nobody with the skill is free", async () => {
    await atConsole(CLARA);
    const { decisions } = await hub.beacon({ asks: [DEMO_RULE], productViewed: "P" });
    expect(decisions).toMatchObject([{ outcome: "suppressed", reason: "noAgentFree" }]);
  });

  it("makes no offer for a claim that the rule does not bear out", async () => {
    await atConsole(ANNA);
    const { decisions } = await hub.beacon({ asks: [DEMO_RULE], productViewed: "Q" });
    expect(decisions).toMatchObject([{ outcome: "suppressed", reason: "notMatched" }]);
  });

  it("withdraws the invitation on the visitor's screen when its agent has been gone for ten seconds", async () => {
    const agent = await atConsole(ANNA);
    const { visitor, invitation } = await invited();
    agent.close();
    await until(() => hub.metric("lotse_agent_connections"), 0);
    hub.clock.advance(9_999);
    expect(visitor.heard("invitation:ended")).toBe(0);
    hub.clock.advance(1);
    expect(await visitor.next("invitation:ended")).toEqual({
      invitationId: invitation.id,
      reason: "withdrawn",
      instead: ["callback", "message"],
    });
    expect(await visitor.ask("visit:resume", {})).toMatchObject({
      invitation: null,
      missed: { invitationId: invitation.id, reason: "withdrawn", agent: invitation.agent },
    });
    expect(await visitor.ask("invitation:answer", { invitationId: invitation.id, answer: "accept" })).toEqual(
      {
        outcome: "withdrawn",
        instead: ["callback", "message"],
      },
    );
  });

  it("frees the slot when the invited visitor never connects", async () => {
    const agent = await atConsole(ANNA);
    const answer = await hub.beacon({ asks: [DEMO_RULE], productViewed: "P" });
    expect(answer.decisions).toMatchObject([{ outcome: "offer" }]);
    hub.clock.advance(10_000);
    const outcomes = async () =>
      (await hub.storage.listDecisions(DEMO_TENANT, answer.visitId)).map(decision => decision.outcome).join();
    await until(outcomes, "matched,shown,left");
    agent.close();
  });

  it("rings at an agent for a visitor who comes by himself, and again at the next when declined", async () => {
    const anna = await atConsole(ANNA);
    const { token } = await hub.beacon();
    const visitor = keep(await hub.visitor(token));
    const { conversation } = await visitor.ask("conversation:open", { skill: "Sales", topic: "Tarif" });
    expect(conversation).toMatchObject({ state: "waiting", topic: "Tarif" });
    const offer = await anna.next("offer:made");
    // Ringing is not yet taking part.
    expect(
      await anna.raw("conversation:resume", { conversationId: conversation.id, afterSeq: 0 }),
    ).toMatchObject({
      error: { code: "NOT_FOUND" },
    });
    const ben = await atConsole(BEN);
    await anna.ask("offer:decline", { offerId: offer.id });
    const second = await ben.next("offer:made");
    const accepted = await ben.ask("offer:accept", { offerId: second.id });
    expect(accepted.conversation).toMatchObject({
      id: conversation.id,
      state: "active",
      agent: { name: BEN.name },
    });
    await visitor.ask("conversation:end", { conversationId: conversation.id });
  });
});

describe("a visitor who closed the browser while waiting", () => {
  it("is waited for one minute, then rings no more, and is out of the others' way", async () => {
    const anna = await atConsole(ANNA);
    const visitors = await Promise.all(
      [1, 2].map(async () => keep(await hub.visitor((await hub.beacon()).token))),
    );
    const [ghost, patient] = visitors as [VisitorLine, VisitorLine];
    const { conversation } = await ghost.ask("conversation:open", { skill: "Sales" });
    const offer = await anna.next("offer:made");
    hub.clock.advance(1);
    const { conversation: behind } = await patient.ask("conversation:open", { skill: "Sales" });
    // What is told of the line by and by is on its way before a minute passes in one moment, and looks like a console that hangs
    hub.clock.advance(LINE_EVERY_MS);
    ghost.close();
    await until(() => hub.metric("lotse_visitor_connections"), 1);
    const state = async () => (await hub.storage.readConversation(DEMO_TENANT, conversation.id))?.state;
    hub.clock.advance(59_999);
    expect(await state()).toBe("waiting");
    hub.clock.advance(1);
    await until(state, "ended");
    const { messages } = await hub.storage
      .readMessages(DEMO_TENANT, { conversationId: conversation.id, afterSeq: 0, limit: 10 })
      .then(all => ({ messages: all.map(message => message.body) }));
    expect(messages.at(-1)).toMatchObject({ notice: "ended", by: "system" });
    expect((await anna.next("offer:ended")).offerId).toBe(offer.id);
    await until(async () => (await patient.ask("visit:resume", {})).conversation?.position, 1);
    await patient.ask("conversation:end", { conversationId: behind.id });
  });

  it("keeps the place when it was only a change of page or a short loss of network", async () => {
    await atConsole(ANNA);
    const { token } = await hub.beacon();
    const before = keep(await hub.visitor(token));
    const { conversation } = await before.ask("conversation:open", { skill: "Sales" });
    before.close();
    await until(() => hub.metric("lotse_visitor_connections"), 0);
    hub.clock.advance(59_999);
    const after = keep(await hub.visitor(token));
    hub.clock.advance(60_000);
    expect((await after.ask("visit:resume", {})).conversation).toMatchObject({
      id: conversation.id,
      state: "waiting",
    });
    await after.ask("conversation:end", { conversationId: conversation.id });
  });

  it("is found out also if there never was a connection", async () => {
    const { token, visitId } = await hub.beacon();
    const response = await fetch(`${hub.url}/api/v1/commands/conversation:open`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: SHOP_ORIGIN, authorization: `Bearer ${token}` },
      body: JSON.stringify({}),
    });
    expect(response.status).toBe(200);
    const isOpen = async () => (await hub.storage.findOpenConversation(DEMO_TENANT, visitId)) !== null;
    expect(await isOpen()).toBe(true);
    hub.clock.advance(60_000);
    await until(isOpen, false);
  });
});

describe("a conversation", () => {
  it("stores a repeated line once, and refuses another text under the same id", async () => {
    const { visitor, agent, conversation } = await chatting();
    const line = batch(conversation.id, "einmal");
    const [message] = line.messages;
    const first = await visitor.ask("message:send", line);
    expect(first).toMatchObject({ acked: [{ first: 0, count: 1, duplicate: false }], refused: [] });
    expect(await visitor.ask("message:send", line)).toEqual({
      acked: [{ ...first.acked[0], duplicate: true }],
      refused: [],
    });
    const other = { ...line, messages: [{ ...message, text: "anders" }] };
    expect(await visitor.raw("message:send", other)).toMatchObject({
      value: { acked: [], refused: [{ index: 0, code: "IDEMPOTENCY_MISMATCH" }] },
    });
    const { messages } = await agent.ask("conversation:resume", {
      conversationId: conversation.id,
      afterSeq: 0,
    });
    expect(messages.filter(message => message.body.kind === "text")).toHaveLength(1);
    expect(messages.map(message => message.seq)).toEqual(messages.map((_message, index) => index + 1));
    await agent.ask("conversation:end", { conversationId: conversation.id });
    // A retry still learns that it was stored; what is new comes too late.
    const late = { ...line, messages: [...line.messages, ...batch(conversation.id, "zu spät").messages] };
    expect(await visitor.ask("message:send", late)).toMatchObject({
      acked: [{ first: 0, count: 1, duplicate: true }],
      refused: [{ index: 1, code: "CONVERSATION_CLOSED" }],
    });
  });

  it("takes a batch in order, in one storage call, and tells it in one event; refuses lines one by one", async () => {
    const { visitor, agent, conversation } = await chatting();
    const known = batch(conversation.id, "schon da");
    await visitor.ask("message:send", known);
    let calls = 0;
    beforeStoring = async () => void calls++;
    const [stored] = known.messages;
    const lines = batch(conversation.id, "eins", "zwei", "drei").messages;
    const answer = await visitor.ask("message:send", {
      conversationId: conversation.id,
      messages: [
        ...lines.slice(0, 2),
        { clientId: stored?.clientId as never, text: "anders" },
        ...lines.slice(2),
      ],
    });
    beforeStoring = async () => {};
    expect(calls).toBe(1);
    const firstSeq = answer.acked[0]?.firstSeq ?? 0;
    expect(answer).toMatchObject({
      acked: [
        { first: 0, count: 2, duplicate: false },
        { first: 3, count: 1, firstSeq: firstSeq + 2, duplicate: false },
      ],
      refused: [{ index: 2, code: "IDEMPOTENCY_MISMATCH" }],
    });
    expect(await nextText(agent)).toMatchObject({ body: { text: "schon da" } });
    const { messages } = await agent.next("message:sent");
    expect(messages.map(({ seq, clientId }) => ({ seq, clientId }))).toEqual(
      lines.map(({ clientId }, index) => ({ seq: firstSeq + index, clientId })),
    );
    await agent.ask("conversation:end", { conversationId: conversation.id });
  });

  it("is acknowledged and told only once the line is stored, and not at all if it is not", async () => {
    const { visitor, agent, conversation } = await chatting();
    const conversationId = conversation.id;
    let commit = (): void => {};
    const storing = new Promise<void>(begun => {
      beforeStoring = () => {
        begun();
        return new Promise(resolve => {
          commit = resolve;
        });
      };
    });
    let acknowledged = false;
    const sending = say(visitor, conversationId, "langsam").finally(() => {
      acknowledged = true;
    });
    await storing;
    // A whole round trip of both, behind the line that is being stored.
    await visitor.ask("typing:set", { conversationId, typing: true });
    await agent.next("typing:changed");
    expect(acknowledged).toBe(false);
    commit();
    const seq = await sending;
    expect(await nextText(agent)).toMatchObject({ seq, body: { text: "langsam" } });

    beforeStoring = () => Promise.reject(new LotseError("STORE_UNAVAILABLE", "The store is away"));
    const lost = await visitor.raw("message:send", batch(conversationId, "verloren"));
    expect(lost).toMatchObject({ ok: false, error: { code: "STORE_UNAVAILABLE" } });
    beforeStoring = async () => {};
    await say(visitor, conversationId, "danach");
    expect(await nextText(agent)).toMatchObject({ seq: seq + 1, body: { text: "danach" } });
    await agent.ask("conversation:end", { conversationId });
  });

  it("resumes in pages, without a gap", async () => {
    const { agent, conversation } = await chatting();
    const conversationId = conversation.id;
    const line = () => ({
      conversationId,
      clientId: clientId(),
      author: { kind: "visitor" } as const,
      body: { kind: "text", text: "." } as const,
      sentAtMs: hub.clock.nowMs(),
    });
    await hub.storage.appendMessages(DEMO_TENANT, Array.from({ length: 250 }, line));
    const first = await agent.ask("conversation:resume", { conversationId, afterSeq: 0 });
    expect(first.messages).toHaveLength(200);
    expect(first.more).toBe(true);
    const rest = await agent.ask("conversation:resume", { conversationId, afterSeq: 200 });
    expect(rest.more).toBe(false);
    expect(rest.messages.at(0)?.seq).toBe(201);
    expect(rest.messages.at(-1)?.seq).toBe(rest.conversation.lastSeq);
    await agent.ask("conversation:end", { conversationId });
  });

  it("passes on typing to the other side only, and receipts to both", async () => {
    const { visitor, agent, conversation } = await chatting();
    const conversationId = conversation.id;
    await visitor.ask("typing:set", { conversationId, typing: true });
    expect(await agent.next("typing:changed")).toEqual({ conversationId, by: "visitor", typing: true });
    await agent.ask("typing:set", { conversationId, typing: false });
    expect(await visitor.next("typing:changed")).toEqual({ conversationId, by: "agent", typing: false });
    expect(visitor.heard("typing:changed")).toBe(0);

    const seq = await say(visitor, conversationId, "gelesen?");
    const receipt = await agent.ask("receipt:mark", { conversationId, deliveredSeq: seq, readSeq: seq });
    expect(receipt).toEqual({ deliveredSeq: seq, readSeq: seq });
    expect(await visitor.next("receipt:marked")).toEqual({ conversationId, by: "agent", ...receipt });
    // Receipts only grow, and never past what there is.
    expect(await agent.ask("receipt:mark", { conversationId, deliveredSeq: seq + 5, readSeq: 0 })).toEqual(
      receipt,
    );
    await agent.ask("conversation:end", { conversationId });
  });

  it("is kept complete by the client package, over a lost connection", async () => {
    const { agent, token, conversation } = await chatting();
    const connection = connectVisitor({ hubUrl: hub.url, clock: systemClock, token });
    const log = createConversationLog({
      connection,
      conversationId: conversation.id,
      side: "visitor",
      clock: systemClock,
      ids: randomUUID,
    });
    const told = new Promise<void>(resolve => {
      log.onChange(() => {
        if (log.pending.length === 0 && log.messages.some(message => message.body.kind === "text")) resolve();
      });
    });
    log.send("über das Paket");
    await told;
    expect(await nextText(agent)).toMatchObject({ body: { text: "über das Paket" } });
    log.close();
    connection.close();
    await agent.ask("conversation:end", { conversationId: conversation.id });
  });

  it("carries a co-browsing session's notices and tells both sides", async () => {
    const { visitor, agent, conversation } = await chatting();
    const { cobrowse } = await agent.ask("cobrowse:request", { conversationId: conversation.id });
    expect(await visitor.next("cobrowse:changed")).toEqual(cobrowse);
    const answered = await visitor.ask("cobrowse:answer", { cobrowseId: cobrowse.id, answer: "accept" });
    expect(answered.cobrowse.state).toBe("active");
    await visitor.ask("conversation:end", { conversationId: conversation.id });
    await agent.next("cobrowse:changed");
    await agent.next("cobrowse:changed");
    expect(await agent.next("cobrowse:changed")).toMatchObject({ state: "ended", endedBy: "system" });
  });
});

describe("assets of a shared page", () => {
  it("are for whoever looks at it, by a ticket that ends with their connection", async () => {
    const { visitor, conversation } = await chatting();
    const { cobrowse } = await visitor.ask("cobrowse:share", { conversationId: conversation.id });
    const look = async (agent: (typeof DEMO_AGENTS)[number], cobrowseId: string) => {
      const socket = io(`${hub.url}/stream`, {
        ...{ transports: ["websocket"], forceNew: true, reconnection: false },
        auth: { protocol: PROTOCOL_VERSION, cobrowseId },
        extraHeaders: {
          origin: hub.url.replace("127.0.0.1", "localhost"),
          cookie: cookieOf(await hub.signIn(agent)),
        },
      });
      const told = new Promise<StreamEvents["stream:assets"]>((resolve, reject) => {
        socket.once("stream:assets", resolve);
        socket.once("connect_error", error => reject(error));
      });
      return { socket, told };
    };
    const stranger = await look(BEN, cobrowse.id);
    await expect(stranger.told).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    const { socket, told } = await look(ANNA, cobrowse.id);
    const { base } = await told;
    expect(base).toMatch(new RegExp(`^${hub.url}/mirror/fetched/[0-9a-f-]{36}$`));
    const ask = async (url: string): Promise<string> => {
      const response = await fetch(`${base}?u=${encodeURIComponent(url)}`);
      return ((await response.json()) as { error: { code: string } }).error.code;
    };
    expect(await ask("https://elsewhere.example/a.png")).toBe("URL_NOT_ALLOWED");
    // The site's own, but not public: the guard, not the list.
    expect(await ask(`${SHOP_ORIGIN}/a.png`)).toBe("URL_NOT_ALLOWED");
    socket.close();
    await until(() => ask("https://elsewhere.example/a.png"), "NOT_FOUND");
    await visitor.ask("conversation:end", { conversationId: conversation.id });
  });
});

describe("somebody who goes away in the middle", () => {
  it("tells the visitor that the agent is away, ends the sharing nobody sees, and tells that he is back", async () => {
    const { visitor, agent, conversation } = await chatting();
    expect(conversation.agentOnline).toBe(true);
    const { cobrowse } = await visitor.ask("cobrowse:share", { conversationId: conversation.id });
    expect(cobrowse.state).toBe("active");
    await visitor.next("cobrowse:changed");
    while (visitor.heard("conversation:changed") > 0) await visitor.next("conversation:changed");
    agent.close();
    await until(() => hub.metric("lotse_agent_connections"), 0);
    hub.clock.advance(10_000);
    expect(await visitor.next("conversation:changed")).toMatchObject({ state: "active", agentOnline: false });
    expect(await visitor.next("cobrowse:changed")).toMatchObject({ state: "ended", endedBy: "system" });
    const refused = await visitor.raw("cobrowse:share", { conversationId: conversation.id });
    expect(refused).toMatchObject({ error: { code: "CONVERSATION_CLOSED" } });
    const back = await atConsole(ANNA);
    expect(await visitor.next("conversation:changed")).toMatchObject({ state: "active", agentOnline: true });
    await back.ask("conversation:end", { conversationId: conversation.id });
  });

  it("ends the sharing nobody sees in the moment in which the agent is signed out, unless there is another console", async () => {
    const { visitor, agent, conversation } = await chatting();
    const cookie = cookieOf(await hub.signIn(ANNA));
    const second = keep(await hub.console(cookie));
    const { cobrowse } = await visitor.ask("cobrowse:share", { conversationId: conversation.id });
    await visitor.next("cobrowse:changed");
    expect((await hub.request("/api/auth/sign-out", { cookie, body: {} })).ok).toBe(true);
    await second.ended;
    await agent.ask("console:open", {});
    expect(visitor.heard("cobrowse:changed")).toBe(0);
    const admin = await atConsole(CLARA);
    await admin.ask("member:signOut", { agentId: ANNA.id });
    await agent.ended;
    // The clock stands still: no absence has lasted.
    expect(await visitor.next("cobrowse:changed")).toMatchObject({
      ...{ id: cobrowse.id, state: "ended", endedBy: "system" },
    });
    const back = await atConsole(ANNA);
    await back.ask("conversation:end", { conversationId: conversation.id });
  });

  it("ends what is shared on a site that is switched off, says why, and lets it begin anew after that", async () => {
    const { visitor, agent, token, conversation } = await chatting();
    await visitor.ask("cobrowse:share", { conversationId: conversation.id });
    expect(await agent.next("cobrowse:changed")).toMatchObject({ state: "active" });
    const admin = await atConsole(CLARA);
    const { sites } = await admin.ask("site:list", {});
    const siteId = sites.find(({ key }) => key === "demo")?.id as SiteId;
    await admin.ask("site:change", { siteId, enabled: false });
    expect(await agent.next("cobrowse:changed")).toMatchObject({ state: "ended", endedBy: "site" });
    await visitor.ended;
    await admin.ask("site:change", { siteId, enabled: true });
    const back = keep(await hub.visitor(token));
    const { cobrowse } = await agent.ask("cobrowse:request", { conversationId: conversation.id });
    expect(await back.next("cobrowse:changed")).toMatchObject({ id: cobrowse.id, state: "requested" });
    await agent.ask("conversation:end", { conversationId: conversation.id });
  });

  it("stops sharing for a visitor who does not come back; the conversation stays the agent's", async () => {
    const { visitor, agent, conversation } = await chatting();
    await visitor.ask("cobrowse:share", { conversationId: conversation.id });
    expect(await agent.next("cobrowse:changed")).toMatchObject({ state: "active" });
    visitor.close();
    await until(() => hub.metric("lotse_visitor_connections"), 0);
    hub.clock.advance(59_999);
    await agent.ask("console:open", {});
    expect(agent.heard("cobrowse:changed")).toBe(0);
    hub.clock.advance(1);
    expect(await agent.next("cobrowse:changed")).toMatchObject({ state: "ended", endedBy: "system" });
    const { conversations } = await agent.ask("console:open", {});
    expect(conversations).toMatchObject([{ id: conversation.id, state: "active" }]);
    await agent.ask("conversation:end", { conversationId: conversation.id });
  });
});

describe("a request", () => {
  it("is left when nobody is there, told to whoever is, and found by whoever comes", async () => {
    const clara = await atConsole(CLARA);
    const { token, visitId } = await hub.beacon();
    const visitor = keep(await hub.visitor(token));
    const request = { kind: "callback", reach: "0511 4711", text: "bitte nach 17 Uhr" } as const;
    expect(await visitor.ask("request:leave", request)).toEqual({});
    expect(await clara.next("request:left")).toMatchObject({ ...request, visitId });
    const later = keep(await hub.agent(ANNA));
    expect((await later.ask("console:open", {})).requests[0]).toMatchObject(request);
  });
});

describe("a request by which nobody could be reached", () => {
  it.each([
    ["callback", "anna1999@example.org", "PHONE_INVALID"],
    ["callback", "bitte heute", "PHONE_INVALID"],
    ["message", "0511 4711", "EMAIL_INVALID"],
  ] as const)("%s at %s is refused", async (kind, reach, code) => {
    const { token } = await hub.beacon();
    const visitor = keep(await hub.visitor(token));
    expect(await visitor.raw("request:leave", { kind, reach, text: "" })).toMatchObject({
      ok: false,
      error: { code, field: "reach" },
    });
  });
});

describe("a request whose answer was lost", () => {
  const callback = { kind: "callback", reach: "0511 4712", text: "bitte" } as const;
  const leftBy = async (line: AgentLine, visitId: string) =>
    (await line.ask("console:open", {})).requests.filter(each => each.visitId === visitId);

  it("is sent again and left once, as it was the first time; another visitor's of that name is another", async () => {
    const clara = await atConsole(CLARA);
    const [one, other] = [await hub.beacon(), await hub.beacon()];
    const visitor = keep(await hub.visitor(one.token));
    const clientId = randomUUID() as ClientRequestId;
    for (const reach of [callback.reach, callback.reach, "0511 4799"]) {
      expect(await visitor.ask("request:leave", { ...callback, reach, clientId })).toEqual({});
    }
    const stranger = keep(await hub.visitor(other.token));
    await stranger.ask("request:leave", { ...callback, reach: "0511 1", clientId });
    expect(await leftBy(clara, one.visitId)).toMatchObject([callback]);
    expect(await leftBy(clara, other.visitId)).toMatchObject([{ reach: "0511 1" }]);
    expect(JSON.stringify(await leftBy(clara, one.visitId))).not.toContain(clientId);
  });

  it("of a client that names none is another one", async () => {
    const clara = await atConsole(CLARA);
    const { token, visitId } = await hub.beacon();
    const visitor = keep(await hub.visitor(token));
    await visitor.ask("request:leave", callback);
    await visitor.ask("request:leave", callback);
    expect(await leftBy(clara, visitId)).toHaveLength(2);
  });
});

describe("the log", () => {
  it("never contains what people wrote or who they are", async () => {
    const secret = `Diagnose ${randomUUID()}`;
    const { visitor, agent, conversation } = await chatting();
    await say(visitor, conversation.id, secret);
    await visitor.ask("request:leave", { kind: "message", reach: `${secret}@example.com`, text: secret });
    await hub.beacon({ url: `http://localhost:3301/?q=${encodeURIComponent(secret)}` });
    await visitor.raw("message:send", { conversationId: secret, messages: [{ text: secret }] });
    await visitor.raw(secret, secret);
    await hub.signIn({ email: `${secret}@example.com`, password: secret });
    await agent.ask("conversation:end", { conversationId: conversation.id });
    const text = hub.logText();
    expect(text).toContain('"audit":"request:left"');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
    expect(text).not.toContain(ANNA.email);
    expect(text).not.toContain(ANNA.name);
    expect(text).not.toContain(ANNA.password);
  });
});
