/** Pages laid before the visitor: where they may lead, that each is stored once, and that both sides find it again. */
import { randomUUID } from "node:crypto";
import type {
  AgentId,
  ClientMessageId,
  ConversationId,
  MessageBody,
  PagePush,
  SiteId,
  TenantId,
} from "@lotse/protocol";
import type { AppendOutcome, SiteRecord } from "@lotse/storage";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { AgentActor } from "../../command.ts";
import { DEMO_AGENTS } from "../../demo/nordwind.ts";
import { ADMINISTRATOR, CAST } from "../../test/cast.ts";
import { type AgentLine, startWholeHub, type VisitorLine, type WholeHub } from "../../test/wholeHub.ts";
import type { Draft } from "./post.ts";
import { createPagePusher, readPushed } from "./push.ts";

const SITE = {
  origins: ["https://shop.example", "http://localhost:*"],
  pushOrigins: ["https://help.example"],
};

describe("an address", () => {
  it.each([
    ["https://shop.example/a?b=c#d", "https://shop.example/a?b=c#d", true],
    ["HTTPS://SHOP.example", "https://shop.example/", true],
    ["http://localhost:3301/x", "http://localhost:3301/x", true],
    ["https://help.example/guide.pdf", "https://help.example/guide.pdf", false],
  ])("%s may be pushed", (url, read, isOwn) => {
    expect(readPushed(url, SITE)).toEqual({ url: read, isOwn });
  });

  it.each([
    ...["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)"],
    ...["data:text/html,x", "blob:https://shop.example/1", "file:///etc/passwd", "ftp://shop.example/"],
    ...["mailto:a@shop.example", "view-source:https://shop.example/", "https://evil.example/"],
    ...["https://shop.example.evil.example/", "https://shop.example@evil.example/", "http://shop.example/"],
    ...["https://shop.example:8443/", "https://me@shop.example/", "https://help.example:444/"],
  ])("%j may not", url => {
    expect(() => readPushed(url, SITE)).toThrow(expect.objectContaining({ code: "URL_NOT_ALLOWED" }));
  });

  it.each(["", "/checkout", "//shop.example/", "shop.example", "https://"])("%j is none", url => {
    expect(() => readPushed(url, SITE)).toThrow(expect.objectContaining({ code: "URL_INVALID" }));
  });
});

const actor: AgentActor = {
  ...{ kind: "agent", tenantId: "t" as TenantId, agentId: "a" as AgentId, name: "Anna", role: "agent" },
};

const setUp = () => {
  const stored = new Map<string, string>();
  const world: { grant: number | null; readonly pushed: (PagePush & { readonly grant: number | null })[] } = {
    ...{ grant: null, pushed: [] },
  };
  const pusher = createPagePusher({
    siteOf: () => SITE as unknown as SiteRecord,
    findToWrite: async () => ({ siteId: "s" as SiteId }) as never,
    refuseStale: () => {},
    written: () => {},
    leading: () => world.grant,
    pushed: (_conversation, _agent, push) => world.pushed.push(push),
    post: {
      tell: async () => {},
      store: async (_tenant, drafts: readonly Draft[]): Promise<readonly AppendOutcome[]> =>
        drafts.map((draft): AppendOutcome => {
          const known = stored.get(draft.clientId);
          const body = JSON.stringify(draft.body);
          if (known !== undefined && known !== body) return { ok: false, code: "IDEMPOTENCY_MISMATCH" };
          stored.set(draft.clientId, body);
          return { ok: true, duplicate: known !== undefined, message: { ...draft, seq: 1, sentAtMs: 0 } };
        }),
    },
  });
  const push = async (input: {
    readonly url: string;
    readonly kind?: PagePush["kind"];
    readonly clientId?: string;
  }) => {
    const clientId = (input.clientId ?? randomUUID()) as ClientMessageId;
    const { url, kind = "page" } = input;
    const { body } = await pusher.push(actor, { conversationId: "c" as ConversationId, clientId, url, kind });
    return (body as Extract<MessageBody, { kind: "text" }>).push;
  };
  return { world, push };
};

