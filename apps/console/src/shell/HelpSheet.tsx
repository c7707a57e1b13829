/** Every command and its keys, from the registry itself. */
import { useI18n } from "../ui/AppContext.ts";
import { COMMAND_GROUPS, COMMAND_IDS, COMMANDS, type CommandGroup, keyOf } from "../ui/commands.ts";
import { Dialog } from "../ui/Dialog.tsx";
import type { Preferences } from "./Preferences.ts";

const Group = ({ group }: { readonly group: CommandGroup }) => {
  const { t } = useI18n();
  const ids = COMMAND_IDS.filter(id => COMMANDS[id].group === group);
  return (
    <section class="help-group" aria-labelledby={`help-${group}`}>
      <h3 id={`help-${group}`}>{t(`help.${group}`)}</h3>
      <dl>
        {ids.map(id => (
          <div key={id} class="help-line" data-testid="help-line">
            <dt>{t(COMMANDS[id].words)}</dt>
            <dd>
              {COMMANDS[id].keys === null ? (
                <span class="muted">{t("help.noKey")}</span>
              ) : (
                <kbd>{keyOf(id, t("key.ctrl"))}</kbd>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

export const HelpSheet = (props: {
  readonly preferences: Preferences;
  readonly onFirstSteps: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useI18n();
  const { preferences } = props;
  return (
    <Dialog title={t("help.title")} testid="help" wide={true} onClose={props.onClose}>
      <p class="muted">{t("help.explain")}</p>
      <div class="help-groups">
        {COMMAND_GROUPS.map(group => (
          <Group key={group} group={group} />
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          data-testid="plain-keys"
          checked={preferences.plainKeys.value}
          onChange={() => preferences.switchPlainKeys()}
        />
        {t("help.plainKeys")}
      </label>
      <div class="dialog-buttons">
        <button type="button" class="button" data-testid="help-first-steps" onClick={props.onFirstSteps}>
          {t("action.firstSteps")}
        </button>
      </div>
    </Dialog>
  );
};
