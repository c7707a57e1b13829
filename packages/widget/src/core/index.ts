/**
 * The widget in contact: fetched for an offer, a conversation, shared pages, or the visitor's own click. Puts
 * together connection, conversation and sharing, and fetches the chat as soon as there is something to show.
 */
import { effect } from "@preact/signals-core";
import type { Core, LoaderContext } from "../shared/bridge.ts";
import { createHubLink } from "./hubLink.ts";
import { createSharing, type SharingControl } from "./sharing.ts";
import { createState, NO_CONTACT, needsHub, type State } from "./state.ts";
import { createTalk, type Talk } from "./talk.ts";

/** All that the chat draws and does. */
export interface App {
  readonly context: LoaderContext;
  readonly state: State;
  readonly talk: Talk;
  readonly sharing: SharingControl;
  readonly link: ReturnType<typeof createHubLink>["state"];
  open(): void;
  close(): void;
  /** True once after the visitor opened the panel: the focus belongs in it. */
  takeFocus(): boolean;
}

/** `crypto.randomUUID` exists on secure origins only. */
const makeId = (): string => {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

export const startCore = (context: LoaderContext): Core => {
  const { visit, launcher } = context;
  const state = createState(visit.get().panelOpen);
  const hub = createHubLink({
    context,
    onStanding: standing => {
      talk.standing(standing);
      sharing.standing(standing);
      settleHub();
    },
    onConnection: connection => {
      talk.listen(connection);
      sharing.listen(connection);
    },
  });
  const sharing = createSharing({ context, state, hub, loadRecorder: () => import("../recorder/index.ts") });
  const talk = createTalk({
    context,
    state,
    hub,
    makeId,
    onAccepted: () => app.open(),
    onEnded: () => {
      if (state.sharing.peek().kind !== "none") sharing.stop();
    },
  });
  const settleHub = () => {
    const needed = needsHub(state.contact.value, state.sharing.value);
    const { inContact, stopping } = visit.get();
    hub.need(needed || inContact || stopping !== null);
  };
  let focusWanted = false;
  const app: App = {
    context,
    state,
    talk,
    sharing,
    link: hub.state,
    open: () => {
      focusWanted = true;
      state.panelOpen.value = true;
    },
    close: () => {
      const hadFocus = context.root.activeElement !== null;
      state.panelOpen.value = false;
      if (hadFocus) launcher.button.focus({ preventScroll: true });
    },
    takeFocus: () => {
      const wanted = focusWanted;
      focusWanted = false;
      return wanted;
    },
  };

  let unmount: () => void = () => {};
  let chat: Promise<void> | null = null;
  const draw = async () => {
    const { mountChat } = await import("../chat/index.tsx");
    unmount = mountChat(app);
  };

  const undo = [
    effect(settleHub),
    effect(() => {
      const open = state.panelOpen.value;
      visit.set({ panelOpen: open });
      launcher.setExpanded(open);
      if (open) talk.markRead();
      context.tell(open ? "opened" : "closed", {});
    }),
    effect(() => launcher.setUnread(state.unread.value)),
    effect(() => {
      const visible =
        state.panelOpen.value || state.contact.value.kind !== "none" || state.sharing.value.kind !== "none";
      if (visible && chat === null) {
        chat = draw().catch(() => {
          chat = null;
          context.tell("error", {
            command: "open",
            code: "UNAVAILABLE",
            message: "The chat could not be loaded",
          });
        });
      }
    }),
  ];

  return {
    open: input => {
      talk.begin(input);
      app.open();
    },
    close: app.close,
    toggle: () => (state.panelOpen.peek() ? app.close() : app.open()),
    offer: talk.offer,
    share: () => {
      app.open();
      sharing.propose();
    },
    stopSharing: sharing.stop,
    refresh: () => {
      settleHub();
      talk.markRead();
    },
    destroy: () => {
      for (const one of undo) one();
      unmount();
      sharing.close();
      talk.close();
      hub.close();
      state.contact.value = NO_CONTACT;
    },
  };
};
