/** Work of every kind at the front door: another system's item, two consoles that hand on and help, and what visitors see. */
import type { ClientRequestId, CommandInput, ConversationId, WorkItemId } from "@lotse/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEMO_AGENTS } from "./demo/nordwind.ts";
import { ADMINISTRATOR, CAST } from "./test/cast.ts";
import { channelOf, queueIdOf, queueOf } from "./test/planParts.ts";
import { type AgentLine, startWholeHub, type VisitorLine, type WholeHub } from "./test/wholeHub.ts";

const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];

const POST = queueOf(queueIdOf("c1"), "post");

let hub: WholeHub;
let anna: AgentLine;
let ben: AgentLine;
let admin: AgentLine;
let secret: string;

beforeAll(async () => {
  hub = await startWholeHub({ cast: CAST });
  admin = await hub.agent(ADMINISTRATOR);
  await admin.ask("presence:set", { presence: "away" });
  const { plan, version } = await admin.ask("plan:read", {});
  const fresh = ["chat", "email", "callback"].filter(id => plan.channels.every(known => known.id !== id));
  const changed = {
    ...plan,
    channels: [...plan.channels, ...fresh.map(id => channelOf(id))],
    queues: [POST, ...plan.queues],
  };
  await admin.ask("plan:save", { plan: changed as CommandInput<"plan:save">["plan"], version });
  const issued = await admin.ask("apiKey:add", { name: "Telefonanlage", scopes: ["workItems", "presence"] });
  secret = issued.secret;
  anna = await hub.agent(ANNA);
  ben = await hub.agent(BEN);
  await ben.ask("presence:set", { presence: "away" });
});
afterAll(() => hub.close());

const rest = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: (await response.json()) as { value: { readonly workItemId: WorkItemId } },
  };
};

/** Until the agent's work looks like this. */
const until = async (
  line: AgentLine,
  isSo: (work: readonly { workItemId: WorkItemId; place: string }[]) => boolean,
) => {
  for (;;) {
    const { work } = await line.next("work:changed");
    if (isSo(work)) return work;
  }
};

/** A visitor whose conversation Anna has. */
const talking = async (): Promise<{
  visitor: VisitorLine;
  conversationId: ConversationId;
  workItemId: WorkItemId;
}> => {
  const visitor = await hub.visitor((await hub.beacon({})).token);
  const { conversation } = await visitor.ask("conversation:open", { skill: "post" });
  const offer = await anna.next("offer:made");
  await anna.ask("offer:accept", { offerId: offer.id });
  return { visitor, conversationId: conversation.id, workItemId: offer.workItemId };
};

it("another system's item comes to a console, is done there, and the system learns so", async () => {
  const item = { key: "mail-1", channel: "email", queue: "post", subject: "Kündigung", body: "Guten Tag" };
  const added = await rest("POST", "/work-items", { ...item, contact: { name: "Erika" } });
  expect(added).toMatchObject({ status: 201, body: { value: { duplicate: false } } });
  const id = added.body.value.workItemId;
  const offer = await anna.next("offer:made");
  expect(offer).toMatchObject({
    workItemId: id,
    conversationId: null,
    subject: "Kündigung",
    channel: "email",
  });
  const { conversation, work } = await anna.ask("offer:accept", { offerId: offer.id });
  expect([conversation, work]).toMatchObject([null, { label: "Erika", body: "Guten Tag", assignment: 1 }]);
  await until(anna, ([first]) => first?.workItemId === id && first.place === "assigned");
  expect(await anna.ask("console:open", {})).toMatchObject({
    work: [{ workItemId: id, place: "assigned" }],
    meter: { used: 1 },
  });
  expect((await rest("GET", `/work-items/${id}`)).body.value).toMatchObject({
    state: "assigned",
    agent: { id: ANNA.id },
  });
  // Whoever has it not is told that there is no such thing
  expect(await ben.raw("work:done", { workItemId: id, assignment: 1 })).toMatchObject({
    error: { code: "NOT_FOUND" },
  });
  await anna.ask("work:done", { workItemId: id, assignment: 1 });
  expect((await rest("GET", `/work-items/${id}`)).body.value).toMatchObject({ state: "ended" });
  const { entries } = await admin.ask("audit:list", { beforeId: null, limit: 1 });
  expect(entries).toMatchObject([
    { event: "work:done", actor: { agentId: ANNA.id }, subject: { workItemId: id } },
  ]);
});

