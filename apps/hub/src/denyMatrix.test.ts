/**
 * The deny matrix, made from the command list itself: whoever asks for what is not theirs gets, byte for byte, the
 * answer for what does not exist. A new command with an id in its input is in here without anybody's doing.
 */
import { randomUUID } from "node:crypto";
import { AGENT_COMMANDS, type CommandName, VISITOR_COMMANDS } from "@lotse/protocol";
import { commandInputs } from "@lotse/protocol/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_RULE, nordwindSeed } from "./demo/nordwind.ts";
import {
  type AgentLine,
  OTHER_AGENT,
  startWholeHub,
  type VisitorLine,
  type WholeHub,
} from "./test/wholeHub.ts";

type Side = "visitor" | "agent";
const NAMES: Readonly<Record<Side, readonly CommandName[]>> = {
  visitor: VISITOR_COMMANDS,
  agent: AGENT_COMMANDS,
};
const [ANNA, BEN] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number], (typeof DEMO_AGENTS)[number]];

/** Something valid for every field that is not an id. */
const FILLERS: Readonly<Record<string, unknown>> = {
  answer: "decline",
  messages: [{ clientId: randomUUID(), text: "x" }],
  afterSeq: 0,
  typing: true,
  deliveredSeq: 0,
  readSeq: 0,
  kid: "k",
  token: "t",
};
const fieldsOf = (name: CommandName): readonly string[] => Object.keys(commandInputs[name].entries);
const idFieldOf = (name: CommandName): string | undefined =>
  fieldsOf(name).find(field => field.endsWith("Id"));

const inputFor = (name: CommandName, id: string): Record<string, unknown> =>
  Object.fromEntries(fieldsOf(name).map(field => [field, field === idFieldOf(name) ? id : FILLERS[field]]));

let hub: WholeHub;
/** What exists and belongs to Anna and her visitor, by the name of the field that would name it. */
const existing: Record<string, string> = {};
const strangers: Record<string, { readonly side: Side; readonly line: VisitorLine | AgentLine }> = {};

const offeredTo = async (
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

beforeAll(async () => {
  hub = await startWholeHub();
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  // A conversation with co-browsing asked for, an invitation that is open, an offer that rings.
  const talking = await offeredTo(true);
  const accept = { invitationId: talking.invitationId, answer: "accept" };
  const accepted = await talking.visitor.raw("invitation:answer", accept);
  if (!accepted.ok) throw new Error("not accepted");
  const { conversation } = accepted.value as { conversation: { id: string } };
  const { cobrowse } = await anna.ask("cobrowse:request", { conversationId: conversation.id as never });
  const waiting = await offeredTo(false);
  await waiting.visitor.ask("conversation:open", { skill: "Sales" });
  const offer = await anna.next("offer:made");
  const looking = await offeredTo(true);
  Object.assign(existing, {
    conversationId: conversation.id,
    visitId: talking.visitId,
    cobrowseId: cobrowse.id,
    offerId: offer.id,
    invitationId: looking.invitationId,
    siteId: nordwindSeed(() => "").sites[0]?.id ?? "",
  });

  const neighbour = await hub.beacon();
  const foreigner = await hub.beacon({ site: "other" });
  strangers["a visitor of another visit"] = { side: "visitor", line: await hub.visitor(neighbour.token) };
  strangers["a visitor of another tenant"] = { side: "visitor", line: await hub.visitor(foreigner.token) };
  strangers["another agent"] = { side: "agent", line: await hub.agent(BEN) };
  strangers["an agent of another tenant"] = { side: "agent", line: await hub.agent(OTHER_AGENT) };
});
afterAll(() => hub.close());

const rows = (["visitor", "agent"] as const).flatMap(side =>
  NAMES[side].flatMap(name => {
    const field = idFieldOf(name);
    const whos =
      side === "visitor"
        ? ["a visitor of another visit", "a visitor of another tenant"]
        : ["another agent", "an agent of another tenant"];
    return field === undefined ? [] : whos.map(who => ({ who, name, field }));
  }),
);

describe("what is not yours", () => {
  it("is asked for in every way there is", () => {
    expect(new Set(rows.map(row => row.field))).toEqual(new Set(Object.keys(existing)));
    expect(Object.values(existing)).not.toContain("");
    const offered = new Set(hub.commands.map(command => command.name));
    expect(offered).toEqual(new Set([...VISITOR_COMMANDS, ...AGENT_COMMANDS]));
    for (const side of ["visitor", "agent"] as const) {
      const mine = hub.commands.filter(({ audience }) => audience === side || audience === "both");
      expect(new Set(mine.map(command => command.name))).toEqual(new Set(NAMES[side]));
    }
  });

  it.each(rows)("$name: $who hears the same for another's $field as for an unknown one", async row => {
    const stranger = strangers[row.who];
    const theirs = await stranger?.line.raw(row.name, inputFor(row.name, existing[row.field] ?? ""));
    const unknown = await stranger?.line.raw(row.name, inputFor(row.name, randomUUID()));
    expect(theirs).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    expect(JSON.stringify(theirs)).toBe(JSON.stringify(unknown));
  });

  it.each([...VISITOR_COMMANDS, ...AGENT_COMMANDS])("%s: nobody at all gets nothing at all", async name => {
    const id = existing[idFieldOf(name) ?? ""] ?? "";
    const response = await fetch(`${hub.url}/api/v1/commands/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer nobody" },
      body: JSON.stringify(inputFor(name, id)),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: "TOKEN_INVALID" } });
  });

  it.each([
    ...AGENT_COMMANDS.filter(name => !(VISITOR_COMMANDS as readonly string[]).includes(name)).map(
      name => ["a visitor of another visit", name] as const,
    ),
    ...VISITOR_COMMANDS.filter(name => !(AGENT_COMMANDS as readonly string[]).includes(name)).map(
      name => ["another agent", name] as const,
    ),
  ])("%s is told that %s is the other side's, whatever the input", async (who, name) => {
    const answers = await Promise.all(
      [inputFor(name, existing[idFieldOf(name) ?? ""] ?? ""), null, {}].map(input =>
        strangers[who]?.line.raw(name, input),
      ),
    );
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
  });
});
