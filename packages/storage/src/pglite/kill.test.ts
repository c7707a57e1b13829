import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationId } from "@lotse/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createWorld, newConversation, type World } from "../contract/fixture.ts";
import { openPgliteStorage } from "./index.ts";
import { type Child, startChild } from "./test/child.ts";

/** Acknowledged messages after which each process is killed; the kills hit whatever is under way then. */
const KILL_AFTER = [1, 60, 300, 17];

let folder = "";
let child: Child | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotse kill-"));
});
afterEach(async () => {
  await child?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const prepare = async (dataDir: string): Promise<{ world: World; conversations: ConversationId[] }> => {
  const { storage } = await openPgliteStorage({ dataDir });
  const world = await createWorld(storage, randomUUID);
  const conversations = [await newConversation(world), await newConversation(world)];
  await storage.close();
  return { world, conversations };
};

it("keeps every acknowledged message, once and in its place, through kill -9", async () => {
  const dataDir = join(folder, "data");
  const { world, conversations } = await prepare(dataDir);
  const witnessed: string[] = [];
  for (const count of KILL_AFTER) {
    child = startChild("writer.ts", [dataDir, world.tenantId, ...conversations]);
    await child.said(count);
    await child.kill();
    witnessed.push(...child.lines);
  }
  const { storage } = await openPgliteStorage({ dataDir });
  const stored = new Set<string>();
  for (const conversationId of conversations) {
    const query = { conversationId, afterSeq: 0, limit: 1_000_000 };
    const messages = await storage.readMessages(world.tenantId, query);
    expect(messages.map(message => message.seq)).toEqual(messages.map((_, index) => index + 1));
    expect(new Set(messages.map(message => message.clientId)).size).toBe(messages.length);
    for (const { clientId, seq } of messages) stored.add(`${conversationId} ${clientId} ${seq}`);
  }
  await storage.close();
  expect(witnessed.length).toBeGreaterThanOrEqual(KILL_AFTER.reduce((sum, count) => sum + count));
  expect(witnessed.filter(line => !stored.has(line))).toEqual([]);
}, 400_000);
