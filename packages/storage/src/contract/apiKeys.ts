/** Other systems' keys: found by their hash alone until they are revoked, a hundred good ones at most. */
import type { ApiKeyId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { NewApiKey } from "../apiKeys.ts";
import { createWorld, START_MS, type World } from "./fixture.ts";

export const newApiKey = (w: World, given: Partial<NewApiKey> = {}): NewApiKey => ({
  id: w.makeId() as ApiKeyId,
  name: "ERP",
  hash: `hash-${w.makeId()}`,
  scopes: ["workItems", "presence"],
  atMs: START_MS,
  ...given,
});

export const apiKeyContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);

  test("a key is found by its hash, and by nobody once it was revoked", async () => {
    const w = await fresh();
    const { id, hash, atMs, ...rest } = newApiKey(w, { scopes: ["presence"] });
    const view = { id, ...rest, createdAtMs: START_MS, revokedAtMs: null };
    expect(await w.storage.addApiKey(w.tenantId, { id, hash, atMs, ...rest })).toEqual(view);
    const later = newApiKey(w, { name: "ACD", atMs: START_MS + 1 });
    await w.storage.addApiKey(w.tenantId, later);
    expect(await w.storage.findApiKey(hash)).toEqual({ tenantId: w.tenantId, id, ...rest });
    expect(await w.storage.findApiKey("another")).toBeNull();
    expect((await w.storage.listApiKeys(w.tenantId)).map(key => key.name)).toEqual(["ACD", "ERP"]);

    const revoked = { ...view, revokedAtMs: START_MS + 5 };
    expect(await w.storage.revokeApiKey(w.tenantId, { id, atMs: START_MS + 5 })).toEqual(revoked);
    expect(await w.storage.revokeApiKey(w.tenantId, { id, atMs: START_MS + 9 })).toEqual(revoked);
    expect(await w.storage.findApiKey(hash)).toBeNull();
    expect(await w.storage.findApiKey(later.hash)).not.toBeNull();
    expect((await w.storage.listApiKeys(w.tenantId))[1]).toEqual(revoked);
  });

  test("another tenant's key can neither be seen nor revoked", async () => {
    const w = await fresh();
    const key = newApiKey(w);
    await w.storage.addApiKey(w.tenantId, key);
    const neighbour = await fresh();
    expect(await neighbour.storage.listApiKeys(neighbour.tenantId)).toEqual([]);
    const grab = neighbour.storage.revokeApiKey(neighbour.tenantId, { id: key.id, atMs: START_MS });
    await expect(grab).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await w.storage.findApiKey(key.hash)).not.toBeNull();
  });

  test("a hundred are enough, revoked ones not counted", async () => {
    const w = await fresh();
    const keys = Array.from({ length: 100 }, () => newApiKey(w));
    for (const key of keys) await w.storage.addApiKey(w.tenantId, key);
    const full = { code: "API_KEYS_FULL" };
    await expect(w.storage.addApiKey(w.tenantId, newApiKey(w))).rejects.toMatchObject(full);
    const [first] = keys;
    if (first === undefined) throw new Error("no key");
    await w.storage.revokeApiKey(w.tenantId, { id: first.id, atMs: START_MS });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 3 }, () => w.storage.addApiKey(w.tenantId, newApiKey(w))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
};
