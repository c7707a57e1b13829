/** One channel, edited in place: every change is in the draft at once. Read only, it shows the same. */
import type { Channel } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Choice, NumberInput, TextInput, Tick } from "../../ui/controls.tsx";
import { DurationInput } from "../../ui/DurationInput.tsx";
import type { PlanPartProps } from "./PlanFrame.tsx";
import { channelName } from "./words.ts";

const UNITS_MAX = 1_000;
const IDLE_MS = 300_000;
const IDLE = ["none", "keep", "release", "end"] as const;

interface PartProps {
  readonly channel: Channel;
  readonly change: (part: Partial<Channel>) => void;
}

const Weight = ({ channel, change }: PartProps) => {
  const { t } = useI18n();
  const { weight } = channel;
  return (
    <>
      <Tick
        label={t("channel.wholePerson")}
        testid="channel-whole"
        checked={weight === "all"}
        onChange={whole => change({ weight: whole ? "all" : 1 })}
      />
      {weight !== "all" && (
        <NumberInput
          label={t("channel.weight")}
          testid="channel-weight"
          min={0}
          max={UNITS_MAX}
          value={weight}
          onChange={units => change({ weight: units })}
        />
      )}
      <NumberInput
        label={t("channel.cobrowse")}
        testid="channel-cobrowse"
        min={0}
        max={UNITS_MAX}
        value={channel.cobrowseWeight}
        onChange={cobrowseWeight => change({ cobrowseWeight })}
      />
    </>
  );
};

const Idle = ({ channel, change }: PartProps) => {
  const { t } = useI18n();
  const { idle } = channel;
  return (
    <div class="idle">
      <Choice
        label={t("channel.idle")}
        testid="channel-idle"
        value={idle?.then ?? "none"}
        options={IDLE.map(value => ({
          value,
          label: t(value === "none" ? "channel.idleNone" : `channel.${value}`),
        }))}
        onChange={then =>
          change({ idle: then === "none" ? null : { afterMs: idle?.afterMs ?? IDLE_MS, then } })
        }
      />
      {idle !== null && (
        <DurationInput
          label={t("channel.idleAfter")}
          testid="channel-idle-after"
          ms={idle.afterMs}
          minMs={1_000}
          onChange={afterMs => change({ idle: { ...idle, afterMs } })}
        />
      )}
    </div>
  );
};

const Arrival = ({ channel, change }: PartProps) => {
  const { t } = useI18n();
  return (
    <>
      <Choice
        label={t("channel.answer")}
        testid="channel-answer"
        value={channel.answer}
        options={(["ring", "auto"] as const).map(value => ({ value, label: t(`channel.${value}`) }))}
        onChange={answer => change({ answer })}
      />
      {channel.answer === "ring" && (
        <DurationInput
          label={t("channel.ringTime")}
          testid="channel-ring"
          ms={channel.ringMs}
          minMs={1_000}
          onChange={ringMs => change({ ringMs })}
        />
      )}
      <DurationInput
        label={t("channel.wrapUp")}
        testid="channel-wrapup"
        hint={t("channel.wrapUpHint")}
        ms={channel.wrapUpMs}
        onChange={wrapUpMs => change({ wrapUpMs })}
      />
    </>
  );
};

const Remove = ({ model, plan, channel }: PlanPartProps & { readonly channel: Channel }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  return (
    <div class="buttons">
      <button
        type="button"
        class="button danger"
        data-testid="channel-remove"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t("plan.remove")}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={t("channel.removeQuestion", channelName(plan.channels, channel.id, i18n))}
          explanation={t("channel.removeExplain")}
          confirm={t("plan.remove")}
          onConfirm={() => model.removeChannel(channel.id)}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
};

export const ChannelEditor = (props: PlanPartProps & { readonly channel: Channel }) => {
  const { t } = useI18n();
  const { model, channel } = props;
  const change = (part: Partial<Channel>) => model.putChannel({ ...channel, ...part });
  return (
    <fieldset disabled={!props.mayChange} class="plan-editor" data-testid="channel-editor">
      <div class="fields">
        <TextInput
          label={t("plan.nameDe")}
          testid="channel-name-de"
          value={channel.name.de}
          onChange={de => change({ name: { ...channel.name, de } })}
        />
        <TextInput
          label={t("plan.nameEn")}
          testid="channel-name-en"
          value={channel.name.en}
          onChange={en => change({ name: { ...channel.name, en } })}
        />
        <Weight channel={channel} change={change} />
        <Arrival channel={channel} change={change} />
        <Idle channel={channel} change={change} />
      </div>
      {props.mayChange && <Remove {...props} />}
    </fieldset>
  );
};
