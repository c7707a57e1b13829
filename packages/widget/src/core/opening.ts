/**
 * The first lines, from being written until there is a conversation that takes them: kept over reloads, asked for until
 * the hub answers. To open again what is open already is harmless, so a lost answer is too.
 */
import { isFinal, Pace } from "@lotse/client";
import type { ClientMessageId, ConversationView, MakeId } from "@lotse/protocol";
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
  readonly onRefused: () => void;
}

export class Opening {
  readonly #options: OpeningOptions;
  readonly #pace: Pace;

  constructor(options: OpeningOptions) {
    this.#options = options;
    this.#pace = new Pace(options.context.clock, () => void this.#ask());
    this.#show();
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
    visit.set({ outbox: { [NOWHERE]: [...linesFor(visit, NOWHERE), line] }, inContact: true });
    this.#show();
    void this.#ask();
  }

  /** The hub is there: lines of an earlier page are waiting, perhaps. */
  wake(): void {
    this.#pace.wake();
  }

  close(): void {
    this.#pace.close();
  }

  #show(): void {
    const { context, state } = this.#options;
    const lines = linesFor(context.visit, NOWHERE);
    if (lines.length > 0) state.become({ kind: "opening", lines });
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
    } else if (isFinal(answer.error.code)) onRefused();
    else this.#pace.rest(answer.error.retryAfterMs);
  }
}
