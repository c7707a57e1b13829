/**
 * One conversation of this agent: its messages, what is unread, who is writing, what can be done with it.
 * Sequence, outbox and receipts are the log's matter; how things look is the view's.
 */
import type { AgentConnection, ConversationLog } from "@lotse/client";
import type {
  ClientMessageId,
  Clock,
  CobrowseView,
  ConversationForAgent,
  ConversationId,
  Message,
  Receipt,
  Unsubscribe,
  WireError,
} from "@lotse/protocol";
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Lost } from "./lost.ts";
import { createTypingSender } from "./typingSender.ts";

/** Should the "stopped" be lost, the other side does not write for ever. */
const TYPING_SHOWN_MS = 8_000;

/** Where a draft survives a reload. */
export interface DraftStore {
  load(id: ConversationId): string;
  save(id: ConversationId, text: string): void;
}

export interface ConversationDeps {
  readonly view: ConversationForAgent;
  readonly log: ConversationLog;
  readonly connection: AgentConnection;
  readonly clock: Clock;
  readonly drafts: DraftStore;
  /** By which this agent has it, as far as this console knows; of what is a colleague's, nothing. */
  readonly assignment: () => number | undefined;
  /** `again` does once more what failed. */
  readonly onError: (error: WireError, again?: () => void) => void;
}

const isVisitorText = (message: Message) => message.author.kind === "visitor" && message.body.kind === "text";

export class ConversationModel {
  readonly id: ConversationId;
  readonly #deps: ConversationDeps;
  readonly #view: Signal<ConversationForAgent>;
  readonly #messages = signal<readonly Message[]>([]);
  readonly #pending = signal<ConversationLog["pending"]>([]);
  readonly #otherReceipt = signal<Receipt>({ deliveredSeq: 0, readSeq: 0 });
  readonly #readSeq: Signal<number>;
  readonly #visitorTyping = signal(false);
  readonly #lost = signal<Lost | null>(null);
  readonly #typing: ReturnType<typeof createTypingSender>;
  readonly #stopLog: Unsubscribe;
  #typingTimeout: Unsubscribe = () => undefined;

  readonly messages: ReadonlySignal<readonly Message[]> = this.#messages;
  readonly pending: ReadonlySignal<ConversationLog["pending"]> = this.#pending;
  readonly otherReceipt: ReadonlySignal<Receipt> = this.#otherReceipt;
  readonly visitorTyping: ReadonlySignal<boolean> = this.#visitorTyping;
  /** What is being written stays with its conversation when another is looked at. */
  readonly draft = signal("");

