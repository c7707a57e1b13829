/** What a visitor is told of a contact before beginning it: nobody has to wait to find out. */
import type { Alternative, Localized } from "./entities.ts";

/** What a queue's rule says of somebody who comes: it or the website is closed, nobody is there, too many wait, or the wait would be too long. */
export type TurnedAwayWhy = "closed" | "nobodyOnDuty" | "waiting" | "expectedWait";

/** Who is not let into the line, and what may be left instead. */
export interface TurnedAway {
  readonly why: TurnedAwayWhy;
  readonly to: Alternative;
}

export interface ContactOutlook {
  /** The queue it would come to; null where topic and skill name none. */
  readonly queue: { readonly key: string; readonly name: Localized } | null;
  /** `free`: somebody would be asked at once; `busy`: there is a wait; `closed`: nobody before `opensAtMs`. */
  readonly state: "free" | "busy" | "closed";
  /** Only when closed; null if that is not known. */
  readonly opensAtMs: number | null;
  /** The place whoever comes now would get, 1 = next; only when busy. */
  readonly position: number | null;
  /** What is most likely, and what four of five waits lie between; null as long as nobody can tell. */
  readonly expectedMs: number | null;
  readonly lowMs: number | null;
  readonly highMs: number | null;
  readonly alternatives: readonly Alternative[];
  /** Nobody on duty may take it, though one may wait for somebody to come; absent: somebody may. */
  readonly nobodyOnDuty?: true;
  /** Beginning a conversation would be refused for this; absent: it would not. */
  readonly why?: TurnedAwayWhy;
}

export interface OutlookOutputs {
  "contact:look": { readonly contact: ContactOutlook };
}
