/** Skills with a level each: what somebody can, or the least that is needed. Knows no agents and no queues. */
import type { SkillLevel } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useId } from "preact/hooks";
import { useI18n } from "./AppContext.ts";
import { Choice, TextInput } from "./controls.tsx";
import { useAdding } from "./useAdding.ts";

const LEVELS = ["1", "2", "3", "4", "5"] as const;
const FIRST_LEVEL = 3;

export interface SkillLevelsProps {
  readonly label: string;
  readonly skills: readonly SkillLevel[];
  /** Skills that there are already, so that nobody invents a second spelling. */
  readonly known: readonly string[];
  readonly onChange: (skills: readonly SkillLevel[]) => void;
  readonly testid: string;
  /** Said when there are none. */
  readonly none?: string;
  readonly wrong?: boolean;
}

const Row = (
  props: SkillLevelsProps & {
    readonly at: number;
    readonly skill: SkillLevel;
    readonly listId: string;
  },
) => {
  const { t } = useI18n();
  const { skills, at, skill } = props;
  const put = (next: SkillLevel | null) =>
    props.onChange(skills.flatMap((other, index) => (index === at ? (next ?? []) : other)));
  return (
    <li class="skill">
      <TextInput
        bare={true}
        label={t("skills.skill")}
        testid={`${props.testid}-skill`}
        list={props.listId}
        maxLength={80}
        wrong={props.wrong}
        value={skill.skill}
        onChange={value => put({ ...skill, skill: value })}
      />
      <Choice
        bare={true}
        label={t("skills.levelOf", skill.skill)}
        testid={`${props.testid}-level`}
        value={LEVELS[skill.level - 1] ?? "3"}
        options={LEVELS.map(value => ({ value, label: t(`level.${value}`) }))}
        onChange={value => put({ ...skill, level: Number(value) })}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={t("skills.remove", skill.skill)}
        onClick={() => put(null)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </li>
  );
};

export const SkillLevels = (props: SkillLevelsProps) => {
  const { t } = useI18n();
  const listId = useId();
  const { list, add } = useAdding<HTMLUListElement>();
  const { skills } = props;
  return (
    <fieldset class="skills" data-testid={props.testid}>
      <legend>{props.label}</legend>
      <datalist id={listId}>
        {props.known.map(skill => (
          <option key={skill} value={skill} />
        ))}
      </datalist>
      {skills.length === 0 && props.none !== undefined && <p class="muted">{props.none}</p>}
      <ul ref={list}>
        {skills.map((skill, at) => (
          <Row key={at} {...props} at={at} skill={skill} listId={listId} />
        ))}
      </ul>
      <button
        type="button"
        class="button small"
        data-testid={`${props.testid}-add`}
        onClick={() => add(() => props.onChange([...skills, { skill: "", level: FIRST_LEVEL }]))}
      >
        {t("skills.add")}
      </button>
    </fieldset>
  );
};
