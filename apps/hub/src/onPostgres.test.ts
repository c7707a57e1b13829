import { randomUUID } from "node:crypto";
import { type ClientMessageId, type CommandInput, type ConversationId, LotseError } from "@lotse/protocol";
import { openPostgresStorage } from "@lotse/storage/postgres";
import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, type DemoAgent } from "./demo/nordwind.ts";
import { DEMO_RULE } from "./demo/nordwindRules.ts";
import { type AgentLine, startWholeHub, type VisitorLine, type WholeHub } from "./test/wholeHub.ts";

const ANNA = DEMO_AGENTS[0] as DemoAgent;
const PATIENCE = { connectMs: 1_000 };

const line = (conversationId: ConversationId, text: string): CommandInput<"message:send"> => ({
  conversationId,
  messages: [{ clientId: randomUUID() as ClientMessageId, text }],
});

describe.skipIf(!canStartPostgres())("the hub on PostgreSQL", () => {
  let server: TestPostgres;
  let hub: WholeHub;
  let agent: AgentLine;
  let visitor: VisitorLine;
  let conversationId: ConversationId;
  beforeAll(async () => {
    server = await startPostgres();
    hub = await startWholeHub({
      open: () => openPostgresStorage({ url: server.url, patience: PATIENCE }),
    });
    agent = await hub.agent(ANNA);
    await agent.ask("console:open", {});
    const { token, decisions } = await hub.beacon({ asks: [DEMO_RULE], productViewed: "P" });
    const [decision] = decisions;
    if (decision?.outcome !== "offer") throw new Error("no offer");
    visitor = await hub.visitor(token);
    const invitationId = decision.invitation.id;
    const answer = await visitor.ask("invitation:answer", { invitationId, answer: "accept" });
    if (answer.outcome !== "assigned") throw new Error(answer.outcome);
    conversationId = answer.conversation.id;
  });
  afterAll(async () => {
    visitor?.close();
    agent?.close();
    await hub?.close();
    await server?.stop();
  });

  const readyz = async (): Promise<number> => {
    // What it knows is a second old at most.
    hub.clock.advance(1_000);
    return (await fetch(`${hub.url}/readyz`)).status;
  };

  it("says while the server is away what is not stored, and goes on by itself when it is back", async () => {
    const first = line(conversationId, "Guten Tag");
    expect(await visitor.ask("message:send", first)).toMatchObject({ acked: [{ duplicate: false }] });
    expect(await readyz()).toBe(200);

    await server.crash();
    expect(await readyz()).toBe(503);
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
    const lost = line(conversationId, "Sind Sie noch da?");
    const away = { ok: false, error: { code: "STORE_UNAVAILABLE" } };
    expect(await visitor.raw("message:send", lost)).toMatchObject(away);
    expect(await agent.raw("conversation:end", { conversationId })).toMatchObject(away);
    await expect(hub.beacon()).rejects.toThrow("STORE_UNAVAILABLE");

    await server.restart();
    expect(await readyz()).toBe(200);
    const { acked: again } = await visitor.ask("message:send", first);
    expect(again).toMatchObject([{ duplicate: true }]);
    const { acked } = await visitor.ask("message:send", lost);
    expect(acked).toMatchObject([{ duplicate: false, firstSeq: (again[0]?.firstSeq ?? 0) + 1 }]);
    await agent.ask("conversation:end", { conversationId });
    expect(await visitor.raw("message:send", line(conversationId, "Danke"))).toMatchObject({
      ok: true,
      value: { acked: [], refused: [{ code: "CONVERSATION_CLOSED" }] },
    });
    // Signing in goes through the accounts' own connections.
    expect((await hub.signIn(ANNA)).status).toBe(200);
  });

  it.each([
    ["a wrong password", (url: URL) => Object.assign(url, { password: "wrong" }), /user or the password/],
    [
      "a database that is not there",
      (url: URL) => Object.assign(url, { pathname: "/nowhere" }),
      /no database/,
    ],
    ["a server that is not there", (url: URL) => Object.assign(url, { port: "1" }), /No PostgreSQL answers/],
  ])("explains %s in one line without the URL's secrets", async (_case, change, line) => {
    const url = change(new URL(server.url));
    const error = await openPostgresStorage({ url: `${url}` }).catch(reason => reason);
    expect(error).toBeInstanceOf(LotseError);
    expect(error.code).toBe("STORE_UNAVAILABLE");
    expect(error.message).toMatch(line);
    expect(error.message).not.toContain(url.password);
    expect(error.message).not.toContain("\n");
  });
});
