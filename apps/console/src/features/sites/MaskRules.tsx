/** What of a site's pages agents do not see, over what is always masked. Saved by itself: it holds at once, also for pages being shared. */
import type { MaskRule, SiteView, WireError } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice, TextInput } from "../../ui/controls.tsx";
import { Problem, useSubmit } from "../../ui/form.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import type { SitesModel } from "./SitesModel.ts";

const RULES_MAX = 100;
const EMPTY: MaskRule = { selector: "", action: "mask" };

/** `maskRules.3.selector`: the fourth rule's. */
const isWrong = (problem: WireError | null, at: number, name: string): boolean =>
  problem?.field === `maskRules.${at}.${name}`;

const withPages = ({ selector, action }: MaskRule, pages: string): MaskRule =>
  pages === "" ? { selector, action } : { selector, action, pages };

interface RuleRowProps {
  readonly rule: MaskRule;
  readonly at: number;
  readonly problem: WireError | null;
  readonly onChange: (rule: MaskRule) => void;
  readonly onRemove: () => void;
}

const RuleRow = ({ rule, at, problem, onChange, onRemove }: RuleRowProps) => {
  const { t } = useI18n();
  const options = (["mask", "block", "show"] as const).map(value => ({ value, label: t(`mask.${value}`) }));
  return (
    <li class="mask-rule" data-testid="mask-rule">
      <TextInput
        label={t("mask.selector")}
        testid="mask-selector"
        value={rule.selector}
        wrong={isWrong(problem, at, "selector")}
        onChange={selector => onChange({ ...rule, selector })}
      />
      <Choice
        label={t("mask.action")}
        testid="mask-action"
        value={rule.action}
        options={options}
        onChange={action => onChange({ ...rule, action })}
      />
      <TextInput
        label={t("mask.pages")}
        testid="mask-pages"
        value={rule.pages ?? ""}
        wrong={isWrong(problem, at, "pages")}
        onChange={pages => onChange(withPages(rule, pages))}
      />
      <button
        type="button"
        class="button small"
        data-testid="mask-remove"
        aria-label={t("mask.removeLong", rule.selector)}
        onClick={onRemove}
      >
        {t("mask.remove")}
      </button>
    </li>
  );
};

export const MaskRules = ({ site, model }: { readonly site: SiteView; readonly model: SitesModel }) => {
  const { t } = useI18n();
  const rules = useSignal(site.maskRules);
  const saved = useSignal(false);
  const { list, add } = useAdding<HTMLUListElement>();
  const form = useSubmit(
    () => {
      saved.value = false;
      return model.change(site.id, { maskRules: rules.value });
    },
    () => {
      saved.value = true;
    },
  );
  const put = (next: readonly MaskRule[]): void => {
    saved.value = false;
    rules.value = next;
  };
  return (
    <form class="form" data-testid="mask-rules" onSubmit={form.onSubmit}>
      <h3>{t("mask.title")}</h3>
      <p class="muted">{t("mask.explain")}</p>
      <ul class="rows" ref={list}>
        {rules.value.map((rule, at) => (
          <RuleRow
            key={at}
            {...{ rule, at }}
            problem={form.problem}
            onChange={changed => put(rules.value.map((one, index) => (index === at ? changed : one)))}
            onRemove={() => put(rules.value.filter((_, index) => index !== at))}
          />
        ))}
      </ul>
      <Problem error={form.problem} />
      <p role="status" class="good" data-testid="mask-saved">
        {saved.value ? t("site.saved") : ""}
      </p>
      <div class="buttons">
        <button
          type="button"
          class="button"
          data-testid="mask-add"
          disabled={rules.value.length >= RULES_MAX}
          onClick={() => add(() => put([...rules.value, EMPTY]))}
        >
          {t("mask.add")}
        </button>
        <button type="submit" class="button primary" data-testid="mask-save" disabled={form.busy}>
          {t("people.save")}
        </button>
      </div>
    </form>
  );
};
