/** The slim rail: areas above, connection and one-click settings below. Lists only what there is. */
import { CircleHelp, Command, Inbox, LogOut, Radar, Settings, Users } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import { type CommandBindings, type CommandId, hint } from "../ui/commands.ts";
import { Flag } from "../ui/Flag.tsx";
import { Link } from "../ui/Link.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";
import type { Preferences } from "./Preferences.ts";
import { Switches } from "./Switches.tsx";

export interface RailProps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly bindings: CommandBindings;
  readonly labelOf: (id: CommandId) => string;
}

const AREAS = [
  { id: "inbox", Icon: Inbox },
  { id: "visitors", Icon: Users },
  { id: "radar", Icon: Radar },
  { id: "settings", Icon: Settings },
] as const;

/** A command as a button: words, key and effect are the registry's. */
const RailCommand = (
  props: RailProps & { readonly id: CommandId; readonly Icon: typeof Inbox; readonly testid: string },
) => {
  const { t } = useI18n();
  const label = props.labelOf(props.id);
  return (
    <button
      type="button"
      class="icon-button"
      data-testid={props.testid}
      title={hint(label, props.id, t("key.ctrl"))}
      aria-label={label}
      onClick={() => props.bindings[props.id].run()}
    >
      <props.Icon size={18} aria-hidden="true" />
    </button>
  );
};

export const Rail = (props: RailProps) => {
  const { t } = useI18n();
  const { model, preferences } = props;
  const calling = model.inbox.offers.value.length + model.conversations.unread.value;
  const badges: Readonly<Record<string, number>> = {
    inbox: calling,
    visitors: model.onSite.notices.all.value.length,
  };
  const connection = model.connectionState.value.kind;
  return (
    <nav class="rail" aria-label={t("rail.label")}>
      <span class="rail-flag" title={t("app.slogan")}>
        <Flag />
      </span>
      {AREAS.filter(({ id }) => model.may(id)).map(({ id, Icon }) => (
        <Link
          key={id}
          to={model.entryOf(id)}
          class="rail-area"
          testid={`area-${id}`}
          current={model.area.value === id}
          title={hint(t(`rail.${id}`), id)}
        >
          <Icon size={20} aria-hidden="true" />
          <span>{t(`rail.${id}`)}</span>
          {(badges[id] ?? 0) > 0 && <span class="rail-badge">{badges[id]}</span>}
        </Link>
      ))}
      <span class="rail-space" />
      <span
        class={`connection-dot ${connection}`}
        role="status"
        data-testid="connection-state"
        data-state={connection}
        title={t(`connection.${connection}`)}
      >
        <span class="sr">{t(`connection.${connection}`)}</span>
      </span>
      <RailCommand {...props} id="palette" Icon={Command} testid="commands" />
      <RailCommand {...props} id="help" Icon={CircleHelp} testid="help-open" />
      <Switches preferences={preferences} />
      <RailCommand {...props} id="signout" Icon={LogOut} testid="signout" />
    </nav>
  );
};
