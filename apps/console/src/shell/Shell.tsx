/** The signed-in console: rail, area, banner, notices, palette, and the keys. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../ui/AppContext.ts";
import { actionOf } from "../ui/keys.ts";
import { type Action, createActions } from "./actions.ts";
import { Banner } from "./Banner.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { Desk } from "./Desk.tsx";
import { NoticesView } from "./NoticesView.tsx";
import { Palette } from "./Palette.tsx";
import type { Preferences } from "./Preferences.ts";
import { Rail } from "./Rail.tsx";
import { VisitorsArea } from "./VisitorsArea.tsx";

export interface ShellProps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly mirrorUrl: string;
  readonly onSignOut: () => void;
  readonly onReload: () => void;
}

const focusComposer = () => document.getElementById("composer")?.focus();

const useKeys = (actions: readonly Action[], palette: Signal<boolean>): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = actionOf(event);
      if (wanted === null) return;
      event.preventDefault();
      // An open question is answered first.
      if (document.querySelector("dialog[open]") !== null) return;
      if (wanted === "palette") palette.value = true;
      else {
        const action = actions.find(({ id }) => id === wanted);
        if (action?.enabled() === true) action.run();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [actions, palette]);
};

export const Shell = ({ model, preferences, mirrorUrl, onSignOut, onReload }: ShellProps) => {
  const i18n = useI18n();
  const palette = useSignal(false);
  const actions = useMemo(
    () => createActions({ model, preferences, i18n, signOut: onSignOut, focusComposer }),
    [model, preferences, i18n, onSignOut],
  );
  useKeys(actions, palette);

  return (
    <div class="console">
      <a class="skip" href="#conversation">
        {i18n.t("app.skip")}
      </a>
      <Rail
        model={model}
        preferences={preferences}
        onPalette={() => {
          palette.value = true;
        }}
        onSignOut={onSignOut}
      />
      <div class="area">
        <Banner model={model} onReload={onReload} />
        {model.area.value === "inbox" ? (
          <Desk model={model} mirrorUrl={mirrorUrl} />
        ) : (
          <VisitorsArea model={model} />
        )}
      </div>
      <NoticesView notices={model.notices} />
      {palette.value && (
        <Palette
          actions={actions}
          onClose={() => {
            palette.value = false;
          }}
        />
      )}
    </div>
  );
};
