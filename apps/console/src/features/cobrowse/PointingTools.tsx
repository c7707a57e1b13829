/** Point, highlight, draw: what the agent's hand does on the visitor's page. */
import type { Tool } from "@lotse/cobrowse/replay/port";
import { Eraser, Highlighter, MousePointer2, PenLine, Pin, ZoomIn } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { type CommandId, hint } from "../../ui/commands.ts";
import type { PointingModel } from "./PointingModel.ts";

const TOOLS = [
  { tool: "point", command: "point", Icon: MousePointer2 },
  { tool: "highlight", command: "highlight", Icon: Highlighter },
  { tool: "draw", command: "draw", Icon: PenLine },
] as const satisfies readonly { tool: Tool; command: CommandId; Icon: unknown }[];

/** Escape ends drawing, also while the console has the keys. */
const useEscape = (model: PointingModel): void =>
  useEffect(() => {
    const end = (event: KeyboardEvent) => {
      // A dialog's Escape closes the dialog.
      const isFree = !event.defaultPrevented && document.querySelector("dialog[open]") === null;
      if (event.key === "Escape" && isFree) model.select("point");
    };
    window.addEventListener("keydown", end);
    return () => window.removeEventListener("keydown", end);
  }, [model]);

export interface ToggleProps {
  readonly label: string;
  readonly title?: string;
  readonly testId: string;
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
  readonly Icon: typeof Pin;
}

export const Toggle = ({ label, title, testId, isOn, isDisabled, onClick, Icon }: ToggleProps) => (
  <button
    type="button"
    class="live-tool"
    data-testid={testId}
    aria-label={label}
    aria-pressed={isOn}
    title={title ?? label}
    disabled={isDisabled}
    onClick={onClick}
  >
    <Icon size={18} aria-hidden="true" />
  </button>
);

export const PointingTools = ({
  model,
  children,
}: {
  readonly model: PointingModel;
  /** A further tool. */
  readonly children: ComponentChildren;
}) => {
  const { t } = useI18n();
  useEscape(model);
  const isOff = !model.allowed.value;
  return (
    <>
      <fieldset class="live-tool-row" aria-label={t("pointing.label")}>
        {TOOLS.map(({ tool, command, Icon }) => (
          <Toggle
            key={tool}
            {...{ Icon, isDisabled: isOff, label: t(`pointing.${tool}`), testId: `tool-${tool}` }}
            title={hint(t(`pointing.${tool}`), command)}
            isOn={model.tool.value === tool}
            onClick={() => model.select(tool)}
          />
        ))}
        {children}
        <Toggle
          {...{ Icon: Pin, isDisabled: isOff, label: t("pointing.pin"), testId: "tool-pin" }}
          title={t("pointing.pinLong")}
          isOn={model.pinned.value}
          onClick={() => model.togglePinned()}
        />
        <Toggle
          {...{ Icon: Eraser, isDisabled: isOff, label: t("pointing.clear"), testId: "tool-clear" }}
          title={hint(t("pointing.clear"), "clearMarks")}
          onClick={() => model.clear()}
        />
        <Toggle
          {...{ Icon: ZoomIn, label: t("pointing.zoom"), testId: "tool-zoom" }}
          isOn={model.zoom.value === "actual"}
          onClick={() => model.toggleZoom()}
        />
      </fieldset>
      <p class="live-tools-word" role="status" data-testid="pointing-word">
        {isOff ? t("pointing.off") : model.lost.value ? t("pointing.lost") : ""}
      </p>
    </>
  );
};
