/**
 * My work of every kind: what I hold, what it takes, what I hand on, whom I ask in. Conversations are shown elsewhere; here
 * they are work like any other. What may be done is the hub's to say. Knows no views.
 */
import type { AgentConnection } from "@lotse/client";
import {
  type AgentId,
  type AgentView,
  type ColleagueView,
  type CommandOutput,
  type ConversationForAgent,
  type ConversationId,
  type HelpMode,
  type MeterView,
  ok,
  type QueueId,
  type Result,
  type TakenWork,
  type Unsubscribe,
  type WireError,
  type WorkChanged,
  type WorkItemId,
  type WorkView,
} from "@lotse/protocol";
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";

export interface WorkDeps {
  readonly connection: AgentConnection;
  readonly me: () => AgentId | null;
  /** What was taken is a conversation: it is shown elsewhere. */
  readonly onConversation: (conversation: ConversationForAgent) => void;
  /** An item that is no conversation is to be looked at. */
  readonly onItem: (id: WorkItemId) => void;
  /** The item looked at is no longer mine, by what I or the hub did. */
  readonly onGone: () => void;
  /** `again` does once more what failed. */
  readonly onError: (error: WireError, again?: () => void) => void;
  /** Asked for work, and there is none. */
  readonly onNothing: () => void;
}

export type HandOnTo =
  | { readonly to: "agent"; readonly agentId: AgentId }
  | { readonly to: "queue"; readonly queueId: QueueId };

export interface AskedWhy {
  readonly workItemId: WorkItemId;
  readonly label: string;
}

export class WorkModel {
  readonly #deps: WorkDeps;
  readonly #all = signal<readonly WorkView[]>([]);
  readonly #meter = signal<MeterView | null>(null);
  readonly #colleagues = signal<readonly ColleagueView[]>([]);
  readonly #selectedId = signal<WorkItemId | null>(null);
  readonly #handingOnId = signal<WorkItemId | null>(null);
  readonly #asked = signal<AskedWhy | null>(null);
  /** Also of what is mine no more: it can still be asked about. */
  readonly #idsOf = new Map<ConversationId, WorkItemId>();
  readonly #busy = signal<ReadonlySet<WorkItemId | "next">>(new Set());
  readonly #unsubscribes: readonly Unsubscribe[];

  /** Null as long as the hub tells none. */
  readonly meter: ReadonlySignal<MeterView | null> = this.#meter;
  /** Whom work can be handed to: those on duty first, then by name. */
  readonly colleagues = computed(() => {
    const rank = ({ presence }: ColleagueView) => ["available", "away", "offline"].indexOf(presence);
    return [...this.#colleagues.value].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  });
  /** What is mine and is no conversation. */
  readonly items = computed(() =>
    this.#all.value.filter(({ place, conversationId }) => place === "assigned" && conversationId === null),
  );
  readonly parked = this.#at("parked");
  readonly wrapUps = this.#at("wrapUp");
  readonly assisting = this.#at("assisting");
  /** May name one that is not, or no longer, mine: then there is nothing to look at. */
  readonly selectedId: ReadonlySignal<WorkItemId | null> = this.#selectedId;
  readonly selected = computed(
    () =>
      this.#all.value.find(
        ({ workItemId, conversationId }) => workItemId === this.#selectedId.value && conversationId === null,
      ) ?? null,
  );
  /** The item being handed on, as long as it is mine to hand on. */
  readonly handingOn = computed(
    () =>
      this.#all.value.find(
        ({ workItemId, place }) => workItemId === this.#handingOnId.value && place === "assigned",
      ) ?? null,
  );
  /** The item of which somebody asks why nobody takes it. */
  readonly asked: ReadonlySignal<AskedWhy | null> = this.#asked;
  /** Items that a command is on its way for. */
  readonly busy: ReadonlySignal<ReadonlySet<WorkItemId | "next">> = this.#busy;

  constructor(deps: WorkDeps) {
    this.#deps = deps;
    const { connection } = deps;
    this.#unsubscribes = [
      connection.on("work:changed", changed => this.#changed(changed)),
      connection.on("presence:changed", agent => this.#heard(agent)),
      effect(() => {
        for (const { conversationId, workItemId } of this.#all.value) {
          if (conversationId !== null) this.#idsOf.set(conversationId, workItemId);
        }
      }),
    ];
  }

  /** The hub's whole state, after each connect. */
  adopt({ work = [], meter, colleagues = [] }: CommandOutput<"console:open">): void {
    batch(() => {
      this.#all.value = work;
      this.#meter.value = meter ?? null;
      this.#colleagues.value = colleagues;
    });
  }

  of(conversationId: ConversationId): WorkView | null {
    return this.#all.value.find(item => item.conversationId === conversationId) ?? null;
  }

  /** By which I have the conversation; of a colleague's, nothing. */
  assignmentOf(conversationId: ConversationId): number | undefined {
    const item = this.of(conversationId);
    return item === null || item.place === "assisting" ? undefined : item.assignment;
  }

  /** As the address says. */
  select(id: WorkItemId | null): void {
    this.#selectedId.value = id;
  }

  look(id: WorkItemId): void {
    this.#deps.onItem(id);
  }

  handOnOf(id: WorkItemId | null): void {
    this.#handingOnId.value = id;
  }

  ask(asked: AskedWhy | null): void {
    this.#asked.value = asked;
  }

  /** The highest-ranked item that I may take. */
  async next(): Promise<void> {
    const result = await this.#once("next", () => this.#deps.connection.request("work:next", {}));
    if (result === null) return;
    if (!result.ok) this.#deps.onError(result.error, () => void this.next());
    else if (result.value.taken === null) this.#deps.onNothing();
    else this.#took(result.value.taken);
  }

  async pick(workItemId: WorkItemId): Promise<void> {
    const result = await this.#once(workItemId, () =>
      this.#deps.connection.request("work:pick", { workItemId }),
    );
    if (result?.ok === true) this.#took(result.value.taken);
    else if (result !== null) this.#deps.onError(result.error);
  }

  async done({ workItemId, assignment }: WorkView): Promise<void> {
    await this.#tell(workItemId, () =>
      this.#deps.connection.request("work:done", { workItemId, assignment }),
    );
  }

