/** Which kinds of work somebody gets, and how many items of each at once. Knows channels by name alone. */
import type { ChannelId, ChannelLimit } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import { NumberInput, type Option, Tick } from "../../ui/controls.tsx";

const ITEMS_MAX = 1_000;

export interface ChannelsDraft {
  /** Null: every kind, also those that come later. */
  readonly channels: readonly ChannelId[] | null;
  readonly limits: readonly ChannelLimit[];
}

export const ChannelsField = (props: {
  readonly known: readonly Option<ChannelId>[];
  readonly draft: ChannelsDraft;
  readonly onChange: (draft: ChannelsDraft) => void;
}) => {
  const { t } = useI18n();
  const { known, draft, onChange } = props;
  const { channels, limits } = draft;
  const gets = (id: ChannelId) => channels?.includes(id) !== false;
  const turn = (id: ChannelId, on: boolean) => {
    const ids = known.map(({ value }) => value).filter(other => (other === id ? on : gets(other)));
    onChange({ ...draft, channels: ids });
  };
  const limit = (channel: ChannelId, items: number) => {
    const others = limits.filter(known => known.channel !== channel);
    onChange({ ...draft, limits: items === 0 ? others : [...others, { channel, items }] });
  };
  return (
    <fieldset class="skills" data-testid="member-channels">
      <legend>{t("people.channels")}</legend>
      <Tick
        label={t("people.channelsAll")}
        hint={t("people.channelsAllHint")}
        testid="member-channels-all"
        checked={channels === null}
        onChange={all => onChange({ ...draft, channels: all ? null : known.map(({ value }) => value) })}
      />
      <p class="field-hint">{t("people.limitHint")}</p>
      <ul>
        {known.map(({ value, label }) => (
          <li key={value} class="channel-row" data-testid="member-channel" data-channel={value}>
            {channels === null ? (
              <span>{label}</span>
            ) : (
              <Tick label={label} checked={gets(value)} onChange={on => turn(value, on)} />
            )}
            {gets(value) && (
              <NumberInput
                bare={true}
                label={t("people.limitOf", label)}
                testid="member-limit"
                min={0}
                max={ITEMS_MAX}
                value={limits.find(({ channel }) => channel === value)?.items ?? 0}
                onChange={items => limit(value, items)}
              />
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
};
