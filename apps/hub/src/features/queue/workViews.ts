/** An agent's own work as the console shows it: what is held, what it weighs, who else there is. Reads, decides nothing. */
import type {
  AgentId,
  ColleagueView,
  ConversationId,
  MeterHold,
  MeterView,
  OfferFrom,
  VisitId,
  WorkChanged,
  WorkContact,
  WorkItemId,
  WorkPlace,
  WorkView,
} from "@lotse/protocol";
import {
  type Agent,
  agentOf,
  agentsOf,
  type Hold,
  helpModeOf,
  type Item,
  itemOf,
  type Offer,
  offerOf,
  takesOf,
} from "@lotse/routing";
import type { Helper } from "../../services.ts";
import { handsOf, type ItemEntry, type Memory, type TalkEntry } from "./book.ts";
import type { Hands } from "./details.ts";
import { agentCardOf, type LabelOf } from "./views.ts";

/** What takes the whole agent takes all there is, and never less than one. */
const unitsOf = ({ weight }: Pick<Hold, "weight">, { capacity }: Pick<Agent, "capacity">): number =>
  weight === "all" ? Math.max(capacity, 1) : weight;

const contactLabel = ({ name, email, phone, reference }: WorkContact): string | undefined =>
  name ?? email ?? phone ?? reference;

/** Who it is from: the visitor's label, or the best that the other system told. */
export const labelOfEntry = (entry: ItemEntry, labelOf: LabelOf): string =>
  entry.conversationId === null
    ? ((entry.content.contact === null ? undefined : contactLabel(entry.content.contact)) ?? "")
    : labelOf(entry.visitId);

/** The last that somebody else left. */
const noteFor = ({ notes }: Hands, agentId: AgentId): string | null =>
  notes.findLast(({ from }) => from.id !== agentId)?.text ?? null;

const assistsOf = (memory: Memory, item: Item | undefined): WorkView["assists"] =>
  (item?.helpers ?? []).flatMap(id => {
    const card = agentCardOf(memory, id);
    return card === null || item === undefined ? [] : [{ ...card, mode: helpModeOf(item, id) }];
  });

type Asked = NonNullable<WorkView["asked"]>[number];

const kindOf = ({ purpose }: Offer): Asked["kind"] => (purpose === "work" ? "transfer" : purpose);

interface Sight {
  readonly memory: Memory;
  readonly agent: Agent;
  readonly labelOf: LabelOf;
}

const entryOf = ({ book }: Memory, id: WorkItemId): ItemEntry | undefined =>
  book.items.get(id) ?? book.wrapUps.get(id);

const viewOf = (
  { memory, agent, labelOf }: Sight,
  held: WorkPlace & { readonly id: WorkItemId; readonly channel: string; readonly units: number },
): readonly WorkView[] => {
  const { id, channel, units, ...place } = held;
  const entry = entryOf(memory, id);
  if (entry === undefined) return [];
  const item = itemOf(memory.routing, id);
  const hands = handsOf(memory.book, id);
  const content = entry.conversationId === null ? entry.content : null;
  const asked = (item?.pending ?? []).flatMap(offerId => {
    const offer = offerOf(memory.routing, offerId);
    const card = offer === undefined ? null : agentCardOf(memory, offer.agentId);
    return offer === undefined || card === null ? [] : [{ kind: kindOf(offer), agent: card }];
  });
  return [
    {
      ...place,
      workItemId: id,
      ...{ channel, units, conversationId: entry.conversationId, label: labelOfEntry(entry, labelOf) },
      assignment: item?.assignment ?? hands.given?.assignment ?? 0,
      queueId: item?.queueId ?? null,
      ...{ subject: content?.subject ?? null, body: content?.body ?? null },
      ...{ links: content?.links ?? [], contact: content?.contact ?? null },
      enqueuedAtMs: entry.enqueuedAtMs,
      assignedAtMs: hands.given?.atMs ?? entry.enqueuedAtMs,
      note: noteFor(hands, agent.id),
      assists: assistsOf(memory, item),
      asked,
    },
  ];
};

const heldView = (sight: Sight, held: Hold): readonly WorkView[] => {
  const { memory, agent } = sight;
  const units = unitsOf(held, agent);
  const { channel } = held;
  switch (held.kind) {
    case "assignment":
      return viewOf(sight, { place: "assigned", id: held.id, channel, units });
    case "wrapUp":
      return viewOf(sight, { place: "wrapUp", untilMs: held.untilMs, id: held.id, channel, units });
    case "assist": {
      const item = itemOf(memory.routing, held.id);
      if (item?.place.at !== "assigned") return [];
      const holder = agentCardOf(memory, item.place.agentId);
      if (holder === null) return [];
      const mode = helpModeOf(item, agent.id);
      return viewOf(sight, { place: "assisting", agent: holder, mode, id: held.id, channel, units });
    }
    default:
      return [];
  }
};

