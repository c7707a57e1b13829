import { randomUUID } from "node:crypto";
import type { Worker } from "node:worker_threads";
import type { LotseError } from "@lotse/protocol";
import { expect, it } from "vitest";
import { createWorld, newConversation, textMessage } from "../contract/fixture.ts";
import { createStorageProxy } from "./storageProxy.ts";
import { spawnWorker, startWorker } from "./workerLink.ts";

it("rejects everything pending and everything later when the worker dies, and says so once", async () => {
  let worker: Worker | null = null;
  const lost: LotseError[] = [];
  const link = await startWorker({
    dataDir: "memory",
    onLost: error => lost.push(error),
    spawn: dataDir => {
      worker = spawnWorker(dataDir);
      return worker;
    },
  });
  const storage = createStorageProxy(link, link.close);
  const world = await createWorld(storage, randomUUID);
  const conversationId = await newConversation(world);
  // Holds the engine, so that nothing behind it can be answered before the worker dies.
  const held = link.call({ to: "auth", statement: "select pg_sleep(600)", parameters: [] });
  const pending = [
    held,
    ...Array.from({ length: 50 }, () => storage.readConversation(world.tenantId, conversationId)),
    ...Array.from({ length: 50 }, () =>
      storage.appendMessages(world.tenantId, [textMessage(world, conversationId)]),
    ),
    storage.takeRouting(world.tenantId),
  ];
  const settled = Promise.allSettled(pending);
  await (worker as Worker | null)?.terminate();
  const gone = { name: "LotseError", code: "STORE_UNAVAILABLE" };
  for (const outcome of await settled) expect(outcome).toMatchObject({ status: "rejected", reason: gone });
  await expect(storage.listSites()).rejects.toMatchObject(gone);
  expect(lost).toMatchObject([gone]);
  await storage.close();
});

it("tells why a worker cannot start", async () => {
  const attempt = startWorker({ dataDir: "/dev/null/nowhere", onLost: () => {} });
  await expect(attempt).rejects.toMatchObject({ name: "LotseError" });
});

it("tells the log of a failure that is ours by its code alone, never by what was asked", async () => {
  const told: unknown[] = [];
  const link = await startWorker({
    dataDir: "memory",
    onLost: () => {},
    log: { error: (event, fields) => told.push({ event, ...fields }) },
  });
  const call = { to: "auth", statement: "selec 'anna@nordwind.example'", parameters: [] } as const;
  await expect(link.call(call)).rejects.toMatchObject({ code: "INTERNAL" });
  await link.close();
  expect(told).toEqual([{ event: "storage failed", command: "auth", reason: "The storage failed: 42601" }]);
});
