/**
 * How waits ended, as a commit writes it: answered, or left before anybody did. Pure; whether that was in time is asked later.
 *
 * Nobody's wait ends twice: what comes back to the line was answered before. An invitation that is accepted had no wait, and
 * whoever was turned away did not come into a line.
 */
import type { WorkItemId } from "@lotse/protocol";
import { type Item, itemOf, type RoutingEffect, type RoutingState } from "@lotse/routing";
import type { RoutingWrite } from "@lotse/storage";

interface Step {
  readonly before: RoutingState;
  readonly after: RoutingState;
  readonly effects: readonly RoutingEffect[];
}

const itemIn = ({ before, after }: Step, id: WorkItemId): Item | undefined =>
  itemOf(after, id) ?? itemOf(before, id);

const leftWrites = (step: Step, itemId: WorkItemId): readonly RoutingWrite[] => {
  const item = itemOf(step.before, itemId);
  const isAnswered = step.effects.some(each => each.effect === "assigned" && each.itemId === itemId);
  if (item === undefined || item.assignment > 0 || isAnswered) return [];
  const { queueId, channel, enqueuedAtMs } = item;
  const { atMs } = step.after;
  const waitedMs = Math.max(0, atMs - enqueuedAtMs);
  return [{ write: "outcome", outcome: { itemId, queueId, channel, atMs, waitedMs, outcome: "left" } }];
};

export const outcomeWrites = (step: Step): readonly RoutingWrite[] =>
  step.effects.flatMap((effect): readonly RoutingWrite[] => {
    if (effect.effect === "itemEnded") return leftWrites(step, effect.itemId);
    if (effect.effect !== "waited") return [];
    const { itemId, queueId, actualMs: waitedMs } = effect;
    const channel = itemIn(step, itemId)?.channel;
    if (channel === undefined) return [];
    const outcome = { itemId, queueId, channel, atMs: step.after.atMs, waitedMs };
    return [{ write: "outcome", outcome: { ...outcome, outcome: "answered" } }];
  });
