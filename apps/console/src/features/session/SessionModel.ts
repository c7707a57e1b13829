/** Who is at the console: checking, signed out, signed in. Knows nothing of the hub's sockets. */
import type { ErrorCode } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AuthApi, ConsoleConfig, DemoAgent } from "../../ports.ts";

export type SignInProblem = "wrong" | "rateLimited" | "unreachable" | "revoked";

export type SessionState =
  | { readonly kind: "checking" }
  /** The hub did not answer; nothing can be said yet. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "signedOut"; readonly problem: SignInProblem | null }
  | { readonly kind: "signingIn" }
  | { readonly kind: "signedIn"; readonly config: ConsoleConfig };

const problemOf = (code: ErrorCode): SignInProblem => {
  if (code === "RATE_LIMITED") return "rateLimited";
  return code === "UNAVAILABLE" || code === "TIMEOUT" || code === "INTERNAL" ? "unreachable" : "wrong";
};

export class SessionModel {
  readonly #api: AuthApi;
  readonly #state = signal<SessionState>({ kind: "checking" });
  readonly #demoAgents = signal<readonly DemoAgent[]>([]);
  #config: ConsoleConfig | null = null;

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
    this.#state.value = session.value.signedIn
      ? { kind: "signedIn", config: config.value }
      : { kind: "signedOut", problem: null };
  }

  async signIn(credentials: { readonly email: string; readonly password: string }): Promise<void> {
    if (this.#state.value.kind !== "signedOut" || this.#config === null) return;
    this.#state.value = { kind: "signingIn" };
    const result = await this.#api.signIn(credentials);
    this.#state.value = result.ok
      ? { kind: "signedIn", config: this.#config }
      : { kind: "signedOut", problem: problemOf(result.error.code) };
  }

  /** The session is left even if the hub cannot be told: the console must not stay open. */
  async signOut(): Promise<void> {
    if (this.#state.value.kind !== "signedIn") return;
    await this.#api.signOut();
    this.#state.value = { kind: "signedOut", problem: null };
  }

  /** The hub no longer accepts the session. */
  revoked(): void {
    if (this.#state.value.kind === "signedIn") this.#state.value = { kind: "signedOut", problem: "revoked" };
  }
}
