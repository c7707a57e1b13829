/** All that stands beside a rule's condition: what happens, when, for whom, how often. Every change is in the draft at once. */
import type { Language, RadarCaps } from "@lotse/protocol";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice, NumberInput, Tick } from "../../../ui/controls.tsx";
import { WeekFields } from "../../../ui/WeekFields.tsx";
import { ActionFields } from "./ActionFields.tsx";
import type { RuleForm } from "./drafts.ts";
import { BoundInput, LineInput, MomentInput, useOwnZone } from "./fields.tsx";
import type { RadarWorld } from "./names.ts";

const NAME_MAX = 100;
const PRIORITY_MAX = 1_000;
export const TIMES_MAX = 1_000;

export interface BesideProps {
  readonly form: RuleForm;
  readonly world: RadarWorld;
  readonly problemOf: (field: string) => string | null;
  /** `kind`: what is typed into. */
  readonly put: (part: Partial<RuleForm>, kind?: string | null) => void;
}

const NameFields = ({ form, problemOf, put }: BesideProps) => {
  const { t } = useI18n();
  return (
    <div class="fields">
      <LineInput
        label={t("rule.name")}
        testid="rule-name"
        hint={t("rule.nameHint")}
        maxLength={NAME_MAX}
        value={form.name}
        problem={problemOf("name")}
        onChange={name => put({ name }, "name")}
      />
      <NumberInput
        label={t("rule.priority")}
        testid="rule-priority"
        hint={t("rule.priorityHint")}
        min={-PRIORITY_MAX}
        max={PRIORITY_MAX}
        value={form.priority}
        wrong={problemOf("priority") !== null}
        onChange={priority => put({ priority }, "priority")}
      />
    </div>
  );
};

const ScheduleFields = ({ form, problemOf, put }: BesideProps) => {
  const { t } = useI18n();
  const zone = useOwnZone();
  const { schedule } = form;
  const change = (part: Partial<RuleForm["schedule"]>, kind: string | null) =>
    put({ schedule: { ...schedule, ...part } }, kind);
  return (
    <section class="plan-part" aria-labelledby="rule-schedule">
      <h3 id="rule-schedule">{t("rule.schedule")}</h3>
      <div class="fields">
        <MomentInput
          label={t("schedule.from")}
          testid="schedule-from"
          hint={t("schedule.momentHint", zone)}
          atMs={schedule.fromMs}
          problem={problemOf("schedule.fromMs")}
          onChange={fromMs => change({ fromMs }, "schedule.from")}
        />
        <MomentInput
          label={t("schedule.until")}
          testid="schedule-until"
          atMs={schedule.untilMs}
          problem={problemOf("schedule.untilMs")}
          onChange={untilMs => change({ untilMs }, "schedule.until")}
        />
      </div>
      <Tick
        label={t("schedule.week")}
        hint={t("schedule.weekHint")}
        testid="schedule-week"
        checked={schedule.week !== null}
        onChange={limited => change({ week: limited ? [] : null }, null)}
      />
      {schedule.week !== null && (
        <>
          <WeekFields
            none={t("schedule.never")}
            week={schedule.week}
            onChange={week => change({ week }, "schedule.week")}
          />
          {problemOf("schedule.week") !== null && (
            <p class="problem" role="alert">
              {problemOf("schedule.week")}
            </p>
          )}
        </>
      )}
    </section>
  );
};

type LanguageChoice = "all" | Language;

const AudienceFields = ({ form, problemOf, put }: BesideProps) => {
  const { t } = useI18n();
  const { audience } = form;
  const change = (part: Partial<RuleForm["audience"]>, kind: string | null = null) =>
    put({ audience: { ...audience, ...part } }, kind);
  const [only] = audience.languages ?? [];
  const language: LanguageChoice = audience.languages?.length === 1 && only !== undefined ? only : "all";
  return (
    <section class="plan-part" aria-labelledby="rule-audience">
      <h3 id="rule-audience">{t("rule.audience")}</h3>
      <div class="fields">
        <NumberInput
          label={t("audience.share")}
          testid="audience-share"
          hint={t("audience.shareHint")}
          min={0}
          max={100}
          value={audience.sharePercent}
          wrong={problemOf("audience.sharePercent") !== null}
          onChange={sharePercent => change({ sharePercent }, "audience.share")}
        />
        <Choice
          label={t("audience.visitors")}
          testid="audience-visitors"
          value={audience.visitors}
          options={(["all", "new", "returning"] as const).map(value => ({
            value,
            label: t(`audience.visitors.${value}`),
          }))}
          onChange={visitors => change({ visitors })}
        />
        <Choice
          label={t("audience.signedIn")}
          testid="audience-signed-in"
          value={audience.signedIn}
          options={(["all", "yes", "no"] as const).map(value => ({
            value,
            label: t(`audience.signedIn.${value}`),
          }))}
          onChange={signedIn => change({ signedIn })}
        />
        <Choice<LanguageChoice>
          label={t("audience.languages")}
          testid="audience-languages"
          value={language}
          options={[
            { value: "all", label: t("audience.languages.all") },
            { value: "de", label: t("visit.language.de") },
            { value: "en", label: t("visit.language.en") },
          ]}
          onChange={chosen => change({ languages: chosen === "all" ? null : [chosen] })}
        />
      </div>
    </section>
  );
};

const CAPS = ["perVisit", "perDay", "perWeek"] as const;

export const CapsFields = (props: {
  readonly caps: RadarCaps;
  readonly testid: string;
  readonly problemOf: (cap: keyof RadarCaps) => string | null;
  readonly onChange: (caps: RadarCaps, cap: keyof RadarCaps) => void;
}) => {
  const { t } = useI18n();
  return (
    <div class="fields">
      {CAPS.map(cap => (
        <BoundInput
          key={cap}
          label={t(`caps.${cap}`)}
          testid={`${props.testid}-${cap}`}
          max={TIMES_MAX}
          value={props.caps[cap]}
          problem={props.problemOf(cap)}
          onChange={times => props.onChange({ ...props.caps, [cap]: times }, cap)}
        />
      ))}
    </div>
  );
};

const OftenFields = ({ form, problemOf, put }: BesideProps) => {
  const { t } = useI18n();
  return (
    <section class="plan-part" aria-labelledby="rule-caps">
      <h3 id="rule-caps">{t("rule.caps")}</h3>
      <p class="field-hint">{t("caps.hint")}</p>
      <CapsFields
        caps={form.caps}
        testid="caps"
        problemOf={cap => problemOf(`caps.${cap}`)}
        onChange={(caps, cap) => put({ caps }, `caps.${cap}`)}
      />
      <div class="fields">
        <NumberInput
          label={t("rule.holdout")}
          testid="rule-holdout"
          hint={t("rule.holdoutHint")}
          min={0}
          max={100}
          value={form.holdoutPercent}
          wrong={problemOf("holdoutPercent") !== null}
          onChange={holdoutPercent => put({ holdoutPercent }, "holdoutPercent")}
        />
      </div>
    </section>
  );
};

export const Beside = (props: BesideProps) => (
  <div class="plan-editor">
    <NameFields {...props} />
    <ActionFields
      action={props.form.action}
      world={props.world}
      problemOf={props.problemOf}
      onChange={(action, kind) => props.put({ action }, kind)}
    />
    <ScheduleFields {...props} />
    <AudienceFields {...props} />
    <OftenFields {...props} />
  </div>
);
