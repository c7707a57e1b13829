/**
 * What a step's effects mean for storage: all the writes of one commit. Pure; knows neither when they are committed nor
 * whom they are told to.
 */
import {
  type AgentId,
  type InvitationEnd,
  MANUAL_RULE_ID,
  type MakeId,
  type RuleActionKind,
  type SiteId,
  type VisitId,
  type WorkItemId,
} from "@lotse/protocol";
import {
  type Estimate,
  estimateFor,
  isSomebodyOnDuty,
  itemOf,
  itemsOf,
  type Reservation,
  type RoutingEffect,
  type StepResult,
} from "@lotse/routing";
import type {
  DecisionRecord,
  InvitationRecord,
  ManualInvitation,
  OutsideContent,
  PresenceChoice,
  RoutingWrite,
  RuleRecord,
} from "@lotse/storage";
import { availabilityWrites } from "./availability.ts";
import {
  handsOf,
  type InvitationEntry,
  type ItemEntry,
  type Memory,
  type OutsideEntry,
  type TalkEntry,
} from "./book.ts";
import { conferenceNotice, isOfHelp } from "./conference.ts";
import { changedHands, type Hands, type Note } from "./details.ts";
import { handWrites, holderOf } from "./handover.ts";
import { workItemWrite } from "./itemWrites.ts";
import { noticeWriter } from "./notices.ts";
import { outcomeWrites } from "./outcomes.ts";
import { cardIn } from "./views.ts";
import { wrapUpWrites } from "./wrapUps.ts";

/** What routing does not know about the event it is given. */
export interface Context {
  /** The conversation of the item that the event brings. */
  readonly opening?: TalkEntry & { readonly siteId: SiteId };
  /** The item that the event brings, if it is no conversation. */
  readonly outside?: { readonly entry: OutsideEntry; readonly content: OutsideContent };
  /** What is said to whoever gets the item next. */
  readonly note?: { readonly itemId: WorkItemId; readonly note: Note };
  /** Whom the reservation is for: a rule's, or the agent's own. */
  readonly inviting?: { readonly visitId: VisitId } & (
    | { readonly rule: RuleRecord; readonly share: number | null }
    | { readonly manual: ManualInvitation }
  );
  /** What the agent says from now on. */
  readonly choice?: PresenceChoice;
  /** Who ends the conversation; the hub itself, if nobody is named. */
  readonly endedBy?: "visitor" | "agent";
}

/** What a step changes beyond the engine's state. */
export interface Change {
  readonly writes: readonly RoutingWrite[];
  readonly entered: {
    readonly item: ItemEntry | null;
    readonly hands: ReadonlyMap<WorkItemId, Hands>;
    /** What the item's people are told to expect, if they have to wait. */
    readonly told: Estimate | null;
    readonly invitation: InvitationEntry | null;
  };
}

interface Step {
  readonly before: Memory;
  readonly result: StepResult;
  readonly context: Context;
  readonly ids: MakeId;
}

/** The item an effect is about, if its place changed. */
const movedItem = (effect: RoutingEffect): WorkItemId | null => {
  switch (effect.effect) {
    case "queued":
    case "assigned":
    case "parked":
    case "overflowed":
    case "itemEnded":
      return effect.itemId;
    case "offered":
      // Transfers and consultations ring while the item stays where it is
      return effect.offer.purpose === "work" ? effect.offer.itemId : null;
    default:
      return null;
  }
};

export const movedItems = (effects: readonly RoutingEffect[]): ReadonlySet<WorkItemId> =>
  new Set(effects.map(movedItem).filter(id => id !== null));

/** Items that somebody began or ceased to help with. */
const helpedItems = (effects: readonly RoutingEffect[]): readonly WorkItemId[] =>
  effects.flatMap(each => (isOfHelp(each) ? [each.itemId] : []));

const openWrites = (step: Step): readonly RoutingWrite[] => {
  const { opening } = step.context;
  if (opening === undefined) return [];
  const { conversationId: id, visitId, siteId, topic } = opening;
  return [
    {
      write: "conversation.open",
      conversation: { id, visitId, siteId, topic, openedAtMs: step.result.state.atMs },
    },
    noticeWriter(step, id)({ notice: "opened" }),
  ];
};

