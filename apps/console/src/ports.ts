/**
 * What the console needs of the world, in its own words. `main.tsx` builds these from the browser and from
 * `@lotse/client`; tests build them from fakes. Knows no DOM and no sockets.
 */
import type {
  AgentConnection,
  ConversationLog,
  ConversationLogOptions,
  OutboxStore,
  StreamConnection,
} from "@lotse/client";
import type {
  AccountLinkView,
  AgentView,
  CobrowseId,
  ConversationForAgent,
  MembershipsView,
  Result,
  TenantId,
  Unsubscribe,
} from "@lotse/protocol";

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
  /** Where the demo shop listens, on the hub's host; in demo mode only. */
  readonly shopPort: number | null;
}

export type Role = AgentView["role"];
export type Membership = MembershipsView["memberships"][number];

/** The agent's connection, as far as commands go. */
export type Requests = Pick<AgentConnection, "request">;

export interface Redemption {
  readonly token: string;
  readonly password: string;
  readonly name?: string;
  readonly email?: string;
  readonly tenantName?: string;
  readonly siteOrigin?: string;
}

export type SignInOutcome = "signedIn" | "secondFactor";

/** Getting in, over HTTP. Nothing here rejects. */
export interface AuthApi {
  config(): Promise<Result<ConsoleConfig>>;
  /** Whether the browser holds a valid session. */
  session(): Promise<Result<{ readonly signedIn: boolean }>>;
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<Result<SignInOutcome>>;
  verifyCode(code: string): Promise<Result<true>>;
  verifyBackupCode(code: string): Promise<Result<true>>;
  signOut(): Promise<Result<true>>;
  memberships(): Promise<Result<MembershipsView>>;
  choose(tenantId: TenantId): Promise<Result<true>>;
  readLink(token: string): Promise<Result<AccountLinkView>>;
  redeemLink(redemption: Redemption): Promise<Result<{ readonly email: string }>>;
}

/** A browser this account is signed in with. */
export interface AccountSession {
  /** Names it to the hub; means nothing to a person. */
  readonly handle: string;
  readonly current: boolean;
  readonly device: string;
  readonly address: string | null;
  readonly sinceMs: number;
}

export interface Me {
  readonly name: string;
  readonly email: string;
  readonly secondFactor: boolean;
}

/** An account's own settings, over HTTP. Nothing here rejects. */
export interface AccountApi {
  me(): Promise<Result<Me>>;
  /** Ends every other session. */
  changePassword(change: { readonly current: string; readonly next: string }): Promise<Result<true>>;
  sessions(): Promise<Result<readonly AccountSession[]>>;
  endSession(handle: string): Promise<Result<true>>;
  endOtherSessions(): Promise<Result<true>>;
  /** Begins: nothing is asked for at sign-in until a first code was right. */
  beginSecondFactor(
    password: string,
  ): Promise<Result<{ readonly uri: string; readonly codes: readonly string[] }>>;
  confirmSecondFactor(code: string): Promise<Result<true>>;
  endSecondFactor(password: string): Promise<Result<true>>;
  newBackupCodes(password: string): Promise<Result<readonly string[]>>;
}

/** The hub's connections. */
export interface Hub {
  connect(): AgentConnection;
  openLog(
    connection: AgentConnection,
    conversation: ConversationForAgent,
    options: Pick<ConversationLogOptions, "marks" | "assignment"> & { readonly store: OutboxStore },
  ): ConversationLog;
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
  /** Desktop notification, instead of the one about the same; the answer takes it back. */
  notify(note: {
    readonly about: "offer" | "notice";
    readonly title: string;
    readonly body: string;
    readonly onClick: () => void;
  }): Unsubscribe;
  /** Whether the console's tab is seen and has the focus. */
  readonly attentive: boolean;
  onAttentive(fn: (attentive: boolean) => void): Unsubscribe;
}

/** A string kept on this device, e.g. the language chosen. */
export interface Keep {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

/** Strings kept as long as this tab, e.g. what is being written. */
export interface TabKeep extends Keep {
  remove(name: string): void;
  names(): readonly string[];
}
