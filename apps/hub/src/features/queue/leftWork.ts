/**
 * What a visitor leaves instead of waiting, as work: what it is about, whose queue it comes to, and as what. Reads the plan and
 * who waits; changes nothing, and knows neither storage nor how it was left.
 */
import type { ChannelId, ContactRequestView, QueueId, SiteId, SkillLevel, VisitId } from "@lotse/protocol";
import { itemOf } from "@lotse/routing";
import type { OutsideContent } from "@lotse/storage";
import type { NewOutsideItem } from "../../services.ts";
import type { Memory } from "./book.ts";
import { destinationOf } from "./defaultPlan.ts";
import { meaningOf } from "./pageWords.ts";
import type { LabelOf } from "./views.ts";

/** Of these the first that the plan has; a message is answered by mail, unless it is work of its own there. */
const CHANNELS = {
  callback: ["callback"],
  message: ["message", "email"],
} as const satisfies Record<ContactRequestView["kind"], readonly ChannelId[]>;

/** As the page names it, or the visitor who comes back to it. */
export interface Asked {
  readonly visitId: VisitId;
  readonly siteId: SiteId;
  readonly topic: string | null;
  readonly skill: string | null;
}

export interface Matter {
  /** For people to read: never a queue's key. */
  readonly topic: string | null;
  readonly skill: string | null;
  readonly queueId: QueueId;
}

/** Who waits in a queue, or talks from there, leaves it there and on that matter; who does not, where they would have come to. */
export const matterOf = (memory: Memory, { visitId, siteId, ...asked }: Asked): Matter => {
  const { plan } = memory.routing;
  const id = memory.book.itemOfVisit.get(visitId);
  const entry = id === undefined ? undefined : memory.book.items.get(id);
  const meant = meaningOf(memory.routing, asked);
  const { topic } = entry ?? meant;
  const skill = entry === undefined ? meant.word : entry.skill;
  const waitsIn = id === undefined ? undefined : itemOf(memory.routing, id)?.queueId;
  return {
    topic: plan.queues.some(({ key }) => key === topic) ? null : topic,
    skill,
    queueId: waitsIn ?? destinationOf(plan, skill, siteId).queueId,
  };
};

/** In the queue it was left for, or where it leads since that is gone. */
const placeOf = (
  { routing: { plan } }: Memory,
  { queueId, skill = null }: ContactRequestView,
): { readonly queueId: QueueId; readonly needs: readonly SkillLevel[] } => {
  const now = destinationOf(plan, skill);
  const left = plan.queues.find(({ id }) => id === queueId)?.id;
  // Beyond what queues need: a skill that is no queue's
  return { queueId: left ?? now.queueId, needs: now.needs };
};

const contentOf = (request: ContactRequestView, labelOf: LabelOf): OutsideContent => {
  const { id, visitId, kind, reach, text, topic = null } = request;
  const address = kind === "callback" ? { phone: reach } : { email: reach };
  return {
    ...{ outsideKey: `request:${id}`, fingerprint: id, body: text, links: [] },
    subject: topic === null ? reach : `${topic} · ${reach}`,
    contact: { name: labelOf(visitId), ...address },
  };
};

/** Null: this desk does no such work, and has it on the list of what was left alone. */
export const leftWorkOf = (
  memory: Memory,
  request: ContactRequestView,
  labelOf: LabelOf,
): Omit<NewOutsideItem, "id"> | null => {
  const { channels } = memory.routing.plan;
  const channel = CHANNELS[request.kind].find(each => channels.some(({ id }) => id === each));
  if (channel === undefined) return null;
  return {
    ...{ channel, priority: 0, preferredAgentId: null, ...placeOf(memory, request) },
    content: contentOf(request, labelOf),
  };
};
