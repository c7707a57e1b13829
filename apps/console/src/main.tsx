/** The composition root: the only place that knows the real browser, clock and hub. */
import { connectAgent, connectStream, createConversationLog, systemClock } from "@lotse/client";
import { computed, effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import { App } from "./App.tsx";
import { browserAttention } from "./browser/attention.ts";
import { browserKeep } from "./browser/keep.ts";
import { createAuthApi } from "./features/session/authApi.ts";
import { SessionModel } from "./features/session/SessionModel.ts";
import { createI18n } from "./i18n/i18n.ts";
import type { Hub } from "./ports.ts";
import { startAlerts } from "./shell/Alerts.ts";
import { ConsoleModel } from "./shell/ConsoleModel.ts";
import { Preferences } from "./shell/Preferences.ts";
import "./styles/index.css";

/** Beside the live page, the chat and then the visitor's details need at least a window this wide. */
const ROOM_PX = { chatBesideLive: 1200, visitorBesideLive: 1500 } as const;

const clock = systemClock;
const way = { hubUrl: location.origin, clock };
const hub: Hub = {
  connect: () => connectAgent(way),
  openLog: (connection, conversation) =>
    createConversationLog({
      connection,
      conversationId: conversation.id,
      side: "agent",
      clock,
      ids: () => crypto.randomUUID(),
    }),
  openStream: cobrowseId => connectStream({ ...way, cobrowseId }),
};

const preferences = new Preferences({ keep: browserKeep(window), browserLanguages: navigator.languages });
const i18n = createI18n(preferences.language);
const attention = browserAttention(window);
const attentive = signal(attention.attentive);
attention.onAttentive(now => {
  attentive.value = now;
});
const session = new SessionModel(createAuthApi((url, init) => fetch(url, init)));
const openConsole = signal<ConsoleModel | null>(null);

effect(() => {
  document.documentElement.lang = preferences.language.value;
});
effect(() => {
  document.documentElement.dataset.theme = preferences.theme.value;
});
effect(() => {
  if (session.state.value.kind !== "signedIn") return undefined;
  return untracked(() => {
    const model = new ConsoleModel({
      hub,
      clock,
      attentive,
      onRevoked: () => session.revoked(),
      onLeave: () => void session.signOut(),
      hasRoomFor: what => window.innerWidth >= ROOM_PX[what],
    });
    const { unread, assigned } = model.conversations;
    attention.askToNotify();
    const stopAlerts = startAlerts({
      clock,
      attention,
      i18n,
      offers: model.inbox.offers,
      unread,
      attentive,
      assignedTo: computed(() => assigned.value?.view.peek().visitorLabel ?? null),
      onOpen: () => {
        model.area.value = "inbox";
      },
    });
    openConsole.value = model;
    return () => {
      stopAlerts();
      openConsole.value = null;
      model.close();
    };
  });
});

const root = document.getElementById("app");
if (root !== null) {
  render(
    <App
      i18n={i18n}
      preferences={preferences}
      session={session}
      console={openConsole}
      onReload={() => location.reload()}
    />,
    root,
  );
}
void session.check();
