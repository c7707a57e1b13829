/** Sign-in or console, whichever the session says. A console lives exactly as long as its session. */
import type { ReadonlySignal } from "@preact/signals";
import type { SessionModel } from "./features/session/SessionModel.ts";
import { SessionView } from "./features/session/SessionView.tsx";
import type { I18n } from "./i18n/i18n.ts";
import type { ConsoleModel } from "./shell/ConsoleModel.ts";
import type { Preferences } from "./shell/Preferences.ts";
import { Shell } from "./shell/Shell.tsx";
import { Switches } from "./shell/Switches.tsx";
import { I18nProvider } from "./ui/AppContext.ts";

export interface AppProps {
  readonly i18n: I18n;
  readonly preferences: Preferences;
  readonly session: SessionModel;
  /** Null while nobody is signed in. */
  readonly console: ReadonlySignal<ConsoleModel | null>;
  readonly onReload: () => void;
}

export const App = (props: AppProps) => {
  const { preferences, session } = props;
  const model = props.console.value;
  const state = session.state.value;
  return (
    <I18nProvider value={props.i18n}>
      {model !== null && state.kind === "signedIn" ? (
        <Shell
          model={model}
          preferences={preferences}
          mirrorUrl={state.config.mirrorUrl}
          onReload={props.onReload}
        />
      ) : (
        <SessionView model={session} switches={<Switches preferences={preferences} />} />
      )}
    </I18nProvider>
  );
};
