/** The visit beside the conversation: page, journey, facts, kept up to date by the hub. */
import type { AgentConnection } from "@lotse/client";
import type { ErrorCode, Unsubscribe, VisitId, VisitView } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

export type VisitState =
  | { readonly kind: "none" }
  | { readonly kind: "loading"; readonly visitId: VisitId }
  | { readonly kind: "shown"; readonly visitId: VisitId; readonly visit: VisitView }
  | { readonly kind: "failed"; readonly visitId: VisitId; readonly code: ErrorCode };

export class VisitModel {
  readonly #connection: AgentConnection;
  readonly #state = signal<VisitState>({ kind: "none" });
  readonly #stop: Unsubscribe;

  readonly state: ReadonlySignal<VisitState> = this.#state;

  constructor(connection: AgentConnection) {
    this.#connection = connection;
    this.#stop = connection.on("visit:changed", visit => {
      if (visit.id === this.#wanted()) this.#state.value = { kind: "shown", visitId: visit.id, visit };
    });
  }

  show(visitId: VisitId | null): void {
    if (visitId === this.#wanted()) return;
    this.#state.value = visitId === null ? { kind: "none" } : { kind: "loading", visitId };
    void this.refresh();
  }

  /** Asks the hub again: after a reconnect it no longer knows whom we watch. What is shown stays meanwhile. */
  async refresh(): Promise<void> {
    const visitId = this.#wanted();
    if (visitId === null) return;
    const result = await this.#connection.request("visit:show", { visitId });
    // Another was chosen, or told about itself, in the meantime.
    if (this.#wanted() !== visitId) return;
    if (result.ok) this.#state.value = { kind: "shown", visitId, visit: result.value.visit };
    else if (this.#state.value.kind !== "shown") {
      this.#state.value = { kind: "failed", visitId, code: result.error.code };
    }
  }

  close(): void {
    this.#stop();
  }

  #wanted(): VisitId | null {
    const state = this.#state.value;
    return state.kind === "none" ? null : state.visitId;
  }
}