const endWrites = (step: Step, { conversationId }: TalkEntry): readonly RoutingWrite[] => {
  const by = step.context.endedBy ?? "system";
  return [
    noticeWriter(step, conversationId)({ notice: "ended", by }),
    { write: "conversation.end", conversationId, atMs: step.result.state.atMs },
  ];
};

export const actionOf = ({ definition }: RuleRecord): RuleActionKind =>
  definition?.action.do ?? "inviteToChat";

/** The invitation's new state, and the line in the decision log that says so. */
export const invitationWrites = (
  record: InvitationRecord,
  outcome: "shown" | InvitationEnd,
  told: Pick<DecisionRecord, "atMs" | "share"> & { readonly action: RuleActionKind },
): readonly RoutingWrite[] => {
  const { id: invitationId, visitId, ruleId, ruleVersion } = record;
  return [
    { write: "invitation", invitation: { ...record, state: outcome === "shown" ? "offered" : outcome } },
    {
      write: "decision",
      decision: { visitId, ruleId, ruleVersion, outcome, reason: null, invitationId, ...told },
    },
  ];
};

const invitationEntry = (step: Step, reservation: Reservation): InvitationEntry | null => {
  const { inviting } = step.context;
  if (inviting === undefined) return null;
  const { id, agentId, expiresAtMs } = reservation;
  const { visitId } = inviting;
  const made = { state: "offered", createdAtMs: step.result.state.atMs, expiresAtMs } as const;
  if ("manual" in inviting) {
    const { manual } = inviting;
    const record = {
      id,
      visitId,
      ruleId: MANUAL_RULE_ID,
      ruleVersion: 1,
      agentId,
      skill: "",
      ...made,
      manual,
    };
    return { record, siteId: manual.siteId, text: manual.text, cobrowse: manual.cobrowse };
  }
  const { rule } = inviting;
  const { id: ruleId, version: ruleVersion, skill, siteId } = rule;
  const record = { id, visitId, ruleId, ruleVersion, agentId, skill, ...made };
  return { record, siteId, text: rule.text, cobrowse: actionOf(rule) === "inviteToCobrowse" };
};

export const kindOf = ({ cobrowse }: InvitationEntry): RuleActionKind =>
  cobrowse ? "inviteToCobrowse" : "inviteToChat";

/** How good an estimate was. Whoever was told none, or found somebody free, proves nothing. */
const waitWrites = (
  step: Step,
  { itemId, queueId, actualMs }: Extract<RoutingEffect, { effect: "waited" }>,
): readonly RoutingWrite[] => {
  const told = step.before.book.told.get(itemId);
  const channel = itemOf(step.result.state, itemId)?.channel;
  if (told === undefined || channel === undefined) return [];
  const { expectedMs: estimatedMs, lowMs, highMs } = told;
  const atMs = step.result.state.atMs;
  return [{ write: "wait", wait: { itemId, queueId, channel, atMs, estimatedMs, lowMs, highMs, actualMs } }];
};

const toldTo = ({ result }: Step, entered: ItemEntry | null): Estimate | null => {
  const item = entered === null ? undefined : itemOf(result.state, entered.id);
  if (item?.place.at !== "waiting" || !isSomebodyOnDuty(result.state, item)) return null;
  return estimateFor(result.state, item);
};

const helpWrites = (
  step: Step,
  effect: RoutingEffect,
  entry: ItemEntry | undefined,
): readonly RoutingWrite[] => {
  if (entry === undefined || entry.conversationId === null) return [];
  const { before, result } = step;
  const cardOf = (id: AgentId) => cardIn(before.book, id);
  const notice = conferenceNotice({ before: before.routing, after: result.state, cardOf }, effect);
  return notice === null ? [] : [noticeWriter(step, entry.conversationId)(notice)];
};

const effectWrites = (
  step: Step,
  effect: RoutingEffect,
  entryOf: (id: WorkItemId) => ItemEntry | undefined,
): readonly RoutingWrite[] => {
  const { atMs } = step.result.state;
  switch (effect.effect) {
    case "itemEnded": {
      const entry = entryOf(effect.itemId);
      return entry === undefined || entry.conversationId === null ? [] : endWrites(step, entry);
    }
    case "waited":
      return waitWrites(step, effect);
    case "assistStarted":
    case "assistChanged":
    case "assistEnded":
      return helpWrites(step, effect, entryOf(effect.itemId));
    case "reserved": {
      const entry = invitationEntry(step, effect.reservation);
      if (entry === null) return [];
      const { inviting } = step.context;
      const share = inviting !== undefined && "rule" in inviting ? inviting.share : null;
      const told = { atMs, action: kindOf(entry), ...(share === null ? {} : { share }) };
      return invitationWrites(entry.record, "shown", told);
    }
    case "reservationEnded": {
      const ended = step.before.book.invitations.get(effect.reservation.id);
      if (ended === undefined) return [];
      return invitationWrites(ended.record, effect.reason, { atMs, action: kindOf(ended) });
    }
    default:
      return [];
  }
};

