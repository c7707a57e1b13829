/** What happened while pages were shared: kept in order and once, bounded, and each tenant's own. */
import { type ConversationId, SHARING_ENTRIES_MAX, type SharingEntry } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { SharingRecord } from "../sharing.ts";
import { createWorld, newCobrowseId, newConversation, START_MS, type World } from "./fixture.ts";

export const newSharing = async (
  w: World,
  conversationId: ConversationId,
  requestedAtMs = START_MS,
): Promise<SharingRecord["cobrowseId"]> => {
  const id = newCobrowseId(w);
  await w.storage.putCobrowse(w.tenantId, {
    ...{ id, conversationId, agentId: w.agentId, state: "active" as const, requestedAtMs },
    ...{ startedAtMs: requestedAtMs, endedAtMs: null, endedBy: null },
  });
  return id;
};

const entryOf = (w: World, index: number): SharingEntry => ({
  ...{ kind: "asked", atMs: START_MS + index, id: index, grant: "control" },
  ...{ by: { viewer: 0, agentId: w.agentId, name: "Anna" }, reason: `„${index}“ \\ "` },
});

export const recordsOf = (
  w: World,
  cobrowseId: SharingRecord["cobrowseId"],
  [from, to]: readonly [number, number],
): readonly SharingRecord[] =>
  Array.from({ length: to - from }, (_, index) => ({
    ...{ cobrowseId, seq: from + index + 1 },
    entry: entryOf(w, from + index),
  }));

export const sharingContract = (world: () => World): void => {
  test("a conversation's sharings are read oldest first, each with what happened in it, in order and once", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const second = await newSharing(w, conversationId, START_MS + 5);
    const first = await newSharing(w, conversationId);
    const elsewhere = await newSharing(w, await newConversation(w));
    const records = recordsOf(w, first, [0, 5]);
    await w.storage.appendSharing(w.tenantId, [...recordsOf(w, elsewhere, [0, 1]), ...records.slice(2)]);
    await w.storage.appendSharing(w.tenantId, []);
    // Told again, because the answer was lost.
    await w.storage.appendSharing(w.tenantId, records);
    const read = await w.storage.listSharings(w.tenantId, conversationId);
    expect(read.map(({ cobrowse }) => cobrowse.id)).toEqual([first, second]);
    expect(read.map(({ entries }) => entries)).toEqual([records.map(({ entry }) => entry), []]);
    expect(read[0]?.cobrowse).toMatchObject({ conversationId, state: "active", startedAtMs: START_MS });
  });

  test("of one sharing so much is kept and no more, of others all", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const full = await newSharing(w, conversationId);
    const other = await newSharing(w, conversationId, START_MS + 1);
    const nearly = SHARING_ENTRIES_MAX - 1;
    await w.storage.appendSharing(w.tenantId, recordsOf(w, full, [0, nearly]));
    const last = recordsOf(w, full, [nearly - 2, nearly + 4]);
    await w.storage.appendSharing(w.tenantId, [...recordsOf(w, other, [0, 2]), ...last]);
    const [first, second] = await w.storage.listSharings(w.tenantId, conversationId);
    expect([first?.entries.length, second?.entries.length]).toEqual([SHARING_ENTRIES_MAX, 2]);
    expect(first?.entries.at(-1)).toEqual(last[2]?.entry);
  });

  test("another tenant's sharing is not there, neither to read nor to add to", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const id = await newSharing(w, conversationId);
    await w.storage.appendSharing(w.tenantId, recordsOf(w, id, [0, 1]));
    const neighbour = await createWorld(w.storage, w.makeId);
    expect(await neighbour.storage.listSharings(neighbour.tenantId, conversationId)).toEqual([]);
    await expect(
      neighbour.storage.appendSharing(neighbour.tenantId, recordsOf(neighbour, id, [1, 2])),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const nobody = recordsOf(w, newCobrowseId(w), [0, 1]);
    await expect(w.storage.appendSharing(w.tenantId, nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await w.storage.listSharings(w.tenantId, conversationId))[0]?.entries.length).toBe(1);
  });
};
