/** My account: name, password, second factor, where I am signed in. Knows no HTTP; never keeps a password. */
import { ok, type Result, type WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AccountApi, AccountSession, Me } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

/** Enrolment: the secret is shown, the first code is awaited. */
export type SecondFactorStep =
  | { readonly kind: "none" }
  | { readonly kind: "enrolling"; readonly uri: string; readonly codes: readonly string[] }
  /** The codes are told once. */
  | { readonly kind: "codes"; readonly codes: readonly string[] };

export interface AccountDeps {
  readonly api: AccountApi;
  readonly onError: (error: WireError) => void;
}

export class AccountModel {
  readonly #deps: AccountDeps;
  readonly #step = signal<SecondFactorStep>({ kind: "none" });
  readonly me: Loading<Me>;
  readonly sessions: Loading<readonly AccountSession[]>;

  readonly step: ReadonlySignal<SecondFactorStep> = this.#step;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
    this.me = new Loading(() => deps.api.me());
    this.sessions = new Loading(() => deps.api.sessions());
  }

  load(): void {
    void this.me.load();
    void this.sessions.load();
  }

  async changePassword(change: { readonly current: string; readonly next: string }): Promise<Result<true>> {
    const result = await this.#deps.api.changePassword(change);
    if (result.ok) void this.sessions.load();
    return result;
  }

  async endSession(handle: string): Promise<void> {
    const result = await this.#deps.api.endSession(handle);
    if (!result.ok) this.#deps.onError(result.error);
    void this.sessions.load();
  }

  async endOtherSessions(): Promise<void> {
    const result = await this.#deps.api.endOtherSessions();
    if (!result.ok) this.#deps.onError(result.error);
    void this.sessions.load();
  }

  async beginSecondFactor(password: string): Promise<Result<true>> {
    const result = await this.#deps.api.beginSecondFactor(password);
    if (!result.ok) return result;
    this.#step.value = { kind: "enrolling", ...result.value };
    return ok(true);
  }

  async confirmSecondFactor(code: string): Promise<Result<true>> {
    const step = this.#step.value;
    if (step.kind !== "enrolling") return ok(true);
    const result = await this.#deps.api.confirmSecondFactor(code);
    if (!result.ok) return result;
    this.#step.value = { kind: "codes", codes: step.codes };
    this.me.change(me => ({ ...me, secondFactor: true }));
    void this.sessions.load();
    return result;
  }

  async newBackupCodes(password: string): Promise<Result<true>> {
    const result = await this.#deps.api.newBackupCodes(password);
    if (!result.ok) return result;
    this.#step.value = { kind: "codes", codes: result.value };
    return ok(true);
  }

  async endSecondFactor(password: string): Promise<Result<true>> {
    const result = await this.#deps.api.endSecondFactor(password);
    if (result.ok) this.me.change(me => ({ ...me, secondFactor: false }));
    return result;
  }

  /** The secret and the codes are forgotten as soon as nobody looks at them. */
  leaveSecondFactor(): void {
    this.#step.value = { kind: "none" };
  }
}
