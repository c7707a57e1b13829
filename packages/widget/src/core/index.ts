/**
 * The widget in contact: fetched for an offer, a conversation, shared pages, or the visitor's own click. Puts
 * together connection, conversation, sharing and the chat that shows them. The chat is part of the same module: it is
 * needed whenever the core is, and one request less is quicker than two small ones.
 */
import type { HintView, Unsubscribe } from "@lotse/protocol";
import type * as dialogs from "../chat/dialogs/index.tsx";
import { mountChat } from "../chat/index.tsx";
import type * as offers from "../chat/offers/index.tsx";
import type * as outlookViews from "../chat/outlook/index.tsx";
import { loadWords } from "../chat/words.ts";
import type { Core, LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import { toJson } from "../shared/json.ts";
import { makeId } from "../shared/makeId.ts";
import { Cell, type ReadonlyCell, watch } from "./cell.ts";
import { fetchWhenDue } from "./fetchWhenDue.ts";
import { createHubLink, type HubLink } from "./hubLink.ts";
import { Invitations } from "./invitations.ts";
import { createLauncherView } from "./launcher.ts";
import { Lookout } from "./lookout.ts";
import { Requests } from "./requests.ts";
import { SharingControl } from "./sharing.ts";
import { State } from "./state.ts";
import { Talk } from "./talk.ts";

export type Dialogs = typeof dialogs;
export type OfferViews = typeof offers;
export type OutlookViews = typeof outlookViews;

const isSeen = () => document.visibilityState === "visible";

/** All that the chat draws and does. */
export class App {
  readonly state: State;
  readonly invitations: Invitations;
  readonly requests: Requests;
  readonly talk: Talk;
  readonly sharing: SharingControl;
  readonly lookout: Lookout;
  readonly context: LoaderContext;
  readonly dialogs = new Cell<Dialogs | null>(null);
  readonly offers = new Cell<OfferViews | null>(null);
  readonly outlookViews = new Cell<OutlookViews | null>(null);
  readonly #hub: HubLink;
  #focusWanted = false;

  constructor(context: LoaderContext) {
    this.context = context;
    this.state = new State(context.visit.get().panelOpen);
    const { state } = this;
    state.hint.value = context.visit.get().hint;
    const hub = createHubLink({
      context,
      onStanding: standing => {
        const { inContact, conversationId } = context.visit.get();
        this.talk.standing(standing);
        this.invitations.standing(standing, inContact && conversationId === null);
        this.sharing.standing(standing);
        this.settleHub();
      },
      onConnection: connection => {
        for (const part of [this.talk, this.invitations, this.sharing]) part.listen(connection);
      },
    });
    this.#hub = hub;
    this.requests = new Requests({ state, hub, visit: context.visit, clock: context.clock, makeId });
    this.talk = new Talk({
      context,
      state,
      hub,
      makeId,
      onRefused: ({ turnedAway }) => this.requests.refused(turnedAway),
      onEnded: () => this.sharing.stop(),
    });
    this.invitations = new Invitations({
      context,
      state,
      hub,
      onAssigned: conversation => {
        this.talk.adopt(conversation);
        this.open();
      },
    });
    this.sharing = new SharingControl({
      context,
      state,
      hub,
      loadRecorder: () => import("../recorder/index.ts"),
    });
    this.lookout = new Lookout({ context, state, isSeen });
  }

  get link(): ReadonlyCell<string> {
    return this.#hub.state;
  }

  /** Connects while there is something to do, or to find out. */
  settleHub(): void {
    const { inContact, stopping } = this.context.visit.get();
    // Lines that an ended conversation did not take are for the next page to show; here nothing is left to find out.
    const found = (this.state.talking()?.log.pending.length ?? 0) > 0;
    this.#hub.need(this.state.needsHub() || (inContact && !found) || stopping !== null);
  }

  /** The page is seen again, maybe after a long while. */
  refresh(): void {
    this.settleHub();
    this.lookout.look();
    this.talk.markRead();
    if (isSeen()) this.#hub.wake();
  }

  /** The last one counts: the hub shows one at a time. */
  hint(hint: HintView): void {
    const json = toJson({ hint });
    this.context.visit.set({ hint: json });
    this.state.hint.value = json;
  }

  open(): void {
    this.#focusWanted = true;
    this.state.panelOpen.value = true;
  }

  close(): void {
    const { root, launcher } = this.context;
    const hadFocus = root.activeElement !== null;
    this.state.panelOpen.value = false;
    if (hadFocus) launcher.focus({ preventScroll: true });
  }

  /** What had the focus goes away by the visitor's own act: whatever comes in its place takes it. */
  passFocus(): void {
    this.#focusWanted = true;
  }

  /** True once after the visitor opened the panel, or went on in it: the focus belongs there. */
  takeFocus(): boolean {
    const wanted = this.#focusWanted;
    this.#focusWanted = false;
    return wanted;
  }

  destroy(): void {
    for (const part of [this.lookout, this.sharing, this.invitations, this.talk, this.#hub]) part.close();
  }
}

/** What the loader's button and the page hear of the state. */
const announce = ({ state, talk, context }: App): readonly Unsubscribe[] => {
  const { visit, tell } = context;
  const launcher = createLauncherView(context.launcher, context.language);
  return [
    launcher.close,
    watch(() => {
      const open = state.panelOpen.value;
      if (open === visit.get().panelOpen) return;
      visit.set({ panelOpen: open });
      if (open) talk.markRead();
      tell(open ? "opened" : "closed", {});
    }),
    watch(() => launcher.show({ unread: state.unread.value, expanded: state.panelOpen.value })),
  ];
};

/** Draws the chat when there is something to show; tried again at the next change if its words cannot be fetched. */
const drawWhenNeeded = (app: App): Unsubscribe => {
  const { state, context } = app;
  let progress: "none" | "fetching" | "drawn" | "closed" = "none";
  let unmount: Unsubscribe = () => {};
  const draw = async () => {
    progress = "fetching";
    try {
      const words = await loadWords(context.language);
      if ((progress as string) === "closed") return;
      unmount = mountChat(app, words);
      progress = "drawn";
    } catch {
      progress = "none";
      context.tell("error", { command: "open", code: "UNAVAILABLE", message: "Not loaded" });
    }
  };
  const stop = watch(() => {
    const { panelOpen, contact, sharing, hint } = state;
    const visible =
      panelOpen.value || contact.value.kind !== "none" || sharing.value.kind !== "none" || hint.value;
    if (visible && progress === "none") void draw();
  });
  return () => {
    progress = "closed";
    stop();
    unmount();
  };
};

/** The parts of the chat that most visitors never see. */
const fetchRareParts = ({ state, dialogs, offers, outlookViews, context }: App): readonly Unsubscribe[] => [
  fetchWhenDue({
    cell: dialogs,
    clock: context.clock,
    isDue: () => state.contact.value.kind === "request" || state.sharing.value.kind === "asking",
    load: () => import("../chat/dialogs/index.tsx"),
  }),
  fetchWhenDue({
    cell: offers,
    clock: context.clock,
    isDue: () => state.contact.value.kind === "offered" || state.hint.value !== "",
    load: () => import("../chat/offers/index.tsx"),
  }),
  fetchWhenDue({
    cell: outlookViews,
    clock: context.clock,
    isDue: () => state.isNobodyFree(),
    load: () => import("../chat/outlook/index.tsx"),
  }),
];

export const startCore = (context: LoaderContext): Core => {
  const app = new App(context);
  const online = guard(() => app.refresh());
  window.addEventListener("online", online);
  const undo = [
    watch(() => app.settleHub()),
    ...announce(app),
    drawWhenNeeded(app),
    ...fetchRareParts(app),
    () => window.removeEventListener("online", online),
  ];
  return {
    open: input => {
      app.talk.begin(input);
      app.open();
    },
    close: () => app.close(),
    toggle: () => (app.state.panelOpen.peek() ? app.close() : app.open()),
    offer: decision => {
      if (decision.outcome === "offer") app.invitations.offer(decision.invitation);
      else app.hint(decision.hint);
    },
    share: () => {
      app.open();
      app.sharing.propose();
    },
    stopSharing: () => app.sharing.stop(),
    refresh: () => app.refresh(),
    destroy: () => {
      for (const one of undo) one();
      app.destroy();
    },
  };
};
