/**
 * A tab that was open before the upgrade, written out as it spoke then: one line per command, one message per event,
 * resume by sequence. It talks to an agent whose console is of today.
 */
import { randomUUID } from "node:crypto";
import type { CommandInput, ConversationId, Message, Result } from "@lotse/protocol";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { DEMO_AGENTS } from "../demo/nordwind.ts";
import { type AgentLine, SHOP_ORIGIN, startWholeHub, type WholeHub } from "../test/wholeHub.ts";

const [ANNA] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number]];

let hub: WholeHub;
const sockets: Socket[] = [];
const lines: AgentLine[] = [];
beforeAll(async () => {
  hub = await startWholeHub();
});
afterAll(() => hub.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const line of lines.splice(0)) line.close();
});

interface OldTab {
  ask(name: string, input: unknown): Promise<Result<never>>;
  /** Resolves with the text of the next message of that author; notices go by. */
  nextText(by: "visitor" | "agent"): Promise<string>;
  readonly heard: readonly Message[];
  cut(): void;
}

const oldTab = async (
  namespace: string,
  headers: Record<string, string>,
  token?: string,
): Promise<OldTab> => {
  const auth = { protocol: 1, ...(token === undefined ? {} : { token }) };
  const socket = io(`${hub.url}${namespace}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: headers,
  });
  sockets.push(socket);
  const heard: Message[] = [];
  let wake = (): void => {};
  socket.on("message:sent", (message: Message) => {
    heard.push(message);
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(null));
    socket.once("connect_error", reject);
  });
  let taken = 0;
  return {
    heard,
    ask: (name, input) => socket.timeout(10_000).emitWithAck(name, input),
    nextText: async by => {
      for (;;) {
        const message = heard[taken];
        if (message === undefined) await new Promise<void>(resolve => (wake = resolve));
        else taken++;
        if (message?.author.kind === by && message.body.kind === "text") return message.body.text;
      }
    },
    cut: () => void socket.disconnect(),
  };
};

const visitorTab = async (): Promise<{ tab: OldTab; token: string }> => {
  const { token } = await hub.beacon();
  return { tab: await oldTab("/visitor", { origin: SHOP_ORIGIN }, token), token };
};

const oldLine = (conversationId: ConversationId, text: string) => ({
  conversationId,
  clientId: randomUUID(),
  text,
});
const batchOf = (conversationId: ConversationId, ...texts: string[]): CommandInput<"message:send"> => ({
  conversationId,
  messages: texts.map(text => ({ clientId: randomUUID() as never, text })),
});

/** An old visitor's tab whose conversation Anna, at a console of today, has taken. */
const talking = async () => {
  const anna = await hub.agent(ANNA);
  lines.push(anna);
  await anna.ask("console:open", {});
  const { tab, token } = await visitorTab();
  const opened = await tab.ask("conversation:open", { skill: "Sales" });
  if (!opened.ok) throw new Error(opened.error.code);
  const { conversation } = opened.value as { conversation: { id: ConversationId } };
  const offer = await anna.next("offer:made");
  await anna.ask("offer:accept", { offerId: offer.id });
  return { anna, tab, token, id: conversation.id };
};

it("chats both ways, acknowledged line by line, also what the agent sends as one batch", async () => {
  const { anna, tab, id } = await talking();
  const line = oldLine(id, "Guten Tag");
  const first = await tab.ask("message:send", line);
  expect(first).toEqual({
    ok: true,
    value: { seq: expect.any(Number), sentAtMs: hub.clock.nowMs(), duplicate: false },
  });
  if (!first.ok) throw new Error(first.error.code);
  const again = await tab.ask("message:send", line);
  expect(again).toEqual({ ok: true, value: { ...(first.value as object), duplicate: true } });
  await anna.ask("message:send", batchOf(id, "Hallo", "was kann ich tun?"));
  expect(await tab.nextText("agent")).toBe("Hallo");
  expect(await tab.nextText("agent")).toBe("was kann ich tun?");
  expect(tab.heard.map(({ seq }) => seq)).toEqual(tab.heard.map((_, index) => index + 1));
  await anna.ask("conversation:end", { conversationId: id });
});

it("hears every event in its own form only, while today's tab of the same visit hears the batch", async () => {
  const { anna, tab, token, id } = await talking();
  const today = await hub.visitor(token);
  const before = tab.heard.length;
  await anna.ask("message:send", batchOf(id, "a", "b"));
  expect((await today.next("message:sent")).messages).toHaveLength(2);
  await anna.ask("typing:set", { conversationId: id, typing: true });
  await today.next("typing:changed");
  expect(today.heard("message:sent")).toBe(0);
  expect(await tab.nextText("agent")).toBe("a");
  expect(await tab.nextText("agent")).toBe("b");
  expect(tab.heard.slice(before)).toMatchObject([{ body: { text: "a" } }, { body: { text: "b" } }]);
  today.close();
  await anna.ask("conversation:end", { conversationId: id });
});

it("resumes by sequence after a cut, without a gap", async () => {
  const { anna, tab, token, id } = await talking();
  await tab.ask("message:send", oldLine(id, "vorher"));
  await tab.nextText("visitor");
  const afterSeq = tab.heard.at(-1)?.seq ?? 0;
  tab.cut();
  await anna.ask("message:send", batchOf(id, "unterdessen", "und noch etwas"));
  const back = await oldTab("/visitor", { origin: SHOP_ORIGIN }, token);
  const missed = await back.ask("conversation:resume", { conversationId: id, afterSeq });
  expect(missed).toMatchObject({
    ok: true,
    value: {
      messages: [
        { seq: afterSeq + 1, body: { text: "unterdessen" } },
        { seq: afterSeq + 2, body: { text: "und noch etwas" } },
      ],
      more: false,
    },
  });
  await anna.ask("conversation:end", { conversationId: id });
});

it("is told what is wrong with a line in the words it knows", async () => {
  const { anna, tab, id } = await talking();
  const { clientId: _clientId, ...withoutId } = oldLine(id, "x");
  const cases: readonly (readonly [unknown, object])[] = [
    [oldLine(id, " "), { code: "TEXT_EMPTY", field: "text" }],
    [withoutId, { code: "FIELD_MISSING", field: "clientId" }],
    [{ ...oldLine(id, "x"), more: 1 }, { code: "FIELD_UNKNOWN" }],
    [batchOf(id, "x"), { code: "FIELD_TYPE" }],
    [null, { code: "FIELD_TYPE" }],
    [JSON.parse(`{"__proto__":{},"text":"x"}`), { code: "FIELD_UNKNOWN" }],
    [oldLine(randomUUID() as ConversationId, "x"), { code: "NOT_FOUND" }],
  ];
  for (const [input, error] of cases)
    expect(await tab.ask("message:send", input)).toMatchObject({ ok: false, error });
  await anna.ask("conversation:end", { conversationId: id });
  expect(await tab.ask("message:send", oldLine(id, "zu spät"))).toMatchObject({
    ok: false,
    error: { code: "CONVERSATION_CLOSED" },
  });
});

it("may also be the agent's console", async () => {
  const cookies = (await hub.signIn(ANNA)).headers.getSetCookie();
  const cookie = cookies.map(one => one.split(";")[0]).join("; ");
  const console = await oldTab("/agent", { origin: hub.url.replace("127.0.0.1", "localhost"), cookie });
  expect(await console.ask("console:open", {})).toMatchObject({ ok: true });
  const visitor = await hub.visitor((await hub.beacon()).token);
  const { conversation } = await visitor.ask("conversation:open", { skill: "Sales" });
  const offered = await console.ask("console:open", {});
  const [offer] = offered.ok ? (offered.value as { offers: { id: string }[] }).offers : [];
  expect(await console.ask("offer:accept", { offerId: offer?.id })).toMatchObject({ ok: true });
  await visitor.ask("message:send", batchOf(conversation.id, "eins", "zwei"));
  expect(await console.nextText("visitor")).toBe("eins");
  expect(await console.nextText("visitor")).toBe("zwei");
  expect(await console.ask("message:send", oldLine(conversation.id, "drei"))).toMatchObject({ ok: true });
  await visitor.ask("conversation:end", { conversationId: conversation.id });
  visitor.close();
});

it("over REST says its version in a header; without one, it is today's", async () => {
  const { anna, token, id } = await talking();
  const post = async (body: unknown, version?: string) => {
    const response = await fetch(`${hub.url}/api/v1/commands/message:send`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: SHOP_ORIGIN,
        authorization: `Bearer ${token}`,
        ...(version === undefined ? {} : { "lotse-protocol": version }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await post(oldLine(id, "alt"), "1")).toMatchObject({
    status: 200,
    body: { value: { duplicate: false } },
  });
  expect(await post(batchOf(id, "neu"))).toMatchObject({ status: 200, body: { value: { refused: [] } } });
  expect(await post(batchOf(id, "neu"), "2")).toMatchObject({ status: 200 });
  for (const version of ["0", "3", "zwei", "1, 2"])
    expect(await post(batchOf(id, "x"), version)).toMatchObject({
      status: 400,
      body: { error: { code: "VERSION_UNSUPPORTED" } },
    });
  await anna.ask("conversation:end", { conversationId: id });
});
