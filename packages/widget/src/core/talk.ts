/** The conversation: begun by the visitor or assigned to an agent, waiting, active, ended. Draws nothing. */
import { createConversationLog, isFinal } from "@lotse/client";
import type {
  ClientMessageId,
  ConversationId,
  ConversationView,
  MakeId,
  TypingChanged,
  Unsubscribe,
  WireError,
} from "@lotse/protocol";
import type { LoaderContext, OpenInput } from "../shared/bridge.ts";
import type { HubLink, Listenable, Standing } from "./hubLink.ts";
import { aboutOf, matterOf } from "./matter.ts";
import { Opening } from "./opening.ts";
import { createOutboxStore, giveBack } from "./outboxStore.ts";
import { type Contact, NO_CONTACT, type State, type Talking } from "./state.ts";

const TYPING_SHOWN_MS = 8_000;
const TYPING_TOLD_EVERY_MS = 4_000;

export interface TalkOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly makeId: MakeId;
  /** The hub could not take the conversation. */
  readonly onRefused: (error: WireError) => void;
  readonly onEnded: () => void;
}

export class Talk {
  readonly #options: TalkOptions;
  readonly #opening: Opening;
  #readSeq = 0;
  #toldTypingAtMs = 0;
  #cancelTyping: Unsubscribe = () => {};

