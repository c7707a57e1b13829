/** An offer of help, from appearing to its end. Each is an agent's reserved slot, so every end is told or heard. */
import type { ConversationView, InvitationEnd, InvitationView, Unsubscribe } from "@lotse/protocol";
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
    else if (answer.ok || answer.error.code === "INVITATION_ENDED") this.#withdrawn(invitation);
    else if (this.#shows(invitation.id)) state.become({ ...now, progress: "failed" });
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

  standing({ invitation }: Standing): void {
    const { state } = this.#options;
    this.#timeKnown = true;
    const now = state.contact.peek();
    if (invitation !== null) {
      this.offer(invitation);
      this.#expire(invitation);
    } else if (now.kind === "offered") this.#ended(now.invitation.id, "expired");
  }

  listen(connection: Listenable): void {
    connection.on("invitation:offered", invitation => this.offer(invitation));
    connection.on("invitation:ended", ({ invitationId, reason }) => this.#ended(invitationId, reason));
  }

  close(): void {
    this.#cancelExpiry();
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
    this.#cancelExpiry = context.clock.after(leftMs, () => this.#ended(invitation.id, "expired"));
  }

  #ended(invitationId: string, reason: InvitationEnd): void {
    const { state } = this.#options;
    const now = state.contact.peek();
    // While the visitor's yes is under way, its answer decides; a yes in another tab is followed by the conversation.
    if (now.kind !== "offered" || !this.#shows(invitationId) || now.progress === "accepting") return;
    if (reason === "accepted") return;
    if (reason === "withdrawn") this.#withdrawn(now.invitation);
    else state.become(NO_CONTACT);
  }

  #withdrawn({ id, agent }: InvitationView): void {
    if (!this.#shows(id)) return;
    this.#options.state.become({
      kind: "request",
      reason: "withdrawn",
      agentName: agent.name,
      progress: "writing",
      ways: BOTH_WAYS,
      why: null,
      back: null,
    });
  }
}
