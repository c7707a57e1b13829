/** Work handed to a colleague or a queue, with a note; or a colleague asked in. */
import type { HelpMode, QueueId, WorkView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice, type Option } from "../../ui/controls.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Problem, useSubmit } from "../../ui/form.tsx";
import type { WorkModel } from "./WorkModel.ts";

const HOW = ["agent", "queue", "consult", "conference"] as const;
type How = (typeof HOW)[number];

const isAsking = (how: How): how is HelpMode => how === "consult" || how === "conference";
const NOTE_MAX = 2_000;

interface HandOnProps {
  readonly model: WorkModel;
  readonly item: WorkView;
  readonly queues: readonly Option<QueueId>[];
}

const useColleagues = (model: WorkModel) => {
  const { t } = useI18n();
  return model.colleagues.value.map(({ id, name, presence, presenceReason }) => {
    const state =
      presenceReason === null ? t(`presence.${presence}`) : `${t(`presence.${presence}`)}: ${presenceReason}`;
    return { value: id, label: `${name} (${state})` };
  });
};

const useHandOn = ({ model, item, queues }: HandOnProps) => {
  const how = useSignal<How>(model.colleagues.value.length > 0 ? "agent" : "queue");
  const agentId = useSignal(model.colleagues.value[0]?.id ?? null);
  const queueId = useSignal(queues[0]?.value ?? null);
  const note = useSignal("");
  const send = async () => {
    const [agent, queue, text] = [agentId.value, queueId.value, note.value.trim()];
    if (how.value === "queue" && queue !== null)
      return model.handOn(item, { to: "queue", queueId: queue }, text);
    if (agent === null) return { ok: false as const, error: { code: "FIELD_MISSING" as const, message: "" } };
    if (isAsking(how.value)) return model.consult(item, agent, how.value);
    return model.handOn(item, { to: "agent", agentId: agent }, text);
  };
  return { how, agentId, queueId, note, form: useSubmit(send, () => model.handOnOf(null)) };
};

const Note = ({ note }: { readonly note: { value: string } }) => {
  const { t } = useI18n();
  return (
    <label class="field">
      <span>{t("handOn.note")}</span>
      <textarea
        rows={3}
        maxLength={NOTE_MAX}
        data-testid="hand-on-note"
        value={note.value}
        onInput={event => {
          note.value = event.currentTarget.value;
        }}
      />
      <span class="field-hint">{t("handOn.noteHint")}</span>
    </label>
  );
};

const Form = (props: HandOnProps) => {
  const { t } = useI18n();
  const { how, agentId, queueId, note, form } = useHandOn(props);
  const colleagues = useColleagues(props.model);
  const isForQueue = how.value === "queue";
  return (
    <form class="form" onSubmit={form.onSubmit}>
      <Choice
        label={t("handOn.how")}
        testid="hand-on-how"
        value={how.value}
        // Where there is no conversation, there is nobody to speak to
        options={HOW.filter(value => value !== "conference" || props.item.conversationId !== null).map(
          value => ({ value, label: t(`handOn.${value}`) }),
        )}
        onChange={next => {
          how.value = next;
        }}
      />
      {isForQueue && (
        <Choice
          label={t("overflow.queue")}
          testid="hand-on-queue"
          value={queueId.value ?? ("" as QueueId)}
          options={props.queues}
          onChange={next => {
            queueId.value = next;
          }}
        />
      )}
      {!isForQueue && colleagues.length === 0 && <p class="muted">{t("handOn.nobody")}</p>}
      {!isForQueue && colleagues.length > 0 && (
        <Choice
          label={t("handOn.who")}
          testid="hand-on-agent"
          value={agentId.value ?? colleagues[0]?.value ?? ("" as never)}
          options={colleagues}
          onChange={next => {
            agentId.value = next;
          }}
        />
      )}
      {isAsking(how.value) ? <p class="muted">{t(`handOn.${how.value}Hint`)}</p> : <Note note={note} />}
      <Problem error={form.problem} />
      <button type="submit" class="button primary" data-testid="hand-on-send" disabled={form.busy}>
        {t(isAsking(how.value) ? "handOn.ask" : "handOn.send")}
      </button>
    </form>
  );
};

export const HandOnDialog = (props: HandOnProps) => {
  const { t, visitor } = useI18n();
  const { item, model } = props;
  return (
    <Dialog
      title={t("handOn.title", item.subject ?? visitor(item.label))}
      testid="hand-on-dialog"
      onClose={() => model.handOnOf(null)}
    >
      <Form {...props} />
    </Dialog>
  );
};
