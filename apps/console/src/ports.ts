/**
 * What the console needs of the world, in its own words. `main.tsx` builds these from the browser and from
 * `@lotse/client`; tests build them from fakes. Knows no DOM and no sockets.
 */
import type { AgentConnection, ConversationLog, StreamConnection } from "@lotse/client";
import type { CobrowseId, ConversationForAgent, Result, Unsubscribe } from "@lotse/protocol";

/** An agent the demo may be entered as; given by the hub in demo mode only. */
export interface DemoAgent {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface ConsoleConfig {
  /** Address of the mirror document; its origin may differ from ours. */
  readonly mirrorUrl: string;
  readonly demoAgents: readonly DemoAgent[] | null;
}

/** Sign-in and settings over HTTP. Nothing here rejects. */
export interface AuthApi {
  config(): Promise<Result<ConsoleConfig>>;
  /** Whether the browser holds a valid session. */
  session(): Promise<Result<{ readonly signedIn: boolean }>>;
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<Result<true>>;
  signOut(): Promise<Result<true>>;
}

/** The hub's connections. */
export interface Hub {
  connect(): AgentConnection;
  openLog(connection: AgentConnection, conversation: ConversationForAgent): ConversationLog;
  openStream(cobrowseId: CobrowseId): StreamConnection;
}

/** Ways of getting a person's attention. Each may be unavailable; then it does nothing. */
export interface Attention {
  /** A new offer: repeated while it rings. */
  ring(): void;
  /** A new line from a visitor while the person looks elsewhere. */
  chime(): void;
  title(text: string): void;
  /** Asks, at the person's next click or key, whether notifications are welcome. */
  askToNotify(): void;
  /** Desktop notification; the answer takes it back. */
  notify(note: { readonly title: string; readonly body: string; readonly onClick: () => void }): Unsubscribe;
  /** Whether the console's tab is seen and has the focus. */
  readonly attentive: boolean;
  onAttentive(fn: (attentive: boolean) => void): Unsubscribe;
}

/** A string kept on this device, e.g. the language chosen. */
export interface Keep {
  get(name: string): string | null;
  set(name: string, value: string): void;
}
