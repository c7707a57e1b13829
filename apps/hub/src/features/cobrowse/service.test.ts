/** A session's life, by the service's front door: who may, what is stored first, and what both sides are told. */
import {
  type AgentId,
  type AgentView,
  type CobrowseId,
  type CobrowseView,
  type ConversationId,
  LotseError,
  type SiteId,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import type { CobrowseRecord, ConversationRecord } from "@lotse/storage";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import { createCobrowseCommands } from "./commands.ts";
import { type CobrowseServiceDeps, createCobrowseService } from "./service.ts";

const tenantId = "10000000-0000-4000-8000-000000000000" as TenantId;
const conversationId = "20000000-0000-4000-8000-000000000000" as ConversationId;
const visitor: VisitorActor = {
  kind: "visitor",
  tenantId,
  siteId: "30000000-0000-4000-8000-000000000000" as SiteId,
  visitId: "40000000-0000-4000-8000-000000000000" as VisitId,
};
const agent: AgentActor = {
  kind: "agent",
  tenantId,
  agentId: "50000000-0000-4000-8000-000000000000" as AgentId,
  name: "Anna Petersen",
  role: "agent",
};
const stranger: VisitorActor = { ...visitor, visitId: "41000000-0000-4000-8000-000000000000" as VisitId };
const colleague: AgentActor = { ...agent, agentId: "51000000-0000-4000-8000-000000000000" as AgentId };
const elsewhere: AgentActor = { ...agent, tenantId: "11000000-0000-4000-8000-000000000000" as TenantId };

const setUp = () => {
  const conversation = {
    id: conversationId,
    visitId: visitor.visitId,
    siteId: visitor.siteId,
    state: "active" as ConversationRecord["state"],
    agentId: agent.agentId as AgentId | null,
  };
  const record = () => ({ ...conversation }) as unknown as ConversationRecord;
  const stored = new Map<CobrowseId, CobrowseRecord>();
  const told: string[] = [];
  const clock = new FakeClock();
  let storeFails = false;
  const desk: { presence: AgentView["presence"]; onStored: () => void } = {
    presence: "available",
    onStored: () => {},
  };
  const deps: CobrowseServiceDeps = {
    activeChanged: (_tenant, _conversation, isActive) => told.push(`weight ${isActive}`),
    clock,
    ids: sequentialIds(),
    storage: {
      putCobrowse: async (tenant, put) => {
        expect(tenant).toBe(tenantId);
        if (storeFails) throw new LotseError("STORE_UNAVAILABLE", "down");
        stored.set(put.id, put);
        desk.onStored();
      },
      listOpenCobrowse: async () =>
        [...stored.values()].filter(({ state }) => state === "requested" || state === "active"),
      readConversation: async () => record(),
    },
    publisher: {
      toVisit: (_, event, payload) => told.push(`visit ${event} ${(payload as CobrowseView).state}`),
      toAgent: (_, event, payload) => told.push(`agent ${event} ${(payload as CobrowseView).state}`),
    },
    conversations: {
      findFor: async (actor: Actor, id) => {
        const isMine =
          actor.kind === "visitor"
            ? actor.visitId === visitor.visitId
            : actor.agentId === conversation.agentId;
        return actor.tenantId === tenantId && id === conversationId && isMine ? record() : null;
      },
      notice: async (_tenant, _id, { notice }) => {
        if (conversation.state === "ended") throw new LotseError("CONVERSATION_CLOSED", "over");
        told.push(`notice ${notice}`);
      },
    },
    agentView: (_, id) => {
      const known = [agent, colleague].find(({ agentId }) => agentId === id);
      const presence = id === agent.agentId ? desk.presence : "available";
      return known === undefined ? null : ({ id, name: known.name, presence } as AgentView);
    },
    endStream: () => told.push("stream ended"),
    onNoticeFailed: () => told.push("notice failed"),
  };
  return {
    deps,
    stored,
    told,
    desk,
    clock,
    conversation,
    service: createCobrowseService(deps),
    breakStore: () => {
      storeFails = true;
    },
  };
};

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return "ok";
  } catch (error) {
    return error instanceof LotseError ? error.code : String(error);
  }
};

