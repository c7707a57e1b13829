/** The composition root: the only place that knows the real browser, clock and hub. */
import { connectAgent, connectStream, createConversationLog, systemClock } from "@lotse/client";
import { PROTOCOL_VERSION } from "@lotse/protocol";
import { computed, effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import { App } from "./App.tsx";
import { browserAddresses, takeFragment } from "./browser/addresses.ts";
import { browserAttention } from "./browser/attention.ts";
import { browserKeep, browserTabKeep } from "./browser/keep.ts";
import { AccountModel } from "./features/account/AccountModel.ts";
import { createAccountApi } from "./features/account/accountApi.ts";
import { createAuthApi } from "./features/session/authApi.ts";
import { SessionModel } from "./features/session/SessionModel.ts";
import { WelcomeModel } from "./features/welcome/WelcomeModel.ts";
import { createI18n } from "./i18n/i18n.ts";
import type { Hub } from "./ports.ts";
import { Router } from "./routing/Router.ts";
import { HOME } from "./routing/routes.ts";
import { startAlerts } from "./shell/Alerts.ts";
import { titleOf } from "./shell/arrival.ts";
import { ConsoleModel } from "./shell/ConsoleModel.ts";
import { Preferences } from "./shell/Preferences.ts";
import { forgetUnsentWork } from "./shell/UnsentWork.ts";
import { createUpgrade } from "./shell/upgrade.ts";
import "./styles/index.css";

/** The visitor's details beside the chat, the chat beside the live page: each needs a window at least this wide. */
const ROOM_PX = { visitorBesideChat: 861, chatBesideLive: 1200, visitorBesideLive: 1500 } as const;

const clock = systemClock;
const way = { hubUrl: location.origin, clock };
const hub: Hub = {
  connect: () => connectAgent(way),
  openLog: (connection, conversation, options) =>
    createConversationLog({
      connection,
      conversationId: conversation.id,
      side: "agent",
      clock,
      ids: () => crypto.randomUUID(),
      ...options,
    }),
  openStream: cobrowseId => connectStream({ ...way, cobrowseId }),
};

const keep = browserKeep(window);
const tabKeep = browserTabKeep(window);
const preferences = new Preferences({ keep, browserLanguages: navigator.languages });
const i18n = createI18n(preferences.language);
const attention = browserAttention(window);
const attentive = signal(attention.attentive);
attention.onAttentive(now => {
  attentive.value = now;
});
const narrowness = window.matchMedia(`(width < ${ROOM_PX.visitorBesideChat}px)`);
const narrow = signal(narrowness.matches);
narrowness.addEventListener("change", () => {
  narrow.value = narrowness.matches;
});
const router = new Router(browserAddresses(window));
const send = (url: string, init?: RequestInit) => fetch(url, init);
const authApi = createAuthApi(send);
const account = new AccountModel({
  api: createAccountApi(send),
  onError: error => openConsole.peek()?.toasts.error(error),
});
const session = new SessionModel(authApi);
const upgrade = createUpgrade(tabKeep, PROTOCOL_VERSION);
const openConsole = signal<ConsoleModel | null>(null);
const outdated = signal(false);
const signInEmail = signal("");
const pageTitle = computed(() => `${titleOf(router.route.value, i18n)} – ${i18n.t("app.name")}`);

/** The secret leaves the address at once, whatever becomes of it. */
const readWelcome = () => new WelcomeModel(authApi, takeFragment(window));
const welcome = signal(new WelcomeModel(authApi, null));
const openWelcome = () => {
  if (router.route.peek().kind !== "welcome") return;
  const model = readWelcome();
  welcome.value = model;
  void model.read();
};

const signOut = async () => {
  forgetUnsentWork(tabKeep);
  await session.signOut();
  // The next person begins at the beginning, not at somebody else's conversation.
  router.replace(HOME);
};

const onOutdated = () => {
  if (upgrade.refused() === "reload") location.reload();
  else outdated.value = true;
};

effect(() => {
  document.documentElement.lang = preferences.language.value;
});
effect(() => {
  document.documentElement.dataset.theme = preferences.theme.value;
});
effect(() => {
  // Secrets and codes are forgotten as soon as nobody looks at them.
  const route = router.route.value;
  const isLooking = route.kind === "settings" && route.page === "account";
  if (!isLooking || session.state.value.kind === "signedOut") account.leaveSecondFactor();
});
effect(() => {
  if (openConsole.value === null) attention.title(pageTitle.value);
});
effect(() => {
  if (session.state.value.kind !== "signedIn") return undefined;
  return untracked(() => {
    const model = new ConsoleModel({
      hub,
      account,
      clock,
      makeId: () => crypto.randomUUID(),
      router,
      keep,
      tabKeep,
      // With the parser of the rule language: only for those who look at rules.
      loadRadar: () => import("./features/radar/area.tsx"),
      attentive,
      onRevoked: () => void session.revoked(),
      onLeave: () => void signOut(),
      onOutdated,
      onAccepted: () => {
        upgrade.accepted();
        session.accepted();
      },
      hasRoomFor: what => window.innerWidth >= ROOM_PX[what],
    });
    const { unread, assigned } = model.conversations;
    attention.askToNotify();
    const stopAlerts = startAlerts({
      clock,
      attention,
      i18n,
      pageTitle,
      offers: model.inbox.offers,
      unread,
      attentive,
      assignedTo: computed(() => assigned.value?.view.peek().visitorLabel ?? null),
      notices: model.onSite.notices.all,
      away: computed(() => !model.isAvailable()),
      onOpen: () => model.goTo("inbox"),
      onNotice: ({ visitId }) => router.go({ kind: "visitors", visitId }),
    });
    openConsole.value = model;
    return () => {
      stopAlerts();
      openConsole.value = null;
      model.close();
    };
  });
});

const onWelcomed = async (email: string) => {
  // Whoever was signed in here is not the one who was just welcomed.
  if (email !== "") await session.signOut();
  signInEmail.value = email;
  router.replace(HOME);
};

const root = document.getElementById("app");
if (root !== null) {
  render(
    <App
      i18n={i18n}
      router={router}
      preferences={preferences}
      session={session}
      welcome={welcome}
      console={openConsole}
      outdated={outdated}
      signInEmail={signInEmail}
      onWelcomed={email => void onWelcomed(email)}
      around={{
        hubUrl: location.origin,
        narrow,
        shopAt: port => `${location.protocol}//${location.hostname}:${port}/`,
        reload: () => location.reload(),
        choose: tenantId => void session.choose(tenantId),
        // The browser's own log is all there is: nothing of a conversation is in it.
        onCrash: (name, error) => reportError(new Error(`The view "${name}" crashed`, { cause: error })),
      }}
    />,
    root,
  );
}
window.addEventListener("beforeunload", event => {
  // The browser asks in its own words.
  if (openConsole.peek()?.isUnsaved() === true) event.preventDefault();
});
window.addEventListener("hashchange", openWelcome);
openWelcome();
void session.check();
