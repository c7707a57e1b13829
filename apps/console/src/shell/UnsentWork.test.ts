import type { PendingMessage } from "@lotse/client";
import type { AgentId, ClientMessageId, ConversationId } from "@lotse/protocol";
import { beforeEach, expect, it } from "vitest";
import { FakeKeep } from "../testing/FakeKeep.ts";
import { forgetUnsentWork, unsentWork } from "./UnsentWork.ts";
import { createUpgrade } from "./upgrade.ts";

const ANNA = "anna" as AgentId;
const A = "a" as ConversationId;
const LINE: PendingMessage = {
  clientId: "m" as ClientMessageId,
  text: "Hallo",
  createdAtMs: 1,
  refused: null,
};

let keep: FakeKeep;
beforeEach(() => {
  keep = new FakeKeep();
});

it("messages and drafts come back as they were, and leave no trace when they are sent", () => {
  const { drafts, outbox } = unsentWork(keep, ANNA);
  drafts.save(A, "Guten Ta");
  outbox.save(A, [LINE]);
  const again = unsentWork(keep, ANNA);
  expect([again.drafts.load(A), again.outbox.load(A)]).toEqual(["Guten Ta", [LINE]]);
  drafts.save(A, "");
  outbox.save(A, []);
  expect(keep.names()).toEqual([]);
});

it("what is kept and not understood is left alone", () => {
  const { outbox } = unsentWork(keep, ANNA);
  outbox.save(A, [LINE]);
  const [name = ""] = keep.names();
  for (const kept of ["{", "null", "3", '[{"clientId":1}]', '[null,"x"]']) {
    keep.set(name, kept);
    expect(outbox.load(A)).toEqual([]);
  }
});

it("signing out forgets everybody's, and nothing else", () => {
  unsentWork(keep, ANNA).drafts.save(A, "x");
  unsentWork(keep, "ben" as AgentId).outbox.save(A, [LINE]);
  keep.set("reloadedFor", "2");
  forgetUnsentWork(keep);
  expect(keep.names()).toEqual(["reloadedFor"]);
});

it("an outdated page is loaded anew once, then a person is told; success begins again", () => {
  const upgrade = createUpgrade(keep, 2);
  expect(upgrade.refused()).toBe("reload");
  expect(createUpgrade(keep, 2).refused()).toBe("tell");
  // The reload brought another page, which is also refused: that one may try once, too.
  expect(createUpgrade(keep, 3).refused()).toBe("reload");
  createUpgrade(keep, 3).accepted();
  expect(createUpgrade(keep, 3).refused()).toBe("reload");
});

it("where nothing can be kept, the page does not reload for ever", () => {
  const forgetful = { get: () => null, set: () => undefined, remove: () => undefined, names: () => [] };
  expect(createUpgrade(forgetful, 2).refused()).toBe("tell");
});
