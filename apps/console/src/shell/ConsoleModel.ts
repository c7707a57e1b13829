/**
 * One signed-in console: the connection, the features' models, and what one feature must know of another.
 * Features do not import each other; they meet here.
 */
import type { AgentConnection, ConnectionState } from "@lotse/client";
import type { Clock, CobrowseId, ErrorCode, Unsubscribe, VisitId } from "@lotse/protocol";
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { LiveModel } from "../features/cobrowse/LiveModel.ts";
import { ConversationsModel } from "../features/conversation/ConversationsModel.ts";
import { InboxModel } from "../features/inbox/InboxModel.ts";
import { VisitModel } from "../features/visits/VisitModel.ts";
import type { Hub } from "../ports.ts";
import { Notices } from "./Notices.ts";

export interface ConsoleDeps {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly attentive: ReadonlySignal<boolean>;
  /** The hub does not know the session any more. */
  readonly onRevoked: () => void;
  /** The agent leaves; nobody needs to be asked any more. */
  readonly onLeave: () => void;
  /** In a narrow window co-browsing begins with the chat folded and the visitor's details away. */
  readonly hasRoomFor: (what: "chatBesideLive" | "visitorBesideLive") => boolean;
}

export type Area = "inbox" | "visitors";

const TICK_MS = 1_000;
const OPEN_AGAIN_MS = 2_000;
const SESSION_LOST: readonly ErrorCode[] = ["SESSION_REVOKED", "TOKEN_INVALID", "CREDENTIALS_INVALID"];

export class ConsoleModel {
  readonly #deps: ConsoleDeps;
  readonly #connection: AgentConnection;
  readonly #connectionState = signal<ConnectionState>({ kind: "connecting" });
  readonly #loaded = signal(false);
  readonly #hubAheadMs = signal(0);
  readonly #localNowMs: ReturnType<typeof signal<number>>;
  readonly #live = signal<LiveModel | null>(null);
  readonly #stops: Unsubscribe[] = [];
  #cancelTick: Unsubscribe = () => undefined;
  #cancelOpen: Unsubscribe = () => undefined;

  readonly notices: Notices;
  readonly inbox: InboxModel;
  readonly conversations: ConversationsModel;
  readonly visit: VisitModel;

  readonly connectionState: ReadonlySignal<ConnectionState> = this.#connectionState;
  /** False until the hub has said for the first time what there is. */
  readonly loaded: ReadonlySignal<boolean> = this.#loaded;
  /** The page shared in the conversation looked at. */
  readonly live: ReadonlySignal<LiveModel | null> = this.#live;
  /** The hub's time, moving on every second. */
  readonly nowMs = computed(() => (this.#localNowMs.value ?? 0) + this.#hubAheadMs.value);
  readonly area = signal<Area>("inbox");
  /** The visitor looked at in the area of that name. */
  readonly pickedVisitId = signal<VisitId | null>(null);
  readonly chatFolded = signal(false);
  /** While the live page needs the room, the visitor's details are shown only when asked for. */
  readonly visitorPane = signal(true);
  /** Whether "end the conversation?" is being asked. */
  readonly confirmingEnd = signal(false);
  /** Whether "sign out, with people in conversation?" is being asked. */
  readonly confirmingLeave = signal(false);

  constructor(deps: ConsoleDeps) {
    this.#deps = deps;
    const { clock, hub } = deps;
    const connection = hub.connect();
    this.#connection = connection;
    this.#localNowMs = signal(clock.nowMs());
    this.notices = new Notices(clock);
    const onError = (code: ErrorCode) => this.notices.add(code);
    this.conversations = new ConversationsModel({
      connection,
      clock,
      onError,
      attentive: computed(() => deps.attentive.value && this.area.value === "inbox"),
      openLog: conversation => hub.openLog(connection, conversation),
      expects: id => this.inbox.offers.peek().some(offer => offer.conversationId === id),
      me: () => this.inbox.agent.peek()?.id ?? null,
    });
    this.inbox = new InboxModel({
      connection,
      clock,
      onError,
      hubNowMs: () => clock.nowMs() + this.#hubAheadMs.peek(),
      onAccepted: conversation => {
        this.conversations.put(conversation);
        this.open(conversation.id);
      },
    });
    this.visit = new VisitModel(connection);
    this.#start();
  }

  /** Looks at a conversation. */
  open(id: Parameters<ConversationsModel["select"]>[0]): void {
    batch(() => {
      this.area.value = "inbox";
      this.conversations.select(id);
    });
  }

  isAvailable(): boolean {
    return this.inbox.agent.value?.presence === "available";
  }

  /** Signs out; asks first if that leaves anybody behind. */
  signOut(): void {
    if (this.conversations.openCount.value > 0) this.confirmingLeave.value = true;
    else void this.leave();
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
    this.visit.close();
    this.notices.close();
    this.#connection.close();
  }

  #start(): void {
    const connection = this.#connection;
    this.#stops.push(
      connection.onState(state => this.#stateChanged(state)),
      effect(() => {
        const talkingTo = this.conversations.selected.value?.view.value.visitId ?? null;
        const visitId = this.area.value === "inbox" ? talkingTo : this.pickedVisitId.value;
        untracked(() => this.visit.show(visitId));
      }),
      this.#followCobrowse(),
      this.#withdrawEndQuestion(),
    );
    this.#tick();
    this.#stateChanged(connection.state);
  }

  #stateChanged(state: ConnectionState): void {
    this.#connectionState.value = state;
    this.#cancelOpen();
    if (state.kind === "online") void this.#openConsole();
    if (state.kind === "refused" && SESSION_LOST.includes(state.code)) this.#deps.onRevoked();
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
    batch(() => {
      this.#hubAheadMs.value = result.value.serverNowMs - this.#deps.clock.nowMs();
      this.inbox.adopt(result.value);
      this.conversations.adopt(result.value.conversations);
      this.#loaded.value = true;
    });
    void this.visit.refresh();
  }

  /** "End this conversation?" means the one on the screen: it must never come to mean another. */
  #withdrawEndQuestion(): Unsubscribe {
    const asked = computed(() => {
      const selected = this.conversations.selected.value;
      return selected === null || selected.ended.value ? null : selected.id;
    });
    return effect(() => {
      asked.value;
      this.confirmingEnd.value = false;
    });
  }

  #followCobrowse(): Unsubscribe {
    const activeId = computed<CobrowseId | null>(() => {
      const cobrowse = this.conversations.selected.value?.view.value.cobrowse ?? null;
      return cobrowse?.state === "active" ? cobrowse.id : null;
    });
    return effect(() => {
      const id = activeId.value;
      untracked(() => {
        this.#live.value?.close();
        const { clock, hub } = this.#deps;
        this.#live.value =
          id === null ? null : new LiveModel({ clock, openStream: () => hub.openStream(id) });
        const { hasRoomFor } = this.#deps;
        this.chatFolded.value = id !== null && !hasRoomFor("chatBesideLive");
        this.visitorPane.value = id === null || hasRoomFor("visitorBesideLive");
      });
    });
  }

  #tick(): void {
    this.#localNowMs.value = this.#deps.clock.nowMs();
    this.#cancelTick = this.#deps.clock.after(TICK_MS, () => this.#tick());
  }
}
