/** What a rule does: seven kinds, each with what it needs. The words are for visitors, in both languages. */
import type { RuleAction, RuleActionKind } from "@lotse/protocol";
import { useId } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice, Tick } from "../../../ui/controls.tsx";
import { actionOf } from "./drafts.ts";
import { LineInput, TextArea } from "./fields.tsx";
import type { RadarWorld } from "./names.ts";

const KINDS: readonly RuleActionKind[] = [
  "inviteToChat",
  "inviteToCobrowse",
  "offerCallback",
  "showMessage",
  "openLink",
  "notifyAgent",
  "callHook",
];
const WORDS_MAX = 500;
const SKILL_MAX = 80;
const URL_MAX = 2_000;

export interface ActionProps {
  readonly action: RuleAction;
  readonly world: RadarWorld;
  /** What is wrong with a field of it; null: nothing. */
  readonly problemOf: (field: string) => string | null;
  readonly onChange: (action: RuleAction, kind: string | null) => void;
}

const SkillField = (
  props: Pick<ActionProps, "world" | "problemOf"> & {
    readonly skill: string;
    readonly hint: string;
    readonly onSkill: (skill: string) => void;
  },
) => {
  const { t } = useI18n();
  const listId = useId();
  return (
    <>
      <datalist id={listId}>
        {props.world.skills.map(skill => (
          <option key={skill} value={skill} />
        ))}
      </datalist>
      <LineInput
        label={t("action.skill")}
        testid="action-skill"
        hint={props.hint}
        list={listId}
        maxLength={SKILL_MAX}
        value={props.skill}
        problem={props.problemOf("action.skill")}
        onChange={props.onSkill}
      />
    </>
  );
};

const WordsFields = ({ action, problemOf, onChange }: ActionProps) => {
  const { t } = useI18n();
  if (!("text" in action)) return null;
  const { text } = action;
  return (
    <div class="fields">
      <TextArea
        label={t("action.textDe")}
        testid="action-de"
        lang="de"
        maxLength={WORDS_MAX}
        value={text.de}
        problem={problemOf("action.text.de")}
        onChange={de => onChange({ ...action, text: { ...text, de } }, "action.text.de")}
      />
      <TextArea
        label={t("action.textEn")}
        testid="action-en"
        lang="en"
        maxLength={WORDS_MAX}
        value={text.en}
        problem={problemOf("action.text.en")}
        onChange={en => onChange({ ...action, text: { ...text, en } }, "action.text.en")}
      />
    </div>
  );
};

const UrlField = ({ action, problemOf, onChange }: ActionProps) => {
  const { t } = useI18n();
  if (!("url" in action)) return null;
  return (
    <LineInput
      label={t("action.url")}
      testid="action-url"
      hint={t("action.urlHint")}
      maxLength={URL_MAX}
      value={action.url}
      problem={problemOf("action.url")}
      onChange={url => onChange({ ...action, url }, "action.url")}
    />
  );
};

const Whom = (props: ActionProps) => {
  const { t } = useI18n();
  const { action, world, problemOf, onChange } = props;
  if (action.do === "notifyAgent") {
    const { skill } = action;
    return (
      <>
        <Tick
          label={t("action.skillAny")}
          testid="action-any"
          checked={skill === null}
          onChange={any => onChange({ ...action, skill: any ? null : "" }, null)}
        />
        {skill !== null && (
          <SkillField
            {...{ skill, world, problemOf }}
            hint={t("action.skillHintNotify")}
            onSkill={next => onChange({ ...action, skill: next }, "action.skill")}
          />
        )}
      </>
    );
  }
  if (action.do !== "inviteToChat" && action.do !== "inviteToCobrowse") return null;
  return (
    <SkillField
      {...{ skill: action.skill, world, problemOf }}
      hint={t("action.skillHint")}
      onSkill={skill => onChange({ ...action, skill }, "action.skill")}
    />
  );
};

export const ActionFields = (props: ActionProps) => {
  const { t } = useI18n();
  const { action, onChange } = props;
  return (
    <section class="plan-part" aria-labelledby="rule-action">
      <h3 id="rule-action">{t("rule.action")}</h3>
      <div class="fields">
        <Choice<RuleActionKind>
          label={t("rule.action")}
          testid="action-kind"
          hint={t(`action.do.${action.do}.hint`)}
          value={action.do}
          options={KINDS.map(value => ({ value, label: t(`action.do.${value}`) }))}
          onChange={kind => onChange(actionOf(kind, action), null)}
        />
        <Whom {...props} />
        <UrlField {...props} />
      </div>
      <WordsFields {...props} />
    </section>
  );
};
