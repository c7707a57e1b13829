/** What loader and core know of each other. Types only: the core is fetched when it is needed. */
import type { BeaconDecision, Clock, ErrorCode, Language, SiteConfig } from "@lotse/protocol";
import type { VisitStore } from "./visit.ts";

export interface OpenInput {
  readonly topic?: string;
  readonly skill?: string;
}

/** What the page may listen to with `Lotse.on`. Never carries what people wrote. */
export interface PublicEvents {
  ready: Record<string, never>;
  opened: Record<string, never>;
  closed: Record<string, never>;
  offered: Record<string, never>;
  conversation: { readonly state: "waiting" | "active" | "ended" };
  cobrowse: { readonly state: "started" | "ended" };
  error: { readonly command: string; readonly code: ErrorCode; readonly message: string };
}

export type Tell = <E extends keyof PublicEvents>(event: E, payload: PublicEvents[E]) => void;

export interface LoaderContext {
  readonly site: SiteConfig;
  readonly language: Language;
  readonly clock: Clock;
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** The button on the page: drawn by the loader, ruled by the core once that is there. */
  readonly launcher: HTMLButtonElement;
  readonly visit: VisitStore;
  readonly tell: Tell;
  /** JSON out, JSON in; rejects when there is no answer. */
  readonly post: (url: string, body: unknown, token?: string) => Promise<unknown>;
  /** How long until nobody types any more, if nobody goes on: nothing comes up under their hands. */
  readonly quietInMs: () => number;
  /**
   * Resolves once the visit has a token. Reading it means that the visitor wants contact: without consent to facts
   * it is what lets the loader make the visit known at all, and keep what the conversation needs.
   */
  readonly known: Promise<void>;
  /**
   * The hub refuses us, or a module of ours is gone from it. `VERSION_UNSUPPORTED`: the loader fetches the widget anew
   * and starts it in place of this one. `SITE_DISABLED`: it takes it away. The core is destroyed in both cases, if the
   * loader can do it; other codes are no business of the loader's.
   */
  readonly refused: (code: ErrorCode) => void;
}

export type Shown = Extract<BeaconDecision, { readonly outcome: "offer" | "hint" }>;

export interface Core {
  /** As the page gave it: of any type, of any length. Or the page's button that was pressed. */
  open(input?: OpenInput | Element): void;
  close(): void;
  toggle(): void;
  /** What a rule has led to: an agent's invitation, or what holds no slot. */
  offer(decision: Shown): void;
  /** Asks the visitor whether to share the page; shares nothing by itself. */
  share(): void;
  stopSharing(): void;
  /** The page is shown again, maybe after a long sleep: what is on the screen may be old. */
  refresh(): void;
  /**
   * Also when the page goes to sleep (back/forward cache, frozen tab): a core starts anew when it wakes. What is
   * unsent or half-written must be in the visit's record by then.
   */
  destroy(): void;
}

export interface CoreModule {
  readonly startCore: (context: LoaderContext) => Core;
}
