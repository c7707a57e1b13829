/** The trail as an administrator reads it, of what people did over real connections. */
import { randomUUID } from "node:crypto";
import type { AuditEntry, ConversationView } from "@lotse/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS } from "./demo/nordwind.ts";
import { DEMO_RULE } from "./demo/nordwindRules.ts";
import { ADMINISTRATOR, CAST, OTHER_ADMINISTRATOR } from "./test/cast.ts";
import { type AgentLine, startWholeHub, type VisitorLine, type WholeHub } from "./test/wholeHub.ts";

const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];

let hub: WholeHub;
/** Called before the trail is stored. */
let beforeAudit = async (): Promise<void> => {};
beforeAll(async () => {
  hub = await startWholeHub({
    cast: CAST,
    around: storage => ({
      ...storage,
      appendAudit: async (...args) => {
        await beforeAudit();
        return storage.appendAudit(...args);
      },
    }),
  });
});
afterAll(() => hub.close());

const lines: (VisitorLine | AgentLine)[] = [];
afterEach(() => {
  beforeAudit = async () => {};
  for (const line of lines.splice(0)) line.close();
});
const keep = <L extends VisitorLine | AgentLine>(line: L): L => {
  lines.push(line);
  return line;
};

const newest = async (limit: number): Promise<readonly AuditEntry[]> => {
  const ada = keep(await hub.agent(ADMINISTRATOR));
  return (await ada.ask("audit:list", { beforeId: null, limit })).entries;
};

interface Talk {
  readonly anna: AgentLine;
  readonly visitor: VisitorLine;
  readonly visitId: string;
  readonly conversation: ConversationView;
}
const talking = async (): Promise<Talk> => {
  const anna = keep(await hub.agent(ANNA));
  await anna.ask("console:open", {});
  const { token, visitId, decisions } = await hub.beacon({ asks: [DEMO_RULE], productViewed: "P" });
  const [decision] = decisions;
  if (decision?.outcome !== "offer") throw new Error("no offer");
  const visitor = keep(await hub.visitor(token));
  const answer = await visitor.ask("invitation:answer", {
    invitationId: decision.invitation.id,
    answer: "accept",
  });
  if (answer.outcome !== "assigned") throw new Error(answer.outcome);
  return { anna, visitor, visitId, conversation: answer.conversation };
};
const end = async ({ anna, conversation }: Talk) => {
  await anna.ask("conversation:end", { conversationId: conversation.id });
};

