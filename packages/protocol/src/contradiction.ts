/**
 * What in a routing plan cannot hold together. Data only: which rules and queues it concerns, and what a sentence about
 * it needs; finding them is the engine's, telling them the console's.
 */
import type { QueueId } from "./ids.ts";
import type { ChannelId, Overflow, RoutingSettings } from "./plan.ts";

/** Both empty when only channels, websites or settings are concerned. */
interface Concerned {
  /** Blending rules to look at. */
  readonly ruleIds: readonly string[];
  readonly queueIds: readonly QueueId[];
}

export type Finding = Concerned &
  (
    | {
        readonly kind: "duplicate";
        readonly of: "channel" | "queue" | "queueKey" | "rule" | "site";
        readonly id: string;
      }
    | { readonly kind: "unknownChannel"; readonly channel: ChannelId }
    | { readonly kind: "unknownQueue"; readonly queueId: QueueId }
    | { readonly kind: "unknownTimeZone"; readonly timeZone: string }
    /** Negative, or none at all; of a channel or a setting, if of no rule or queue. */
    | { readonly kind: "badNumber"; readonly of: ChannelId | keyof RoutingSettings | null }
    | { readonly kind: "relaxationsOutOfOrder" }
    /** Whoever has waited longer would be harder to serve. */
    | { readonly kind: "relaxationDemandsMore" }
    /** A list that it needs is empty, or an earlier rule, named second, does all of it. */
    | { readonly kind: "ruleWithoutEffect" }
    /** At most none of them: an item of such a channel would wait for ever. */
    | { readonly kind: "neverGiven"; readonly channels: readonly ChannelId[] }
    /** At most `items` at once, while other rules never let it come to more than `reachable`. */
    | {
        readonly kind: "neverReached";
        readonly channels: readonly ChannelId[];
        readonly items: number;
        readonly reachable: number;
      }
    /** An interruption that parks the very kind of work it is for. */
    | { readonly kind: "interruptsItself"; readonly channels: readonly ChannelId[] }
    /** Each of the rules parks what another of them has just given. */
    | { readonly kind: "interruptCircle" }
    /** An earlier one holds whenever this one does, or this one never does. */
    | { readonly kind: "overflowNeverReached"; readonly overflow: Overflow }
    | { readonly kind: "overflowToItself" }
    /** Each of the queues sends on to the next, all at the same time, and none of them because of its load. */
    | { readonly kind: "overflowCircle"; readonly when: Overflow["when"] }
  );

export type Contradiction = Finding & {
  /** The engine refuses the plan. With the others it could go on, but they do not do what they say. */
  readonly isFatal: boolean;
};
