/** Chooses a fact of the catalogue: type to search, go with the arrows, Enter. A combobox in the browser's own modal dialog. */
import type { Fact, FactName } from "@lotse/radar/catalogue";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { FACT_LABELS } from "./factLabels.ts";
import { FACT_GROUPS, type FactGroup, factsIn } from "./tests.ts";

interface Found {
  readonly group: FactGroup;
  readonly facts: readonly Fact[];
}

interface PickerProps {
  readonly current: FactName | null;
  readonly onPick: (fact: FactName) => void;
  readonly onClose: () => void;
}

const useSearch = (current: FactName | null) => {
  const { name } = useI18n();
  const query = useSignal("");
  const at = useSignal<FactName | null>(current);
  const matches = (fact: Fact, words: readonly string[]): boolean => {
    const text = `${name(FACT_LABELS[fact.name])} ${name(fact.description)} ${fact.name}`.toLowerCase();
    return words.every(word => text.includes(word));
  };
  const found = useComputed(() => {
    const words = query.value.toLowerCase().split(/\s+/);
    return FACT_GROUPS.map(
      (group): Found => ({
        group,
        facts: factsIn(group).filter(fact => matches(fact, words)),
      }),
    ).filter(({ facts }) => facts.length > 0);
  });
  const inOrder = useComputed(() => found.value.flatMap(({ facts }) => facts.map(fact => fact.name)));
  const chosen = useComputed(() =>
    at.value !== null && inOrder.value.includes(at.value) ? at.value : (inOrder.value[0] ?? null),
  );
  return { query, at, found, inOrder, chosen };
};

const useUnit = () => {
  const { t } = useI18n();
  return ({ type, unit }: Fact): string => {
    if (unit === "seconds" || unit === "percent" || unit === "currency") return t(`fact.unit.${unit}`);
    if (type === "text" || type === "boolean" || type === "any") return t(`fact.unit.${type}`);
    return t("fact.unit.number");
  };
};

const Options = (props: {
  readonly listId: string;
  readonly found: readonly Found[];
  readonly chosen: FactName | null;
  readonly onPick: (fact: FactName) => void;
}) => {
  const { t, name } = useI18n();
  const unitOf = useUnit();
  const { listId } = props;
  return (
    <div role="listbox" id={listId} class="palette-list fact-list" aria-label={t("fact.title")}>
      {props.found.map(({ group, facts }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
        <div key={group} role="group" aria-labelledby={`${listId}-${group}`}>
          <div id={`${listId}-${group}`} class="fact-group">
            {t(`fact.group.${group}`)}
          </div>
          {facts.map(fact => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
            <div
              key={fact.name}
              id={`${listId}-${fact.name}`}
              role="option"
              tabIndex={-1}
              aria-selected={fact.name === props.chosen}
              data-testid={`fact-${fact.name}`}
              ref={element => {
                if (fact.name === props.chosen) element?.scrollIntoView({ block: "nearest" });
              }}
              onClick={() => props.onPick(fact.name)}
            >
              <span class="fact-option">
                <strong>{name(FACT_LABELS[fact.name])}</strong>
                <span class="muted">
                  {name(fact.description)}
                  {fact.source === "hub" && ` (${t("fact.hub")})`}
                </span>
              </span>
              <span class="tag">{unitOf(fact)}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
};

export const FactPicker = ({ current, onPick, onClose }: PickerProps) => {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const { query, at, found, inOrder, chosen } = useSearch(current);
  useEffect(() => dialog.current?.showModal(), []);
  const pick = (fact: FactName) => {
    onPick(fact);
    dialog.current?.close();
  };
  const move = (by: 1 | -1) => {
    const all = inOrder.value;
    const index = chosen.value === null ? -1 : all.indexOf(chosen.value);
    at.value = all[(index + by + all.length) % all.length] ?? null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && chosen.value !== null) pick(chosen.value);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={t("fact.title")}
      data-testid="fact-picker"
      onClose={onClose}
      onClick={event => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      onKeyDown={onKeyDown}
    >
      <input
        type="text"
        role="combobox"
        class="palette-input"
        aria-label={t("fact.search")}
        aria-controls={listId}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-activedescendant={chosen.value === null ? undefined : `${listId}-${chosen.value}`}
        placeholder={t("fact.search")}
        autocomplete="off"
        value={query.value}
        onInput={event => {
          query.value = event.currentTarget.value;
          at.value = null;
        }}
      />
      <Options listId={listId} found={found.value} chosen={chosen.value} onPick={pick} />
      {found.value.length === 0 && <p class="empty">{t("fact.none")}</p>}
    </dialog>
  );
};
