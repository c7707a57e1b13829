/** The command palette: type, choose with the arrows, Enter. A combobox in the browser's own modal dialog. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../ui/AppContext.ts";
import { COMMAND_IDS, COMMANDS, type CommandBindings, type CommandId, keyOf } from "../ui/commands.ts";

/** A command as it is called now. */
interface Choice {
  readonly id: CommandId;
  readonly label: string;
}

/** What is typed, what is found, which one is chosen, and the keys that choose. */
const useChoice = (props: PaletteProps, run: (id: CommandId) => void) => {
  const query = useSignal("");
  const at = useSignal(0);
  const found = useComputed(() => {
    const words = query.value.toLowerCase().split(/\s+/);
    return COMMAND_IDS.filter(id => id !== "palette" && props.bindings[id].available())
      .map((id): Choice => ({ id, label: props.labelOf(id) }))
      .filter(({ label }) => words.every(word => label.toLowerCase().includes(word)));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found.value.length;
    const chosen = found.value[at.value];
    if (event.key === "ArrowDown" && count > 0) at.value = (at.value + 1) % count;
    else if (event.key === "ArrowUp" && count > 0) at.value = (at.value - 1 + count) % count;
    else if (event.key === "Enter" && chosen !== undefined) run(chosen.id);
    else return;
    event.preventDefault();
  };
  return { query, at, found, onKeyDown };
};

export interface PaletteProps {
  readonly bindings: CommandBindings;
  readonly labelOf: (id: CommandId) => string;
  readonly onClose: () => void;
}

export const Palette = (props: PaletteProps) => {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const run = (id: CommandId) => {
    dialog.current?.close();
    props.bindings[id].run();
  };
  const { query, at, found, onKeyDown } = useChoice(props, run);

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={t("palette.title")}
      data-testid="palette"
      onClose={props.onClose}
      onClick={event => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      onKeyDown={onKeyDown}
    >
      <input
        type="text"
        role="combobox"
        class="palette-input"
        aria-label={t("palette.placeholder")}
        aria-controls="palette-list"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-activedescendant={found.value[at.value] === undefined ? undefined : `palette-${at.value}`}
        placeholder={t("palette.placeholder")}
        autocomplete="off"
        value={query.value}
        onInput={event => {
          query.value = event.currentTarget.value;
          at.value = 0;
        }}
      />
      <PaletteList choices={found.value} at={at.value} onRun={run} />
      {found.value.length === 0 && <p class="empty">{t("palette.none")}</p>}
    </dialog>
  );
};

const PaletteList = (props: {
  readonly choices: readonly Choice[];
  readonly at: number;
  readonly onRun: (id: CommandId) => void;
}) => {
  const { t } = useI18n();
  return (
    <div role="listbox" id="palette-list" class="palette-list" aria-label={t("palette.title")}>
      {props.choices.map(({ id, label }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
        <div
          key={id}
          id={`palette-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === props.at}
          ref={element => {
            if (index === props.at) element?.scrollIntoView({ block: "nearest" });
          }}
          onClick={() => props.onRun(id)}
        >
          <span>{label}</span>
          {COMMANDS[id].keys !== null && <kbd>{keyOf(id, t("key.ctrl"))}</kbd>}
        </div>
      ))}
    </div>
  );
};
