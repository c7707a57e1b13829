/**
 * One signed-in console: the connection, the features' models, and what one feature must know of another.
 * Features do not import each other; they meet here.
 */
import type { AgentConnection, ConnectionState } from "@lotse/client";
import type {
  CobrowseId,
  ConversationForAgent,
  ConversationId,
  ErrorCode,
  Unsubscribe,
  WireError,
} from "@lotse/protocol";
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { LiveModel } from "../features/cobrowse/LiveModel.ts";
import { ConversationsModel } from "../features/conversation/ConversationsModel.ts";
import { FirstStepsModel } from "../features/firstSteps/FirstStepsModel.ts";
import { InboxModel } from "../features/inbox/InboxModel.ts";
import { VisitModel } from "../features/visits/VisitModel.ts";
import { WorkModel } from "../features/work/WorkModel.ts";
import type { Router } from "../routing/Router.ts";
import type { Route } from "../routing/routes.ts";
import type { ConsoleDeps } from "./ConsoleDeps.ts";
import { followCobrowse, onOtherConversation } from "./followCobrowse.ts";
import { OnSite } from "./OnSite.ts";
import { areaOf, type EnteredArea, entryTo, followAddress, isSomething } from "./places.ts";
import { RadarEntry } from "./RadarEntry.ts";
import { SettingsModel } from "./SettingsModel.ts";
import { Toasts } from "./Toasts.ts";
import { NOTHING_UNSENT, type UnsentWork, unsentWork } from "./UnsentWork.ts";

/** In a window too narrow for all of them, the desk shows one pane at a time. */
export type Pane = "list" | "conversation";
type Question = "end" | "leave";
type Sheet = "palette" | "help" | "firstSteps";

const TICK_MS = 1_000;
const OPEN_AGAIN_MS = 2_000;
const SESSION_LOST: readonly ErrorCode[] = ["SESSION_REVOKED", "TOKEN_INVALID", "CREDENTIALS_INVALID"];

