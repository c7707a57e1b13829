/**
 * Work of other systems: taken in once, however often it is sent, read and ended. What the plan calls the queue and who the
 * preferred agent is, is looked up here; how it is given out is the queue's. Knows no HTTP.
 */
import { createHash } from "node:crypto";
import {
  LotseError,
  type MakeId,
  type OutsideWorkItem,
  type RoutingPlan,
  type TenantId,
  type WorkItemAdded,
  type WorkItemId,
} from "@lotse/protocol";
import type { OutsideContent, OutsideItemRecord, Storage } from "@lotse/storage";
import type { NewOutsideItem, OutsideDesk } from "../../services.ts";
import type { WorkItemInput } from "./input.ts";

export interface WorkItemServiceDeps {
  readonly storage: Pick<Storage, "findOutsideItem" | "listAgents">;
  readonly desk: OutsideDesk;
  readonly planOf: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly ids: MakeId;
}

export interface WorkItemService {
  /** QUEUE_UNKNOWN, CHANNEL_UNKNOWN; IDEMPOTENCY_MISMATCH if the key is another content's. */
  add(tenantId: TenantId, input: WorkItemInput): Promise<WorkItemAdded>;
  /** NOT_FOUND. */
  read(tenantId: TenantId, id: WorkItemId): Promise<OutsideWorkItem>;
  /** False if it had ended already. NOT_FOUND. */
  end(tenantId: TenantId, id: WorkItemId): Promise<boolean>;
}

/** The same for the same words, in whatever order the fields came. */
const contentOf = (input: WorkItemInput): OutsideContent => {
  const { key: outsideKey, channel, queue, subject } = input;
  const { name, email, phone, reference } = input.contact ?? {};
  const said = {
    ...{ subject, body: input.body ?? "", links: input.links ?? [] },
    contact:
      input.contact === undefined
        ? null
        : {
            ...(name === undefined ? {} : { name }),
            ...(email === undefined ? {} : { email }),
            ...(phone === undefined ? {} : { phone }),
            ...(reference === undefined ? {} : { reference }),
          },
  };
  const needs = [...(input.needs ?? [])].sort((left, right) => (left.skill < right.skill ? -1 : 1));
  const asked = [channel, queue, input.priority ?? 0, needs.map(({ skill, level }) => [skill, level])];
  const all = JSON.stringify([asked, said, input.preferredAgent ?? null]);
  return { ...said, outsideKey, fingerprint: createHash("sha256").update(all).digest("hex") };
};

const notFound = () => new LotseError("NOT_FOUND", "There is no such thing, or it is not yours");

export const createWorkItemService = (deps: WorkItemServiceDeps): WorkItemService => {
  const { storage, desk } = deps;

  /** The item that the key is already, if what was said is the same. */
  const known = async (tenantId: TenantId, content: OutsideContent): Promise<WorkItemAdded | null> => {
    const { outsideKey } = content;
    const found = await storage.findOutsideItem(tenantId, { outsideKey });
    if (found === null) return null;
    if (found.content.fingerprint === content.fingerprint)
      return { workItemId: found.item.id, duplicate: true };
    throw new LotseError("IDEMPOTENCY_MISMATCH", "This key is another work item's", { field: "key" });
  };

  const itemOf = async (
    tenantId: TenantId,
    input: WorkItemInput,
    content: OutsideContent,
  ): Promise<NewOutsideItem> => {
    const { channels, queues } = await deps.planOf(tenantId);
    const queue = queues.find(({ key }) => key === input.queue);
    if (queue === undefined) throw new LotseError("QUEUE_UNKNOWN", "No such queue", { field: "queue" });
    if (!channels.some(({ id }) => id === input.channel)) {
      throw new LotseError("CHANNEL_UNKNOWN", "There is no such channel", { field: "channel" });
    }
    const { preferredAgent, channel, priority = 0, needs = [] } = input;
    const agents = preferredAgent === undefined ? [] : await storage.listAgents(tenantId);
    // Who has left is preferred no more: the work is as good without
    const preferredAgentId = agents.find(({ email }) => email === preferredAgent)?.id ?? null;
    const id = deps.ids() as WorkItemId;
    return { id, channel, queueId: queue.id, priority, needs, preferredAgentId, content };
  };

  const find = async (tenantId: TenantId, id: WorkItemId): Promise<OutsideItemRecord> => {
    const found = await storage.findOutsideItem(tenantId, { id });
    if (found === null) throw notFound();
    return found;
  };

  return {
    add: async (tenantId, input) => {
      const content = contentOf(input);
      const before = await known(tenantId, content);
      if (before !== null) return before;
      const item = await itemOf(tenantId, input, content);
      try {
        await desk.addWorkItem(tenantId, item);
        return { workItemId: item.id, duplicate: false };
      } catch (error) {
        // Sent twice at once: of the two, one was stored
        if (!(error instanceof LotseError && error.code === "IDEMPOTENCY_MISMATCH")) throw error;
        const meanwhile = await known(tenantId, content);
        if (meanwhile === null) throw error;
        return meanwhile;
      }
    },
    read: async (tenantId, id) => {
      const { item, content } = await find(tenantId, id);
      const { queues } = await deps.planOf(tenantId);
      const holder = item.state === "waiting" || item.state === "ended" ? null : item.agentId;
      const agents = holder === null ? [] : await storage.listAgents(tenantId);
      const agent = agents.find(one => one.id === holder);
      const { subject, body, links, contact, outsideKey: key } = content;
      return {
        ...{ workItemId: item.id, key, channel: item.channel, subject, body, links, contact },
        queue: queues.find(queue => queue.id === item.queueId)?.key ?? null,
        state: item.state,
        agent: agent === undefined ? null : { id: agent.id, name: agent.name },
        enqueuedAtMs: item.enqueuedAtMs,
      };
    },
    end: async (tenantId, id) => {
      const { item } = await find(tenantId, id);
      if (item.state === "ended") return false;
      await desk.endWorkItem(tenantId, id);
      return true;
    },
  };
};
