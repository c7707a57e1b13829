/**
 * The conversation's way: offered or begun by the visitor, waiting, talking, ended, or turned into a request for a
 * callback. Moves `state.contact`; draws nothing.
 */
import { createConversationLog, type VisitorConnection } from "@lotse/client";
import type { ConversationView, InvitationEnd, InvitationView, Unsubscribe } from "@lotse/protocol";
import type { LoaderContext, OpenInput } from "../shared/bridge.ts";
import type { HubLink, Standing } from "./hubLink.ts";
import { createOutboxStore } from "./outboxStore.ts";
import { type Contact, NO_CONTACT, type RequestReason, type State } from "./state.ts";

const TYPING_SHOWN_MS = 8_000;
const TYPING_TOLD_EVERY_MS = 4_000;

export interface RequestInput {
  readonly kind: "callback" | "message";
  readonly reach: string;
  readonly text: string;
}

export interface Talk {
  begin(input: OpenInput): void;
  offer(invitation: InvitationView): void;
  accept(): void;
  decline(): void;
  send(text: string): void;
  discard(clientId: string): void;
  typed(): void;
  end(): void;
  /** Leaves an ended conversation behind. */
  startAnew(): void;
  preferRequest(): void;
  leaveRequest(input: RequestInput): void;
  back(): void;
  markRead(): void;
  standing(standing: Standing): void;
  listen(connection: VisitorConnection): void;
  close(): void;
}

export interface TalkOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly makeId: () => string;
  /** The visitor said yes to an offer. */
  readonly onAccepted: () => void;
  readonly onEnded: () => void;
}

