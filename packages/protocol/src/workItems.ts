/** Work that other systems put into the queue over REST (an order, an e-mail, a callback), and what they hear of it. */
import type { AgentCard, Presence } from "./entities.ts";
import type { AgentId, WorkItemId } from "./ids.ts";
import type { ChannelId } from "./plan.ts";

export interface WorkLink {
  readonly label: string;
  readonly url: string;
}

/** Whom it is about, as far as the other system says. */
export interface WorkContact {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** What the other system knows the person by. */
  readonly reference?: string;
}

/** What an agent reads of an item that is no conversation. */
export interface WorkContent {
  readonly subject: string;
  readonly body: string;
  readonly links: readonly WorkLink[];
  readonly contact: WorkContact | null;
}

export type WorkItemPlace = "waiting" | "offered" | "assigned" | "parked" | "ended";

/** `GET /api/v1/work-items/{workItemId}`. */
export interface OutsideWorkItem extends WorkContent {
  readonly workItemId: WorkItemId;
  /** The other system's own name for it. */
  readonly key: string;
  readonly channel: ChannelId;
  /** The queue's key; null if the queue is gone from the plan. */
  readonly queue: string | null;
  readonly state: WorkItemPlace;
  /** Whose it is, while it is somebody's. */
  readonly agent: AgentCard | null;
  readonly enqueuedAtMs: number;
}

/** `PUT /api/v1/agents/{email}/presence`. Offline without a console, whatever was said; it counts once there is one. */
export interface OutsidePresence {
  readonly agentId: AgentId;
  readonly presence: Presence;
  readonly presenceReason: string | null;
}

/** `POST /api/v1/work-items`. */
export interface WorkItemAdded {
  readonly workItemId: WorkItemId;
  /** The same key with the same content was there before: nothing was added. */
  readonly duplicate: boolean;
}
