/**
 * What waits for this agent: offers that ring, the queue, messages left, and the agent's own presence.
 * Knows nothing of conversations once they are accepted: those are handed on.
 */
import type { AgentConnection } from "@lotse/client";
import type {
  AgentView,
  Clock,
  CommandOutput,
  ContactRequestView,
  ConversationForAgent,
  LineMore,
  OfferId,
  OfferView,
  QueueEntry,
  Unsubscribe,
  WireError,
  WorkView,
} from "@lotse/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";

export interface InboxDeps {
  readonly connection: AgentConnection;
  readonly clock: Clock;
  /** The hub's time now; offers expire by it. */
  readonly hubNowMs: () => number;
  readonly onAccepted: (conversation: ConversationForAgent) => void;
  /** What was accepted is no conversation. */
  readonly onAcceptedWork: (work: WorkView) => void;
  /** `again` does once more what failed. */
  readonly onError: (error: WireError, again?: () => void) => void;
}

export class InboxModel {
  readonly #deps: InboxDeps;
  readonly #agent = signal<AgentView | null>(null);
  readonly #offers = signal<readonly OfferView[]>([]);
  readonly #answering = signal<ReadonlySet<OfferId>>(new Set());
  readonly #queue = signal<readonly QueueEntry[]>([]);
  readonly #more = signal<NonNullable<LineMore["more"]>>([]);
  readonly #requests = signal<readonly ContactRequestView[]>([]);
  readonly #expiries = new Map<OfferId, Unsubscribe>();
  readonly #unsubscribes: readonly Unsubscribe[];

  readonly agent: ReadonlySignal<AgentView | null> = this.#agent;
  /** The one that ends first comes first. */
  readonly offers = computed(() => [...this.#offers.value].sort((a, b) => a.expiresAtMs - b.expiresAtMs));
  /** Offers whose answer is on its way. */
  readonly answering: ReadonlySignal<ReadonlySet<OfferId>> = this.#answering;
  /** Who waits besides, behind those in the queue: the hub tells of a long line only the first. */
  readonly more = computed(() => this.#more.value.reduce((sum, { count }) => sum + count, 0));
  /** Who waits and does not ring here: each visitor is listed once. */
  readonly queue = computed(() => {
    const ringing = new Set(this.#offers.value.map(offer => offer.workItemId));
    return this.#queue.value.filter(entry => !ringing.has(entry.workItemId));
  });
  /** Newest first. */
  readonly requests = computed(() => [...this.#requests.value].sort((a, b) => b.leftAtMs - a.leftAtMs));

  constructor(deps: InboxDeps) {
    this.#deps = deps;
    const { connection } = deps;
    this.#unsubscribes = [
      connection.on("offer:made", offer => this.#ring(offer)),
      connection.on("offer:ended", ({ offerId }) => this.#drop(offerId)),
      connection.on("queue:changed", ({ queue, more = [] }) => {
        this.#queue.value = queue;
        this.#more.value = more;
      }),
      connection.on("presence:changed", agent => {
        if (agent.id === this.#agent.value?.id) this.#agent.value = agent;
      }),
      connection.on("request:left", request => {
        const others = this.#requests.value.filter(known => known.id !== request.id);
        this.#requests.value = [...others, request];
      }),
    ];
  }

  /** The hub's whole state, after each connect: what is not in it is over. */
  adopt(snapshot: CommandOutput<"console:open">): void {
    this.#agent.value = snapshot.agent;
    for (const offer of this.#offers.value) this.#drop(offer.id);
    for (const offer of snapshot.offers) this.#ring(offer);
    this.#queue.value = snapshot.queue;
    this.#more.value = snapshot.more ?? [];
    this.#requests.value = snapshot.requests;
  }

  async setPresence(presence: "available" | "away", reason?: string): Promise<void> {
    const choice = reason === undefined ? { presence } : { presence, reason };
    const result = await this.#deps.connection.request("presence:set", choice);
    if (result.ok) this.#agent.value = result.value.agent;
    else this.#deps.onError(result.error, () => void this.setPresence(presence, reason));
  }

  async accept(offerId: OfferId): Promise<void> {
    if (!this.#beginAnswer(offerId)) return;
    const result = await this.#deps.connection.request("offer:accept", { offerId });
    this.#endAnswer(offerId, result.ok ? null : result.error, () => void this.accept(offerId));
    if (!result.ok) return;
    const { conversation, work } = result.value;
    if (conversation !== null) this.#deps.onAccepted(conversation);
    else if (work !== undefined) this.#deps.onAcceptedWork(work);
  }

  async decline(offerId: OfferId): Promise<void> {
    if (!this.#beginAnswer(offerId)) return;
    const result = await this.#deps.connection.request("offer:decline", { offerId });
    this.#endAnswer(offerId, result.ok ? null : result.error, () => void this.decline(offerId));
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
  }

  #beginAnswer(offerId: OfferId): boolean {
    const known = this.#offers.value.some(offer => offer.id === offerId);
    if (!known || this.#answering.value.has(offerId)) return false;
    this.#answering.value = new Set([...this.#answering.value, offerId]);
    return true;
  }

  /** Without a connection the offer goes on ringing; any other answer ends it. */
  #endAnswer(offerId: OfferId, failed: WireError | null, again: () => void): void {
    this.#answering.value = new Set([...this.#answering.value].filter(id => id !== offerId));
    const ringsOn =
      failed?.code === "UNAVAILABLE" || failed?.code === "TIMEOUT" || failed?.code === "RATE_LIMITED";
    if (failed !== null) this.#deps.onError(failed, ringsOn ? again : undefined);
    if (!ringsOn) this.#drop(offerId);
  }

  /** The hub tells when an offer ends; should that be lost, it ends here by its own time. */
  #ring(offer: OfferView): void {
    this.#drop(offer.id);
    const remainingMs = offer.expiresAtMs - this.#deps.hubNowMs();
    if (remainingMs <= 0) return;
    this.#offers.value = [...this.#offers.value, offer];
    this.#expiries.set(
      offer.id,
      this.#deps.clock.after(remainingMs, () => this.#drop(offer.id)),
    );
  }

  #drop(offerId: OfferId): void {
    this.#expiries.get(offerId)?.();
    this.#expiries.delete(offerId);
    if (this.#offers.value.some(offer => offer.id === offerId)) {
      this.#offers.value = this.#offers.value.filter(offer => offer.id !== offerId);
    }
  }
}
