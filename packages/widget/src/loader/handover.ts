/**
 * What one loader leaves to the next on the same page: after a deploy (the next may be of another version), after the
 * page wrote itself anew, or for another person's visit. Plain data as far as possible.
 */
import type { VisitId } from "@lotse/protocol";
import type { Keeping } from "../shared/visit.ts";
import type { Events, Installed } from "./api.ts";
import type { CoreUse } from "./coreLoader.ts";

export interface Handover {
  readonly api: Installed;
  readonly events: Events;
  /** The visit's record, as storage would have it. */
  readonly visit: string;
  readonly facts: boolean;
  readonly keeping: Keeping;
  readonly renewedAtMs: number;
  /** What the visitor was about to do. */
  readonly use?: readonly [command: string, fn: CoreUse] | undefined;
  /** A sister tab's visit that is not to be joined: it is another person's. */
  readonly shunned?: VisitId | null;
}
