/** One queue, edited in place: every change is in the draft at once. Read only, it shows the same. */
import type { Queue, RoutingPlan } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { NumberInput, TextInput, Tick } from "../../ui/controls.tsx";
import { SkillLevels } from "../../ui/SkillLevels.tsx";
import { HoursEditor } from "./HoursEditor.tsx";
import { Overflows } from "./Overflows.tsx";
import type { PlanPartProps } from "./PlanFrame.tsx";
import { Relaxations } from "./Relaxations.tsx";
import { ServiceLevels } from "./ServiceLevels.tsx";
import { queueName } from "./words.ts";

const PRIORITY_MAX = 10;

/** Every skill that the plan speaks of. */
const skillsIn = (plan: RoutingPlan): readonly string[] => {
  const named = plan.queues.flatMap(queue => [
    ...queue.needs,
    ...queue.prefers,
    ...queue.relaxations.flatMap(({ needs }) => needs),
  ]);
  return [...new Set(named.map(({ skill }) => skill))].filter(skill => skill.trim() !== "").sort();
};

export interface QueuePartProps {
  readonly queue: Queue;
  readonly plan: RoutingPlan;
  readonly knownSkills: readonly string[];
  readonly change: (part: Partial<Queue>) => void;
}

const Names = ({ queue, change, wrong }: QueuePartProps & { readonly wrong: string | null }) => {
  const { t } = useI18n();
  return (
    <div class="fields">
      <TextInput
        label={t("plan.nameDe")}
        testid="queue-name-de"
        value={queue.name.de}
        wrong={wrong === "name"}
        onChange={de => change({ name: { ...queue.name, de } })}
      />
      <TextInput
        label={t("plan.nameEn")}
        testid="queue-name-en"
        value={queue.name.en}
        wrong={wrong === "name"}
        onChange={en => change({ name: { ...queue.name, en } })}
      />
      <TextInput
        label={t("field.key")}
        testid="queue-key"
        hint={t("queue.keyHint")}
        maxLength={80}
        value={queue.key}
        wrong={wrong === "key"}
        onChange={key => change({ key })}
      />
    </div>
  );
};

const Skills = ({
  queue,
  knownSkills,
  change,
  wrong,
}: QueuePartProps & { readonly wrong: string | null }) => {
  const { t } = useI18n();
  return (
    <div class="fields">
      <SkillLevels
        label={t("field.needs")}
        testid="queue-needs"
        skills={queue.needs}
        known={knownSkills}
        none={t("queue.noNeeds")}
        wrong={wrong === "needs"}
        onChange={needs => change({ needs })}
      />
      <SkillLevels
        label={t("field.prefers")}
        testid="queue-prefers"
        skills={queue.prefers}
        known={knownSkills}
        none={t("queue.noPrefers")}
        wrong={wrong === "prefers"}
        onChange={prefers => change({ prefers })}
      />
    </div>
  );
};

const Remove = ({ model, queue }: PlanPartProps & { readonly queue: Queue }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  const name = queueName(queue, i18n);
  return (
    <div class="buttons">
      <button
        type="button"
        class="button danger"
        data-testid="queue-remove"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t("plan.remove")}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={t("queue.removeQuestion", name)}
          explanation={t("queue.removeExplain")}
          confirm={t("plan.remove")}
          onConfirm={() => model.removeQueue(queue.id)}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </div>
  );
};

export const QueueEditor = (props: PlanPartProps & { readonly queue: Queue }) => {
  const { t, exactly } = useI18n();
  const { model, plan, queue } = props;
  const at = model.problem.value?.at;
  const wrong = at?.id === queue.id ? at.field : null;
  const part: QueuePartProps = {
    queue,
    plan,
    knownSkills: skillsIn(plan),
    change: changed => model.putQueue({ ...queue, ...changed }),
  };
  return (
    <fieldset disabled={!props.mayChange} class="plan-editor" data-testid="queue-editor">
      <Names {...part} wrong={wrong} />
      <Skills {...part} wrong={wrong} />
      <Relaxations {...part} />
      <ServiceLevels {...part} />
      <div class="fields">
        <NumberInput
          label={t("queue.priorityLabel")}
          testid="queue-priority"
          hint={t("queue.priorityHint", exactly(plan.settings.priorityMs))}
          min={-PRIORITY_MAX}
          max={PRIORITY_MAX}
          value={queue.priority}
          onChange={priority => part.change({ priority })}
        />
        <Tick
          label={t("queue.pick")}
          testid="queue-pick"
          checked={queue.pick}
          onChange={pick => part.change({ pick })}
        />
      </div>
      <Overflows {...part} />
      <HoursEditor hours={queue.hours} onChange={hours => part.change({ hours })} />
      {props.mayChange && <Remove {...props} />}
    </fieldset>
  );
};
