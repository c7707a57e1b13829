/**
 * An offer of help, from appearing to its end. Each is an agent's reserved slot, so every end is told or heard: one that was
 * taken back turns into what may be left instead, also if the page was not there to hear it.
 */
import type {
  Alternative,
  ConversationView,
  InvitationEnded,
  InvitationView,
  Unsubscribe,
} from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import type { HubLink, Listenable, Standing } from "./hubLink.ts";
import { BOTH_WAYS, NO_CONTACT, type State } from "./state.ts";

export interface InvitationOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly onAssigned: (conversation: ConversationView) => void;
}

export class Invitations {
  readonly #options: InvitationOptions;
  #cancelExpiry: Unsubscribe = () => {};
  /** The hub may tell of it once more before it has heard the no. */
  #declined = "";
  /** The hub told us the time, by which its offers end. */
  #timeKnown = false;

  constructor(options: InvitationOptions) {
    this.#options = options;
  }

  offer(invitation: InvitationView): void {
    const { context, state } = this.#options;
    const now = state.contact.peek();
    if (invitation.id === this.#declined) return;
    if (now.kind === "offered" ? now.invitation.id === invitation.id : now.kind !== "none") return;
    state.become({ kind: "offered", invitation, progress: "shown" });
    context.tell("offered", {});
    this.#expire(invitation);
  }

  async accept(): Promise<void> {
    const { state, hub, onAssigned } = this.#options;
    const now = state.contact.peek();
    if (now.kind !== "offered" || now.progress === "accepting") return;
    const { invitation } = now;
    state.become({ ...now, progress: "accepting" });
    const answer = await hub.request("invitation:answer", { invitationId: invitation.id, answer: "accept" });
    if (answer.ok && answer.value.outcome === "assigned") onAssigned(answer.value.conversation);
    else if (!this.#shows(invitation.id)) return;
    else if (answer.ok)
      this.#instead(invitation.agent.name, "instead" in answer.value ? answer.value.instead : undefined);
    else if (answer.error.code === "INVITATION_ENDED") this.#instead(invitation.agent.name);
    else state.become({ ...now, progress: "failed" });
  }

  decline(): void {
    const { state, hub } = this.#options;
    const now = state.contact.peek();
    if (now.kind !== "offered") return;
    // Its outcome does not matter to the visitor: the card is gone, and unanswered the offer ends by itself.
    const invitationId = now.invitation.id;
    this.#declined = invitationId;
    void hub.request("invitation:answer", { invitationId, answer: "decline" });
    state.become(NO_CONTACT);
  }

  /** `isAwaited`: the page before has shown one, or what came in its place. */
  standing({ invitation, missed, serverNowMs }: Standing, isAwaited: boolean): void {
    const { state } = this.#options;
    this.#timeKnown = true;
    const now = state.contact.peek();
    if (invitation !== null) {
      this.offer(invitation);
      this.#expire(invitation);
    } else if (now.kind === "offered" && now.progress !== "accepting") {
      const { id, expiresAtMs } = now.invitation;
      if (missed?.invitationId === id && missed.reason !== "left") this.#ended(missed);
      // Nobody heard of this page for a while, and its time is not up.
      else if (serverNowMs < expiresAtMs) this.#instead(null);
      else state.become(NO_CONTACT);
    } else if (isAwaited && now.kind === "none" && missed?.reason === "withdrawn") {
      this.#instead(missed.agent.name, missed.instead);
    }
  }

  listen(connection: Listenable): void {
    connection.on("invitation:offered", invitation => this.offer(invitation));
    connection.on("invitation:ended", ended => this.#ended(ended));
  }

  close(): void {
    const { context, state } = this.#options;
    this.#cancelExpiry();
    const now = state.contact.peek();
    // The next page asks at once what has become of it.
    const isOpen = now.kind === "request" && now.reason === "withdrawn" && now.progress !== "sent";
    if (now.kind === "offered" || isOpen) context.visit.set({ inContact: true });
  }

  #shows(invitationId: string): boolean {
    const now = this.#options.state.contact.peek();
    return now.kind === "offered" && now.invitation.id === invitationId;
  }

  #expire(invitation: InvitationView): void {
    const { context, hub } = this.#options;
    this.#cancelExpiry();
    // A visitor's clock that is wrong must not end an offer that still stands.
    const hubNowMs = this.#timeKnown && hub.connection()?.hubNowMs();
    if (!hubNowMs) return;
    const leftMs = invitation.expiresAtMs - hubNowMs;
    this.#cancelExpiry = context.clock.after(leftMs, () =>
      this.#ended({ invitationId: invitation.id, reason: "expired" }),
    );
  }

  #ended({ invitationId, reason, instead }: InvitationEnded): void {
    const { state } = this.#options;
    const now = state.contact.peek();
    // While the visitor's yes is under way, its answer decides; a yes in another tab is followed by the conversation.
    if (now.kind !== "offered" || !this.#shows(invitationId) || now.progress === "accepting") return;
    if (reason === "accepted") return;
    if (reason === "withdrawn") this.#instead(now.invitation.agent.name, instead);
    else state.become(NO_CONTACT);
  }

  /** Null: it went while nobody could hear of it. */
  #instead(agentName: string | null, ways: readonly Alternative[] = BOTH_WAYS): void {
    const form = { kind: "request", reason: "withdrawn", progress: "writing" } as const;
    this.#options.state.become({ ...form, agentName, ways, why: null, back: null });
  }
}
