/**
 * The routes of other systems' work on a real storage, behind the real door; only the queue is a stand-in that stores what
 * it is given and gives nothing out.
 */
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApiScope, RoutingPlan, TenantId } from "@lotse/protocol";
import type { Storage, WorkItemState } from "@lotse/storage";
import { createWorld, type World } from "@lotse/storage/fixture";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { FakeClock } from "@lotse/testkit";
import express from "express";
import { createLimiter, DEFAULT_LIMITS } from "../../../limits.ts";
import { createLog } from "../../../log.ts";
import type { ApiCaller, NewOutsideItem, OutsideDesk } from "../../../services.ts";
import { channelOf, queueIdOf, queueOf } from "../../../test/planParts.ts";
import { createErrorMapper } from "../../../transport/dispatch.ts";
import { createErrorHandler, notFound } from "../../../transport/http/errors.ts";
import { createApiDoor } from "../../apiKeys/door.ts";
import { createApiKeyService } from "../../apiKeys/service.ts";
import { createWorkItemRoutes } from "../routes.ts";
import { createWorkItemService } from "../service.ts";

export const QUEUE = queueIdOf("c1");

export const PLAN: RoutingPlan = {
  channels: [channelOf("event")],
  queues: [queueOf(QUEUE, "orders")],
  blending: [],
  settings: {
    ...{ priorityMs: 1, defaultTargetMs: 1, reservationMs: 1, passPauseMs: 1 },
    ...{ preferAgentMs: 1, lastAgentMs: 0, leaseMs: 1, awayAfterMisses: null },
  },
};

export interface House {
  readonly storage: Storage;
  readonly mine: World;
  readonly theirs: World;
  /** What the queue was given, in order. */
  readonly added: readonly NewOutsideItem[];
  readonly ended: readonly string[];
  readonly audited: readonly { readonly event: string; readonly keyId: string }[];
  /** What happens in the queue before it stores. */
  before: () => Promise<void>;
  keyOf(world: World, scopes?: readonly ApiScope[]): Promise<string>;
  move(id: string, state: WorkItemState): Promise<void>;
  ask(
    method: string,
    path: string,
    given: { readonly key: string; readonly body?: unknown },
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
}

const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const openHouse = async (): Promise<House> => {
  const { storage } = await openPgliteStorage({ dataDir: "memory" });
  const [mine, theirs] = [await createWorld(storage, randomUUID), await createWorld(storage, randomUUID)];
  const epochs = new Map<TenantId, number>([mine, theirs].map(world => [world.tenantId, world.epoch]));
  const added: NewOutsideItem[] = [];
  const ended: string[] = [];
  const audited: { event: string; keyId: string }[] = [];

  const put = async (
    tenantId: TenantId,
    { id, channel, queueId, content }: NewOutsideItem,
    state: WorkItemState,
  ): Promise<void> => {
    const item = {
      ...{ id, conversationId: null, channel, queueId, skill: null, state, subject: content.subject },
      ...{ agentId: state === "waiting" ? null : mine.agentId, enqueuedAtMs: 1_000, details: null },
    };
    const writes = [{ write: "workItem", item, content }] as const;
    await storage.commitRouting({ tenantId, epoch: epochs.get(tenantId) ?? 0, writes });
  };
  const desk: OutsideDesk = {
    addWorkItem: async (tenantId, item) => {
      await house.before();
      await put(tenantId, item, "waiting");
      added.push(item);
    },
    endWorkItem: async (_tenantId, id) => {
      ended.push(id);
      await house.move(id, "ended");
    },
  };

  const clock = new FakeClock();
  const keys = createApiKeyService({
    storage,
    accounts: {
      makeSecret: () => {
        const secret = randomUUID();
        return { secret, hash: hashOfToken(secret) };
      },
      hashOfToken,
    },
    clock,
    ids: randomUUID,
  });
  const door = createApiDoor({
    keys,
    takeAddress: createLimiter(DEFAULT_LIMITS.apiAddresses, clock),
    takeKey: createLimiter(DEFAULT_LIMITS.apiKeys, clock),
  });
  const items = createWorkItemService({ storage, desk, planOf: async () => PLAN, ids: randomUUID });
  const audit = async ({ keyId }: ApiCaller, { event }: { readonly event: string }): Promise<void> =>
    void audited.push({ event, keyId });
  const app = express();
  app.use("/api/v1", createWorkItemRoutes({ items, door, audit }));
  const log = createLog({ level: "silent" });
  app.use(notFound, createErrorHandler(createErrorMapper({ log, ids: randomUUID })));
  const http = createServer(app);
  await new Promise<void>(resolve => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/v1`;

  const house: House = {
    ...{ storage, mine, theirs, added, ended, audited, before: async () => {} },
    keyOf: async ({ tenantId }, scopes = ["workItems"]) =>
      (await keys.add(tenantId, { name: "ERP", scopes })).secret,
    move: async (id, state) => {
      const item = added.find(one => one.id === id);
      if (item === undefined) throw new Error("never added");
      await put(mine.tenantId, item, state);
    },
    ask: async (method, path, { key, body }) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    close: async () => {
      await new Promise(resolve => http.close(resolve));
      await storage.close();
    },
  };
  return house;
};