/** What the event brought, if it has a place now: whoever was turned away has a queue behind them, but none. */
const enteredBy = ({ result, context }: Step): ItemEntry | null => {
  const brought = context.opening ?? context.outside?.entry ?? null;
  return brought !== null && itemOf(result.state, brought.id) !== undefined ? brought : null;
};

/** Of whom routing knows something else than storage because the plan is another now. */
const replanned = ({ before, result }: Step): readonly WorkItemId[] => {
  if (before.routing.plan === result.state.plan) return [];
  return [...itemsOf(result.state)].flatMap(({ id, needs }) =>
    itemOf(before.routing, id)?.needs === needs ? [] : [id],
  );
};

const handsAfter = (step: Step): ReadonlyMap<WorkItemId, Hands> => {
  const { before, result, context } = step;
  const brought = context.opening?.id;
  // Who was turned away in the end went through nobody's hands
  const isAway = brought !== undefined && enteredBy(step) === null;
  const effects = result.effects.filter(
    effect => !(isAway && "itemId" in effect && effect.itemId === brought),
  );
  const isRejected = result.effects.some(effect => effect.effect === "rejected");
  const note = isRejected ? null : (context.note ?? null);
  const also = { atMs: result.state.atMs, note };
  return changedHands(id => handsOf(before.book, id), effects, also);
};

/** Also what the engine decided: whoever it sent away stays so over a restart. Being offline is no choice. */
const choiceWrites = ({ result, context }: Step): readonly RoutingWrite[] => {
  if (context.choice !== undefined) return [{ write: "choice", choice: context.choice }];
  return result.effects.flatMap((effect): readonly RoutingWrite[] => {
    if (effect.effect !== "presenceChanged" || effect.presence === "offline") return [];
    const { agentId, presence, reason } = effect;
    return [{ write: "choice", choice: { agentId, presence, reason } }];
  });
};

export const changeOf = (step: Step): Change => {
  const { before, result, context } = step;
  const entered = enteredBy(step);
  const hands = handsAfter(step);
  const entryOf = (id: WorkItemId) => (id === entered?.id ? entered : before.book.items.get(id));
  const reserved = result.effects.find(effect => effect.effect === "reserved");
  const writes: RoutingWrite[] = entered === null ? [] : [...openWrites(step)];
  const changed = new Set([
    ...movedItems(result.effects),
    ...helpedItems(result.effects),
    ...hands.keys(),
    ...replanned(step),
  ]);
  const entries = [...changed].flatMap(id => entryOf(id) ?? []);
  const cardOf = (id: AgentId) => cardIn(before.book, id);
  for (const entry of entries) {
    if (entry.conversationId === null) continue;
    const handing = { result, ids: step.ids, before: before.routing, cardOf };
    writes.push(...handWrites(handing, entry, holderOf(before.routing, entry.id)));
  }
  for (const effect of result.effects) writes.push(...effectWrites(step, effect, entryOf));
  for (const entry of entries) {
    const through = hands.get(entry.id) ?? handsOf(before.book, entry.id);
    const content = entry.id === context.outside?.entry.id ? context.outside.content : null;
    writes.push(workItemWrite(entry, { from: before.routing, to: result.state, hands: through }, content));
  }
  writes.push(...choiceWrites(step));
  writes.push(...wrapUpWrites(before.routing, result.state));
  writes.push(...outcomeWrites({ before: before.routing, after: result.state, effects: result.effects }));
  writes.push(...availabilityWrites(before.routing, result.state));
  return {
    writes,
    entered: {
      item: entered,
      hands,
      told: toldTo(step, entered),
      invitation: reserved === undefined ? null : invitationEntry(step, reserved.reservation),
    },
  };
};
