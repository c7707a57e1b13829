/** Who I am, how much I have, and whether visitors come to me: one click. */
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { hint } from "../../ui/commands.ts";
import { AwayReason } from "./AwayReason.tsx";
import type { InboxModel } from "./InboxModel.ts";

export const PresenceSwitch = (props: {
  readonly model: InboxModel;
  readonly openCount: number;
  /** How full I am; null where the hub does not tell. */
  readonly meter: ComponentChildren;
}) => {
  const { t } = useI18n();
  const agent = props.model.agent.value;
  if (agent === null) return <div class="presence" aria-busy="true" />;
  const choice = (presence: "available" | "away") => (
    <button
      type="button"
      class={`presence-choice ${presence}`}
      data-testid={`presence-${presence}`}
      aria-pressed={agent.presence === presence}
      title={hint(t(`action.presence.${presence}`), "presence")}
      onClick={() => void props.model.setPresence(presence)}
    >
      {t(`presence.${presence}`)}
    </button>
  );
  return (
    <div class="presence">
      <p class="presence-who">
        <strong>{agent.name}</strong>
        {props.meter === null && (
          <span class="muted" title={t("presence.loadLabel", props.openCount, agent.capacity)}>
            {t("presence.load", props.openCount, agent.capacity)}
          </span>
        )}
      </p>
      <fieldset
        class="presence-choices"
        aria-label={t("presence.label")}
        data-testid="presence"
        data-presence={agent.presence}
      >
        {choice("available")}
        {choice("away")}
      </fieldset>
      {agent.presence === "away" && <AwayReason model={props.model} reason={agent.presenceReason} />}
      {props.meter}
    </div>
  );
};
