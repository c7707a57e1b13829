/** Who is at the console: checking, signed out, second factor, which organisation, signed in. Knows no sockets. */
import type { ErrorCode, MembershipsView, Result, TenantId } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AuthApi, ConsoleConfig, DemoAgent } from "../../ports.ts";

export type SignInProblem =
  | "wrong"
  | "wrongCode"
  | "rateLimited"
  | "unreachable"
  | "revoked"
  | "noMembership";

export type SessionState =
  | { readonly kind: "checking" }
  /** The hub did not answer; nothing can be said yet. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "signedOut"; readonly problem: SignInProblem | null }
  | { readonly kind: "signingIn" }
  /** The password was right; the code is still missing. */
  | { readonly kind: "secondFactor"; readonly problem: SignInProblem | null; readonly busy: boolean }
  /** The account belongs to several organisations, and none is chosen. */
  | { readonly kind: "choosing"; readonly choice: MembershipsView; readonly problem: SignInProblem | null }
  | { readonly kind: "signedIn"; readonly config: ConsoleConfig; readonly choice: MembershipsView };

const problemOf = (code: ErrorCode): SignInProblem => {
  if (code === "RATE_LIMITED") return "rateLimited";
  return code === "UNAVAILABLE" || code === "TIMEOUT" || code === "INTERNAL" ? "unreachable" : "wrong";
};

export class SessionModel {
  readonly #api: AuthApi;
  readonly #state = signal<SessionState>({ kind: "checking" });
  readonly #demoAgents = signal<readonly DemoAgent[]>([]);
  #config: ConsoleConfig | null = null;
  /** Whether the session was looked at again since the hub last took one. */
  #renewed = false;

  constructor(api: AuthApi) {
    this.#api = api;
  }

  get state(): ReadonlySignal<SessionState> {
    return this.#state;
  }

  /** Empty outside demo mode. */
  get demoAgents(): ReadonlySignal<readonly DemoAgent[]> {
    return this.#demoAgents;
  }

  async check(): Promise<void> {
    this.#state.value = { kind: "checking" };
    const [config, session] = await Promise.all([this.#api.config(), this.#api.session()]);
    if (!config.ok || !session.ok) {
      this.#state.value = { kind: "unreachable" };
      return;
    }
    this.#config = config.value;
    this.#demoAgents.value = config.value.demoAgents ?? [];
    if (session.value.signedIn) await this.#enter();
    else this.#signedOut(null);
  }

  async signIn(credentials: { readonly email: string; readonly password: string }): Promise<void> {
    if (this.#state.value.kind !== "signedOut" || this.#config === null) return;
    this.#state.value = { kind: "signingIn" };
    const result = await this.#api.signIn(credentials);
    if (!result.ok) this.#signedOut(problemOf(result.error.code));
    else if (result.value === "secondFactor") this.#askForCode(null);
    else await this.#enter();
  }

  verifyCode(code: string): Promise<void> {
    return this.#verify(() => this.#api.verifyCode(code));
  }

  verifyBackupCode(code: string): Promise<void> {
    return this.#verify(() => this.#api.verifyBackupCode(code));
  }

  /** Back to the password. */
  startOver(): void {
    if (this.#state.value.kind === "secondFactor") this.#signedOut(null);
  }

  /** Into an organisation, also from within another. */
  async choose(tenantId: TenantId): Promise<void> {
    const state = this.#state.value;
    if (state.kind !== "choosing" && state.kind !== "signedIn") return;
    const result = await this.#api.choose(tenantId);
    if (result.ok) this.#signedIn({ ...state.choice, activeTenantId: tenantId });
    else if (state.kind === "choosing") {
      this.#state.value = { ...state, problem: problemOf(result.error.code) };
    }
  }

  /** The session is left even if the hub cannot be told: the console must not stay open. */
  async signOut(): Promise<void> {
    const { kind } = this.#state.value;
    if (kind !== "signedIn" && kind !== "choosing") return;
    await this.#api.signOut();
    this.#signedOut(null);
  }

  /**
   * The hub no longer accepts the session a connection was made with. The browser may hold a newer one already (a
   * second factor turned on, a password changed): then it goes on with that, but does not try for ever.
   */
  async revoked(): Promise<void> {
    if (this.#state.value.kind !== "signedIn") return;
    const session = this.#renewed ? null : await this.#api.session();
    this.#renewed = true;
    if (session?.ok === true && session.value.signedIn) await this.#enter();
    else this.#signedOut("revoked");
  }

  /** The hub took the session. */
  accepted(): void {
    this.#renewed = false;
  }

  async #verify(attempt: () => Promise<Result<true>>): Promise<void> {
    const state = this.#state.value;
    if (state.kind !== "secondFactor" || state.busy) return;
    this.#state.value = { ...state, busy: true };
    const result = await attempt();
    if (result.ok) await this.#enter();
    // The time for the code is over: the password is asked for again.
    else if (result.error.code === "SESSION_REVOKED") this.#signedOut("revoked");
    else {
      const problem = problemOf(result.error.code);
      this.#askForCode(problem === "wrong" ? "wrongCode" : problem);
    }
  }

  async #enter(): Promise<void> {
    const result = await this.#api.memberships();
    if (!result.ok) {
      if (result.error.code === "CREDENTIALS_INVALID" || result.error.code === "SESSION_REVOKED") {
        this.#signedOut("revoked");
      } else this.#state.value = { kind: "unreachable" };
      return;
    }
    const { memberships, activeTenantId } = result.value;
    const [first, second] = memberships;
    if (memberships.some(({ tenantId }) => tenantId === activeTenantId)) this.#signedIn(result.value);
    else if (first === undefined) this.#signedOut("noMembership");
    else {
      this.#state.value = { kind: "choosing", choice: result.value, problem: null };
      if (second === undefined) await this.choose(first.tenantId);
    }
  }

  #signedIn(choice: MembershipsView): void {
    if (this.#config !== null) this.#state.value = { kind: "signedIn", config: this.#config, choice };
  }

  #signedOut(problem: SignInProblem | null): void {
    this.#state.value = { kind: "signedOut", problem };
  }

  #askForCode(problem: SignInProblem | null): void {
    this.#state.value = { kind: "secondFactor", problem, busy: false };
  }
}
