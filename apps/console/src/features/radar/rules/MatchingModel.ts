/**
 * Who on the site matches what is written, now: asked a moment after the last change, and again from time to time while somebody
 * looks. A newer question makes an older answer worthless.
 */
import type {
  Clock,
  CommandInput,
  CommandOutput,
  RuleDefinition,
  SiteId,
  Unsubscribe,
  WireError,
} from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";
import { same } from "../../../ui/same.ts";

/** After the last key. */
const PAUSE_MS = 800;
const AGAIN_MS = 10_000;

export type Matching = CommandOutput<"radar:matching">;

export type MatchingState =
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly error: WireError }
  /** `isOld`: something was changed since. */
  | { readonly kind: "shown"; readonly value: Matching; readonly isOld: boolean };

interface Question {
  readonly siteId: SiteId;
  readonly definition: RuleDefinition;
}

/** Whom it concerns does not depend on words that are still missing. */
const askable = (definition: RuleDefinition): RuleDefinition => {
  const { name, action } = definition;
  const words = (text: string): string => (text.trim() === "" ? "…" : text);
  const isInvitation = action.do === "inviteToChat" || action.do === "inviteToCobrowse";
  const filled =
    (isInvitation && action.skill.trim() === "") || action.do === "callHook" || action.do === "openLink"
      ? ({ do: "showMessage", text: { de: "…", en: "…" } } as const)
      : { ...action, text: { de: words(action.text.de), en: words(action.text.en) } };
  return { ...definition, name: words(name), action: filled };
};

export class MatchingModel {
  readonly #connection: Requests;
  readonly #clock: Pick<Clock, "after">;
  readonly #state = signal<MatchingState>({ kind: "none" });
  #question: Question | null = null;
  #turn = 0;
  #cancel: Unsubscribe = () => undefined;

  readonly state: ReadonlySignal<MatchingState> = this.#state;

  constructor({
    connection,
    clock,
  }: { readonly connection: Requests; readonly clock: Pick<Clock, "after"> }) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** Null: what is written is no rule, or nobody looks any more. */
  look(question: Question | null): void {
    if (same(question, this.#question)) return;
    const isOther = question?.siteId !== this.#question?.siteId;
    this.#question = question;
    this.#turn++;
    this.#cancel();
    const state = this.#state.peek();
    if (question === null || isOther || state.kind !== "shown") this.#state.value = { kind: "none" };
    else this.#state.value = { ...state, isOld: true };
    if (question !== null) this.#cancel = this.#clock.after(isOther ? 0 : PAUSE_MS, () => void this.#ask());
  }

  close(): void {
    this.look(null);
  }

  async #ask(): Promise<void> {
    const question = this.#question;
    if (question === null) return;
    const turn = ++this.#turn;
    // The schema's type is not read-only.
    const definition = askable(question.definition) as NonNullable<
      CommandInput<"radar:matching">["definition"]
    >;
    const result = await this.#connection.request("radar:matching", { siteId: question.siteId, definition });
    if (turn !== this.#turn) return;
    this.#state.value = result.ok
      ? { kind: "shown", value: result.value, isOld: false }
      : { kind: "failed", error: result.error };
    this.#cancel = this.#clock.after(AGAIN_MS, () => void this.#ask());
  }
}
