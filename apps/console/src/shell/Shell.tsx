/** The signed-in console: rail, area, banner, notices, palette, and the keys. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../ui/AppContext.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
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

const LeaveQuestion = ({ model }: { readonly model: ConsoleModel }) => {
  const { t } = useI18n();
  if (!model.confirmingLeave.value) return null;
  return (
    <ConfirmDialog
      question={t("leave.question")}
      explanation={t("leave.explain", model.conversations.openCount.value)}
      confirm={t("leave.yes")}
      onConfirm={() => void model.leave()}
      onClose={() => {
        model.confirmingLeave.value = false;
      }}
    />
  );
};

export const Shell = ({ model, preferences, mirrorUrl, onReload }: ShellProps) => {
  const i18n = useI18n();
  const palette = useSignal(false);
  const actions = useMemo(
    () => createActions({ model, preferences, i18n, focusComposer }),
    [model, preferences, i18n],
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
        onSignOut={() => model.signOut()}
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
      <LeaveQuestion model={model} />
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
