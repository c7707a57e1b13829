/** The contract every Storage keeps. A driver's test names itself and says how to open one. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import type { Storage } from "../Storage.ts";
import { createWorld, type World } from "./fixture.ts";
import { messageContract } from "./messages.ts";

export interface OpenedStorage {
  readonly storage: Storage;
  /** Closes, and opens the same data again. */
  reopen(): Promise<Storage>;
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
  });
};