  constructor(options: TalkOptions) {
    this.#options = options;
    const { context, onRefused } = options;
    this.#opening = new Opening({
      ...options,
      onOpened: conversation => this.adopt(conversation),
      onRefused: error => {
        giveBack(context.visit);
        context.visit.set({ inContact: false });
        onRefused(error);
      },
    });
  }

  /** What is in the field, and not sent. */
  get draft(): string {
    return this.#options.context.visit.get().draft;
  }

  /** The visitor opens the chat on a topic; what the page says of it is believed in nothing. */
  begin(input?: OpenInput | Element): void {
    const { state } = this.#options;
    if (state.contact.peek().kind !== "none") return;
    const next = matterOf(input);
    if (next.about.topic || next.about.skill) state.become(next);
  }

  /** Takes a place in line, without a word so far. */
  wait(): void {
    this.#settleAbout();
    if (this.#options.state.contact.peek().kind === "none") this.#opening.begin();
  }

  send(text: string): void {
    const { context, state } = this.#options;
    const { visit } = context;
    const now = state.contact.peek();
    this.#settleAbout();
    if (now.kind === "talking") {
      now.log.send(text);
      this.#toldTypingAtMs = 0;
    } else if (now.kind === "none" || now.kind === "opening") this.#opening.add(text);
    else return;
    visit.set({ draft: "" });
  }

  discard(clientId: ClientMessageId): void {
    this.#options.state.talking()?.log.discard(clientId);
  }

  typed(draft: string): void {
    const { context, state, hub } = this.#options;
    context.visit.set({ draft });
    const now = state.contact.peek();
    const nowMs = context.clock.nowMs();
    if (now.kind !== "talking" || hub.state.peek() !== "online") return;
    if (nowMs - this.#toldTypingAtMs < TYPING_TOLD_EVERY_MS) return;
    this.#toldTypingAtMs = nowMs;
    void hub.request("typing:set", { conversationId: now.conversation.id, typing: true });
  }

  end(): void {
    const { state, hub } = this.#options;
    const now = state.talking();
    if (now !== null) void hub.request("conversation:end", { conversationId: now.conversation.id });
  }

  /** Leaves an ended conversation, or a request, behind. */
  startAnew(): void {
    const { context, state } = this.#options;
    // What an ended conversation did not take is the first line of the next, if its writer wants.
    giveBack(context.visit);
    this.#remember(NO_CONTACT);
    state.become(NO_CONTACT);
  }

  markRead(): void {
    const { state } = this.#options;
    const now = state.talking();
    if (now === null || !state.panelOpen.peek() || document.visibilityState !== "visible") return;
    now.log.markRead();
    this.#seenUpTo(now.log.messages.length);
  }

  /** The hub's word on the conversation. One that is over is only shown if this tab was in it. */
  adopt(conversation: ConversationView, wasIn = false): void {
    const { context, state, onEnded } = this.#options;
    const before = state.talking();
    const known = before?.conversation.id === conversation.id ? before : null;
    const ended = conversation.state === "ended";
    if (known === null && ended && !wasIn) return;
    const next = known === null ? this.#follow(conversation) : { ...known, conversation };
    if (next === null) return;
    const shown = state.contact.peek();
    const contact = known && shown.kind === "request" ? { ...shown, back: next } : next;
    this.#remember(contact);
    state.become(contact);
    this.#seenUpTo(conversation.receipts.visitor.readSeq);
    if (known?.conversation.state !== conversation.state) {
      context.tell("conversation", { state: conversation.state });
    }
    if (ended) {
      state.agentTyping.value = false;
      onEnded();
    }
  }

  standing({ conversation }: Standing): void {
    const { context, state } = this.#options;
    const mine = state.talking()?.conversation;
    const { conversationId } = context.visit.get();
    if (conversation !== null) this.adopt(conversation);
    else if (mine === undefined && conversationId !== null) void this.#recall(conversationId);
    else if (mine !== undefined && mine.state !== "ended") void this.#recall(mine.id);
    else if (!state.needsHub()) context.visit.set({ inContact: false });
    this.#opening.wake();
  }

  listen(connection: Listenable): void {
    connection.on("conversation:changed", conversation => this.adopt(conversation));
    connection.on("typing:changed", typing => this.#heardTyping(typing));
    // Read in another tab is read.
    connection.on("receipt:marked", ({ by, conversationId, readSeq }) => {
      const now = this.#options.state.talking();
      if (by === "visitor" && conversationId === now?.conversation.id) this.#seenUpTo(readSeq);
    });
  }

  close(): void {
    this.#cancelTyping();
    this.#opening.close();
    this.#options.state.talking()?.log.close();
  }

  /** What the conversation to come is about. */
  #settleAbout(): void {
    const { context, state } = this.#options;
    const now = state.contact.peek();
    if (now.kind === "none") context.visit.set({ about: aboutOf(now, state.outlook.peek()) });
  }

  #follow(conversation: ConversationView): Talking | null {
    const { context, state, hub, makeId } = this.#options;
    const connection = hub.connection();
    if (connection === null) return null;
    const log = createConversationLog({
      connection,
      conversationId: conversation.id,
      side: "visitor",
      clock: context.clock,
      ids: makeId,
      store: createOutboxStore(context.visit),
    });
    const talking: Talking = { kind: "talking", conversation, log };
    this.#readSeq = 0;
    log.onChange(() => {
      this.#remember(state.contact.peek());
      state.logVersion.value++;
      this.#countUnread();
      this.markRead();
    });
    return talking;
  }

  /**
   * The conversation is not open any more, it seems: shown once more, with all that was said meanwhile, and with what
   * is not sent. Its own word counts, not that it was missing a moment ago: it may just have been opened.
   */
  async #recall(conversationId: ConversationId): Promise<void> {
    const { context, state, hub } = this.#options;
    const answer = await hub.request("conversation:resume", { conversationId, afterSeq: 0 });
    const mine = state.talking()?.conversation ?? null;
    if (mine !== null && mine.id !== conversationId) return;
    if (answer.ok) this.adopt(answer.value.conversation, true);
    else if (isFinal(answer.error.code)) {
      // Another visit's, or erased.
      giveBack(context.visit);
      context.visit.set({ conversationId: null, inContact: false });
      state.become(NO_CONTACT);
      this.#opening.wake();
    }
  }

  /** For the next page: whether there is anything to connect for, and where to go on. */
  #remember(contact: Contact): void {
    const { state, context } = this.#options;
    const talking = state.talking(contact);
    const inContact = state.needsHub(contact) || (talking !== null && talking.log.pending.length > 0);
    context.visit.set({ inContact, conversationId: (inContact && talking?.conversation.id) || null });
  }

  #seenUpTo(readSeq: number): void {
    this.#readSeq = Math.max(this.#readSeq, readSeq);
    this.#countUnread();
  }

  #countUnread(): void {
    const { state } = this.#options;
    const said = state.talking()?.log.messages ?? [];
    state.unread.value = said.filter(
      ({ seq, author, body }) => seq > this.#readSeq && author.kind === "agent" && body.kind === "text",
    ).length;
  }

  #heardTyping({ by, typing, conversationId }: TypingChanged): void {
    const { context, state } = this.#options;
    if (by !== "agent" || conversationId !== state.talking()?.conversation.id) return;
    this.#cancelTyping();
    state.agentTyping.value = typing;
    if (!typing) return;
    this.#cancelTyping = context.clock.after(TYPING_SHOWN_MS, () => {
      state.agentTyping.value = false;
    });
  }
}
