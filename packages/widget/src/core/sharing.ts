/**
 * Sharing the page: asked for, agreed to by the visitor's own click, resumed on the next page, stopped. The recorder
 * is fetched only after consent. Stopping works here and at once; the hub is told afterwards, until it has heard.
 */
import type { CobrowseId, CobrowseView, Unsubscribe } from "@lotse/protocol";
import type { Recording, RecordingEnd } from "../recorder/index.ts";
import type { LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import type { HubLink, Listenable, Standing } from "./hubLink.ts";
import { NOT_SHARING, type State } from "./state.ts";

const STOP_AGAIN_MS = 3_000;
/**
 * Holds the session's id and a time only while no page of the tab is alive: the one that goes hands it to the next. A tab that is
 * copied before then copies nothing. Whoever copies it afterwards (a page without Lotse that opens a window) begins later,
 * and so does the page after such a page: only what was begun by then is surely this tab. Not in the visit's record: a page
 * out of the back/forward cache is there, and writes, before the one it follows has gone.
 */
const HANDED = "lotse:sharing";

export interface SharingOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly loadRecorder: () => Promise<{ readonly Recording: typeof Recording }>;
}

export class SharingControl {
  readonly #options: SharingOptions;
  #recording: Recording | null = null;
  /**
   * The session this tab shares in: its page before handed it on, or the visitor agreed here. No other tab's. Empty: handed on,
   * but perhaps not to this tab, and so the visitor is asked again.
   */
  #mine: CobrowseId | "" | undefined;
  #cancelStop: Unsubscribe = () => {};

  constructor(options: SharingOptions) {
    this.#options = options;
    this.#take();
  }

  /** The visitor wants to share: opens the consent dialog. */
  propose(): void {
    const contact = this.#options.state.contact.peek();
    if (contact.kind === "talking" && contact.conversation.state === "active") this.#ask(null);
  }

  /** The visitor's own click in the dialog. */
  async consent(): Promise<void> {
    const { state, hub } = this.#options;
    const now = state.sharing.peek();
    const talking = state.talking();
    if (now.kind !== "asking") return;
    const starting = { kind: "starting" } as const;
    state.sharing.value = starting;
    const answer =
      now.cobrowse !== null
        ? await hub.request("cobrowse:answer", { cobrowseId: now.cobrowse.id, answer: "accept" })
        : talking && (await hub.request("cobrowse:share", { conversationId: talking.conversation.id }));
    if (state.sharing.peek() !== starting) return;
    if (answer?.ok && answer.value.cobrowse.state === "active") await this.#start(answer.value.cobrowse);
    else state.sharing.value = { kind: "failed" };
  }

  /** Also puts away the word that sharing failed. */
  decline(): void {
    const { state, hub } = this.#options;
    const now = state.sharing.peek();
    if (now.kind === "asking" && now.cobrowse !== null) {
      void hub.request("cobrowse:answer", { cobrowseId: now.cobrowse.id, answer: "decline" });
    }
    state.sharing.value = NOT_SHARING;
  }

  stop(): void {
    const cobrowseId = this.#mine;
    this.#silence();
    if (!cobrowseId) return;
    this.#options.context.visit.set({ stopping: cobrowseId });
    void this.#tellStopped(cobrowseId);
  }

  standing({ cobrowse }: Standing): void {
    const { context, state } = this.#options;
    const { stopping } = context.visit.get();
    if (stopping !== null) void this.#tellStopped(stopping);
    if (cobrowse !== null) this.#adopt(cobrowse);
    else if (this.#mine || state.sharing.peek().kind === "asking") this.#silence();
  }

  listen(connection: Listenable): void {
    connection.on("cobrowse:changed", cobrowse => this.#adopt(cobrowse));
  }

  /** The page goes, the session stays: the next page of this tab resumes it. */
  close(): void {
    this.#cancelStop();
    this.#recording?.stop();
    this.#recording = null;
    guard(() => {
      // Not the wall clock, which others may set meanwhile
      if (this.#mine) sessionStorage[HANDED] = [this.#mine, performance.timeOrigin + performance.now()];
    })();
    this.#mine = undefined;
  }

  #take = guard(() => {
    const [id, atMs] = sessionStorage[HANDED].split(",");
    delete sessionStorage[HANDED];
    this.#mine ??= atMs > performance.timeOrigin ? id : "";
  });

  /** Everything stops here, now, whatever the hub says. */
  #silence(): void {
    const { context, state } = this.#options;
    const wasActive = state.sharing.peek().kind === "active";
    this.#recording?.stop();
    this.#recording = null;
    this.#mine = undefined;
    state.sharing.value = NOT_SHARING;
    if (wasActive) context.tell("cobrowse", { state: "ended" });
  }

  #recordingEnded(why: RecordingEnd): void {
    const { sharing } = this.#options.state;
    // The visitor agreed to show another page instead.
    if (why === "elsewhere") this.#silence();
    else this.stop();
    if (why === "failed") sharing.value = { kind: "failed" };
  }

  async #tellStopped(cobrowseId: CobrowseId): Promise<void> {
    const { context, hub } = this.#options;
    this.#cancelStop();
    const answer = await hub.request("cobrowse:stop", { cobrowseId });
    if (context.visit.get().stopping !== cobrowseId) return;
    if (answer.ok || answer.error.code === "COBROWSE_ENDED" || answer.error.code === "NOT_FOUND") {
      context.visit.set({ stopping: null });
    } else {
      this.#cancelStop = context.clock.after(STOP_AGAIN_MS, () => void this.#tellStopped(cobrowseId));
    }
  }

  async #start(cobrowse: CobrowseView): Promise<void> {
    const { context, state, loadRecorder } = this.#options;
    const now = state.sharing.peek();
    if (now.kind === "active" && now.cobrowse.id === cobrowse.id) return;
    this.#mine = cobrowse.id;
    const active = { kind: "active", cobrowse } as const;
    state.sharing.value = active;
    try {
      const recorder = await loadRecorder();
      // Stopped while the recorder was on its way.
      if (state.sharing.peek() !== active) return;
      this.#recording = new recorder.Recording({
        context,
        cobrowse,
        onEnd: why => this.#recordingEnded(why),
      });
      context.tell("cobrowse", { state: "started" });
    } catch {
      if (state.sharing.peek() === active) this.#recordingEnded("failed");
    }
  }

  /** The hub's word on the session. Only the tab that got the consent records. */
  #adopt(cobrowse: CobrowseView): void {
    const { context, state } = this.#options;
    const now = state.sharing.peek();
    const { stopping } = context.visit.get();
    const over = cobrowse.state === "ended" || cobrowse.state === "declined";
    if (cobrowse.id === stopping) {
      if (over) context.visit.set({ stopping: null });
    } else if (over) {
      if (now.kind !== "failed") this.#silence();
    } else {
      this.#take();
      if (cobrowse.state === "active" && this.#mine !== "") {
        if (this.#mine === cobrowse.id && document.visibilityState === "visible") void this.#start(cobrowse);
        // Agreed to in another tab.
        else if (now.kind === "asking") state.sharing.value = NOT_SHARING;
      } else {
        this.#mine = undefined;
        this.#ask(cobrowse);
      }
    }
  }

  #ask(cobrowse: CobrowseView | null): void {
    const { sharing } = this.#options.state;
    const { kind } = sharing.peek();
    if (kind === "none" || kind === "failed") sharing.value = { kind: "asking", cobrowse };
  }
}
