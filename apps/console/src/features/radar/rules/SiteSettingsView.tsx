/** What holds for all rules of a site: its clock, the budget, who is left out, which pages mean success, and the secret of hooks. */
import type { RadarSettings, SiteId, SiteView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Copy } from "../../../ui/Copy.tsx";
import { Choice, NumberInput } from "../../../ui/controls.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { CapsFields } from "./Beside.tsx";
import { LineInput, TextArea } from "./fields.tsx";
import type { RadarModel } from "./RadarModel.ts";
import type { SiteSettingsModel } from "./SiteSettingsModel.ts";

interface SettingsProps {
  readonly model: SiteSettingsModel;
  readonly settings: RadarSettings;
}

const PAGES_CHARACTERS_MAX = 10_000;

const TIME_ZONES: readonly string[] =
  typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];

const isAbout = (model: SiteSettingsModel, field: string): boolean =>
  model.problem.value?.field?.startsWith(`settings.${field}`) === true;

const Fields = ({ model, settings }: SettingsProps) => {
  const { t, error } = useI18n();
  const zones = useId();
  const problem = model.problem.value;
  const problemOf = (field: string) =>
    problem !== null && isAbout(model, field) ? error(problem.code) : null;
  return (
    <>
      <datalist id={zones}>
        {TIME_ZONES.map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div class="fields">
        <LineInput
          label={t("radarSettings.zone")}
          testid="settings-zone"
          hint={t("radarSettings.zoneHint")}
          list={zones}
          maxLength={64}
          value={settings.timeZone}
          problem={isAbout(model, "timeZone") ? t("radarSettings.zoneInvalid") : null}
          onChange={timeZone => model.put({ timeZone })}
        />
        <NumberInput
          label={t("radarSettings.holdout")}
          testid="settings-holdout"
          hint={t("radarSettings.holdoutHint")}
          min={0}
          max={100}
          value={settings.holdoutPercent}
          wrong={isAbout(model, "holdoutPercent")}
          onChange={holdoutPercent => model.put({ holdoutPercent })}
        />
      </div>
      <section class="plan-part" aria-labelledby="settings-budget">
        <h3 id="settings-budget">{t("radarSettings.budget")}</h3>
        <p class="field-hint">{t("radarSettings.budgetHint")}</p>
        <CapsFields
          caps={settings.budget}
          testid="settings"
          problemOf={cap => problemOf(`budget.${cap}`)}
          onChange={budget => model.put({ budget })}
        />
      </section>
      <TextArea
        label={t("radarSettings.pages")}
        testid="settings-pages"
        hint={t("radarSettings.pagesHint")}
        maxLength={PAGES_CHARACTERS_MAX}
        rows={4}
        value={settings.conversionPages.join("\n")}
        problem={isAbout(model, "conversionPages") ? t("radarSettings.pagesInvalid") : null}
        onChange={text => model.put({ conversionPages: text === "" ? [] : text.split("\n") })}
      />
    </>
  );
};

/** Not on the screen before somebody asks for it. */
const Secret = ({ model }: { readonly model: SiteSettingsModel }) => {
  const { t } = useI18n();
  const shown = useSignal(false);
  const secret = model.hookSecret.value;
  if (secret === null) return null;
  return (
    <section class="plan-part" aria-labelledby="settings-secret">
      <h3 id="settings-secret">{t("radarSettings.secret")}</h3>
      <p class="field-hint">{t("radarSettings.secretExplain")}</p>
      {shown.value && <Copy text={secret} label={t("radarSettings.secret")} testid="hook-secret" />}
      <div class="buttons">
        <button
          type="button"
          class="button small"
          data-testid="hook-secret-show"
          aria-expanded={shown.value}
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          {t(shown.value ? "radarSettings.secretHide" : "radarSettings.secretShow")}
        </button>
      </div>
    </section>
  );
};

const Bar = ({ model }: { readonly model: SiteSettingsModel }) => {
  const { t, error } = useI18n();
  const problem = model.problem.value;
  if (!model.unsaved.value) {
    return (
      <p class="good" role="status" data-testid="settings-saved">
        {model.saved.value ? t("radarSettings.saved") : ""}
      </p>
    );
  }
  return (
    <section class="card rule-bar" data-unsaved={true} aria-label={t("radarSettings.unsaved")}>
      {model.meanwhile.value && (
        <p role="alert" class="plan-meanwhile" data-testid="settings-meanwhile">
          {t("radarSettings.meanwhile")}
        </p>
      )}
      <p class="rule-state">{t("radarSettings.unsaved")}</p>
      {problem !== null && (
        <p class="problem" role="alert" data-testid="settings-problem" data-code={problem.code}>
          {error(problem.code)}
        </p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="button primary"
          data-testid="settings-save"
          aria-disabled={model.busy.value || undefined}
          onClick={() => void model.save()}
        >
          {t("rule.save")}
        </button>
        <button type="button" class="button" data-testid="settings-discard" onClick={() => model.discard()}>
          {t("rule.discard")}
        </button>
      </div>
    </section>
  );
};

const OfSite = ({ radar, siteId }: { readonly radar: RadarModel; readonly siteId: SiteId }) => {
  const { t } = useI18n();
  const model = radar.settingsOf(siteId);
  const mayChange = radar.mayPublish.value;
  useEffect(() => void model.loaded.load(), [model]);
  return (
    <Loaded from={model.loaded}>
      {() => {
        const settings = model.settings.value;
        if (settings === null) return null;
        return (
          <div class="plan">
            {!mayChange && <p class="muted">{t("radarSettings.readOnly")}</p>}
            <Bar model={model} />
            <fieldset disabled={!mayChange} class="plan-editor" data-testid="radar-settings">
              <Fields model={model} settings={settings} />
            </fieldset>
            <Secret model={model} />
          </div>
        );
      }}
    </Loaded>
  );
};

export const SiteSettingsView = ({ radar }: { readonly radar: RadarModel }) => {
  const { t } = useI18n();
  const chosen = (sites: readonly SiteView[]) =>
    sites.find(({ id }) => id === radar.settingsOfId.value) ?? sites[0];
  return (
    <>
      <p class="lead">{t("radarSettings.explain")}</p>
      <Loaded from={radar.sites}>
        {sites => {
          const site = chosen(sites);
          if (site === undefined) return <p class="muted">{t("rules.noSite")}</p>;
          return (
            <div class="plan">
              {sites.length === 1 ? (
                <h2 class="break">{site.name}</h2>
              ) : (
                <Choice<SiteId>
                  label={t("radarSettings.site")}
                  testid="settings-site"
                  value={site.id}
                  options={sites.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={id => {
                    radar.settingsOfId.value = id;
                  }}
                />
              )}
              <OfSite key={site.id} radar={radar} siteId={site.id} />
            </div>
          );
        }}
      </Loaded>
    </>
  );
};
