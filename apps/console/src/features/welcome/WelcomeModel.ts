/** A one-time link: what it is for, and the password it is redeemed with. The token is known here and nowhere else. */
import { type AccountLinkView, fail, ok, type Result, type WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { AuthApi, Redemption } from "../../ports.ts";

export type WelcomeState =
  | { readonly kind: "reading" }
  /** Used, expired, mistyped: the hub does not say which. Not given: the page was reloaded, and the address keeps no secret. */
  | { readonly kind: "invalid"; readonly given: boolean }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "open"; readonly link: AccountLinkView }
  | { readonly kind: "redeemed"; readonly link: AccountLinkView; readonly email: string };

export type WelcomeForm = Omit<Redemption, "token">;

const isInvalid = ({ code }: WireError) => code === "LINK_INVALID";

export class WelcomeModel {
  readonly #api: Pick<AuthApi, "readLink" | "redeemLink">;
  readonly #token: string | null;
  readonly #state = signal<WelcomeState>({ kind: "reading" });

  constructor(api: Pick<AuthApi, "readLink" | "redeemLink">, token: string | null) {
    this.#api = api;
    this.#token = token;
  }

  get state(): ReadonlySignal<WelcomeState> {
    return this.#state;
  }

  async read(): Promise<void> {
    if (this.#token === null) {
      this.#state.value = { kind: "invalid", given: false };
      return;
    }
    this.#state.value = { kind: "reading" };
    const result = await this.#api.readLink(this.#token);
    if (result.ok) this.#state.value = { kind: "open", link: result.value };
    else this.#refused(result.error);
  }

  /** What is wrong with the form is told to the form. */
  async redeem(form: WelcomeForm): Promise<Result<true>> {
    const state = this.#state.value;
    if (state.kind !== "open" || this.#token === null) return fail({ code: "LINK_INVALID", message: "" });
    const result = await this.#api.redeemLink({ token: this.#token, ...form });
    if (result.ok) {
      this.#state.value = { kind: "redeemed", link: state.link, email: result.value.email };
      return ok(true);
    }
    if (isInvalid(result.error)) this.#refused(result.error);
    return result;
  }

  #refused(error: WireError): void {
    this.#state.value = isInvalid(error) ? { kind: "invalid", given: true } : { kind: "failed", error };
  }
}
