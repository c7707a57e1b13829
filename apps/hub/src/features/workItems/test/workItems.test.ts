/** Work of other systems: one item a key, however often and at once it is sent; read and ended by its tenant alone. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse, QUEUE } from "./house.ts";

let house: House;
let key: string;
beforeAll(async () => {
  house = await openHouse();
  key = await house.keyOf(house.mine);
});
afterAll(() => house.close());

const order = <T extends object>(given: T = {} as T) => ({
  key: `erp-${randomUUID()}`,
  ...{ channel: "event", queue: "orders", subject: "Bestellung 4711" },
  ...given,
});

const post = (body: unknown, as = key) => house.ask("POST", "/work-items", { key: as, body });
const idIn = ({ body }: { readonly body: unknown }) =>
  (body as { value: { workItemId: string } }).value.workItemId;
const refused = (status: number, code: string, field?: string) => ({
  status,
  body: { ok: false, error: { code, ...(field === undefined ? {} : { field }) } },
});

const FULL = {
  priority: 3,
  needs: [
    { skill: "Kfz", level: 2 },
    { skill: "Deutsch", level: 4 },
  ],
  body: "Zeile 1\nZeile 2",
  links: [{ label: "Auftrag", url: "https://erp.example/4711" }],
  contact: { name: "Erika Mustermann", phone: "+49 30 1", email: "ERIKA@example.org", reference: "K-1" },
  preferredAgent: "ANNA@nordwind.example",
};

describe("a work item", () => {
  it("is taken in with all that was said, and can be read where it stands", async () => {
    const asked = order(FULL);
    const answer = await post(asked);
    expect(answer).toEqual({
      status: 201,
      body: { ok: true, value: { workItemId: expect.any(String), duplicate: false } },
    });
    expect(house.added.at(-1)).toMatchObject({
      ...{ channel: "event", queueId: QUEUE, priority: 3, needs: FULL.needs },
      preferredAgentId: house.mine.agentId,
    });
    const workItemId = idIn(answer);
    const read = () => house.ask("GET", `/work-items/${workItemId}`, { key });
    const waiting = {
      ...{ workItemId, key: asked.key, channel: "event", queue: "orders", subject: asked.subject },
      ...{ body: FULL.body, links: FULL.links, contact: { ...FULL.contact, email: "erika@example.org" } },
      ...{ state: "waiting", agent: null, enqueuedAtMs: 1_000 },
    };
    expect(await read()).toEqual({ status: 200, body: { ok: true, value: waiting } });
    await house.move(workItemId, "assigned");
    const agent = { id: house.mine.agentId, name: "Anna Petersen" };
    expect(await read()).toMatchObject({ body: { value: { state: "assigned", agent } } });
    await house.move(workItemId, "ended");
    expect(await read()).toMatchObject({ body: { value: { state: "ended", agent: null } } });
  });

  it("is the same under a key with blanks around it, and shows nothing that turns or hides what stands there", async () => {
    const told = house.audited.length;
    const asked = order({ subject: " Rechnung\u202Efdp.exe\u0007\n4711 " });
    const workItemId = idIn(await post(asked));
    const again = await post({ ...asked, key: ` ${asked.key} ` });
    expect(again).toMatchObject({ body: { value: { workItemId, duplicate: true } } });
    expect(house.added.at(-1)).toMatchObject({ content: { subject: "Rechnung fdp.exe  4711" } });
    expect(await post(order({ subject: "\u202E\u2066" }))).toMatchObject(
      refused(400, "TEXT_EMPTY", "subject"),
    );
    // Once, however often it is sent
    expect(house.audited.slice(told)).toMatchObject([{ event: "workItem:added" }]);
  });

  it("needs hardly anything said, and prefers nobody who is not there", async () => {
    const { status } = await post(order({ preferredAgent: "gone@nordwind.example" }));
    expect(status).toBe(201);
    expect(house.added.at(-1)).toMatchObject({
      ...{ priority: 0, needs: [], preferredAgentId: null },
      content: { body: "", links: [], contact: null },
    });
  });

  it("sent again is the same item, in whatever order its fields come, also after it has ended", async () => {
    const asked = order(FULL);
    const first = await post(asked);
    const count = house.added.length;
    const { needs, contact, ...rest } = asked;
    const { name, ...others } = contact;
    const turned = { contact: { ...others, name }, needs: [...needs].reverse(), ...rest };
    const duplicate = {
      status: 201,
      body: { ok: true, value: { workItemId: idIn(first), duplicate: true } },
    };
    expect(await post(turned)).toEqual(duplicate);
    await house.move(idIn(first), "ended");
    expect(await post(asked)).toEqual(duplicate);
    expect(house.added).toHaveLength(count);
  });

  it.each([
    ["subject", { subject: "another" }],
    ["body", { body: "another" }],
    ["priority", { priority: 4 }],
    ["needs", { needs: [] }],
    ["links", { links: [] }],
    ["contact", { contact: { name: "Max" } }],
    ["preferredAgent", { preferredAgent: "ben@nordwind.example" }],
  ])("with the same key and another %s is refused", async (_field, change) => {
    const asked = order(FULL);
    await post(asked);
    expect(await post({ ...asked, ...change })).toMatchObject(refused(409, "IDEMPOTENCY_MISMATCH", "key"));
  });

  it("sent many times at once is one item, and everybody is told which", async () => {
    const asked = order();
    const count = house.added.length;
    // All have looked before the first is stored
    let arrived = 0;
    let open = (): void => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    house.before = () => {
      arrived++;
      if (arrived === 5) open();
      return gate;
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(asked)));
    house.before = async () => {};
    expect(new Set(answers.map(idIn)).size).toBe(1);
    const duplicates = answers.map(({ body }) => (body as { value: { duplicate: boolean } }).value.duplicate);
    expect(duplicates.filter(duplicate => !duplicate)).toHaveLength(1);
    expect(house.added).toHaveLength(count + 1);
  });

  it("is ended once, whoever has it, and the trail tells by which key", async () => {
    const id = idIn(await post(order()));
    const end = () => house.ask("DELETE", `/work-items/${id}`, { key });
    const told = house.audited.length;
    expect(await end()).toEqual({ status: 200, body: { ok: true, value: {} } });
    expect(await end()).toEqual({ status: 200, body: { ok: true, value: {} } });
    expect(house.ended.filter(one => one === id)).toHaveLength(1);
    expect(house.audited.slice(told)).toMatchObject([{ event: "workItem:ended" }]);
  });
});

describe("what is not so", () => {
  it.each([
    ["an unknown queue", { queue: "nowhere" }, "QUEUE_UNKNOWN", "queue"],
    ["an unknown channel", { channel: "letter" }, "CHANNEL_UNKNOWN", "channel"],
    ["no subject", { subject: " " }, "TEXT_EMPTY", "subject"],
    [
      "a link that is none",
      { links: [{ label: "x", url: "javascript:alert(1)" }] },
      "URL_INVALID",
      "links.0.url",
    ],
    ["a level out of range", { needs: [{ skill: "Kfz", level: 9 }] }, "LIMIT_RANGE", "needs.0.level"],
    ["a skill twice", { needs: [1, 2].map(level => ({ skill: "Kfz", level })) }, "PLAN_INVALID", "needs"],
    ["a text that cannot be stored", { body: "\u0000" }, "TEXT_INVALID", "body"],
    ["too long a body", { body: "x".repeat(10_001) }, "TEXT_TOO_LONG", "body"],
  ])("%s is refused, and nothing is taken in", async (_what, change, code, field) => {
    const count = house.added.length;
    expect(await post(order(change))).toMatchObject(refused(400, code, field));
    expect(house.added).toHaveLength(count);
  });

  it("what is unknown to it is refused, and what is too large or no JSON", async () => {
    expect(await post(order({ more: 1 }))).toMatchObject(refused(400, "FIELD_UNKNOWN"));
    expect(await post(order({ body: "x".repeat(200_000) }))).toMatchObject(refused(413, "BODY_TOO_LARGE"));
    expect(await post("{")).toMatchObject(refused(400, "FIELD_TYPE"));
  });

  it("the longest there may be is taken in, every letter of four bytes", async () => {
    const links = Array.from({ length: 20 }, (_, n) => ({
      label: "x".repeat(200),
      url: `https://x.example/${n}`,
    }));
    expect((await post(order({ body: "👩".repeat(5_000), links }))).status).toBe(201);
  });

  it("another tenant's item looks like none, byte for byte, and so does an id that cannot be one", async () => {
    const id = idIn(await post(order()));
    const stranger = await house.keyOf(house.theirs);
    for (const method of ["GET", "DELETE"]) {
      const theirs = await house.ask(method, `/work-items/${id}`, { key: stranger });
      expect(theirs).toMatchObject(refused(404, "NOT_FOUND"));
      for (const other of [randomUUID(), "1 OR 1=1", id.toUpperCase()]) {
        expect(await house.ask(method, `/work-items/${encodeURIComponent(other)}`, { key })).toEqual(theirs);
      }
    }
    expect(house.ended).not.toContain(id);
  });

  it("one tenant's key is no other's: both have an item of it", async () => {
    const asked = order();
    const stranger = await house.keyOf(house.theirs);
    expect(idIn(await post(asked, stranger))).not.toBe(idIn(await post(asked)));
  });

  it.each(["POST /work-items", "GET /work-items/x", "DELETE /work-items/x"])(
    "%s needs a key that is good for it",
    async route => {
      const [method = "", path = ""] = route.split(" ");
      const body = method === "POST" ? order() : undefined;
      const ask = (as: string) => house.ask(method, path, { key: as, body });
      expect(await ask(`lotse_${randomUUID()}`)).toMatchObject(refused(401, "TOKEN_INVALID"));
      const other = await house.keyOf(house.mine, ["presence"]);
      expect(await ask(other)).toMatchObject(refused(403, "FORBIDDEN"));
    },
  );
});
