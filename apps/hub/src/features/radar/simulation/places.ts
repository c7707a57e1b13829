/** What the plan says of a skill and of a queue at a moment: as it stands now, by its hours. Pure. */
import type { Hours, RoutingPlan, SiteId, SkillLevel } from "@lotse/protocol";
import { openingOf } from "@lotse/routing";
import type { QueueLook } from "../houseFacts.ts";
import type { Demand } from "./availability.ts";

/** Where a rule's skill leads: the queue's key to what it needs, and what is needed besides. */
export type Destination = (
  plan: RoutingPlan,
  skill: string,
) => { readonly queueId: string; readonly needs: readonly SkillLevel[] };

export interface Places {
  demandOf(skill: string): Demand;
  /** How many wait, and how long, is recorded nowhere. */
  queueAt(key: string, atMs: number): QueueLook | null;
}

/** Working out an opening costs more than all it is asked for here; it holds until it changes. */
const createOpening = (hours: Hours | null | undefined): ((atMs: number) => boolean) => {
  if (hours === null || hours === undefined) return () => true;
  let known = { fromMs: 0, untilMs: 0, isOpen: true };
  return atMs => {
    if (atMs < known.fromMs || atMs >= known.untilMs) {
      const { isOpen, changesAtMs } = openingOf(hours, atMs);
      known = { fromMs: atMs, untilMs: changesAtMs ?? Number.POSITIVE_INFINITY, isOpen };
    }
    return known.isOpen;
  };
};

export const createPlaces = (options: {
  readonly plan: RoutingPlan;
  readonly siteId: SiteId;
  readonly destinationOf: Destination;
}): Places => {
  const { plan, siteId, destinationOf } = options;
  const openings = new Map(plan.queues.map(({ id, hours }) => [id as string, createOpening(hours)]));
  const isSiteOpen = createOpening((plan.sites ?? []).find(site => site.siteId === siteId)?.hours);
  const demands = new Map<string, Demand>();

  const demandFor = (skill: string): Demand => {
    const { queueId, needs } = destinationOf(plan, skill);
    const queue = plan.queues.find(({ id }) => id === queueId);
    return {
      needs: [...(queue?.needs ?? []), ...needs],
      isOpenAt: atMs => openings.get(queueId)?.(atMs) ?? true,
    };
  };

  return {
    demandOf: skill => {
      const known = demands.get(skill) ?? demandFor(skill);
      demands.set(skill, known);
      return known;
    },
    queueAt: (key, atMs) => {
      const queue = plan.queues.find(one => one.key === key);
      if (queue === undefined) return null;
      const isOpen = openings.get(queue.id)?.(atMs) === true && isSiteOpen(atMs);
      return { isOpen, waiting: undefined, expectedMs: null };
    },
  };
};