describe("what is pushed", () => {
  it("opens by itself only where the agent leads, and only a page of the site's own", async () => {
    const { world, push } = setUp();
    expect(await push({ url: "https://shop.example/" })).toMatchObject({ opens: false });
    world.grant = 7;
    expect(await push({ url: "https://shop.example/" })).toMatchObject({ opens: true });
    expect(await push({ url: "https://help.example/" })).toMatchObject({ opens: false });
    expect(await push({ url: "https://shop.example/a.png", kind: "picture" })).toMatchObject({
      opens: false,
    });
    expect(world.pushed.map(({ grant }) => grant)).toEqual([null, 7, null, null]);
  });

  it("is stored once and told once, also when the grant ended or began between two tries", async () => {
    const { world, push } = setUp();
    world.grant = 7;
    const clientId = randomUUID();
    await push({ url: "https://shop.example/", clientId });
    world.grant = null;
    expect(await push({ url: "https://shop.example/", clientId })).toMatchObject({ opens: true });
    expect(world.pushed.length).toBe(1);
    await expect(push({ url: "https://shop.example/other", clientId })).rejects.toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
  });
});

describe("in a whole hub", () => {
  let hub: WholeHub;
  let anna: AgentLine;
  let visitor: VisitorLine;
  let conversationId: ConversationId;
  beforeAll(async () => {
    hub = await startWholeHub({ cast: CAST });
    anna = await hub.agent(DEMO_AGENTS[0] as (typeof DEMO_AGENTS)[number]);
    await anna.ask("console:open", {});
    visitor = await hub.visitor((await hub.beacon()).token);
    await visitor.ask("conversation:open", { skill: "Sales" });
    const { conversation } = await anna.ask("offer:accept", { offerId: (await anna.next("offer:made")).id });
    conversationId = conversation?.id as ConversationId;
  });
  afterAll(() => hub.close());

  const push = (url: string, clientId = randomUUID()) =>
    anna.raw("page:push", { conversationId, clientId, url, kind: "page", title: "Returns" });

  test("it stands in the conversation, in its sequence, with words for whoever knows no pushes", async () => {
    const url = "http://localhost:3301/returns";
    const clientId = randomUUID();
    const first = await push(url, clientId);
    expect(first).toMatchObject({ ok: true, value: { message: { author: { kind: "agent" } } } });
    expect(await push(url, clientId)).toEqual(first);
    const { messages } = await visitor.ask("conversation:resume", { conversationId, afterSeq: 0 });
    expect(messages.filter(({ body }) => "push" in body).map(({ body }) => body)).toEqual([
      { kind: "text", text: `Returns\n${url}`, push: { url, kind: "page", title: "Returns", opens: false } },
    ]);
  });

  test("another site's needs the site's word, which an administrator gives, origin by origin", async () => {
    const url = "https://help.example/returns";
    expect(await push(url)).toMatchObject({ ok: false, error: { code: "URL_NOT_ALLOWED", field: "url" } });
    const administrator = await hub.agent(ADMINISTRATOR);
    const { sites } = await administrator.ask("site:list", {});
    for (const { id: siteId } of sites) {
      const wrong = { siteId, pushOrigins: ["https://help.example/returns"] };
      expect(await administrator.raw("site:change", wrong)).toMatchObject({ error: { code: "URL_INVALID" } });
      await administrator.ask("site:change", { siteId, pushOrigins: ["https://help.example"] });
    }
    expect(await push(url)).toMatchObject({ ok: true });
  });

  test("while the page is shared, it is in the receipt, which both sides read, and strangers do not", async () => {
    await visitor.ask("cobrowse:share", { conversationId });
    const url = "http://localhost:3301/basket";
    await push(url);
    const entry = { kind: "pushed", by: { name: "Anna Petersen" }, url, title: "Returns", grant: null };
    const read = [
      await anna.ask("cobrowse:receipt", { conversationId }),
      await visitor.ask("cobrowse:receipt", { conversationId }),
    ];
    for (const { sharings } of read) {
      expect(sharings).toMatchObject([{ endedAtMs: null, isCut: false, entries: [entry] }]);
    }
    const stranger = await hub.visitor((await hub.beacon()).token);
    expect(await stranger.raw("cobrowse:receipt", { conversationId })).toMatchObject({
      error: { code: "NOT_FOUND" },
    });
    expect(await visitor.raw("page:push", {})).toMatchObject({ ok: false });
  });
});
