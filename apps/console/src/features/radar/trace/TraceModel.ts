/**
 * Why rules do or do not act for one visitor: asked when somebody begins to look, and again from time to time, since time alone makes
 * parts of a rule true. Of somebody who has gone nothing changes any more. Knows no views.
 */
import type { Clock, CommandOutput, RuleId, Unsubscribe, VisitId, WireError } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";

const AGAIN_MS = 3_000;

export type Trace = CommandOutput<"radar:trace">;

export type TraceState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "shown"; readonly value: Trace; readonly isOld: boolean };

export interface TraceDeps {
  readonly connection: Requests;
  readonly clock: Pick<Clock, "after">;
}

export class TraceModel {
  readonly #deps: TraceDeps;
  readonly #about: { readonly visitId: VisitId; readonly ruleId?: RuleId };
  readonly #state = signal<TraceState>({ kind: "loading" });
  #looking = false;
  #turn = 0;
  #cancel: Unsubscribe = () => undefined;

  readonly state: ReadonlySignal<TraceState> = this.#state;

  constructor(
    deps: TraceDeps,
    { visitId, ruleId }: { readonly visitId: VisitId; readonly ruleId: RuleId | null },
  ) {
    this.#deps = deps;
    this.#about = { visitId, ...(ruleId === null ? {} : { ruleId }) };
  }

  look(): Unsubscribe {
    this.#looking = true;
    void this.ask();
    return () => {
      this.#looking = false;
      this.#turn++;
      this.#cancel();
    };
  }

  async ask(): Promise<void> {
    const turn = ++this.#turn;
    this.#cancel();
    if (this.#state.value.kind === "failed") this.#state.value = { kind: "loading" };
    const result = await this.#deps.connection.request("radar:trace", this.#about);
    if (turn !== this.#turn) return;
    const before = this.#state.value;
    if (result.ok) this.#state.value = { kind: "shown", value: result.value, isOld: false };
    else if (before.kind === "shown") this.#state.value = { ...before, isOld: true };
    else this.#state.value = { kind: "failed", error: result.error };
    // Refused is refused; of somebody who has gone there is no news.
    const isOver = result.ok ? result.value.presence === "gone" : before.kind !== "shown";
    if (this.#looking && !isOver) this.#cancel = this.#deps.clock.after(AGAIN_MS, () => void this.ask());
  }
}
