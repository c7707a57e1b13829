/**
 * What agents do with work of every kind: take the next, pick one, hand it on, ask a colleague in, put it back, be done. Who
 * acts on an item names its assignment; whoever has an older one has it no more and is told so.
 */
import {
  type AgentId,
  type CommandInput,
  type ErrorCode,
  LotseError,
  type TakenWork,
  type WorkExplanation,
  type WorkItemId,
} from "@lotse/protocol";
import {
  agentOf,
  demandOf,
  type Hold,
  itemOf,
  type Rejection,
  type RoutingEffect,
  unfitFor,
} from "@lotse/routing";
import type { AgentActor } from "../../command.ts";
import { explanationOf } from "./explanation.ts";
import type { Office, QueueDeps, Reader, TenantOffice } from "./office.ts";
import type { Turn } from "./tenantRouting.ts";
import { workViewOf } from "./workViews.ts";
import type { Context } from "./writes.ts";

export interface WorkActs {
  next(actor: AgentActor): Promise<TakenWork | null>;
  pick(actor: AgentActor, id: WorkItemId): Promise<TakenWork>;
  done(actor: AgentActor, input: CommandInput<"work:done">): Promise<void>;
  putBack(actor: AgentActor, input: CommandInput<"work:putBack">): Promise<void>;
  transfer(actor: AgentActor, input: CommandInput<"work:transfer">): Promise<void>;
  forward(actor: AgentActor, input: CommandInput<"work:forward">): Promise<void>;
  consult(actor: AgentActor, input: CommandInput<"work:consult">): Promise<void>;
  consultEnd(actor: AgentActor, input: CommandInput<"work:consultEnd">): Promise<void>;
  endWrapUp(actor: AgentActor, id: WorkItemId): Promise<void>;
  explain(actor: AgentActor, id: WorkItemId): Promise<WorkExplanation>;
  /** Has it, or lately had it. */
  hasHeld(actor: AgentActor, id: WorkItemId): boolean;
  /** Helps with it, or lately did. */
  hasHelped(actor: AgentActor, id: WorkItemId): boolean;
  /** It waits, so that every agent sees it; or it is this agent's to know. */
  mayExplain(actor: AgentActor, id: WorkItemId): boolean;
}

const notFound = (what = "work item"): LotseError =>
  new LotseError("NOT_FOUND", `There is no such ${what}, or it is not yours`);
export const stale = (): LotseError => new LotseError("ASSIGNMENT_STALE", "The work is not yours any more");
const agentUnavailable = (): LotseError =>
  new LotseError("AGENT_UNAVAILABLE", "The colleague cannot take it now");

const rejectionOf = (effects: readonly RoutingEffect[]): Rejection | null => {
  for (const effect of effects) if (effect.effect === "rejected") return effect.reason;
  return null;
};

/** Busy is another thing than being the wrong one. */
const refusalOf = ({ memory }: Turn, agentId: AgentId, id: WorkItemId): ErrorCode => {
  const { routing } = memory;
  const [item, agent] = [itemOf(routing, id), agentOf(routing, agentId)];
  if (item === undefined || agent === undefined || agent.presence === "offline") return "FORBIDDEN";
  const demand = demandOf(routing.plan, item);
  const isKept = demand.soleFor !== null && demand.soleFor !== agentId;
  return isKept || unfitFor(agent, demand) !== null ? "FORBIDDEN" : "CAPACITY_FULL";
};

const isHeldBy = ({ memory }: Turn, agentId: AgentId, id: WorkItemId): boolean => {
  const place = itemOf(memory.routing, id)?.place;
  return place?.at === "assigned" && place.agentId === agentId;
};

interface Desk {
  readonly office: TenantOffice;
  readonly actor: AgentActor;
}

type Deps = Pick<QueueDeps, "labelOf">;

