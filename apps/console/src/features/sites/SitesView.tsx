/** The organisation's sites, one card each: snippet, switch, settings, identity keys. */
import type { SiteView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Copy } from "../../ui/Copy.tsx";
import { isAbout, Problem, TextField, useSubmit } from "../../ui/form.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { snippetOf } from "../../ui/snippet.ts";
import { Drift } from "./Drift.tsx";
import { IdentityKeys } from "./IdentityKeys.tsx";
import { MaskRules } from "./MaskRules.tsx";
import type { SitesModel } from "./SitesModel.ts";

export interface SitesViewProps {
  readonly model: SitesModel;
  readonly hubUrl: string;
  /** Supervisors read. */
  readonly mayChange: boolean;
}

type SiteProps = SitesViewProps & { readonly site: SiteView };

/** Off, nothing of Lotse runs on the site any more; asked for first, because visitors are cut off at once. */
const KillSwitch = ({ site, model, mayChange }: SiteProps) => {
  const { t } = useI18n();
  const asking = useSignal(false);
  const ask = (now: boolean) => () => {
    asking.value = now;
  };
  return (
    <div class="row" data-testid="site-switch" data-enabled={site.enabled}>
      <p>
        <strong class={site.enabled ? "good" : "bad"}>{t(site.enabled ? "site.isOn" : "site.isOff")}</strong>
      </p>
      {mayChange && site.enabled && (
        <button type="button" class="button danger" data-testid="site-off" onClick={ask(true)}>
          {t("site.turnOff")}
        </button>
      )}
      {mayChange && !site.enabled && (
        <button
          type="button"
          class="button primary"
          data-testid="site-on"
          onClick={() => void model.turn(site.id, { enabled: true })}
        >
          {t("site.turnOn")}
        </button>
      )}
      {asking.value && (
        <ConfirmDialog
          question={t("site.offQuestion", site.name)}
          explanation={t("site.offExplain")}
          confirm={t("site.turnOff")}
          onConfirm={() => void model.turn(site.id, { enabled: false })}
          onClose={ask(false)}
        />
      )}
    </div>
  );
};

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map(line => line.trim())
    .filter(line => line !== "");

const useSiteDraft = ({ site, model }: SiteProps) => {
  const name = useSignal(site.name);
  const origins = useSignal(site.origins.join("\n"));
  const assetOrigins = useSignal(site.assetOrigins.join("\n"));
  const strictMasking = useSignal(site.strictMasking);
  const asked = useSignal(site.consent === "asked");
  const saved = useSignal(false);
  const form = useSubmit(
    () => {
      saved.value = false;
      return model.change(site.id, {
        name: name.value.trim(),
        origins: linesOf(origins.value),
        assetOrigins: linesOf(assetOrigins.value),
        strictMasking: strictMasking.value,
        consent: asked.value ? "asked" : "assumed",
      });
    },
    () => {
      saved.value = true;
    },
  );
  return { name, origins, assetOrigins, strictMasking, asked, saved, form };
};

const Check = (props: {
  readonly value: { value: boolean };
  readonly label: string;
  readonly hint: string;
  readonly testid: string;
}) => (
  <label class="check">
    <input
      type="checkbox"
      data-testid={props.testid}
      checked={props.value.value}
      onChange={event => {
        props.value.value = event.currentTarget.checked;
      }}
    />
    <span>
      {props.label}
      <span class="field-hint">{props.hint}</span>
    </span>
  </label>
);

const Lines = (props: {
  readonly value: { value: string };
  readonly label: string;
  readonly hint: string;
  readonly wrong: boolean;
  readonly testid: string;
}) => (
  <label class="field">
    <span>{props.label}</span>
    <textarea
      rows={3}
      spellcheck={false}
      data-testid={props.testid}
      aria-invalid={props.wrong || undefined}
      value={props.value.value}
      onInput={event => {
        props.value.value = event.currentTarget.value;
      }}
    />
    <span class="field-hint">{props.hint}</span>
  </label>
);

const SiteForm = (props: SiteProps) => {
  const { t } = useI18n();
  const { name, origins, assetOrigins, strictMasking, asked, saved, form } = useSiteDraft(props);
  return (
    <form class="form" onSubmit={form.onSubmit}>
      <fieldset disabled={!props.mayChange} class="form">
        <TextField label={t("site.name")} value={name} testid="site-name" />
        <Lines
          value={origins}
          label={t("site.origins")}
          hint={t("site.originsHint")}
          wrong={isAbout(form.problem, "origins")}
          testid="site-origins"
        />
        <Lines
          value={assetOrigins}
          label={t("site.assetOrigins")}
          hint={t("site.assetOriginsHint")}
          wrong={isAbout(form.problem, "assetOrigins")}
          testid="site-asset-origins"
        />
        <Check value={asked} label={t("site.consent")} hint={t("site.consentHint")} testid="site-consent" />
        <Check
          value={strictMasking}
          label={t("site.strict")}
          hint={t("site.strictHint")}
          testid="site-strict"
        />
        <Problem error={form.problem} />
        <p role="status" class="good" data-testid="site-saved">
          {saved.value ? t("site.saved") : ""}
        </p>
        {props.mayChange && (
          <button type="submit" class="button" data-testid="site-save" disabled={form.busy}>
            {t("people.save")}
          </button>
        )}
      </fieldset>
    </form>
  );
};

const Site = (props: SiteProps) => {
  const { t } = useI18n();
  const { site } = props;
  const id = `site-${site.id}`;
  return (
    <section class="card" aria-labelledby={id} data-testid="site" data-site-id={site.id}>
      <h2 id={id} class="break">
        {site.name}
      </h2>
      <KillSwitch {...props} />
      <h3>{t("site.snippetTitle")}</h3>
      <p class="muted">{t("site.snippetExplain")}</p>
      <Copy
        text={snippetOf(props.hubUrl, site.key)}
        label={t("site.snippet", site.name)}
        testid="site-snippet"
      />
      <h3>{t("site.settings")}</h3>
      <SiteForm {...props} />
      {props.mayChange && <MaskRules site={site} model={props.model} />}
      {props.mayChange && <Drift site={site} model={props.model} />}
      {props.mayChange && <IdentityKeys site={site} model={props.model} />}
    </section>
  );
};

export const SitesView = (props: SitesViewProps) => {
  const { t } = useI18n();
  return (
    <Loaded from={props.model.sites}>
      {sites =>
        sites.length === 0 ? (
          <p class="muted">{t("site.none")}</p>
        ) : (
          sites.map(site => <Site key={site.id} {...props} site={site} />)
        )
      }
    </Loaded>
  );
};
