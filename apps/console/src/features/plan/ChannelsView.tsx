/** The channels, one line each: weight, arrival, wrap-up, silence. Opened, one is edited in place. */
import type { Channel } from "@lotse/protocol";
import { type Signal, useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { type Adding, useAdding } from "../../ui/useAdding.ts";
import { ChannelEditor } from "./ChannelEditor.tsx";
import { GeneralSettings } from "./GeneralSettings.tsx";
import { PartNotes, PartProblem, PlanFrame, type PlanPartProps, type PlanScreenProps } from "./PlanFrame.tsx";
import { channelName, channelTexts } from "./words.ts";

const ID = /^[a-z][a-z0-9-]{0,31}$/;

type ListProps = PlanPartProps & { readonly open: Signal<string | null> };

const Line = (props: ListProps & { readonly channel: Channel }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { channel, plan, open, mayChange } = props;
  const isOpen = open.value === channel.id;
  const name = channelName(plan.channels, channel.id, i18n);
  return (
    <li class="card" data-testid="channel" data-channel={channel.id}>
      <div class="row">
        <div class="break">
          <h2>
            {name} <code class="muted">{channel.id}</code>
          </h2>
          <p class="muted">{channelTexts(channel, i18n).join(" · ")}</p>
        </div>
        <button
          type="button"
          class="button small"
          data-testid="channel-open"
          aria-expanded={isOpen}
          aria-label={t(mayChange ? "plan.changeLabel" : "plan.showLabel", name)}
          onClick={() => {
            open.value = isOpen ? null : channel.id;
          }}
        >
          {t(isOpen ? "plan.close" : mayChange ? "plan.change" : "plan.show")}
        </button>
      </div>
      <PartProblem problem={props.model.problem.value} id={channel.id} />
      <PartNotes model={props.model} names={[channel.id]} />
      {isOpen && <ChannelEditor {...props} />}
    </li>
  );
};

const Add = ({ model, open, add: adding }: ListProps & Pick<Adding<HTMLElement>, "add">) => {
  const { t } = useI18n();
  const id = useSignal("");
  const taken = useSignal(false);
  const add = (event: Event) => {
    event.preventDefault();
    const wanted = id.value.trim();
    if (!ID.test(wanted)) return;
    taken.value = !model.addChannel(wanted);
    if (taken.value) return;
    adding(() => {
      open.value = wanted;
    });
    id.value = "";
  };
  return (
    <form class="form" onSubmit={add}>
      <label class="field">
        <span>{t("field.id")}</span>
        <input
          data-testid="channel-id"
          autocomplete="off"
          spellcheck={false}
          required
          pattern="[a-z][a-z0-9\-]{0,31}"
          aria-invalid={taken.value || undefined}
          value={id.value}
          onInput={event => {
            id.value = event.currentTarget.value;
          }}
        />
        <span class="field-hint">{t("channel.idHint")}</span>
      </label>
      <p class="problem" role="alert">
        {taken.value ? t("channel.idTaken") : ""}
      </p>
      <button type="submit" class="button" data-testid="channel-add">
        {t("channel.add")}
      </button>
    </form>
  );
};

const Channels = (props: ListProps) => {
  const { list, add } = useAdding<HTMLUListElement>();
  return (
    <>
      <ul ref={list} class="cards">
        {props.plan.channels.map(channel => (
          <Line key={channel.id} {...props} channel={channel} />
        ))}
      </ul>
      {props.mayChange && <Add {...props} add={add} />}
      <GeneralSettings {...props} />
    </>
  );
};

export const ChannelsView = (props: PlanScreenProps) => {
  const { t } = useI18n();
  const open = useSignal<string | null>(null);
  return (
    <PlanFrame {...props} explain={t("plan.channels.explain")}>
      {part => <Channels {...part} open={open} />}
    </PlanFrame>
  );
};