/** What the agent got, as the answer tells it. */
export const takenOf = async (
  deps: Deps & { readonly reader: Reader },
  turn: Turn,
  of: { readonly actor: AgentActor; readonly itemId: WorkItemId },
): Promise<TakenWork> => {
  const { actor, itemId } = of;
  const conversationId = turn.memory.book.items.get(itemId)?.conversationId ?? null;
  if (conversationId !== null) {
    const conversation = await deps.reader.forAgent(actor, conversationId);
    return { kind: "conversation", conversation };
  }
  const work = workViewOf(turn.memory, { agentId: actor.agentId, itemId }, deps.labelOf);
  if (work === null) throw stale();
  return { kind: "item", work };
};

/** Handing on: the note is stored with the decision that hands the item on, and only with it. */
const noteOf = ({ actor }: Desk, { workItemId, note }: { workItemId: WorkItemId; note: string }): Context => {
  const text = note.trim();
  if (text === "") return {};
  return { note: { itemId: workItemId, note: { from: { id: actor.agentId, name: actor.name }, text } } };
};

const transfer = async (desk: Desk, turn: Turn, input: CommandInput<"work:transfer">): Promise<void> => {
  const { workItemId: itemId, agentId, assignment } = input;
  const holder = { agentId: desk.actor.agentId, assignment };
  if (agentOf(turn.memory.routing, agentId) === undefined) throw notFound("agent");
  const to = { to: "agent", agentId } as const;
  const effects = await turn.step({ type: "itemTransferred", itemId, holder, to }, noteOf(desk, input));
  const reason = rejectionOf(effects);
  if (reason === "notEligible" || reason === "invalid") throw agentUnavailable();
  if (reason !== null) throw stale();
};

const forward = async (desk: Desk, turn: Turn, input: CommandInput<"work:forward">): Promise<void> => {
  const { workItemId: itemId, queueId, assignment } = input;
  const holder = { agentId: desk.actor.agentId, assignment };
  if (!turn.memory.routing.plan.queues.some(({ id }) => id === queueId)) {
    throw new LotseError("QUEUE_UNKNOWN", "There is no such queue", { field: "queueId" });
  }
  const to = { to: "queue", queueId } as const;
  const effects = await turn.step({ type: "itemTransferred", itemId, holder, to }, noteOf(desk, input));
  if (rejectionOf(effects) !== null) throw stale();
};

const consult = async ({ actor }: Desk, turn: Turn, input: CommandInput<"work:consult">): Promise<void> => {
  const { workItemId: itemId, agentId: helperId, mode: purpose = "consult" } = input;
  const { routing } = turn.memory;
  if (agentOf(routing, helperId) === undefined) throw notFound("agent");
  const holder = {
    agentId: actor.agentId,
    assignment: input.assignment ?? itemOf(routing, itemId)?.assignment ?? 0,
  };
  const effects = await turn.step({ type: "assistAsked", itemId, holder, helperId, purpose });
  const reason = rejectionOf(effects);
  if (reason === "notEligible" || reason === "invalid") throw agentUnavailable();
  // Asked in already is what was wanted
  if (reason !== null && reason !== "duplicate") throw stale();
};

const pick = async ({ actor }: Desk, turn: Turn, itemId: WorkItemId): Promise<void> => {
  const { agentId } = actor;
  // An answer that got lost is asked for again
  if (isHeldBy(turn, agentId, itemId)) return;
  const reason = rejectionOf(await turn.step({ type: "itemPicked", itemId, agentId }));
  if (reason === null) return;
  if (reason === "notAllowed") throw new LotseError("FORBIDDEN", "Nobody picks from this queue");
  if (reason === "notEligible") {
    throw new LotseError(refusalOf(turn, agentId, itemId), "You cannot take it now");
  }
  throw notFound();
};

const done = async ({ actor, office }: Desk, turn: Turn, input: CommandInput<"work:done">): Promise<void> => {
  const { workItemId: itemId, assignment } = input;
  const holder = { agentId: actor.agentId, assignment };
  if ((turn.memory.book.items.get(itemId)?.conversationId ?? null) !== null) throw notFound();
  const reason = rejectionOf(await turn.step({ type: "itemEnded", itemId, holder }));
  if (reason === null) return;
  const last = office.past.lastHolder(itemId);
  const isOver = reason === "unknown" && last?.agentId === holder.agentId && last.assignment === assignment;
  if (!isOver) throw stale();
};