  /** How this agent helps with it; null: it is their own. */
  readonly helping = computed(() => this.#view.value.helping ?? null);
  /** Whoever was only consulted reads. */
  readonly writable = computed(() => !this.ended.value && this.helping.value !== "consult");
  /** Here it goes on no more: it ended, or was lost. */
  readonly ended = computed(() => this.#view.value.state === "ended");
  /** It was this agent's, and went to others while the console was not there. */
  readonly lost: ReadonlySignal<Lost | null> = this.#lost;
  /** Whether the visitor's page is shared, or asked to be. */
  readonly sharing = computed(() => {
    const state = this.#view.value.cobrowse?.state;
    return state === "active" || state === "requested";
  });
  readonly unread = computed(
    () => this.#messages.value.filter(m => isVisitorText(m) && m.seq > this.#readSeq.value).length,
  );
  readonly lastMessage = computed(() => {
    const texts = this.#messages.value.filter(message => message.body.kind === "text");
    return texts.at(-1) ?? this.#view.value.lastMessage;
  });
  /** Since when the visitor waits for an answer; null if it is the visitor's turn. */
  readonly waitingSinceMs = computed(() => {
    const last = this.lastMessage.value;
    if (this.ended.value || last === null || !isVisitorText(last)) return null;
    return this.#pending.value.some(message => message.refused === null) ? null : last.sentAtMs;
  });

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
    this.id = deps.view.id;
    this.#view = signal(deps.view);
    this.#readSeq = signal(deps.view.receipts.agent.readSeq);
    this.draft.value = deps.drafts.load(this.id);
    this.#typing = createTypingSender({
      clock: deps.clock,
      tell: typing => {
        void deps.connection.request("typing:set", { conversationId: this.id, typing });
      },
    });
    this.#stopLog = deps.log.onChange(() => this.#adoptLog());
    this.#adoptLog();
  }

  get view(): ReadonlySignal<ConversationForAgent> {
    return this.#view;
  }

  update(view: ConversationForAgent): void {
    batch(() => {
      this.#view.value = view;
      this.#lost.value = null;
      this.readUpTo(view.receipts.agent.readSeq);
      if (view.state === "ended") this.setVisitorTyping(false);
    });
  }

  /** The hub's list is without it. */
  missed(): void {
    const helped = this.helping.value !== null;
    batch(() => {
      this.update({ ...this.#view.value, state: "ended", cobrowse: null });
      this.#lost.value = { to: helped ? "owner" : "asked" };
    });
  }

  /** What became of it. Meanwhile it may be back. */
  found(lost: Lost | null): void {
    if (this.#lost.value?.to === "asked") this.#lost.value = lost;
  }

  updateCobrowse(cobrowse: CobrowseView): void {
    const known = this.#view.value.cobrowse;
    // An older session's late event does not overwrite a newer one.
    if (known !== null && known.id !== cobrowse.id && known.requestedAtMs > cobrowse.requestedAtMs) return;
    this.#view.value = { ...this.#view.value, cobrowse };
  }

  /** Read here or in another console of the same agent. */
  readUpTo(seq: number): void {
    if (seq > this.#readSeq.value) this.#readSeq.value = seq;
  }

  setVisitorTyping(typing: boolean): void {
    this.#typingTimeout();
    this.#visitorTyping.value = typing;
    if (!typing) return;
    this.#typingTimeout = this.#deps.clock.after(TYPING_SHOWN_MS, () => {
      this.#visitorTyping.value = false;
    });
  }

  write(text: string): void {
    this.#keepDraft(text);
    this.#typing.changed(text.trim() !== "");
  }

  send(): void {
    const text = this.draft.value.trim();
    if (text === "" || !this.writable.value) return;
    this.#keepDraft("");
    this.#typing.changed(false);
    this.#deps.log.send(text);
    this.markRead();
  }

  /** A refused message goes again as a new one. */
  retry(clientId: ClientMessageId): void {
    const message = this.#pending.value.find(pending => pending.clientId === clientId);
    if (message === undefined) return;
    this.#deps.log.discard(clientId);
    this.#deps.log.send(message.text);
  }

  discard(clientId: ClientMessageId): void {
    this.#deps.log.discard(clientId);
  }

  markRead(): void {
    if (this.unread.value === 0) return;
    this.readUpTo(this.#messages.value.at(-1)?.seq ?? 0);
    this.#deps.log.markRead();
  }

  async end(): Promise<void> {
    const result = await this.#deps.connection.request("conversation:end", this.#asKnown());
    if (result.ok || result.error.code === "CONVERSATION_CLOSED") return;
    this.#deps.onError(result.error, () => void this.end());
  }

  async requestCobrowse(): Promise<void> {
    const result = await this.#deps.connection.request("cobrowse:request", this.#asKnown());
    if (result.ok) this.updateCobrowse(result.value.cobrowse);
    else this.#deps.onError(result.error, () => void this.requestCobrowse());
  }

  async stopCobrowse(): Promise<void> {
    const cobrowse = this.#view.value.cobrowse;
    if (cobrowse === null) return;
    const result = await this.#deps.connection.request("cobrowse:stop", { cobrowseId: cobrowse.id });
    if (result.ok) this.updateCobrowse(result.value.cobrowse);
    else if (result.error.code !== "COBROWSE_ENDED") {
      this.#deps.onError(result.error, () => void this.stopCobrowse());
    }
  }

  #asKnown(): { readonly conversationId: ConversationId; readonly assignment?: number } {
    const assignment = this.#deps.assignment();
    return { conversationId: this.id, ...(assignment === undefined ? {} : { assignment }) };
  }

  /** It is done with: nothing of it stays on this device. */
  forget(): void {
    this.#keepDraft("");
    for (const { clientId } of this.#deps.log.pending) this.#deps.log.discard(clientId);
  }

  close(): void {
    this.#stopLog();
    this.#typingTimeout();
    this.#typing.close();
    this.#deps.log.close();
  }

  #keepDraft(text: string): void {
    this.draft.value = text;
    this.#deps.drafts.save(this.id, text);
  }

  #adoptLog(): void {
    const { log } = this.#deps;
    batch(() => {
      const arrived = log.messages.at(-1);
      if (
        arrived !== undefined &&
        isVisitorText(arrived) &&
        arrived.seq > (this.#messages.value.at(-1)?.seq ?? 0)
      ) {
        this.setVisitorTyping(false);
      }
      this.#messages.value = [...log.messages];
      this.#pending.value = [...log.pending];
      this.#otherReceipt.value = log.otherReceipt;
    });
  }
}
