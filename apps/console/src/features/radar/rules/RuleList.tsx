/** The rules of each site in the order in which they are considered: what each says, in which state it is, who changed it last. */
import type { RuleId, RuleVersionView, RuleView, SiteId, SiteView } from "@lotse/protocol";
import { Plus } from "lucide-preact";
import type { I18n } from "../../../i18n/i18n.ts";
import type { Route } from "../../../routing/routes.ts";
import { useI18n, useRouter } from "../../../ui/AppContext.ts";
import { Link } from "../../../ui/Link.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { LiftNote } from "../lift/LiftPane.tsx";
import { blankDraft, definitionOf, TEMPLATES, type TemplateId, templateDraft } from "./drafts.ts";
import type { RadarModel } from "./RadarModel.ts";
import { besideOf, StateTags } from "./StateTags.tsx";
import { ruleName, ruleText } from "./words.ts";

export const rulePlace = (ruleId: RuleId): Route => ({
  kind: "radar",
  at: { show: "rule", ruleId, part: "edit" },
});

/** What the site goes by; of what nobody goes by, what was written last. */
export const shownOf = ({ inForce, newest }: RuleView): RuleVersionView => inForce ?? newest;

/** Higher first; the id only makes the order the same everywhere. As the hub does it. */
const byPriority = (a: RuleView, b: RuleView): number =>
  shownOf(b).definition.priority - shownOf(a).definition.priority || (a.id < b.id ? -1 : 1);

/** Those that act or may yet, and those that are switched off, each in the order of the hub. */
export const byUse = (rules: readonly RuleView[]) => {
  const sorted = rules.toSorted(byPriority);
  return {
    live: sorted.filter(({ state }) => state !== "retired"),
    retired: sorted.filter(({ state }) => state === "retired"),
  };
};

const changedText = ({ newest }: RuleView, { t, dateTime }: I18n): string =>
  newest.savedAtMs === null
    ? t("rules.setUp")
    : t("rules.changed", newest.savedBy?.name ?? t("versions.somebody"), dateTime(newest.savedAtMs));

const RuleLine = ({ radar, rule }: { readonly radar: RadarModel; readonly rule: RuleView }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { definition } = shownOf(rule);
  const beside = besideOf(rule);
  const isUnsaved = radar.unsavedRules.value.some(({ id }) => id === rule.id);
  return (
    <li
      class="card rule-card"
      data-testid="rule-line"
      data-rule-id={rule.id}
      data-state={beside ?? rule.state}
    >
      <div class="row">
        <h3 class="break">
          <Link to={rulePlace(rule.id)} testid="rule-open">
            {ruleName(definition, i18n)}
          </Link>
        </h3>
        <span class="rule-tags">
          <StateTags rule={rule} />
          {isUnsaved && <span class="tag">{t("rule.unsaved")}</span>}
        </span>
      </div>
      <p class="break">{ruleText(definition, i18n)}</p>
      {beside !== null && rule.inForce !== null && (
        <p class="plan-note" data-testid="rule-beside-newest">
          {t(`rules.${beside}`, rule.inForce.version, rule.newest.version)}
        </p>
      )}
      <p class="muted break">
        {t("rules.priority", definition.priority)} · {changedText(rule, i18n)}
      </p>
      <LiftNote ruleId={rule.id} />
    </li>
  );
};

/** Written in this tab, and the hub does not have them. */
const NewLines = ({ radar, siteId }: { readonly radar: RadarModel; readonly siteId: SiteId }) => {
  const i18n = useI18n();
  const mine = radar.unsavedRules.value.filter(
    editor => editor.rule.value === null && editor.siteId.value === siteId,
  );
  return (
    <>
      {mine.map(editor => (
        <li key={editor.id} class="card rule-card" data-testid="rule-new">
          <div class="row">
            <h3 class="break">
              <Link to={rulePlace(editor.id)}>{ruleName(definitionOf(editor.draft.value), i18n)}</Link>
            </h3>
            <span class="tag">{i18n.t("rules.unsavedNew")}</span>
          </div>
        </li>
      ))}
    </>
  );
};

const Templates = (props: { readonly onPick: (id: TemplateId) => void }) => {
  const { t } = useI18n();
  return (
    <ul class="rule-templates">
      {TEMPLATES.map(id => (
        <li key={id}>
          <button
            type="button"
            class="button wraps"
            data-testid={`template-${id}`}
            onClick={() => props.onPick(id)}
          >
            <span>
              <strong>{t(`rules.template.${id}`)}</strong>
              <span class="field-hint">{t(`rules.template.${id}Explain`)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const useStart = (radar: RadarModel, siteId: SiteId) => {
  const { t } = useI18n();
  const router = useRouter();
  return (template: TemplateId | null) => {
    const { skills, seen } = radar.world.peek();
    const names = { form: seen.form?.[0] ?? "", skill: skills[0] ?? "" };
    const id = radar.start(siteId, nextId =>
      template === null
        ? blankDraft(nextId)
        : templateDraft(template, { name: t(`rules.template.${template}`), names, nextId }),
    );
    router.go(rulePlace(id));
  };
};

/** What acts no more is nobody's next look. */
const Retired = (props: { readonly radar: RadarModel; readonly rules: readonly RuleView[] }) => {
  const { t } = useI18n();
  const { radar, rules } = props;
  if (rules.length === 0) return null;
  return (
    <details data-testid="rules-retired">
      <summary>{t("rules.retired", rules.length)}</summary>
      <ul class="cards">
        {rules.map(rule => (
          <RuleLine key={rule.id} radar={radar} rule={rule} />
        ))}
      </ul>
    </details>
  );
};

const SiteRules = (props: {
  readonly radar: RadarModel;
  readonly site: SiteView;
  readonly rules: readonly RuleView[];
}) => {
  const { t } = useI18n();
  const { radar, site, rules } = props;
  const { live, retired } = byUse(rules);
  const start = useStart(radar, site.id);
  return (
    <section class="plan" aria-labelledby={`rules-${site.id}`} data-testid="site-rules">
      <div class="row">
        <h2 id={`rules-${site.id}`} class="break">
          {site.name}
        </h2>
        <button
          type="button"
          class="button primary"
          data-testid="rule-add"
          aria-label={t("rules.newFor", site.name)}
          onClick={() => start(null)}
        >
          <Plus size={16} aria-hidden="true" />
          {t("rules.new")}
        </button>
      </div>
      {rules.length === 0 && <p class="muted">{t("rules.none")}</p>}
      <ul class="cards">
        <NewLines radar={radar} siteId={site.id} />
        {live.map(rule => (
          <RuleLine key={rule.id} radar={radar} rule={rule} />
        ))}
      </ul>
      <Retired radar={radar} rules={retired} />
      {rules.length === 0 ? (
        <Templates onPick={start} />
      ) : (
        <details>
          <summary data-testid="templates">{t("rules.templates")}</summary>
          <Templates onPick={start} />
        </details>
      )}
    </section>
  );
};

export const RuleList = ({ radar }: { readonly radar: RadarModel }) => {
  const { t } = useI18n();
  return (
    <>
      <p class="lead">{t("radar.explain")}</p>
      <Loaded from={radar.sites}>
        {sites => (
          <Loaded from={radar.rules}>
            {rules => (
              <>
                {sites.length === 0 && <p class="muted">{t("rules.noSite")}</p>}
                {sites.map(site => (
                  <SiteRules
                    key={site.id}
                    radar={radar}
                    site={site}
                    rules={rules.filter(({ siteId }) => siteId === site.id)}
                  />
                ))}
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
};