describe("the audit trail", () => {
  it("tells who did what to what, newest first, in pages, and never what anybody wrote", async () => {
    const secret = `geheim ${randomUUID()}`;
    const talk = await talking();
    const { anna, visitor, visitId, conversation } = talk;
    const conversationId = conversation.id;
    const { cobrowse } = await anna.ask("cobrowse:request", { conversationId });
    await visitor.ask("cobrowse:answer", { cobrowseId: cobrowse.id, answer: "accept" });
    await visitor.ask("message:send", {
      conversationId,
      messages: [{ clientId: randomUUID() as never, text: secret }],
    });
    await anna.ask("cobrowse:stop", { cobrowseId: cobrowse.id });
    await visitor.ask("request:leave", { kind: "message", reach: `${secret}@example.com`, text: secret });
    const agent = { kind: "agent", agentId: ANNA.id, name: ANNA.name };
    const person = { kind: "visitor", visitId };
    const entries = await newest(4);
    expect(entries).toMatchObject([
      { event: "request:left", actor: person, subject: {} },
      { event: "cobrowse:stopped", actor: agent, subject: { cobrowseId: cobrowse.id } },
      { event: "cobrowse:answered", actor: person, subject: { cobrowseId: cobrowse.id, answer: "accept" } },
      { event: "cobrowse:requested", actor: agent, subject: { conversationId, cobrowseId: cobrowse.id } },
    ]);
    expect(entries.map(({ atMs }) => atMs)).toEqual(Array(4).fill(hub.clock.nowMs()));
    expect(JSON.stringify(entries)).not.toContain("geheim");

    const ada = keep(await hub.agent(ADMINISTRATOR));
    const first = await ada.ask("audit:list", { beforeId: null, limit: 3 });
    const second = await ada.ask("audit:list", { beforeId: first.entries[2]?.id ?? 0, limit: 1 });
    expect([...first.entries, ...second.entries]).toEqual(entries);
    expect(first.more).toBe(true);
    await end(talk);
  });

  it("tells whom an invitation and a change were about, and into which role, but no name and no address", async () => {
    const ada = keep(await hub.agent(ADMINISTRATOR));
    const email = `dora-${randomUUID()}@nordwind.example`;
    const person = { name: "Dora Geheim", email, skills: [], capacity: 1 };
    const { member } = await ada.ask("member:invite", { ...person, role: "agent" });
    await ada.ask("member:change", { agentId: member.id, role: "administrator" });
    const entries = await newest(2);
    expect(entries).toMatchObject([
      { event: "member:changed", subject: { agentId: member.id, role: "administrator" } },
      { event: "member:invited", subject: { agentId: member.id, role: "agent" } },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Geheim|dora-/);
  });

  it("is the tenant's own", async () => {
    const anna = keep(await hub.agent(ANNA));
    await anna.ask("presence:set", { presence: "available" });
    const otto = keep(await hub.agent(OTHER_ADMINISTRATOR));
    expect(await otto.ask("audit:list", { beforeId: null, limit: 200 })).toEqual({
      entries: [],
      more: false,
    });
    expect(await newest(1)).toMatchObject([{ event: "presence:set", actor: { agentId: ANNA.id } }]);
  });

  it("also tells of attempts, in the trail of whoever tried, and cannot be flooded with them", async () => {
    const talk = await talking();
    const { cobrowse } = await talk.anna.ask("cobrowse:request", { conversationId: talk.conversation.id });
    const ben = keep(await hub.agent(BEN));
    const attempt = { cobrowseId: cobrowse.id };
    for (let nth = 0; nth < 50; nth++)
      expect(await ben.raw("cobrowse:stop", attempt)).toMatchObject({ error: { code: "NOT_FOUND" } });
    const stranger = keep(await hub.visitor((await hub.beacon()).token));
    await stranger.raw("presence:set", { presence: "away" });
    const [last, ...rest] = await newest(200);
    expect(last).toMatchObject({
      event: "presence:set",
      actor: { kind: "visitor" },
      subject: { outcome: "denied" },
    });
    const bens = rest.filter(({ actor }) => actor.kind === "agent" && actor.agentId === BEN.id);
    expect(bens).toHaveLength(20);
    for (const entry of bens)
      expect(entry).toMatchObject({
        event: "cobrowse:stopped",
        subject: { ...attempt, outcome: "denied" },
      });
    // What is malformed never was an attempt on anything.
    await ben.raw("cobrowse:stop", { cobrowseId: "1 OR 1=1" });
    expect((await newest(1))[0]?.id).toBe(last?.id);
    await end(talk);
  });

  it("stops nobody's work when it cannot be stored, and says so in the log", async () => {
    const anna = keep(await hub.agent(ANNA));
    beforeAudit = () => Promise.reject(new Error("disk full"));
    expect(await anna.ask("presence:set", { presence: "away" })).toMatchObject({
      agent: { presence: "away" },
    });
    expect(hub.logText()).toContain('"event":"audit not stored"');
    beforeAudit = async () => {};
    await anna.ask("presence:set", { presence: "available" });
    expect((await newest(1))[0]?.event).toBe("presence:set");
  });

  it("is stored before the command is acknowledged", async () => {
    const anna = keep(await hub.agent(ANNA));
    let release = (): void => {};
    const storing = new Promise<void>(begun => {
      beforeAudit = () => {
        begun();
        return new Promise(resolve => {
          release = resolve;
        });
      };
    });
    let acknowledged = false;
    const asking = anna.ask("presence:set", { presence: "away" }).finally(() => {
      acknowledged = true;
    });
    await storing;
    // A round trip behind it.
    await anna.ask("console:open", {});
    expect(acknowledged).toBe(false);
    release();
    await asking;
  });
});
