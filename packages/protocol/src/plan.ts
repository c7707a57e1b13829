/**
 * The routing plan: one document that says how work is given out. The engine takes it as it is, the console edits it, the
 * storage keeps it whole. It knows no agent and no item, and a channel is data here, never code.
 */
import type { Localized } from "./entities.ts";
import type { QueueId, SiteId } from "./ids.ts";

/** "chat", "call", "callback", "email", "fax", "sms", "social", "event" and whatever a desk adds; `/^[a-z][a-z0-9-]{0,31}$/`. */
export type ChannelId = string;

/** Of an agent: what is mastered. Of a queue: the least that is needed. 1 to 5. */
export interface SkillLevel {
  readonly skill: string;
  readonly level: number;
}

export interface Channel {
  readonly id: ChannelId;
  readonly name: Localized;
  /** Units of an agent's capacity that one item takes; "all": the whole agent, whatever the capacity. */
  readonly weight: number | "all";
  /** What co-browsing adds while it lasts. */
  readonly cobrowseWeight: number;
  /** The weight stays taken that long after the item's end, or until the agent says done. */
  readonly wrapUpMs: number;
  /** "auto": assigned without asking. */
  readonly answer: "ring" | "auto";
  readonly ringMs: number;
  /** Nobody wrote for so long: "keep" keeps the slot, "release" takes weight 0 until somebody writes again, "end" ends it. */
  readonly idle: { readonly afterMs: number; readonly then: "keep" | "release" | "end" } | null;
}

/** `share` of the items are to be taken `withinMs`: 0.8 within 20_000. */
export interface ServiceLevel {
  readonly channel: ChannelId;
  readonly share: number;
  readonly withinMs: number;
}

export type OverflowTo =
  | { readonly to: "queue"; readonly queueId: QueueId }
  | { readonly to: "callback" }
  | { readonly to: "message" };

export type OverflowIf =
  | { readonly if: "closed" }
  | { readonly if: "nobodyOnDuty" }
  | { readonly if: "waiting"; readonly moreThan: number }
  | { readonly if: "expectedWait"; readonly moreThanMs: number }
  /** After queueing only. */
  | { readonly if: "waited"; readonly moreThanMs: number };

export interface Overflow {
  readonly when: "before" | "after";
  readonly condition: OverflowIf;
  readonly then: OverflowTo;
}

/** So long after it was enqueued, an item needs this instead. */
export interface Relaxation {
  readonly afterMs: number;
  readonly needs: readonly SkillLevel[];
}

export interface Queue {
  readonly id: QueueId;
  /** What pages and systems name it by: `open({ skill: key })`, `data-lotse-open="key"`. */
  readonly key: string;
  readonly name: Localized;
  /** All of them, at least at that level. */
  readonly needs: readonly SkillLevel[];
  readonly prefers: readonly SkillLevel[];
  /** -10 to 10; each step counts like `priorityMs` of waiting. */
  readonly priority: number;
  readonly serviceLevels: readonly ServiceLevel[];
  /** Replace `needs`, in order of `afterMs`. */
  readonly relaxations: readonly Relaxation[];
  /** The first that holds, in order. */
  readonly overflows: readonly Overflow[];
  /** Agents may take items out of their turn. */
  readonly pick: boolean;
  /** `null`: always open. */
  readonly hours: Hours | null;
}

/** Minutes of the local day; `toMin` is at most 1440. */
export interface DaySpan {
  readonly fromMin: number;
  readonly toMin: number;
}

export interface Hours {
  /** IANA: "Europe/Berlin". */
  readonly timeZone: string;
  /** 1 is Monday. */
  readonly week: readonly (DaySpan & { readonly day: 1 | 2 | 3 | 4 | 5 | 6 | 7 })[];
  /** "2026-12-24"; no spans: closed all day. */
  readonly exceptions: readonly { readonly date: string; readonly spans: readonly DaySpan[] }[];
}

export type BlendingRule =
  /** On the phone: no fax. */
  | {
      readonly id: string;
      readonly rule: "exclude";
      readonly during: readonly ChannelId[];
      readonly no: readonly ChannelId[];
    }
  /** At once, together. */
  | {
      readonly id: string;
      readonly rule: "atMost";
      readonly channels: readonly ChannelId[];
      readonly items: number;
    }
  /**
   * While more than `moreThan` counted items wait in a queue, the highest-ranked is given to one eligible agent whose only
   * work is interruptible; that work is parked and comes back to the same agent. `queues: null` means each queue.
   */
  | {
      readonly id: string;
      readonly rule: "interrupt";
      readonly queues: readonly QueueId[] | null;
      readonly counted: readonly ChannelId[];
      readonly moreThan: number;
      readonly interruptible: readonly ChannelId[];
    };

export interface RoutingSettings {
  readonly priorityMs: number;
  /** The service level of a channel without one. */
  readonly defaultTargetMs: number;
  readonly reservationMs: number;
  readonly passPauseMs: number;
  /** So long only the preferred agent is asked, if on duty. */
  readonly preferAgentMs: number;
  /** Whoever spoke with the visitor last is preferred, if it was not longer ago; 0: nobody is. */
  readonly lastAgentMs: number;
  /** A lost console's work is given to others after that. */
  readonly leaseMs: number;
  /** So many offers in a row rang out: away by itself; `null`: never. */
  readonly awayAfterMisses: number | null;
}

/** What holds for contacts from one website, besides what holds for their queue. */
export interface SitePlan {
  readonly siteId: SiteId;
  /** Where those lead that name neither topic nor skill; `null`: as everywhere. */
  readonly queueId: QueueId | null;
  /** Outside of them its contacts meet a closed door, whatever the queue's own hours; `null`: always open. */
  readonly hours: Hours | null;
}

export interface RoutingPlan {
  readonly channels: readonly Channel[];
  readonly queues: readonly Queue[];
  /** Of sites that are not named, nothing special holds. */
  readonly sites?: readonly SitePlan[];
  readonly blending: readonly BlendingRule[];
  readonly settings: RoutingSettings;
}