it("a colleague who is asked in reads along and writes nothing, and reads no more once it is over", async () => {
  const { visitor, conversationId, workItemId } = await talking();
  await ben.ask("presence:set", { presence: "available" });
  const resume = () => ben.raw("conversation:resume", { conversationId, afterSeq: 0 });
  expect(await resume()).toMatchObject({ error: { code: "NOT_FOUND" } });
  await anna.ask("work:consult", { workItemId, agentId: BEN.id });
  const offer = await ben.next("offer:made");
  expect(offer).toMatchObject({ from: { kind: "consult", agent: { id: ANNA.id } } });
  await ben.ask("offer:accept", { offerId: offer.id });
  expect(await resume()).toMatchObject({ ok: true, value: { conversation: { agent: { id: ANNA.id } } } });
  const line = { clientId: "00000000-0000-4000-8000-00000000a001" as never, text: "Hallo" };
  await visitor.ask("message:send", { conversationId, messages: [line] });
  expect((await ben.next("message:sent")).messages).toMatchObject([{ body: { text: "Hallo" } }]);
  const theirs = {
    conversationId,
    messages: [{ ...line, clientId: "00000000-0000-4000-8000-00000000a002" }],
  };
  expect(await ben.raw("message:send", theirs)).toMatchObject({ error: { code: "NOT_FOUND" } });
  const show = { visitId: offer.visitId };
  expect(await ben.raw("visit:show", show)).toMatchObject({ ok: true });
  await ben.ask("work:consultEnd", { workItemId, agentId: BEN.id });
  // Who serves the site still sees who is on it, but no longer what they talk about
  expect(await ben.raw("visit:show", show)).toMatchObject({ ok: true });
  expect(await resume()).toMatchObject({ error: { code: "NOT_FOUND" } });
  await anna.ask("conversation:end", { conversationId });
  await ben.ask("presence:set", { presence: "away" });
});

it("in conference a colleague writes as well, for as long as the agent wants it; the visitor sees who comes and goes", async () => {
  const { visitor, conversationId, workItemId } = await talking();
  await ben.ask("presence:set", { presence: "available" });
  let lines = 0;
  const write = (text: string) => {
    const clientId = `00000000-0000-4000-8000-00000000b${String(++lines).padStart(3, "0")}` as never;
    return ben.raw("message:send", { conversationId, messages: [{ clientId, text }] });
  };
  const ask = (mode: "consult" | "conference") =>
    anna.ask("work:consult", { workItemId, agentId: BEN.id, mode });
  /** The last thing that was stored: whoever asks has been answered after it. */
  const last = async () => {
    const { messages } = await visitor.ask("conversation:resume", { conversationId, afterSeq: 0 });
    return messages.at(-1);
  };
  const others = async () =>
    (await visitor.ask("conversation:resume", { conversationId, afterSeq: 0 })).conversation.others;

  await ask("conference");
  expect(await write("zu früh")).toMatchObject({ error: { code: "NOT_FOUND" } });
  const offer = await ben.next("offer:made");
  expect(offer.from).toMatchObject({ kind: "conference", agent: { id: ANNA.id } });
  expect(await ben.ask("offer:accept", { offerId: offer.id })).toMatchObject({
    conversation: { id: conversationId, agent: { id: ANNA.id }, helping: "conference", cobrowse: null },
  });
  expect(await last()).toMatchObject({ body: { notice: "agentJoined", agent: { id: BEN.id } } });
  expect(await others()).toMatchObject([{ id: BEN.id }]);
  expect(await write("Guten Tag, hier Ben.")).toMatchObject({ ok: true });
  expect(await last()).toMatchObject({
    author: { agent: { id: BEN.id } },
    body: { text: "Guten Tag, hier Ben." },
  });
  // What is the agent's stays the agent's
  const isNot = { error: { code: "NOT_FOUND" } };
  expect(await ben.raw("conversation:end", { conversationId })).toMatchObject(isNot);
  expect(await ben.raw("cobrowse:request", { conversationId })).toMatchObject(isNot);
  expect(await ben.raw("receipt:mark", { conversationId, deliveredSeq: 1, readSeq: 1 })).toMatchObject(isNot);
  const { conversations } = await ben.ask("console:open", {});
  expect(conversations).toMatchObject([{ id: conversationId, helping: "conference" }]);

  const old = { workItemId, assignment: 0, agentId: BEN.id };
  expect(await anna.raw("work:consult", old)).toMatchObject({ error: { code: "ASSIGNMENT_STALE" } });
  await ask("consult");
  expect(await last()).toMatchObject({ body: { notice: "agentLeft", agent: { id: BEN.id }, why: "left" } });
  expect(await write("nur noch lesend")).toMatchObject(isNot);
  expect(await others()).toBeUndefined();
  await ask("conference");
  expect(await last()).toMatchObject({ body: { notice: "agentJoined", agent: { id: BEN.id } } });

  // Whoever is handed what he speaks in already comes no second time; the visitor learns who goes
  await anna.ask("work:transfer", { workItemId, assignment: 1, agentId: BEN.id, note: "" });
  expect(await last()).toMatchObject({
    body: { notice: "agentLeft", agent: { id: ANNA.id }, why: "handedOn" },
  });
  expect(await write("Ich mache weiter.")).toMatchObject({ ok: true });
  expect(await last()).toMatchObject({
    author: { agent: { id: BEN.id } },
    body: { text: "Ich mache weiter." },
  });
  // Whoever had it learns who has it now
  expect((await anna.ask("work:explain", { workItemId })).explanation.agent).toMatchObject({ id: BEN.id });
  await ben.ask("conversation:end", { conversationId });
  await ben.ask("presence:set", { presence: "away" });
});

