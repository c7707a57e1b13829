/** A callback or a message instead of waiting. */
import type { Alternative, CommandInput, TurnedAway } from "@lotse/protocol";
import type { VisitStore } from "../shared/visit.ts";
import type { HubLink } from "./hubLink.ts";
import { aboutOf } from "./matter.ts";
import { BOTH_WAYS, NO_CONTACT, type RequestReason, type State } from "./state.ts";

export interface RequestOptions {
  readonly state: State;
  readonly hub: HubLink;
  readonly visit: VisitStore;
}

export class Requests {
  readonly #state: State;
  readonly #hub: HubLink;
  readonly #visit: VisitStore;

  constructor({ state, hub, visit }: RequestOptions) {
    this.#state = state;
    this.#hub = hub;
    this.#visit = visit;
  }

  begin(reason: RequestReason, ways: readonly Alternative[] = BOTH_WAYS): void {
    const state = this.#state;
    const now = state.contact.peek();
    if (now.kind === "none") this.#visit.set({ about: aboutOf(now, state.outlook.peek()) });
    const back = now.kind === "none" ? now : state.talking();
    state.become({ kind: "request", reason, agentName: null, progress: "writing", ways, why: null, back });
  }

  /** The hub took no conversation. By a rule of the queue, which may be another in a moment: then there is a way back. */
  refused(by: TurnedAway | undefined): void {
    if (by === undefined) {
      this.begin("nobody");
      return;
    }
    const { why, to } = by;
    const back = { kind: "none", about: this.#visit.get().about, words: null } as const;
    const form = { kind: "request", reason: "nobody", agentName: null, progress: "writing" } as const;
    this.#state.become({ ...form, ways: [to], why, back });
  }

  async leave(input: Pick<CommandInput<"request:leave">, "kind" | "reach" | "text">): Promise<void> {
    const state = this.#state;
    const now = state.contact.peek();
    if (now.kind !== "request" || now.progress === "sending") return;
    state.become({ ...now, progress: "sending" });
    // Of a conversation the hub knows what it is about, and an invitation was for no matter of the page's.
    const isNamed = state.talking() === null && now.reason !== "withdrawn";
    const answer = await this.#hub.request("request:leave", {
      ...input,
      ...(isNamed ? this.#visit.get().about : {}),
    });
    const shown = state.contact.peek();
    if (shown.kind !== "request") return;
    if (!answer.ok) {
      state.become({ ...shown, progress: "failed" });
      return;
    }
    // Whoever leaves a request need not wait as well.
    if (shown.back?.kind === "talking") {
      void this.#hub.request("conversation:end", { conversationId: shown.back.conversation.id });
    } else {
      // What no chat has taken went along.
      this.#visit.set({ draft: "" });
    }
    state.become({ ...shown, progress: "sent", back: null });
  }

  back(): void {
    const now = this.#state.contact.peek();
    if (now.kind === "request") this.#state.become(now.back ?? NO_CONTACT);
  }
}
