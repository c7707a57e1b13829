/**
 * The first lines, from being written until there is a conversation that takes them: kept over reloads, asked for until
 * the hub answers. There may be none: who waits may do so without a word. To open again what is open already is harmless, so a lost answer is too.
 */
import { isFinal, Pace } from "@lotse/client";
import type { ClientMessageId, ConversationView, MakeId, WireError } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import type { HubLink } from "./hubLink.ts";
import { linesFor, NOWHERE } from "./outboxStore.ts";
import type { State } from "./state.ts";

export interface OpeningOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: Pick<HubLink, "request">;
  readonly makeId: MakeId;
  readonly onOpened: (conversation: ConversationView) => void;
  /** The hub will not take the conversation. */
  readonly onRefused: (error: WireError) => void;
}

export class Opening {
  readonly #options: OpeningOptions;
  readonly #pace: Pace;

  constructor(options: OpeningOptions) {
    this.#options = options;
    this.#pace = new Pace(options.context.clock, () => void this.#ask());
    const lines = linesFor(options.context.visit, NOWHERE);
    if (lines.length > 0) options.state.become({ kind: "opening", lines });
  }

  add(text: string): void {
    const { context, makeId } = this.#options;
    const { visit, clock } = context;
    const line = {
      clientId: makeId() as ClientMessageId,
      text,
      createdAtMs: clock.nowMs(),
      refused: null,
    };
    // Beside those of a conversation that this page has not heard of yet.
    const outbox = { ...visit.get().outbox, [NOWHERE]: [...linesFor(visit, NOWHERE), line] };
    visit.set({ outbox });
    this.begin();
  }

  begin(): void {
    const { context, state } = this.#options;
    context.visit.set({ inContact: true });
    state.become({ kind: "opening", lines: linesFor(context.visit, NOWHERE) });
    void this.#ask();
  }

  /** The hub is there: lines of an earlier page are waiting, perhaps. */
  wake(): void {
    this.#pace.wake();
  }

  close(): void {
    this.#pace.close();
  }

  async #ask(): Promise<void> {
    const { context, state, hub, onOpened, onRefused } = this.#options;
    const isDue = () => state.contact.peek().kind === "opening";
    if (!isDue() || !this.#pace.idle) return;
    this.#pace.begin();
    const answer = await hub.request("conversation:open", context.visit.get().about);
    if (!this.#pace.end() || !isDue()) return;
    if (answer.ok) {
      this.#pace.succeeded();
      onOpened(answer.value.conversation);
    } else if (isFinal(answer.error.code)) onRefused(answer.error);
    else this.#pace.rest(answer.error.retryAfterMs);
  }
}