it("what another console of the same agent knew of an assignment that is over is refused, be the work back or not", async () => {
  const { visitor, conversationId, workItemId } = await talking();
  await anna.ask("work:putBack", { workItemId, assignment: 1 });
  expect(await anna.ask("work:next", {})).toMatchObject({ taken: { conversation: { id: conversationId } } });
  expect((await anna.ask("console:open", {})).work).toMatchObject([{ workItemId, assignment: 2 }]);
  const stale = { ok: false, error: { code: "ASSIGNMENT_STALE" } };
  const line = { clientId: "00000000-0000-4000-8000-00000000a004" as never, text: "von gestern" };
  const say = (assignment: number) =>
    anna.raw("message:send", { conversationId, messages: [line], assignment });
  expect(await say(1)).toMatchObject(stale);
  expect(await anna.raw("cobrowse:request", { conversationId, assignment: 1 })).toMatchObject(stale);
  const ask = { workItemId, agentId: BEN.id, assignment: 1 };
  expect(await anna.raw("work:consult", ask)).toMatchObject(stale);
  expect(await anna.raw("conversation:end", { conversationId, assignment: 1 })).toMatchObject(stale);
  const read = () => visitor.ask("conversation:resume", { conversationId, afterSeq: 0 });
  expect(JSON.stringify((await read()).messages)).not.toContain("von gestern");
  expect(await say(2)).toMatchObject({ ok: true });
  expect((await read()).messages.at(-1)).toMatchObject({ body: { text: "von gestern" } });
  await anna.ask("conversation:end", { conversationId, assignment: 2 });
  expect((await read()).conversation.state).toBe("ended");
});

it("a transfer brings the note to the colleague alone, and the visitor sees who comes", async () => {
  const { visitor, conversationId, workItemId } = await talking();
  await ben.ask("presence:set", { presence: "available" });
  const note = "Kennt die Police schon";
  await anna.ask("work:transfer", { workItemId, assignment: 1, agentId: BEN.id, note });
  const offer = await ben.next("offer:made");
  expect(offer.from).toMatchObject({ kind: "transfer", note });
  await ben.ask("offer:accept", { offerId: offer.id });
  const { work } = await ben.ask("console:open", {});
  expect(work).toMatchObject([{ workItemId, assignment: 2, note, conversationId }]);
  const { conversation, messages } = await visitor.ask("conversation:resume", {
    conversationId,
    afterSeq: 0,
  });
  expect(conversation.agent).toEqual({ id: BEN.id, name: BEN.name });
  expect(messages.at(-1)?.body).toMatchObject({ notice: "agentJoined", agent: { id: BEN.id } });
  expect(JSON.stringify(messages)).not.toContain(note);
  const line = { clientId: "00000000-0000-4000-8000-00000000a003", text: "noch ich" };
  expect(await anna.raw("message:send", { conversationId, messages: [line] })).toMatchObject({
    error: { code: "NOT_FOUND" },
  });
  expect(await anna.raw("work:putBack", { workItemId, assignment: 1 })).toMatchObject({
    error: { code: "ASSIGNMENT_STALE" },
  });
  const { explanation } = await ben.ask("work:explain", { workItemId });
  expect(explanation).toMatchObject({ place: "assigned", given: { how: "transfer", agent: { id: BEN.id } } });
  await ben.ask("conversation:end", { conversationId });
  await ben.ask("presence:set", { presence: "away" });
});

