/** Welcome page, sign-in or console, whichever address and session say. A console lives exactly as long as its session. */
import type { ReadonlySignal } from "@preact/signals";
import type { SessionModel } from "./features/session/SessionModel.ts";
import { SessionView } from "./features/session/SessionView.tsx";
import type { WelcomeModel } from "./features/welcome/WelcomeModel.ts";
import { WelcomeView } from "./features/welcome/WelcomeView.tsx";
import type { I18n } from "./i18n/i18n.ts";
import type { Router } from "./routing/Router.ts";
import type { ConsoleModel } from "./shell/ConsoleModel.ts";
import { OutdatedPage } from "./shell/OutdatedPage.tsx";
import type { Preferences } from "./shell/Preferences.ts";
import { Shell } from "./shell/Shell.tsx";
import type { Surroundings } from "./shell/Surroundings.ts";
import { Switches } from "./shell/Switches.tsx";
import { I18nProvider, RouterProvider } from "./ui/AppContext.ts";
import { Boundary } from "./ui/Boundary.tsx";

export interface AppProps {
  readonly i18n: I18n;
  readonly router: Router;
  readonly preferences: Preferences;
  readonly session: SessionModel;
  readonly welcome: ReadonlySignal<WelcomeModel>;
  /** Null while nobody is signed in. */
  readonly console: ReadonlySignal<ConsoleModel | null>;
  /** Hub and page still do not understand each other after a reload. */
  readonly outdated: ReadonlySignal<boolean>;
  readonly signInEmail: ReadonlySignal<string>;
  readonly onWelcomed: (email: string) => void;
  readonly around: Omit<Surroundings, "mirrorUrl" | "shopUrl" | "memberships" | "activeTenantId"> & {
    readonly shopAt: (port: number) => string;
  };
}

const Screen = (props: AppProps) => {
  const { preferences, session, around } = props;
  const model = props.console.value;
  const state = session.state.value;
  const switches = <Switches preferences={preferences} />;
  if (props.outdated.value) return <OutdatedPage onReload={around.reload} />;
  if (props.router.route.value.kind === "welcome") {
    return (
      <WelcomeView
        key={props.welcome.value}
        model={props.welcome.value}
        switches={switches}
        onDone={props.onWelcomed}
      />
    );
  }
  if (model === null || state.kind !== "signedIn") {
    const email = props.signInEmail.value;
    return <SessionView key={email} model={session} email={email} switches={switches} />;
  }
  const { config, choice } = state;
  const surroundings: Surroundings = {
    ...around,
    mirrorUrl: config.mirrorUrl,
    shopUrl: config.shopPort === null ? null : around.shopAt(config.shopPort),
    memberships: choice.memberships,
    activeTenantId: choice.activeTenantId,
  };
  return <Shell key={model} model={model} preferences={preferences} surroundings={surroundings} />;
};

export const App = (props: AppProps) => (
  <I18nProvider value={props.i18n}>
    <RouterProvider value={props.router}>
      <Boundary name="console" onCrash={props.around.onCrash}>
        <Screen {...props} />
      </Boundary>
    </RouterProvider>
  </I18nProvider>
);
