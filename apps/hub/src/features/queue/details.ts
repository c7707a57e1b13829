/**
 * What storage keeps of an item besides its columns: what routing must know again after a restart, how whoever has it came
 * to it, and the notes left on the way. Reads only what it wrote itself; of anything else it says so.
 */
import type { AgentCard, AgentId, WorkItemId, WorkSent } from "@lotse/protocol";
import { detailsOf, type Item, type ItemDetails, type RoutingEffect, type Why } from "@lotse/routing";
import type { WorkItemRecord } from "@lotse/storage";
import * as v from "valibot";

/** How whoever has an item, or had it last, came to it. */
export interface Given {
  readonly agentId: AgentId;
  readonly assignment: number;
  readonly atMs: number;
  readonly why: Why;
}

/** Left by a colleague who handed the item on; visitors never see it. */
export interface Note {
  readonly from: AgentCard;
  readonly text: string;
}

/** Through whose hands an item went. */
export interface Hands {
  readonly given: Given | null;
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** Through which queues it was sent, oldest first. */
  readonly sent: readonly WorkSent[];
}

export const NO_HANDS: Hands = { given: null, notes: [], sent: [] };
const NOTES_KEPT = 5;

const withNote = (hands: Hands, note: Note): Hands => ({
  ...hands,
  notes: [...hands.notes, note].slice(-NOTES_KEPT),
});

/** Through whose hands and which queues the items went that changed them, or that a note was left with. */
export const changedHands = (
  before: (id: WorkItemId) => Hands,
  effects: readonly RoutingEffect[],
  also: { readonly atMs: number; readonly note: { readonly itemId: WorkItemId; readonly note: Note } | null },
): ReadonlyMap<WorkItemId, Hands> => {
  const changed = new Map<WorkItemId, Hands>();
  const { atMs, note } = also;
  if (note !== null) changed.set(note.itemId, withNote(before(note.itemId), note.note));
  for (const effect of effects) {
    if (effect.effect !== "assigned" && effect.effect !== "overflowed") continue;
    const { itemId } = effect;
    const hands = changed.get(itemId) ?? before(itemId);
    if (effect.effect === "assigned") {
      const { agentId, assignment, why } = effect;
      changed.set(itemId, { ...hands, given: { agentId, assignment, atMs, why } });
    } else {
      const { fromQueueId, toQueueId, reason } = effect;
      changed.set(itemId, {
        ...hands,
        sent: [...hands.sent, { fromQueueId, toQueueId, why: reason.if, atMs }],
      });
    }
  }
  return changed;
};

/** The channel and the queue have columns of their own. */
type Kept = Omit<ItemDetails, "channel" | "queueId">;
export type StoredDetails = Kept & Hands;

export const detailsFor = (item: Item, hands: Hands): Readonly<Record<string, unknown>> => {
  const { channel: _channel, queueId: _queueId, ...kept } = detailsOf(item);
  return { ...kept, ...hands };
};

const levels = v.array(v.object({ skill: v.string(), level: v.number() }));
const HOWS: readonly Why["how"][] = [
  ...(["best", "preferred", "interrupt", "returned", "next"] as const),
  ...(["picked", "transfer", "assist", "reserved", "restored"] as const),
];
const CONDITIONS: readonly WorkSent["why"][] = [
  "closed",
  "nobodyOnDuty",
  "waiting",
  "expectedWait",
  "waited",
];
const why = v.object({
  how: v.picklist(HOWS),
  ruleId: v.nullable(v.string()),
  among: v.number(),
  skills: levels,
  relaxedTo: v.number(),
  passes: v.number(),
});

const details = v.object({
  needs: levels,
  priority: v.number(),
  preferredAgentId: v.nullable(v.string()),
  siteId: v.exactOptional(v.string()),
  assignment: v.number(),
  parked: v.nullable(v.object({ agentId: v.string(), ruleId: v.string() })),
  visited: v.array(v.string()),
  // A build before this one kept none
  helpers: v.optional(
    v.array(v.object({ agentId: v.string(), mode: v.picklist(["consult", "conference"]) })),
    [],
  ),
  given: v.nullable(v.object({ agentId: v.string(), assignment: v.number(), atMs: v.number(), why })),
  notes: v.array(v.object({ from: v.object({ id: v.string(), name: v.string() }), text: v.string() })),
  // A build before this one kept none
  sent: v.optional(
    v.array(
      v.object({
        ...{ fromQueueId: v.string(), toQueueId: v.string(), atMs: v.number() },
        why: v.picklist(CONDITIONS),
      }),
    ),
    [],
  ),
});

/** Null: a build wrote it that kept none. */
export const detailsIn = (record: WorkItemRecord): StoredDetails | null => {
  const read = v.safeParse(details, record.details);
  // The ids are what was an id when it was written
  return read.success ? (read.output as unknown as StoredDetails) : null;
};
