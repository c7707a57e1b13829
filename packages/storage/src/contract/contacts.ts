/** Identification: one person a visit, one visit a token, whatever comes at once; keys two at a time. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Identification } from "../contacts.ts";
import { createWorld, newConversation, newVisit, START_MS, type World } from "./fixture.ts";

const identification = (
  w: World,
  visitId: Identification["visitId"],
  change: Partial<Identification> = {},
): Identification => ({
  siteId: w.siteId,
  visitId,
  contactId: w.makeId() as Identification["contactId"],
  jtiHash: randomUUID(),
  expiresAtMs: START_MS + 60_000,
  subject: randomUUID(),
  name: "Erika Mustermann",
  email: null,
  phone: null,
  atMs: START_MS,
  ...change,
});

export const contactContract = (world: () => World): void => {
  test("a visit is one person's; another's token is refused and stays good for another visit", async () => {
    const w = world();
    const visitId = await newVisit(w);
    const erika = identification(w, visitId);
    expect(await w.storage.identifyVisit(w.tenantId, erika)).toEqual({
      outcome: "identified",
      contactId: erika.contactId,
      name: "Erika Mustermann",
    });
    const max = identification(w, visitId, { name: "Max" });
    expect(await w.storage.identifyVisit(w.tenantId, max)).toEqual({ outcome: "other" });
    const elsewhere = { ...max, visitId: await newVisit(w) };
    expect(await w.storage.identifyVisit(w.tenantId, elsewhere)).toMatchObject({ outcome: "identified" });
  });

  test("the same token again is fine on its visit, and refused on any other", async () => {
    const w = world();
    const first = identification(w, await newVisit(w));
    await w.storage.identifyVisit(w.tenantId, first);
    expect(await w.storage.identifyVisit(w.tenantId, first)).toMatchObject({ outcome: "identified" });
    const stolen = { ...first, visitId: await newVisit(w) };
    expect(await w.storage.identifyVisit(w.tenantId, stolen)).toEqual({ outcome: "replayed" });
  });

  test("of many visits that use one token at once, exactly one gets it", async () => {
    const w = world();
    const jtiHash = randomUUID();
    const subject = randomUUID();
    const visits = await Promise.all(Array.from({ length: 12 }, () => newVisit(w)));
    const outcomes = await Promise.all(
      visits.map(visitId =>
        w.storage.identifyVisit(w.tenantId, identification(w, visitId, { jtiHash, subject })),
      ),
    );
    expect(outcomes.filter(one => one.outcome === "identified")).toHaveLength(1);
    expect(outcomes.filter(one => one.outcome === "replayed")).toHaveLength(11);
  });

  test("of two people who claim one visit at once, exactly one gets it", async () => {
    const w = world();
    const visitId = await newVisit(w);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => w.storage.identifyVisit(w.tenantId, identification(w, visitId))),
    );
    expect(outcomes.filter(one => one.outcome === "identified")).toHaveLength(1);
    expect(outcomes.filter(one => one.outcome === "other")).toHaveLength(7);
  });

  test("a name left out is not forgotten; a new one counts", async () => {
    const w = world();
    const visitId = await newVisit(w);
    const erika = identification(w, visitId);
    await w.storage.identifyVisit(w.tenantId, erika);
    const say = (name: string | null) =>
      w.storage.identifyVisit(w.tenantId, { ...erika, jtiHash: randomUUID(), name });
    expect(await say(null)).toMatchObject({ name: "Erika Mustermann" });
    expect(await say("Erika Neumann")).toMatchObject({ name: "Erika Neumann" });
  });

  test("after a restart the names of the recent visits and of those who talk are there", async () => {
    const w = await createWorld(world().storage, world().makeId);
    const [recent, talking, gone] = [await newVisit(w), await newVisit(w), await newVisit(w)];
    for (const visitId of [recent, talking, gone]) {
      await w.storage.identifyVisit(w.tenantId, identification(w, visitId, { name: visitId }));
    }
    await newConversation(w, talking);
    const namesAfter = async (seenAfterMs: number) =>
      (await w.storage.listIdentifiedVisits(w.tenantId, { seenAfterMs, limit: 10 })).map(one => one.name);
    expect((await namesAfter(START_MS - 1)).sort()).toEqual([recent, talking, gone].sort());
    expect(await namesAfter(START_MS)).toEqual([talking]);
  });

  test("a site has at most two live keys, also when several are added at once", async () => {
    const w = await createWorld(world().storage, world().makeId);
    const add = (kid: string) =>
      w.storage.addIdentityKey(w.tenantId, { siteId: w.siteId, kid, atMs: START_MS });
    const added = await Promise.allSettled(["a", "b", "c", "d"].map(add));
    expect(added.filter(one => one.status === "fulfilled")).toHaveLength(2);
    const [first] = await w.storage.listIdentityKeys(w.tenantId, w.siteId);
    const key = { siteId: w.siteId, kid: first?.kid ?? "" };
    await w.storage.retireIdentityKey(w.tenantId, { ...key, atMs: START_MS + 1 });
    await w.storage.retireIdentityKey(w.tenantId, { ...key, atMs: START_MS + 2 });
    await add("e");
    await expect(add("f")).rejects.toMatchObject({ code: "IDENTITY_KEYS_FULL" });
    const keys = await w.storage.listIdentityKeys(w.tenantId, w.siteId);
    expect(keys.find(one => one.kid === key.kid)?.retiredAtMs).toBe(START_MS + 1);
  });

  test("another tenant's sites, keys and visits are unknown", async () => {
    const w = world();
    const neighbour = await createWorld(w.storage, w.makeId);
    const foreign = { siteId: neighbour.siteId, kid: "k", atMs: START_MS };
    await neighbour.storage.addIdentityKey(neighbour.tenantId, foreign);
    const gone = { code: "NOT_FOUND" };
    await expect(w.storage.addIdentityKey(w.tenantId, foreign)).rejects.toMatchObject(gone);
    await expect(w.storage.retireIdentityKey(w.tenantId, foreign)).rejects.toMatchObject(gone);
    expect(await w.storage.listIdentityKeys(w.tenantId, neighbour.siteId)).toEqual([]);
    const theirs = identification(w, await newVisit(neighbour));
    await expect(w.storage.identifyVisit(w.tenantId, theirs)).rejects.toMatchObject(gone);
    const otherSite = identification(w, await newVisit(w), { siteId: neighbour.siteId });
    await expect(w.storage.identifyVisit(w.tenantId, otherSite)).rejects.toMatchObject(gone);
  });
};
