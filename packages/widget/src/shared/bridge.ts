/** What loader and core know of each other. Types only: the core is fetched when it is needed. */
import type { Clock, ErrorCode, InvitationView, Language, SiteConfig } from "@lotse/protocol";
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

/** The button on the page, drawn by the loader, ruled by the core once that is there. */
export interface Launcher {
  readonly button: HTMLButtonElement;
  /** `expanded`: the panel is open, the button closes it. */
  show(unread: number, expanded: boolean): void;
}

export interface LoaderContext {
  readonly site: SiteConfig;
  readonly language: Language;
  readonly clock: Clock;
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly launcher: Launcher;
  readonly visit: VisitStore;
  readonly tell: Tell;
  /** Resolves once the visit has a token. */
  readonly known: Promise<void>;
}

export interface Core {
  open(input: OpenInput): void;
  close(): void;
  toggle(): void;
  offer(invitation: InvitationView): void;
  /** Asks the visitor whether to share the page; shares nothing by itself. */
  share(): void;
  stopSharing(): void;
  /** The page is shown again, maybe after a long sleep: what is on the screen may be old. */
  refresh(): void;
  destroy(): void;
}

export interface CoreModule {
  readonly startCore: (context: LoaderContext) => Core;
}
