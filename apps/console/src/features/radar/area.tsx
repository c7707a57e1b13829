/**
 * The Radar area, loaded when it is first entered: it brings the parser of the rule language, which nobody else needs. On the left
 * where one can go in it, on the right what the address says.
 */

import { useEffect } from "preact/hooks";
import type { RadarPlace } from "../../routing/routes.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { Link } from "../../ui/Link.tsx";
import { useKeptFocus } from "../../ui/useKeptFocus.ts";
import { FiguresProvider } from "./figures.ts";
import type { RadarModel } from "./rules/RadarModel.ts";
import { RuleList } from "./rules/RuleList.tsx";
import { RulePage } from "./rules/RulePage.tsx";
import { SiteSettingsView } from "./rules/SiteSettingsView.tsx";

export { RadarModel } from "./rules/RadarModel.ts";

interface AreaProps {
  readonly model: RadarModel;
  readonly at: RadarPlace;
}

const Nav = ({ model, at }: AreaProps) => {
  const { t } = useI18n();
  const unsaved = { rules: model.unsavedRules.value.length > 0, settings: model.unsavedSettings.value };
  return (
    <nav class="settings-nav" aria-label={t("radar.label")}>
      <ul>
        {(["rules", "settings"] as const).map(show => (
          <li key={show}>
            <Link
              to={{ kind: "radar", at: { show } }}
              class="settings-link"
              testid={`radar-${show}`}
              current={at.show === show || (at.show === "rule" && show === "rules")}
            >
              {t(`radar.${show}`)}
              {unsaved[show] && <span class="unsaved"> · {t("rule.unsaved")}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Page = ({ model, at }: AreaProps) => {
  const { t } = useI18n();
  if (at.show === "rule") {
    return <RulePage radar={model} ruleId={at.ruleId} part={at.part} />;
  }
  return (
    <>
      <h1 id="radar-title">{t(`radar.${at.show}`)}</h1>
      {at.show === "rules" ? <RuleList radar={model} /> : <SiteSettingsView radar={model} />}
    </>
  );
};

export const RadarArea = ({ model, at }: AreaProps) => {
  const main = useKeptFocus<HTMLElement>();
  useEffect(() => model.entered(), [model, at.show]);
  return (
    <FiguresProvider value={model.figures}>
      <div class="settings">
        <Nav model={model} at={at} />
        <main
          ref={main}
          id="conversation"
          class="settings-page radar-page"
          tabIndex={-1}
          aria-labelledby="radar-title"
          data-testid="radar-page"
          data-show={at.show}
        >
          <Page model={model} at={at} />
        </main>
      </div>
    </FiguresProvider>
  );
};
