/** A callback or a message instead of waiting. */
import { isFinal } from "@lotse/client";
import type {
  Alternative,
  ClientRequestId,
  Clock,
  CommandInput,
  CommandOutput,
  MakeId,
  Result,
  TurnedAway,
} from "@lotse/protocol";
import type { VisitStore } from "../shared/visit.ts";
import type { HubLink } from "./hubLink.ts";
import { aboutOf } from "./matter.ts";
import { BOTH_WAYS, NO_CONTACT, type RequestReason, type State } from "./state.ts";

export interface RequestOptions {
  readonly state: State;
  readonly hub: Pick<HubLink, "request">;
  readonly visit: VisitStore;
  readonly clock: Clock;
  readonly makeId: MakeId;
}

type Leaving = Pick<CommandInput<"request:leave">, "kind" | "reach" | "text">;

/** So often it is tried by itself; then the visitor is told, and may press again. */
const TRIES = 4;
const REST_MS = 1_000;

const isSame = (one: Leaving, other: Leaving): boolean =>
  one.kind === other.kind && one.reach === other.reach && one.text === other.text;

export class Requests {
  readonly #state: State;
  readonly #hub: RequestOptions["hub"];
  readonly #visit: VisitStore;
  readonly #clock: Clock;
  readonly #makeId: MakeId;
  /** What was tried last. The same again is the same one, for its answer may have been lost; other words are another. */
  #tried: { readonly input: Leaving; readonly clientId: ClientRequestId } | null = null;

  constructor({ state, hub, visit, clock, makeId }: RequestOptions) {
    this.#state = state;
    this.#hub = hub;
    this.#visit = visit;
    this.#clock = clock;
    this.#makeId = makeId;
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

  async leave(input: Leaving): Promise<void> {
    const state = this.#state;
    const now = state.contact.peek();
    if (now.kind !== "request" || now.progress === "sending") return;
    state.become({ ...now, progress: "sending" });
    // Of a conversation the hub knows what it is about, and an invitation was for no matter of the page's.
    const isNamed = state.talking() === null && now.reason !== "withdrawn";
    const answer = await this.#ask({ ...input, ...(isNamed ? this.#visit.get().about : {}) });
    const shown = state.contact.peek();
    if (shown.kind !== "request") return;
    if (!answer.ok) {
      state.become({ ...shown, progress: "failed" });
      return;
    }
    this.#tried = null;
    // Whoever leaves a request need not wait as well: the hub has taken them out of the line; an agent's conversation ends, too.
    if (shown.back?.kind === "talking") {
      void this.#hub.request("conversation:end", { conversationId: shown.back.conversation.id });
    } else {
      // What no chat has taken went along.
      this.#visit.set({ draft: "" });
    }
    state.become({ ...shown, progress: "sent", back: null });
  }

  #clientIdFor(input: Leaving): ClientRequestId {
    if (this.#tried === null || !isSame(this.#tried.input, input))
      this.#tried = { input, clientId: this.#makeId() as ClientRequestId };
    return this.#tried.clientId;
  }

  /** Repeated after a broken connection: by its id the hub knows it again. */
  async #ask(input: CommandInput<"request:leave">): Promise<Result<CommandOutput<"request:leave">>> {
    const clientId = this.#clientIdFor(input);
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#hub.request("request:leave", { clientId, ...input });
      if (answer.ok || isFinal(answer.error.code) || attempt === TRIES) return answer;
      const restMs = answer.error.retryAfterMs ?? REST_MS * attempt;
      await new Promise<void>(resolve => this.#clock.after(restMs, resolve));
      // Gone back, or away, meanwhile
      if (this.#state.contact.peek().kind !== "request") return answer;
    }
  }

  back(): void {
    const now = this.#state.contact.peek();
    if (now.kind === "request") this.#state.become(now.back ?? NO_CONTACT);
  }
}