const parkedView = (sight: Sight, id: WorkItemId): readonly WorkView[] => {
  const item = itemOf(sight.memory.routing, id);
  if (item?.place.at !== "parked") return [];
  const { channel, place } = item;
  return viewOf(sight, { place: "parked", ruleId: place.ruleId, id, channel, units: 0 });
};

const METER_KIND = {
  assignment: "work",
  assist: "assist",
  offer: "offer",
  reservation: "reservation",
  wrapUp: "wrapUp",
} as const satisfies Record<Hold["kind"], MeterHold["kind"]>;

const workItemOf = ({ routing }: Memory, held: Hold): WorkItemId | null => {
  if (held.kind === "reservation") return null;
  return held.kind === "offer" ? (offerOf(routing, held.id)?.itemId ?? null) : held.id;
};

const meterOf = (memory: Memory, agent: Agent): MeterView => {
  const holds = agent.holds.map(held => ({
    kind: METER_KIND[held.kind],
    channel: held.channel,
    units: unitsOf(held, agent),
    workItemId: workItemOf(memory, held),
  }));
  // Presence aside: the console knows it
  const takes = takesOf(memory.routing, { ...agent, presence: "available" });
  return { units: agent.capacity, used: holds.reduce((sum, { units }) => sum + units, 0), holds, takes };
};

/** All of the agent's work, oldest first, then what is parked. */
export const workOf = (memory: Memory, agentId: AgentId, labelOf: LabelOf): WorkChanged | null => {
  const agent = agentOf(memory.routing, agentId);
  if (agent === undefined) return null;
  const sight = { memory, agent, labelOf };
  const held = agent.holds.flatMap(each => heldView(sight, each));
  const parked = agent.parked.flatMap(id => parkedView(sight, id));
  return { work: [...held, ...parked], meter: meterOf(memory, agent) };
};

export const workViewOf = (
  memory: Memory,
  of: { readonly agentId: AgentId; readonly itemId: WorkItemId },
  labelOf: LabelOf,
): WorkView | null =>
  workOf(memory, of.agentId, labelOf)?.work.find(({ workItemId }) => workItemId === of.itemId) ?? null;

/** Everybody of the tenant but the one who asks. */
export const colleaguesOf = (memory: Memory, agentId: AgentId): readonly ColleagueView[] =>
  [...agentsOf(memory.routing)].flatMap(({ id, presence, reason }) => {
    const card = id === agentId ? null : agentCardOf(memory, id);
    return card === null ? [] : [{ ...card, presence, presenceReason: reason }];
  });

/** Who asks, and what was said with it; undefined if the queue itself offers. */
export const offerFromOf = (memory: Memory, offer: Offer): OfferFrom | undefined => {
  const agent = offer.fromAgentId === null ? null : agentCardOf(memory, offer.fromAgentId);
  if (agent === null) return undefined;
  const { notes } = handsOf(memory.book, offer.itemId);
  const note = kindOf(offer) === "transfer" ? notes.findLast(({ from }) => from.id === agent.id)?.text : "";
  return { kind: kindOf(offer), agent, note: note ?? "" };
};

/** Colleagues whom its agent asked in. */
export const helpersOf = ({ book, routing }: Memory, id: ConversationId): readonly Helper[] => {
  const itemId = book.itemOfConversation.get(id);
  const item = itemId === undefined ? undefined : itemOf(routing, itemId);
  return item === undefined
    ? []
    : item.helpers.map(agentId => ({ agentId, mode: helpModeOf(item, agentId) }));
};

const talksHelpedBy = ({ book, routing }: Memory, agentId: AgentId): readonly TalkEntry[] =>
  (agentOf(routing, agentId)?.holds ?? []).flatMap(held => {
    const entry = held.kind === "assist" ? book.items.get(held.id) : undefined;
    return entry === undefined || entry.conversationId === null ? [] : [entry];
  });

/** The conversations into which the agent was asked. */
export const helpedBy = (memory: Memory, agentId: AgentId): readonly ConversationId[] =>
  talksHelpedBy(memory, agentId).map(({ conversationId }) => conversationId);

/** And their visitors. */
export const visitsAssistedBy = (memory: Memory, agentId: AgentId): readonly VisitId[] =>
  talksHelpedBy(memory, agentId).map(({ visitId }) => visitId);