export class ConsoleModel {
  readonly #deps: ConsoleDeps;
  readonly #connection: AgentConnection;
  readonly #connectionState = signal<ConnectionState>({ kind: "connecting" });
  readonly #loaded = signal(false);
  readonly #nowMs = signal(0);
  readonly #live = signal<LiveModel | null>(null);
  readonly #stops: Unsubscribe[] = [];
  /** The conversation in the middle; none while an item of other work is. */
  readonly #talking = computed(() =>
    this.work.selectedId.value === null ? this.conversations.selected.value : null,
  );
  #cancelTick: Unsubscribe = () => undefined;
  #cancelOpen: Unsubscribe = () => undefined;

  readonly router: Router;
  readonly toasts: Toasts;
  readonly inbox: InboxModel;
  readonly conversations: ConversationsModel;
  readonly work: WorkModel;
  readonly visit: VisitModel;
  readonly onSite: OnSite;
  readonly settings: SettingsModel;
  readonly radar: RadarEntry;
  readonly firstSteps: FirstStepsModel;

  readonly connectionState: ReadonlySignal<ConnectionState> = this.#connectionState;
  /** False until the hub has said for the first time what there is. */
  readonly loaded: ReadonlySignal<boolean> = this.#loaded;
  /** The page shared in the conversation looked at. */
  readonly live: ReadonlySignal<LiveModel | null> = this.#live;
  /** The hub's time, moving on every second. */
  readonly nowMs: ReadonlySignal<number> = this.#nowMs;
  readonly area = computed(() => areaOf(this.router.route.value));
  /** The visitor looked at in the area of that name. */
  readonly pickedVisitId = computed(() => {
    const route = this.router.route.value;
    return route.kind === "visitors" ? route.visitId : null;
  });
  readonly chatFolded = signal(false);
  /** While the live page needs the room, the visitor's details are shown only when asked for. */
  readonly visitorPane = signal(true);
  readonly pane = signal<Pane>("list");
  /** The one question being asked: "end the conversation?", "sign out, with people in conversation?" */
  readonly asking = signal<Question | null>(null);
  readonly sheet = signal<Sheet | null>(null);

  constructor(deps: ConsoleDeps) {
    this.#deps = deps;
    const { clock, hub } = deps;
    const connection = hub.connect();
    this.#connection = connection;
    this.router = deps.router;
    const arrived = deps.router.route.peek();
    if (isSomething(arrived)) this.pane.value = "conversation";
    this.toasts = new Toasts(clock);
    const onError = (error: WireError, again?: () => void) => this.toasts.error(error, again);
    this.conversations = new ConversationsModel({
      connection,
      clock,
      onError,
      attentive: computed(() => deps.attentive.value && this.router.route.value.kind === "inbox"),
      openLog: (conversation, marks) => {
        const assignment = () => this.work.assignmentOf(conversation.id);
        return hub.openLog(connection, conversation, { store: this.#unsent().outbox, marks, assignment });
      },
      assignmentOf: id => this.work.assignmentOf(id),
      explain: id => this.work.explainConversation(id),
      drafts: () => this.#unsent().drafts,
      expects: id => this.inbox.offers.peek().some(offer => offer.conversationId === id),
      me: () => this.inbox.agent.peek()?.id ?? null,
    });
    this.inbox = new InboxModel({
      connection,
      clock,
      onError,
      hubNowMs: () => connection.hubNowMs(),
      onAccepted: conversation => this.#show(conversation),
      onAcceptedWork: work => this.work.took(work),
    });
    this.work = new WorkModel({
      connection,
      onError,
      me: () => this.inbox.agent.peek()?.id ?? null,
      onConversation: conversation => this.#show(conversation),
      onItem: workItemId => {
        this.pane.value = "conversation";
        this.router.go({ kind: "work", workItemId });
      },
      onGone: () => {
        if (this.router.route.value.kind === "work") this.router.replace(this.entryOf("inbox"));
      },
      onNothing: () => this.toasts.say("info", "queue.nothing"),
    });
    this.visit = new VisitModel(connection);
    this.onSite = new OnSite({ connection, clock, makeId: deps.makeId });
    const { agent } = this.inbox;
    this.settings = new SettingsModel({
      connection,
      account: deps.account,
      toasts: this.toasts,
      agent,
      makeId: deps.makeId,
    });
    this.radar = new RadarEntry({
      ...{ connection, clock, agent, router: this.router, makeId: deps.makeId, load: deps.loadRadar },
      ...{ settings: this.settings, visit: this.visit, drafts: () => this.#unsent().rules },
    });
    this.firstSteps = new FirstStepsModel({
      connection,
      keep: deps.keep,
      agent,
      anybodySeen: computed(
        () =>
          this.conversations.list.value.length +
            this.inbox.offers.value.length +
            this.inbox.queue.value.length +
            this.inbox.requests.value.length >
          0,
      ),
    });
    this.#start();
  }

  /** Looks at a conversation. */
  open(conversationId: ConversationId): void {
    batch(() => {
      this.pane.value = "conversation";
      this.router.go({ kind: "inbox", conversationId });
      this.conversations.select(conversationId);
    });
  }

  #show(conversation: ConversationForAgent): void {
    this.conversations.put(conversation);
    this.open(conversation.id);
  }

  /** Where an area is entered: where one was in it last. */
  entryOf(area: EnteredArea): Route {
    return entryTo(area, {
      workItemId: this.work.selectedId.value,
      conversationId: this.conversations.selected.value?.id ?? null,
    });
  }

  /** From an item back to the conversation that is selected beside it. */
  toConversation(): void {
    this.router.go({ kind: "inbox", conversationId: this.conversations.selectedId.value });
  }

  /** Whether this person is offered the area. */
  may(area: EnteredArea): boolean {
    return area !== "radar" || this.radar.may();
  }

  goTo(area: EnteredArea): void {
    if (this.area.value !== area) this.router.go(this.entryOf(area));
  }

  isAvailable(): boolean {
    return this.inbox.agent.value?.presence === "available";
  }

  /** Signs out; asks first if that leaves anybody behind. */
  signOut(): void {
    if (this.conversations.openCount.value > 0 || this.isUnsaved()) this.asking.value = "leave";
    else void this.leave();
  }

  /** Whether something is lost with this page that was meant to be saved. */
  isUnsaved(): boolean {
    return this.settings.plan.unsaved.peek() || this.radar.isUnsaved();
  }

  /** Signs out. Nobody's page stays shared with a console that is not there. */
  async leave(): Promise<void> {
    await this.conversations.stopSharing();
    this.#deps.onLeave();
  }

  toggleVisitorPane(): void {
    this.visitorPane.value = !this.visitorPane.value;
  }

  close(): void {
    this.#cancelTick();
    this.#cancelOpen();
    for (const stop of this.#stops) stop();
    this.#live.peek()?.close();
    this.conversations.close();
    this.inbox.close();
    this.work.close();
    this.visit.close();
    this.onSite.close();
    this.settings.close();
    this.radar.close();
    this.firstSteps.close();
    this.toasts.close();
    this.#connection.close();
  }

  #unsent(): UnsentWork {
    const agentId = this.inbox.agent.peek()?.id;
    return agentId === undefined ? NOTHING_UNSENT : unsentWork(this.#deps.tabKeep, agentId);
  }

  #start(): void {
    const connection = this.#connection;
    this.#stops.push(
      connection.onState(state => this.#stateChanged(state)),
      followAddress(this.router, this.conversations, this.work),
      effect(() => {
        const talkingTo = this.#talking.value?.view.value.visitId ?? null;
        const visitId = this.area.value === "inbox" ? talkingTo : this.pickedVisitId.value;
        untracked(() => this.visit.show(visitId));
      }),
      effect(() => {
        const visitId = this.pickedVisitId.value;
        if (visitId !== null) untracked(() => this.onSite.notices.looked(visitId));
      }),
      followCobrowse(this.#talking, id => this.#showLive(id)),
      onOtherConversation(this.#talking, () => {
        if (this.asking.value === "end") this.asking.value = null;
      }),
    );
    this.#tick();
    this.#stateChanged(connection.state);
  }

  #stateChanged(state: ConnectionState): void {
    this.#connectionState.value = state;
    this.#cancelOpen();
    if (state.kind === "online") void this.#openConsole();
    if (state.kind !== "refused") return;
    if (SESSION_LOST.includes(state.code)) this.#deps.onRevoked();
    if (state.code === "VERSION_UNSUPPORTED") this.#deps.onOutdated();
  }

  /** The first command after each connect. Until it is answered, what was known stays on the screen. */
  async #openConsole(): Promise<void> {
    const result = await this.#connection.request("console:open", {});
    if (!result.ok) {
      if (SESSION_LOST.includes(result.error.code)) this.#deps.onRevoked();
      if (this.#connection.state.kind !== "online") return;
      this.#cancelOpen = this.#deps.clock.after(OPEN_AGAIN_MS, () => void this.#openConsole());
      return;
    }
    this.#deps.onAccepted();
    batch(() => {
      this.#nowMs.value = this.#connection.hubNowMs();
      this.inbox.adopt(result.value);
      this.work.adopt(result.value);
      this.conversations.adopt(result.value.conversations);
      this.#loaded.value = true;
    });
    void this.visit.refresh();
    this.onSite.refresh();
    this.settings.plan.need();
  }

  #showLive(id: CobrowseId | null): void {
    const { clock, hub, hasRoomFor } = this.#deps;
    this.#live.value?.close();
    this.#live.value = id === null ? null : new LiveModel({ clock, openStream: () => hub.openStream(id) });
    this.chatFolded.value = id !== null && !hasRoomFor("chatBesideLive");
    this.visitorPane.value = hasRoomFor(id === null ? "visitorBesideChat" : "visitorBesideLive");
  }

  #tick(): void {
    this.#nowMs.value = this.#connection.hubNowMs();
    this.#cancelTick = this.#deps.clock.after(TICK_MS, () => this.#tick());
  }
}
