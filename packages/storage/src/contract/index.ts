/** The contract every Storage keeps. A driver's test names itself and says how to open one. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Storage } from "../Storage.ts";
import { apiKeyContract } from "./apiKeys.ts";
import { auditContract } from "./audit.ts";
import { contactContract } from "./contacts.ts";
import { receiptContract, visitContract } from "./conversations.ts";
import { createWorld, newConversation, textMessage, type World } from "./fixture.ts";
import { memberContract } from "./members.ts";
import { messageContract } from "./messages.ts";
import { outcomeContract } from "./outcomes.ts";
import { planContract } from "./plans.ts";
import { recordContract } from "./records.ts";
import { routingContract } from "./routing.ts";
import { ruleContract } from "./rules.ts";
import { sharingContract } from "./sharing.ts";
import { tenantContract } from "./tenants.ts";
import { workContract } from "./work.ts";

export { engineContract, type OpenedEngine } from "./engine.ts";

export interface OpenedStorage {
  readonly storage: Storage;
  /** Closes, and opens the same data again. */
  reopen(): Promise<Storage>;
  /** The same, but the next messages are stored without their answer ever arriving. Then `reopen`. */
  reopenLosingReply(): Promise<Storage>;
  /** Closes and removes the data. */
  dispose(): Promise<void>;
}

export const storageContract = (name: string, open: () => Promise<OpenedStorage>): void => {
  describe(`the Storage contract on ${name}`, () => {
    let opened: OpenedStorage;
    let world: World;
    beforeAll(async () => {
      opened = await open();
      // Ids differ from run to run and from tenant to tenant, as in life; nothing here depends on their order.
      world = await createWorld(opened.storage, randomUUID);
    });
    afterAll(() => opened.dispose());

    describe("messages", () => messageContract(() => world));
    describe("receipts", () => receiptContract(() => world));
    describe("visits and what hangs on them", () => visitContract(() => world));
    describe("routing", () => routingContract(() => world));
    describe("the audit trail", () => auditContract(() => world));
    describe("contacts", () => contactContract(() => world));
    describe("members and links", () => memberContract(() => world));
    describe("the routing plan", () => planContract(() => world));
    describe("rules", () => ruleContract(() => world));
    describe("recorded visits and what came of rules", () => recordContract(() => world));
    describe("keys of other systems", () => apiKeyContract(() => world));
    describe("work", () => workContract(() => world));
    describe("how waits ended", () => outcomeContract(() => world));
    describe("what happened in sharings", () => sharingContract(() => world));
    describe("tenants", () => tenantContract(() => world));
    describe("closing", () => closingContract(() => ({ opened, world })));
  });
};

/** Four starts of an engine, on a machine that is busy. */
const REOPENING_MS = 90_000;

/** Last, because it closes what the others use. */
const closingContract = (given: () => { readonly opened: OpenedStorage; readonly world: World }): void => {
  test("what was stored is there after closing and opening again, epochs included", async () => {
    const { opened, world } = given();
    const conversationId = await newConversation(world);
    const sent = [textMessage(world, conversationId), textMessage(world, conversationId)];
    await world.storage.appendMessages(world.tenantId, sent);
    // Said, not waited for: closing lets it finish.
    const last = world.storage.appendMessages(world.tenantId, [textMessage(world, conversationId)]);
    const again = await opened.reopen();
    expect(await last).toMatchObject([{ ok: true, message: { seq: 3 } }]);
    const query = { conversationId, afterSeq: 0, limit: 10 };
    expect((await again.readMessages(world.tenantId, query)).map(message => message.seq)).toEqual([1, 2, 3]);
    expect(await again.takeRouting(world.tenantId)).toMatchObject({ epoch: world.epoch + 1 });
  });

  test(
    "a commit whose answer is lost rejects; told again, it is the duplicate of what was stored",
    async () => {
      const { opened, world } = given();
      const before = { ...world, storage: await opened.reopen() };
      const { epoch } = await before.storage.takeRouting(world.tenantId);
      const conversationId = await newConversation({ ...before, epoch });
      const message = textMessage(world, conversationId);
      const doomed = await opened.reopenLosingReply();
      const lost = doomed.appendMessages(world.tenantId, [message]);
      await expect(lost).rejects.toMatchObject({ name: "LotseError", code: "STORE_UNAVAILABLE" });
      const again = await opened.reopen();
      expect(await again.appendMessages(world.tenantId, [message])).toEqual([
        { ok: true, duplicate: true, message: { ...message, seq: 1 } },
      ]);
      const query = { conversationId, afterSeq: 0, limit: 10 };
      expect(await again.readMessages(world.tenantId, query)).toHaveLength(1);
      expect((await again.readConversation(world.tenantId, conversationId))?.lastSeq).toBe(1);
    },
    REOPENING_MS,
  );

  test("a closed storage refuses every call, and closing again is harmless", async () => {
    const { world } = given();
    const { storage, tenantId } = world;
    await storage.close();
    const gone = { name: "LotseError", code: "STORE_UNAVAILABLE" };
    await expect(storage.listSites()).rejects.toMatchObject(gone);
    await expect(storage.appendMessages(tenantId, [])).rejects.toMatchObject(gone);
    await expect(storage.commitRouting({ tenantId, epoch: 1, writes: [] })).rejects.toMatchObject(gone);
  });
};