export const createTalk = ({ context, state, hub, makeId, onAccepted, onEnded }: TalkOptions): Talk => {
  const { clock, visit } = context;
  const { contact } = state;
  const store = createOutboxStore(visit);
  let readSeq = 0;
  let cancelExpiry: Unsubscribe = () => {};
  let cancelTyping: Unsubscribe = () => {};
  let toldTypingAtMs = 0;
  /** How far the hub's clock is ahead of ours; null until it told us the time. */
  let aheadMs: number | null = null;

  const become = (next: Contact) => {
    const before = contact.peek();
    if (before.kind === "talking" && (next.kind !== "talking" || next.log !== before.log)) {
      const parked = next.kind === "request" && next.back === before;
      if (!parked) before.log.close();
    }
    if (next.kind !== "offered") cancelExpiry();
    contact.value = next;
  };
  const offeredBy = () => {
    const now = contact.peek();
    return now.kind === "offered" ? now.invitation.agent.name : null;
  };
  const ask = (reason: RequestReason, back: Contact | null) =>
    become({ kind: "request", reason, agentName: offeredBy(), progress: "writing", back });

  const talking = () => {
    const now = contact.peek();
    if (now.kind === "talking") return now;
    return now.kind === "request" && now.back?.kind === "talking" ? now.back : null;
  };

  const countUnread = () => {
    const now = talking();
    if (now === null) return;
    const unread = now.log.messages.filter(
      ({ seq, author, body }) => seq > readSeq && author.kind === "agent" && body.kind === "text",
    );
    state.unread.value = unread.length;
  };
  const markRead = () => {
    const now = talking();
    if (now === null || !state.panelOpen.peek() || document.visibilityState !== "visible") return;
    now.log.markRead();
    readSeq = now.log.messages.length;
    countUnread();
  };

  const follow = (conversation: ConversationView): Contact | null => {
    const connection = hub.connection();
    if (connection === null) return null;
    const log = createConversationLog({
      connection,
      conversationId: conversation.id,
      side: "visitor",
      clock,
      ids: makeId,
      store,
    });
    readSeq = conversation.receipts.visitor.readSeq;
    log.onChange(() => {
      state.logVersion.value++;
      countUnread();
      markRead();
    });
    return { kind: "talking", conversation, log };
  };

  /** The hub's word on the conversation. */
  const adopt = (conversation: ConversationView) => {
    const now = talking();
    const known = now?.conversation.id === conversation.id ? now : null;
    if (known === null && conversation.state === "ended") return;
    if (known?.conversation.state !== conversation.state) {
      context.tell("conversation", { state: conversation.state });
    }
    const open = conversation.state !== "ended";
    visit.set({ inContact: open, conversationId: open ? conversation.id : null });
    const next = known ? { ...known, conversation } : follow(conversation);
    const shown = contact.peek();
    if (next !== null) {
      if (known !== null && shown.kind === "request") contact.value = { ...shown, back: next };
      else become(next);
    }
    if (!open) {
      state.agentTyping.value = false;
      onEnded();
    }
  };

  const offer = (invitation: InvitationView) => {
    const now = contact.peek();
    if (now.kind === "offered" && now.invitation.id === invitation.id) return;
    if (now.kind !== "none" && now.kind !== "offered") return;
    become({ kind: "offered", invitation, progress: "shown" });
    context.tell("offered", {});
    expire(invitation);
  };
  const expire = (invitation: InvitationView) => {
    cancelExpiry();
    // By a clock that is wrong the offer might be over before it is seen; the hub tells its end too.
    if (aheadMs === null) return;
    cancelExpiry = clock.after(invitation.expiresAtMs - clock.nowMs() - aheadMs, () =>
      offerEnded(invitation.id, "expired"),
    );
  };
  const offerEnded = (invitationId: string, reason: InvitationEnd) => {
    const now = contact.peek();
    if (now.kind !== "offered" || now.invitation.id !== invitationId) return;
    // While an answer is under way, the answer's answer decides.
    if (now.progress === "accepting") return;
    if (reason === "withdrawn") ask("withdrawn", null);
    else become(NO_CONTACT);
  };

  const accept = async () => {
    const now = contact.peek();
    if (now.kind !== "offered" || now.progress === "accepting") return;
    const { invitation } = now;
    become({ kind: "offered", invitation, progress: "accepting" });
    const answer = await hub.request("invitation:answer", { invitationId: invitation.id, answer: "accept" });
    if (answer.ok && answer.value.outcome === "assigned") {
      adopt(answer.value.conversation);
      onAccepted();
    } else if (contact.peek().kind !== "offered") return;
    else if (answer.ok || answer.error.code === "INVITATION_ENDED") ask("withdrawn", null);
    else become({ kind: "offered", invitation, progress: "failed" });
  };

  const decline = () => {
    const now = contact.peek();
    if (now.kind !== "offered") return;
    // Its outcome does not matter to the visitor: the card is gone, and unanswered the offer ends by itself.
    void hub.request("invitation:answer", { invitationId: now.invitation.id, answer: "decline" });
    become(NO_CONTACT);
  };

  const send = async (text: string) => {
    const now = contact.peek();
    if (now.kind === "talking") {
      now.log.send(text);
      toldTypingAtMs = 0;
      return;
    }
    if (now.kind !== "none") return;
    const opening: Contact = { kind: "opening", text };
    become(opening);
    const answer = await hub.request("conversation:open", {
      ...(now.topic === null ? {} : { topic: now.topic }),
      ...(now.skill === null ? {} : { skill: now.skill }),
    });
    if (answer.ok) {
      adopt(answer.value.conversation);
      talking()?.log.send(text);
    } else if (contact.peek() === opening) ask("nobody", null);
  };

  const leaveRequest = async (input: RequestInput) => {
    const now = contact.peek();
    if (now.kind !== "request" || now.progress === "sending") return;
    become({ ...now, progress: "sending" });
    const answer = await hub.request("request:leave", input);
    const shown = contact.peek();
    if (shown.kind !== "request") return;
    if (!answer.ok) {
      become({ ...shown, progress: "failed" });
      return;
    }
    // Whoever leaves a request need not wait as well.
    const waiting = shown.back?.kind === "talking" ? shown.back : null;
    if (waiting !== null) await hub.request("conversation:end", { conversationId: waiting.conversation.id });
    waiting?.log.close();
    become({ ...shown, progress: "sent", back: null });
  };

  return {
    begin: ({ topic, skill }) => {
      const now = contact.peek();
      if (now.kind === "none" && (topic !== undefined || skill !== undefined)) {
        become({ kind: "none", topic: topic ?? null, skill: skill ?? null });
      }
    },
    offer,
    accept: () => void accept(),
    decline,
    send: text => void send(text),
    discard: clientId => {
      const pending = talking()?.log.pending.find(message => message.clientId === clientId);
      if (pending !== undefined) talking()?.log.discard(pending.clientId);
    },
    typed: () => {
      const now = contact.peek();
      const nowMs = clock.nowMs();
      if (now.kind !== "talking" || nowMs - toldTypingAtMs < TYPING_TOLD_EVERY_MS) return;
      if (hub.state.peek() !== "online") return;
      toldTypingAtMs = nowMs;
      void hub.request("typing:set", { conversationId: now.conversation.id, typing: true });
    },
    end: () => {
      const now = talking();
      if (now !== null) void hub.request("conversation:end", { conversationId: now.conversation.id });
    },
    startAnew: () => become(NO_CONTACT),
    preferRequest: () => ask("chosen", contact.peek()),
    leaveRequest: input => void leaveRequest(input),
    back: () => {
      const now = contact.peek();
      if (now.kind === "request") become(now.back ?? NO_CONTACT);
    },
    markRead,
    standing: ({ conversation, invitation, serverNowMs }) => {
      aheadMs = serverNowMs - clock.nowMs();
      const now = contact.peek();
      if (conversation !== null) adopt(conversation);
      else {
        const open = talking();
        if (open !== null && open.conversation.state !== "ended") {
          adopt({ ...open.conversation, state: "ended", position: null, endedAtMs: serverNowMs });
        }
        visit.set({ inContact: false, conversationId: null });
      }
      if (invitation !== null) {
        offer(invitation);
        expire(invitation);
      } else if (now.kind === "offered" && conversation === null) offerEnded(now.invitation.id, "expired");
    },
    listen: connection => {
      connection.on("conversation:changed", adopt);
      connection.on("invitation:offered", offer);
      connection.on("invitation:ended", ({ invitationId, reason }) => offerEnded(invitationId, reason));
      connection.on("typing:changed", ({ by, typing, conversationId }) => {
        if (by !== "agent" || conversationId !== talking()?.conversation.id) return;
        cancelTyping();
        state.agentTyping.value = typing;
        if (typing) {
          cancelTyping = clock.after(TYPING_SHOWN_MS, () => {
            state.agentTyping.value = false;
          });
        }
      });
    },
    close: () => {
      cancelExpiry();
      cancelTyping();
      talking()?.log.close();
    },
  };
};