it("a callback that a visitor asks for rings as work, with the number", async () => {
  const visitor = await hub.visitor((await hub.beacon({})).token);
  await visitor.ask("request:leave", { kind: "callback", reach: "+49 30 1234", text: "ab 17 Uhr" });
  const offer = await anna.next("offer:made");
  expect(offer).toMatchObject({ channel: "callback", subject: "+49 30 1234", conversationId: null });
  const { work } = await anna.ask("offer:accept", { offerId: offer.id });
  expect(work).toMatchObject({ contact: { phone: "+49 30 1234" }, body: "ab 17 Uhr" });
  await anna.ask("work:done", { workItemId: offer.workItemId, assignment: 1 });
});

it("who leaves a callback instead of waiting leaves the line, and rings once", async () => {
  await anna.ask("presence:set", { presence: "away" });
  const visitor = await hub.visitor((await hub.beacon({})).token);
  await visitor.ask("conversation:open", { topic: "Tarif" });
  const clientId = "00000000-0000-4000-8000-00000000a0f1" as ClientRequestId;
  const callback = { clientId, kind: "callback", reach: "+49 30 77", text: "" } as const;
  await visitor.ask("request:leave", callback);
  expect((await visitor.ask("visit:resume", {})).conversation).toBeNull();
  hub.clock.advance(1);
  // The answer was lost, and meanwhile they want both
  const again = await visitor.ask("conversation:open", { topic: "Tarif" });
  await visitor.ask("request:leave", callback);
  const { queue } = await anna.ask("console:open", {});
  expect(queue).toMatchObject([
    { channel: "callback", subject: "Tarif · +49 30 77" },
    { channel: "chat", conversationId: again.conversation.id },
  ]);
  await visitor.ask("conversation:end", { conversationId: again.conversation.id });
  await anna.ask("presence:set", { presence: "available" });
  const offer = await anna.next("offer:made");
  const { work } = await anna.ask("offer:accept", { offerId: offer.id });
  expect(work).toMatchObject({ contact: { phone: "+49 30 77" } });
  await anna.ask("work:done", { workItemId: offer.workItemId, assignment: 1 });
});

it("a message waits in the queue of its matter, which is told and kept with it", async () => {
  const visitor = await hub.visitor((await hub.beacon({})).token);
  const message = { kind: "message", reach: " a@b.example", text: "Scheibe gerissen" } as const;
  while (anna.heard("request:left") > 0) await anna.next("request:left");
  await visitor.ask("request:leave", { ...message, topic: "Glas\nbruch\u202E", skill: "post" });
  const matter = { topic: "Glas bruch", skill: "post", queueId: POST.id };
  const request = { ...message, ...matter, reach: "a@b.example" };
  const told = await anna.next("request:left");
  expect(told).toMatchObject(request);
  const offer = await anna.next("offer:made");
  const subject = "Glas bruch · a@b.example";
  expect(offer).toMatchObject({ channel: "email", queueId: POST.id, subject, conversationId: null });
  const { work } = await anna.ask("offer:accept", { offerId: offer.id });
  expect(work).toMatchObject({ contact: { email: "a@b.example" }, body: "Scheibe gerissen" });
  expect((await anna.ask("console:open", {})).requests).toContainEqual(told);
  await anna.ask("work:done", { workItemId: offer.workItemId, assignment: 1 });
  const { requests, queue } = await anna.ask("console:open", {});
  // Nobody is to be answered any more.
  expect(requests).not.toContainEqual(told);
  expect(queue).toEqual([]);
  const refused = await visitor.raw("request:leave", { ...message, topic: "x".repeat(101) });
  expect(refused).toMatchObject({ error: { code: "TEXT_TOO_LONG", field: "topic" } });
});

it("of the agent's word and the telephone system's the last one counts, and the reason says whose it was", async () => {
  const path = `/agents/${ANNA.email}/presence`;
  await rest("PUT", path, { presence: "away" });
  const seen = async () => (await anna.ask("console:open", {})).agent;
  expect(await seen()).toMatchObject({ presence: "away", presenceReason: "Telefonanlage" });
  await anna.ask("presence:set", { presence: "available" });
  expect(await seen()).toMatchObject({ presence: "available", presenceReason: null });
  await anna.ask("presence:set", { presence: "away", reason: "Pause" });
  await rest("PUT", path, { presence: "available" });
  expect(await seen()).toMatchObject({ presence: "available", presenceReason: null });
});