  async putBack({ workItemId, assignment }: WorkView): Promise<void> {
    await this.#tell(workItemId, () =>
      this.#deps.connection.request("work:putBack", { workItemId, assignment }),
    );
  }

  async endWrapUp(workItemId: WorkItemId): Promise<void> {
    await this.#tell(workItemId, () => this.#deps.connection.request("wrapUp:end", { workItemId }));
  }

  /** The form shows what is wrong itself. */
  handOn({ workItemId, assignment }: WorkView, to: HandOnTo, note: string): Promise<Result<unknown>> {
    const { connection } = this.#deps;
    const about = { workItemId, assignment, note };
    return to.to === "agent"
      ? connection.request("work:transfer", { ...about, agentId: to.agentId })
      : connection.request("work:forward", { ...about, queueId: to.queueId });
  }

  consult({ workItemId, assignment }: WorkView, agentId: AgentId, mode: HelpMode): Promise<Result<unknown>> {
    return this.#deps.connection.request("work:consult", { workItemId, assignment, agentId, mode });
  }

  /** Somebody who helps already, in another way from now on. */
  async helpBy(item: WorkView, agentId: AgentId, mode: HelpMode): Promise<void> {
    await this.#tell(item.workItemId, () => this.consult(item, agentId, mode));
  }

  /** Somebody I asked in, or I myself where I was asked. */
  async endConsult(workItemId: WorkItemId, agentId: AgentId | null = this.#deps.me()): Promise<void> {
    if (agentId === null) return;
    await this.#tell(workItemId, () =>
      this.#deps.connection.request("work:consultEnd", { workItemId, agentId }),
    );
  }

  async explain(workItemId: WorkItemId) {
    const result = await this.#deps.connection.request("work:explain", { workItemId });
    return result.ok ? ok(result.value.explanation) : result;
  }

  /** Where a conversation is that was mine; null: it never was, here. */
  explainConversation(id: ConversationId) {
    const workItemId = this.#idsOf.get(id);
    return workItemId === undefined ? null : this.explain(workItemId);
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
  }

  /** What an offer or a question for work brought. */
  #took(taken: TakenWork): void {
    if (taken.kind === "conversation") this.#deps.onConversation(taken.conversation);
    else this.took(taken.work);
  }

  /** Mine now, before `work:changed` says so. */
  took(work: WorkView): void {
    const others = this.#all.value.filter(({ workItemId }) => workItemId !== work.workItemId);
    this.#all.value = [...others, work];
    this.look(work.workItemId);
  }

  #at(place: "parked" | "wrapUp" | "assisting"): ReadonlySignal<readonly WorkView[]> {
    return computed(() => this.#all.value.filter(item => item.place === place));
  }

  #changed({ work, meter }: WorkChanged): void {
    const before = this.selected.value;
    batch(() => {
      this.#all.value = work;
      this.#meter.value = meter;
    });
    if (before === null || this.selected.value !== null) return;
    this.#selectedId.value = null;
    this.#deps.onGone();
  }

  /** Of a colleague; somebody new is one from then on. */
  #heard({ id, name, presence, presenceReason }: AgentView): void {
    if (id === this.#deps.me()) return;
    const colleague: ColleagueView = { id, name, presence, presenceReason };
    const others = this.#colleagues.value.filter(known => known.id !== id);
    this.#colleagues.value = [...others, colleague];
  }

  /** Null if the same was asked already and is not answered yet. */
  async #once<T>(id: WorkItemId | "next", ask: () => Promise<Result<T>>): Promise<Result<T> | null> {
    if (this.#busy.value.has(id)) return null;
    this.#busy.value = new Set([...this.#busy.value, id]);
    const result = await ask();
    this.#busy.value = new Set([...this.#busy.value].filter(other => other !== id));
    return result;
  }

  async #tell(id: WorkItemId, ask: () => Promise<Result<unknown>>): Promise<void> {
    const result = await this.#once(id, ask);
    if (result === null || result.ok) return;
    // Somebody else has it: `work:changed` takes it off the list.
    const isLost = result.error.code === "ASSIGNMENT_STALE" || result.error.code === "NOT_FOUND";
    this.#deps.onError(result.error, isLost ? undefined : () => void this.#tell(id, ask));
  }
}