describe("a session", () => {
  test("is asked for, agreed to and stopped; both sides hear each step", async () => {
    const { service, told, stored } = setUp();
    const { id } = await service.request(agent, conversationId);
    expect(service.openOf(conversationId)?.state).toBe("requested");
    await service.answer(visitor, { cobrowseId: id, answer: "accept" });
    expect(stored.get(id)).toMatchObject({ state: "active", agentId: agent.agentId, endedBy: null });
    const view = await service.stop(visitor, id);
    expect(view).toMatchObject({ state: "ended", endedBy: "visitor" });
    expect(stored.get(id)).toMatchObject({
      state: "ended",
      endedBy: "visitor",
      startedAtMs: view.startedAtMs,
    });
    expect(told).toEqual([
      "visit cobrowse:changed requested",
      "agent cobrowse:changed requested",
      "weight true",
      "visit cobrowse:changed active",
      "agent cobrowse:changed active",
      "notice cobrowseStarted",
      "stream ended",
      "weight false",
      "visit cobrowse:changed ended",
      "agent cobrowse:changed ended",
      "notice cobrowseEnded",
    ]);
    expect(service.openOf(conversationId)).toBeNull();
  });

  test("that is declined never becomes active", async () => {
    const { service, told } = setUp();
    const { id } = await service.request(agent, conversationId);
    await service.answer(visitor, { cobrowseId: id, answer: "decline" });
    expect(await codeOf(service.answer(visitor, { cobrowseId: id, answer: "accept" }))).toBe(
      "COBROWSE_ENDED",
    );
    expect(told.filter(line => line.startsWith("notice"))).toEqual([]);
    expect((await service.request(agent, conversationId)).id).not.toBe(id);
  });

  test("may be started by the visitor, also over an open question", async () => {
    const { service } = setUp();
    const asked = await service.request(agent, conversationId);
    const shared = await service.share(visitor, conversationId);
    expect(shared).toMatchObject({ id: asked.id, state: "active" });
    expect(await service.share(visitor, conversationId)).toEqual(shared);
    expect(await codeOf(service.request(agent, conversationId))).toBe("COBROWSE_ACTIVE");
  });

  test("ends with its conversation, whose end is notice enough", async () => {
    const { service, conversation, told } = setUp();
    const { id } = await service.share(visitor, conversationId);
    conversation.state = "ended";
    await service.conversationEnded(conversationId);
    expect(service.find(agent, id)).toMatchObject({ state: "ended", endedBy: "system" });
    expect(told.at(-1)).toBe("agent cobrowse:changed ended");
    expect(await codeOf(service.share(visitor, conversationId))).toBe("CONVERSATION_CLOSED");
  });

  test("stops its stream even when the store is down", async () => {
    const { service, told, breakStore } = setUp();
    const { id } = await service.share(visitor, conversationId);
    breakStore();
    expect(await codeOf(service.stop(visitor, id))).toBe("STORE_UNAVAILABLE");
    expect(told).toContain("stream ended");
    expect(told).not.toContain("visit cobrowse:changed ended");
  });

  test("outlives the hub", async () => {
    const { service, deps } = setUp();
    const { id } = await service.share(visitor, conversationId);
    const restarted = createCobrowseService(deps);
    expect(restarted.find(visitor, id)).toBeNull();
    await restarted.restore(tenantId);
    expect(restarted.find(visitor, id)).toEqual(service.find(visitor, id));
  });

  test("ends by the system when its visitor does not come back, and when its agent is gone", async () => {
    const { service, told } = setUp();
    const first = await service.share(visitor, conversationId);
    expect(service.parties(tenantId)).toEqual([{ visitId: visitor.visitId, agentId: agent.agentId }]);
    await service.visitAbandoned(tenantId, stranger.visitId);
    await service.agentGone(tenantId, colleague.agentId);
    await service.agentGone(elsewhere.tenantId, agent.agentId);
    expect(service.find(visitor, first.id)?.state).toBe("active");
    await service.visitAbandoned(tenantId, visitor.visitId);
    expect(service.find(visitor, first.id)).toMatchObject({ state: "ended", endedBy: "system" });
    const second = await service.request(agent, conversationId);
    await service.agentGone(tenantId, agent.agentId);
    expect(service.find(visitor, second.id)).toMatchObject({ state: "ended", endedBy: "system" });
    // The one that nobody had agreed to has nothing to say in the chat.
    expect(told.filter(line => line === "notice cobrowseEnded")).toHaveLength(1);
    expect(service.parties(tenantId)).toEqual([]);
  });

  test("ends by its site, in which it may begin anew; another site's, and another session, go on", async () => {
    const { service, deps, told } = setUp();
    const first = await service.share(visitor, conversationId);
    await service.siteClosed("31" as SiteId);
    await service.letGo("x" as CobrowseId);
    expect(service.find(visitor, first.id)?.state).toBe("active");
    await Promise.all([service.letGo(first.id), service.siteClosed(visitor.siteId)]);
    expect(service.find(agent, first.id)).toMatchObject({ state: "ended", endedBy: "site" });
    expect(told.filter(line => line === "notice cobrowseEnded")).toHaveLength(1);
    const second = await service.request(agent, conversationId);
    expect(second).toMatchObject({ state: "requested" });
    const restarted = createCobrowseService(deps);
    await restarted.restore(tenantId);
    await restarted.siteClosed(visitor.siteId);
    expect(restarted.find(agent, second.id)).toMatchObject({ state: "ended", endedBy: "site" });
  });

  test("does not begin with an agent who is not there, nor with one who leaves meanwhile", async () => {
    const { service, desk } = setUp();
    desk.presence = "offline";
    expect(await codeOf(service.share(visitor, conversationId))).toBe("CONVERSATION_CLOSED");
    desk.presence = "available";
    let leaving: Promise<void> | null = null;
    desk.onStored = () => {
      desk.presence = "offline";
      leaving ??= service.agentGone(tenantId, agent.agentId);
    };
    const view = await service.share(visitor, conversationId);
    await leaving;
    expect(view).toMatchObject({ state: "ended", endedBy: "system" });
  });

  test("does not begin with an agent who loses the conversation meanwhile; that of the next agent goes on", async () => {
    const { service, desk, conversation, stored } = setUp();
    let leaving: Promise<void> | null = null;
    desk.onStored = () => {
      conversation.agentId = colleague.agentId;
      leaving ??= service.conversationLeft(conversationId, agent.agentId);
    };
    const { id } = await service.request(agent, conversationId);
    await leaving;
    expect(service.openOf(conversationId)).toBeNull();
    expect(stored.get(id)).toMatchObject({ state: "ended", endedBy: "system" });
    expect(await codeOf(service.answer(visitor, { cobrowseId: id, answer: "accept" }))).toBe(
      "COBROWSE_ENDED",
    );
    const next = await service.request(colleague, conversationId);
    // Told late: the next agent was quicker
    await service.conversationLeft(conversationId, agent.agentId);
    expect(service.openOf(conversationId)).toMatchObject({ id: next.id, agent: { id: colleague.agentId } });
  });

  test("that a hub which died did not end is not shown again to whoever had the conversation before", async () => {
    const { service, deps, conversation, stored, told } = setUp();
    const { id } = await service.share(visitor, conversationId);
    conversation.agentId = colleague.agentId;
    const restarted = createCobrowseService(deps);
    await restarted.restore(tenantId);
    expect(restarted.openOf(conversationId)).toBeNull();
    expect(restarted.find(agent, id)).toMatchObject({ state: "ended" });
    expect(stored.get(id)).toMatchObject({ state: "ended", endedBy: "system" });
    expect(told.at(-1)).toBe("notice cobrowseEnded");
  });

  test("is nobody else's business: by id, by conversation, by command", async () => {
    const { service, deps } = setUp();
    const { id } = await service.request(agent, conversationId);
    for (const other of [stranger, colleague, elsewhere] satisfies Actor[]) {
      expect(service.find(other, id)).toBeNull();
      expect(await codeOf(service.stop(other, id))).toBe("NOT_FOUND");
      for (const command of createCobrowseCommands({
        cobrowse: service,
        conversations: deps.conversations,
        refuseStale: () => undefined,
        log: { read: async () => [] },
      })) {
        if (command.audience !== "both" && command.audience !== other.kind) continue;
        const input = { cobrowseId: id, conversationId, answer: "accept" };
        expect(await command.access({ actor: other, input })).toBe("deny");
      }
    }
    expect(await codeOf(service.answer(stranger, { cobrowseId: id, answer: "accept" }))).toBe("NOT_FOUND");
    expect(service.find(visitor, id)?.state).toBe("requested");
  });
});

