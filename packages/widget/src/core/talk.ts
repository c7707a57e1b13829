/** The conversation: begun by the visitor or assigned to an agent, waiting, active, ended. Draws nothing. */
import { createConversationLog } from "@lotse/client";
import type { ClientMessageId, ConversationView, MakeId, TypingChanged, Unsubscribe } from "@lotse/protocol";
import type { LoaderContext, OpenInput } from "../shared/bridge.ts";
import { clip } from "../shared/text.ts";
import type { HubLink, Listenable, Standing } from "./hubLink.ts";
import { createOutboxStore } from "./outboxStore.ts";
import { NO_CONTACT, type State, type Talking } from "./state.ts";

const TYPING_SHOWN_MS = 8_000;
const TYPING_TOLD_EVERY_MS = 4_000;

export interface TalkOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly makeId: MakeId;
  /** The hub could not take the conversation. */
  readonly onRefused: () => void;
  readonly onEnded: () => void;
}

export class Talk {
  readonly #options: TalkOptions;
  #readSeq = 0;
  #toldTypingAtMs = 0;
  #cancelTyping: Unsubscribe = () => {};

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /** The visitor opens the chat on a topic; what the page says of it is believed in nothing. */
  begin(input: OpenInput): void {
    const { state } = this.#options;
    const { topic, skill } = Object(input) as OpenInput;
    const part = (text: unknown, max: number) => (text ? clip(String(text), max) : null);
    const asked = { topic: part(topic, 100), skill: part(skill, 80) };
    if (state.contact.peek().kind === "none" && (asked.topic ?? asked.skill) !== null) {
      state.become({ kind: "none", ...asked });
    }
  }

  async send(text: string): Promise<void> {
    const { state, hub, onRefused } = this.#options;
    const now = state.contact.peek();
    if (now.kind === "talking") {
      now.log.send(text);
      this.#toldTypingAtMs = 0;
    }
    if (now.kind !== "none") return;
    state.become({ kind: "opening", text });
    const answer = await hub.request("conversation:open", {
      ...(now.topic === null ? {} : { topic: now.topic }),
      ...(now.skill === null ? {} : { skill: now.skill }),
    });
    if (answer.ok) {
      this.adopt(answer.value.conversation);
      state.talking()?.log.send(text);
    } else if (state.contact.peek().kind === "opening") onRefused();
  }

  discard(clientId: ClientMessageId): void {
    this.#options.state.talking()?.log.discard(clientId);
  }

  typed(): void {
    const { context, state, hub } = this.#options;
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
    this.#options.state.become(NO_CONTACT);
  }

  markRead(): void {
    const { state } = this.#options;
    const now = state.talking();
    if (now === null || !state.panelOpen.peek() || document.visibilityState !== "visible") return;
    now.log.markRead();
    this.#readSeq = now.log.messages.length;
    this.#countUnread(now);
  }

  /** The hub's word on the conversation. */
  adopt(conversation: ConversationView): void {
    const { context, state, onEnded } = this.#options;
    const before = state.talking();
    const known = before?.conversation.id === conversation.id ? before : null;
    const ended = conversation.state === "ended";
    if (known === null && ended) return;
    context.visit.set({ inContact: !ended, conversationId: ended ? null : conversation.id });
    const next = known === null ? this.#follow(conversation) : { ...known, conversation };
    const shown = state.contact.peek();
    if (next !== null) state.become(known && shown.kind === "request" ? { ...shown, back: next } : next);
    if (known?.conversation.state !== conversation.state) {
      context.tell("conversation", { state: conversation.state });
    }
    if (ended) {
      state.agentTyping.value = false;
      onEnded();
    }
  }

  standing({ conversation, serverNowMs }: Standing): void {
    const { context, state } = this.#options;
    const open = state.talking()?.conversation;
    if (conversation !== null) this.adopt(conversation);
    else if (open && open.state !== "ended") {
      this.adopt({ ...open, state: "ended", position: null, endedAtMs: serverNowMs });
    } else context.visit.set({ inContact: false, conversationId: null });
  }

  listen(connection: Listenable): void {
    connection.on("conversation:changed", conversation => this.adopt(conversation));
    connection.on("typing:changed", typing => this.#heardTyping(typing));
  }

  close(): void {
    this.#cancelTyping();
    this.#options.state.talking()?.log.close();
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
    this.#readSeq = conversation.receipts.visitor.readSeq;
    log.onChange(() => {
      state.logVersion.value++;
      this.#countUnread(talking);
      this.markRead();
    });
    return talking;
  }

  #countUnread({ log }: Talking): void {
    this.#options.state.unread.value = log.messages.filter(
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
