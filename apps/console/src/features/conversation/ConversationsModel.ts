/**
 * All conversations of this agent, and which one is looked at. Keeps every one complete, not only the visible one,
 * so that switching is instant and unread counts are true.
 */
import type { AgentConnection, ConversationLog } from "@lotse/client";
import type {
  AgentId,
  Clock,
  CobrowseId,
  ConversationForAgent,
  ConversationId,
  Unsubscribe,
  WireError,
} from "@lotse/protocol";
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { ConversationModel, type DraftStore } from "./ConversationModel.ts";
import { askWhere, type LostDeps } from "./lost.ts";

export interface ConversationsDeps {
  readonly connection: AgentConnection;
  readonly clock: Clock;
  /** `marks`: whether reading it is this agent's to tell. */
  readonly openLog: (conversation: ConversationForAgent, marks: () => boolean) => ConversationLog;
  readonly me: () => AgentId | null;
  /** Whether this agent has just taken it: then its coming is no news. */
  readonly expects: (id: ConversationId) => boolean;
  /** Whether the person looks at the console: only then are messages read. */
  readonly attentive: ReadonlySignal<boolean>;
  readonly drafts: () => DraftStore;
  readonly explain: LostDeps["explain"];
  /** By which this agent has it now. */
  readonly assignmentOf: (id: ConversationId) => number | undefined;
  /** `again` does once more what failed. */
  readonly onError: (error: WireError, again?: () => void) => void;
}

export class ConversationsModel {
  readonly #deps: ConversationsDeps;
  readonly #all = signal<readonly ConversationModel[]>([]);
  readonly #selectedId = signal<ConversationId | null>(null);
  readonly #assigned = signal<ConversationModel | null>(null);
  readonly #unsubscribes: readonly Unsubscribe[];

