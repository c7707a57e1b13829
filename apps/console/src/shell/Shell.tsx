/** The signed-in console: rail, area, banner, toasts, sheets, and the keys. */
import { useEffect, useMemo } from "preact/hooks";
import { FirstStepsView } from "../features/firstSteps/FirstStepsView.tsx";
import { NoticesView } from "../features/notices/NoticesView.tsx";
import { type Traces, TracesProvider } from "../features/radar/trace/traces.ts";
import { useI18n } from "../ui/AppContext.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { type CommandBindings, type CommandId, commandOf } from "../ui/commands.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { useArrival } from "./arrival.ts";
import { Banner } from "./Banner.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { bindCommands, labelOf } from "./commands.ts";
import { Desk } from "./Desk.tsx";
import { HelpSheet } from "./HelpSheet.tsx";
import { Palette } from "./Palette.tsx";
import type { Preferences } from "./Preferences.ts";
import { planNames } from "./planNames.ts";
import { RadarPlaceView } from "./RadarPlaceView.tsx";
import { Rail } from "./Rail.tsx";
import { SettingsArea } from "./SettingsArea.tsx";
import type { Surroundings } from "./Surroundings.ts";
import { ToastsView } from "./ToastsView.tsx";
import { UnknownPlace } from "./UnknownPlace.tsx";
import { VisitorsArea } from "./VisitorsArea.tsx";
import { WorkSheets } from "./WorkSheets.tsx";

export interface ShellProps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly surroundings: Surroundings;
}

const focusComposer = () => document.getElementById("composer")?.focus();

/** Fields in which a plain key writes something. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));

const useKeys = (bindings: CommandBindings, preferences: Preferences): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = commandOf(event, isWriting(event.target) || !preferences.plainKeys.value);
      if (wanted === null) return;
      event.preventDefault();
      // An open question is answered first.
      if (document.querySelector("dialog[open]") !== null) return;
      if (bindings[wanted].available()) bindings[wanted].run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [bindings, preferences]);
};

/** What the plan calls things changes rarely; then a trace is told anew. */
const useTracesOf = (model: ConsoleModel): Traces => {
  const i18n = useI18n();
  const { inForce, retired } = model.settings.plan;
  const [plan, before] = [inForce.value, retired.value];
  return useMemo(
    () => ({
      nowMs: model.nowMs,
      open: model.onSite.openTrace,
      names: planNames({ plan, retired: before }, i18n),
    }),
    [model, plan, before, i18n],
  );
};

const LeaveQuestion = ({ model }: { readonly model: ConsoleModel }) => {
  const { t } = useI18n();
  if (model.asking.value !== "leave") return null;
  const open = model.conversations.openCount.value;
  const unsaved = model.settings.plan.unsaved.value;
  const unsavedRules = model.radar.isUnsaved();
  const explanation = [
    ...(open > 0 || !(unsaved || unsavedRules) ? [t("leave.explain", open)] : []),
    ...(unsaved ? [t("leave.unsaved")] : []),
    ...(unsavedRules ? [t("leave.unsavedRules")] : []),
  ].join(" ");
  return (
    <ConfirmDialog
      question={t("leave.question")}
      explanation={explanation}
      confirm={t("leave.yes")}
      onConfirm={() => void model.leave()}
      onClose={() => {
        model.asking.value = null;
      }}
    />
  );
};

const Area = ({ model, surroundings }: Omit<ShellProps, "preferences">) => {
  const area = model.area.value;
  if (area === "inbox") return <Desk model={model} surroundings={surroundings} />;
  if (area === "visitors") return <VisitorsArea model={model} />;
  if (area === "radar") return <RadarPlaceView model={model} />;
  return area === "settings" ? (
    <SettingsArea model={model} surroundings={surroundings} />
  ) : (
    <UnknownPlace path={location.pathname} />
  );
};

interface SheetsProps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly bindings: CommandBindings;
  readonly label: (id: CommandId) => string;
  readonly surroundings: Surroundings;
}

const Sheets = ({ model, preferences, bindings, label, surroundings }: SheetsProps) => {
  const { t } = useI18n();
  const sheet = model.sheet.value;
  const close = (closed: typeof sheet) => () => {
    // A command chosen in the palette may have opened the next one already.
    if (model.sheet.value === closed) model.sheet.value = null;
  };
  if (sheet === "palette") return <Palette bindings={bindings} labelOf={label} onClose={close("palette")} />;
  if (sheet === "firstSteps") {
    return (
      <Dialog
        title={t("action.firstSteps")}
        testid="first-steps-sheet"
        wide={true}
        onClose={close("firstSteps")}
      >
        <FirstStepsView
          model={model.firstSteps}
          hubUrl={surroundings.hubUrl}
          shopUrl={surroundings.shopUrl}
          onDismiss={null}
        />
      </Dialog>
    );
  }
  if (sheet !== "help") return null;
  return (
    <HelpSheet
      preferences={preferences}
      onFirstSteps={() => bindings.firstSteps.run()}
      onClose={close("help")}
    />
  );
};

export const Shell = ({ model, preferences, surroundings }: ShellProps) => {
  const i18n = useI18n();
  const bindings = useMemo(
    () => bindCommands({ model, preferences, i18n, focusComposer }),
    [model, preferences, i18n],
  );
  const label = (id: CommandId) => labelOf(id, bindings, i18n);
  useKeys(bindings, preferences);
  const traces = useTracesOf(model);
  useArrival(() => {
    const route = model.router.route.value;
    if (route.kind === "radar") return `radar/${route.at.show}/${"part" in route.at ? route.at.part : ""}`;
    return route.kind === "settings" ? `settings/${route.page}` : route.kind;
  });
  const area = model.area.value;
  return (
    <div class="console">
      <a class="skip" href="#conversation">
        {i18n.t("app.skip")}
      </a>
      <Rail model={model} preferences={preferences} bindings={bindings} labelOf={label} />
      <div class="area">
        <Banner model={model} onReload={surroundings.reload} />
        <Boundary key={area} name={area} onCrash={surroundings.onCrash}>
          <TracesProvider value={traces}>
            <Area model={model} surroundings={surroundings} />
          </TracesProvider>
        </Boundary>
      </div>
      <ToastsView toasts={model.toasts}>
        <NoticesView model={model.onSite.notices} />
      </ToastsView>
      <LeaveQuestion model={model} />
      <WorkSheets model={model} />
      <Sheets
        model={model}
        preferences={preferences}
        bindings={bindings}
        label={label}
        surroundings={surroundings}
      />
    </div>
  );
};