type Move = "request" | "share" | "accept" | "decline" | "stopV" | "stopA";

test("however the clicks fall together, one conversation has one open session and every active one was agreed to", async () => {
  const moves = fc.array(fc.constantFrom<Move>("request", "share", "accept", "decline", "stopV", "stopA"), {
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(moves, async list => {
      const { service, stored, told } = setUp();
      const play = async (move: Move): Promise<unknown> => {
        if (move === "request") return service.request(agent, conversationId);
        if (move === "share") return service.share(visitor, conversationId);
        const id = service.openOf(conversationId)?.id ?? [...stored.keys()].at(-1);
        if (id === undefined) return undefined;
        if (move === "stopV") return service.stop(visitor, id);
        if (move === "stopA") return service.stop(agent, id);
        return service.answer(visitor, { cobrowseId: id, answer: move });
      };
      await Promise.allSettled(list.map(play));
      const open = [...stored.values()].filter(({ state }) => state === "requested" || state === "active");
      expect(open.length).toBeLessThanOrEqual(1);
      expect(service.openOf(conversationId)?.id).toBe(open[0]?.id);
      const started = told.filter(line => line === "notice cobrowseStarted").length;
      const ended = told.filter(line => line === "notice cobrowseEnded").length;
      expect(started - ended).toBe(open[0]?.state === "active" ? 1 : 0);
      if (!list.includes("share") && !list.includes("accept")) expect(started).toBe(0);
    }),
  );
});