  /** The last one the hub gave without a ring: an invitation that was accepted. */
  readonly assigned: ReadonlySignal<ConversationModel | null> = this.#assigned;
  /** Open ones in the order they came, then the ended ones. */
  readonly list = computed(() => [
    ...this.#all.value.filter(conversation => !conversation.ended.value),
    ...this.#all.value.filter(conversation => conversation.ended.value),
  ]);
  /** May name one that is not, or no longer, in the list: then there is nothing to look at. */
  readonly selectedId: ReadonlySignal<ConversationId | null> = this.#selectedId;
  readonly selected = computed(
    () => this.#all.value.find(conversation => conversation.id === this.#selectedId.value) ?? null,
  );
  readonly openCount = computed(() => this.#all.value.filter(c => !c.ended.value).length);
  readonly unread = computed(() => this.#all.value.reduce((sum, c) => sum + c.unread.value, 0));

  constructor(deps: ConversationsDeps) {
    this.#deps = deps;
    const { connection } = deps;
    this.#unsubscribes = [
      connection.on("conversation:changed", view => this.#changed(view)),
      connection.on("typing:changed", ({ conversationId, by, typing }) => {
        if (by === "visitor") this.find(conversationId)?.setVisitorTyping(typing);
      }),
      connection.on("receipt:marked", ({ conversationId, by, readSeq }) => {
        if (by === "agent") this.find(conversationId)?.readUpTo(readSeq);
      }),
      connection.on("cobrowse:changed", view => this.find(view.conversationId)?.updateCobrowse(view)),
      effect(() => {
        if (deps.attentive.value) this.selected.value?.markRead();
      }),
    ];
  }

  find(id: ConversationId): ConversationModel | null {
    return this.#all.value.find(conversation => conversation.id === id) ?? null;
  }

  has(id: ConversationId): boolean {
    return this.find(id) !== null;
  }

  findByCobrowse(id: CobrowseId): ConversationModel | null {
    return this.#all.value.find(conversation => conversation.view.value.cobrowse?.id === id) ?? null;
  }

  /** Ends what is shared, or asked to be shared, in any of them. */
  async stopSharing(): Promise<void> {
    await Promise.all(this.#all.value.filter(c => c.sharing.value).map(c => c.stopCobrowse()));
  }

  /** The hub's list after a connect. What ended meanwhile, or is others' now, stays and says so until it is closed. */
  adopt(views: readonly ConversationForAgent[]): void {
    for (const known of this.#all.value) {
      if (views.some(view => view.id === known.id)) continue;
      if (!known.ended.value) known.missed();
      if (known.lost.value?.to === "asked") void this.#askWhere(known);
    }
    const added = views.find(view => this.find(view.id) === null);
    // An address that names one which is not ours is told so, not passed over.
    const isNamed = this.#all.value.length === 0 && this.#selectedId.value !== null;
    for (const view of views) this.put(view);
    if (added !== undefined && !isNamed) this.#openIfFree(added.id);
    if (this.#selectedId.value === null) this.step(1);
  }

  put(view: ConversationForAgent): void {
    const known = this.find(view.id);
    if (known !== null) {
      known.update(view);
      return;
    }
    const { connection, clock, onError } = this.#deps;
    const log = this.#deps.openLog(view, () => this.find(view.id)?.helping.value === null);
    const drafts = this.#deps.drafts();
    const assignment = () => this.#deps.assignmentOf(view.id);
    const model = new ConversationModel({ view, log, connection, clock, drafts, assignment, onError });
    this.#all.value = [...this.#all.value, model];
  }

  select(id: ConversationId | null): void {
    this.#selectedId.value = id;
  }

  /** Steps through the list, around its ends. */
  step(by: 1 | -1): void {
    const list = this.list.value;
    if (list.length === 0) return;
    const at = list.findIndex(conversation => conversation.id === this.#selectedId.value);
    const next = at === -1 ? list.at(by === 1 ? 0 : -1) : list[(at + by + list.length) % list.length];
    if (next !== undefined) this.select(next.id);
  }

  /** The conversation whose visitor has waited longest, the one looked at excepted. */
  nextWaiting(): void {
    const waiting = this.list.value
      .filter(c => c.id !== this.#selectedId.value && c.waitingSinceMs.value !== null)
      .sort((a, b) => (a.waitingSinceMs.value ?? 0) - (b.waitingSinceMs.value ?? 0));
    const next = waiting[0];
    if (next === undefined) this.step(1);
    else this.select(next.id);
  }

  /** Takes an ended conversation off the list. */
  dismiss(id: ConversationId): void {
    const model = this.find(id);
    if (model === null || !model.ended.value) return;
    batch(() => {
      if (this.#selectedId.value === id) this.#selectedId.value = this.#neighbourOf(id);
      this.#remove(model);
    });
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    for (const model of this.#all.value) model.close();
    this.#all.value = [];
  }

  #changed(view: ConversationForAgent): void {
    const known = this.find(view.id);
    const mine = view.helping !== undefined || (view.agent !== null && view.agent.id === this.#deps.me());
    if (mine && known === null && view.state !== "ended") {
      this.put(view);
      this.#openIfFree(view.id);
      if (!this.#deps.expects(view.id)) this.#assigned.value = this.find(view.id);
    } else if (mine) known?.update(view);
    else if (known !== null) this.#remove(known);
  }

  /** Nobody is interrupted in a conversation that goes on. */
  #openIfFree(id: ConversationId): void {
    if (this.selected.value?.ended.value !== false) this.select(id);
  }

  async #askWhere(known: ConversationModel): Promise<void> {
    const lastSeq = known.messages.value.at(-1)?.seq ?? 0;
    known.found(await askWhere(this.#deps, { id: known.id, lastSeq }));
  }

  #neighbourOf(id: ConversationId): ConversationId | null {
    const list = this.list.value;
    const at = list.findIndex(conversation => conversation.id === id);
    return (list[at + 1] ?? list[at - 1])?.id ?? null;
  }

  #remove(model: ConversationModel): void {
    this.#all.value = this.#all.value.filter(other => other !== model);
    model.forget();
    model.close();
  }
}