export const createWorkActs = (
  deps: QueueDeps,
  { office: offices, reader }: { readonly office: Office; readonly reader: Reader },
): WorkActs => {
  const run = <T>(actor: AgentActor, job: (desk: Desk, turn: Turn) => Promise<T>): Promise<T> => {
    const office = offices.of(actor.tenantId);
    return office.routing.run(turn => job({ office, actor }, turn));
  };
  const taken = (turn: Turn, of: Parameters<typeof takenOf>[2]) =>
    takenOf({ labelOf: deps.labelOf, reader }, turn, of);
  const past = ({ tenantId }: AgentActor) => offices.known(tenantId)?.past ?? null;

  /** At this moment. The past is bounded, and somebody may have an item for as long as it takes. */
  const isEngaged = (actor: AgentActor, id: WorkItemId, kinds: readonly Hold["kind"][]): boolean => {
    const memory = offices.known(actor.tenantId)?.routing.memory ?? null;
    const found = memory === null ? undefined : agentOf(memory.routing, actor.agentId);
    return found?.holds.some(held => held.id === id && kinds.includes(held.kind)) ?? false;
  };

  return {
    next: actor =>
      run(actor, async (_desk, turn) => {
        const { agentId } = actor;
        const effects = await turn.step({ type: "nextAsked", agentId });
        const given = effects.find(effect => effect.effect === "assigned" && effect.agentId === agentId);
        return given?.effect === "assigned" ? taken(turn, { actor, itemId: given.itemId }) : null;
      }),
    pick: (actor, itemId) =>
      run(actor, async (desk, turn) => {
        await pick(desk, turn, itemId);
        return taken(turn, { actor, itemId });
      }),
    done: (actor, input) => run(actor, (desk, turn) => done(desk, turn, input)),
    putBack: (actor, { workItemId: itemId, assignment }) =>
      run(actor, async (_desk, turn) => {
        const holder = { agentId: actor.agentId, assignment };
        if (rejectionOf(await turn.step({ type: "itemRequeued", itemId, holder })) !== null) throw stale();
      }),
    transfer: (actor, input) => run(actor, (desk, turn) => transfer(desk, turn, input)),
    forward: (actor, input) => run(actor, (desk, turn) => forward(desk, turn, input)),
    consult: (actor, input) => run(actor, (desk, turn) => consult(desk, turn, input)),
    consultEnd: (actor, { workItemId: itemId, agentId: helperId }) =>
      run(actor, async (_desk, turn) => {
        const isHolder = isHeldBy(turn, actor.agentId, itemId);
        if (!isHolder && helperId !== actor.agentId) throw stale();
        // Nobody helps, or no more: that is what was wanted
        await turn.step({ type: "assistEnded", itemId, helperId });
      }),
    endWrapUp: (actor, itemId) =>
      run(actor, async (_desk, turn) => {
        // Its time was up meanwhile: that is what was wanted
        await turn.step({ type: "wrapUpEnded", itemId, agentId: actor.agentId });
      }),
    explain: (actor, id) =>
      run(actor, async (_desk, turn) => {
        const explanation = explanationOf(turn.memory, id);
        if (explanation === null) throw notFound();
        return explanation;
      }),
    hasHeld: (actor, id) =>
      isEngaged(actor, id, ["assignment", "wrapUp"]) || (past(actor)?.hasHeld(id, actor.agentId) ?? false),
    hasHelped: (actor, id) =>
      isEngaged(actor, id, ["assist"]) || (past(actor)?.hasHelped(id, actor.agentId) ?? false),
    mayExplain: (actor, id) => {
      const memory = offices.known(actor.tenantId)?.routing.memory ?? null;
      const item = memory === null ? undefined : itemOf(memory.routing, id);
      if (item === undefined) return false;
      const isSeen = item.place.at === "waiting" || item.place.at === "offered" || actor.role !== "agent";
      const takesPart = item.place.at !== "waiting" && item.place.agentId === actor.agentId;
      // Whoever comes back late learns who has it instead
      const hadIt = past(actor)?.hasHeld(id, actor.agentId) ?? false;
      return isSeen || takesPart || hadIt || item.helpers.includes(actor.agentId);
    },
  };
};
