/** The slim rail: areas above, connection and one-click settings below. Lists only what there is. */
import { Command, Inbox, LogOut, Users } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import { Flag } from "../ui/Flag.tsx";
import { hint } from "../ui/keys.ts";
import type { Area, ConsoleModel } from "./ConsoleModel.ts";
import type { Preferences } from "./Preferences.ts";
import { Switches } from "./Switches.tsx";

export interface RailProps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly onPalette: () => void;
  readonly onSignOut: () => void;
}

const AREAS: readonly { readonly id: Area; readonly Icon: typeof Inbox }[] = [
  { id: "inbox", Icon: Inbox },
  { id: "visitors", Icon: Users },
];

export const Rail = ({ model, preferences, onPalette, onSignOut }: RailProps) => {
  const { t } = useI18n();
  const calling = model.inbox.offers.value.length + model.conversations.unread.value;
  const connection = model.connectionState.value.kind;
  return (
    <nav class="rail" aria-label={t("rail.label")}>
      <span class="rail-flag" title={t("app.slogan")}>
        <Flag />
      </span>
      {AREAS.map(({ id, Icon }) => (
        <button
          key={id}
          type="button"
          class="rail-area"
          data-testid={`area-${id}`}
          aria-current={model.area.value === id ? "page" : undefined}
          title={hint(t(`rail.${id}`), id)}
          onClick={() => {
            model.area.value = id;
          }}
        >
          <Icon size={20} aria-hidden="true" />
          <span>{t(`rail.${id}`)}</span>
          {id === "inbox" && calling > 0 && <span class="rail-badge">{calling}</span>}
        </button>
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
      <button
        type="button"
        class="icon-button"
        data-testid="commands"
        title={`${t("rail.commands")} (Ctrl+K)`}
        aria-label={t("rail.commands")}
        onClick={onPalette}
      >
        <Command size={18} aria-hidden="true" />
      </button>
      <Switches preferences={preferences} />
      <button
        type="button"
        class="icon-button"
        data-testid="signout"
        title={t("rail.signout")}
        aria-label={t("rail.signout")}
        onClick={onSignOut}
      >
        <LogOut size={18} aria-hidden="true" />
      </button>
    </nav>
  );
};
