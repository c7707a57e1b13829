/** Which of those on the site are shown, and in which order. */
import type { RuleId, SiteId, VisitorsSort } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice, TextInput, Tick } from "../../ui/controls.tsx";
import type { VisitorsModel } from "./VisitorsModel.ts";

const SORTS: readonly VisitorsSort[] = ["newest", "longest", "basket", "close"];
const ANY = "any";

/** Who has one site only need not choose. */
const SiteChoice = ({ model }: { readonly model: VisitorsModel }) => {
  const { t } = useI18n();
  const sites = model.sites.value;
  if (sites.length < 2) return null;
  return (
    <Choice<SiteId | typeof ANY>
      label={t("onSite.site")}
      testid="onsite-site"
      value={model.query.value.siteId ?? ANY}
      options={[
        { value: ANY, label: t("onSite.anySite") },
        ...sites.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={chosen => model.change({ siteId: chosen === ANY ? null : chosen })}
    />
  );
};

const RuleChoice = ({ model }: { readonly model: VisitorsModel }) => {
  const { t } = useI18n();
  const rules = [...model.rules.value];
  if (rules.length === 0) return null;
  const { ruleId } = model.query.value;
  return (
    <Choice<RuleId | typeof ANY>
      label={t("onSite.rule")}
      testid="onsite-rule"
      value={ruleId ?? ANY}
      options={[
        { value: ANY, label: t("onSite.anyRule") },
        ...rules.map(([value, label]) => ({ value, label })),
      ]}
      onChange={chosen => model.change({ ruleId: chosen === ANY ? null : chosen })}
    />
  );
};

/** Who leads may look at those who have gone, and why rules did or did not act for them. */
const WhoChoice = ({ model }: { readonly model: VisitorsModel }) => {
  const { t } = useI18n();
  return (
    <Choice<"here" | "left">
      label={t("onSite.who")}
      testid="onsite-who"
      value={model.query.value.left ? "left" : "here"}
      options={(["here", "left"] as const).map(value => ({ value, label: t(`onSite.who.${value}`) }))}
      onChange={chosen => model.change({ left: chosen === "left", ruleId: null })}
    />
  );
};

export const VisitorsFilter = (props: { readonly model: VisitorsModel; readonly mayTrace: boolean }) => {
  const { t } = useI18n();
  const { model, mayTrace } = props;
  const { page, withBasket, sort } = model.query.value;
  return (
    <search class="onsite-filter" aria-label={t("onSite.filter")}>
      {mayTrace && <WhoChoice model={model} />}
      <TextInput
        label={t("onSite.page")}
        testid="onsite-page"
        hint={t("onSite.pageHint")}
        value={page}
        onChange={typed => model.change({ page: typed })}
      />
      <SiteChoice model={model} />
      <RuleChoice model={model} />
      <Choice<VisitorsSort>
        label={t("onSite.sort")}
        testid="onsite-sort"
        value={sort}
        options={SORTS.map(value => ({ value, label: t(`onSite.sort.${value}`) }))}
        onChange={chosen => model.change({ sort: chosen })}
      />
      <Tick
        label={t("onSite.withBasket")}
        testid="onsite-basket"
        checked={withBasket}
        onChange={checked => model.change({ withBasket: checked })}
      />
    </search>
  );
};
