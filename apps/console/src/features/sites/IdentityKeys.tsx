/** The keys with which a site proves who a visitor is. A secret is shown only while somebody asks to see it. */
import type { IdentityKeyView, SiteView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Copy } from "../../ui/Copy.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import type { SitesModel } from "./SitesModel.ts";

/** The old one and the new one, while the site changes over. */
const LIVE_MAX = 2;

interface KeysProps {
  readonly site: SiteView;
  readonly model: SitesModel;
}

const Key = (props: KeysProps & { readonly entry: IdentityKeyView }) => {
  const { t, dateTime } = useI18n();
  const shown = useSignal(false);
  const asking = useSignal(false);
  const { entry } = props;
  const ask = (now: boolean) => () => {
    asking.value = now;
  };
  return (
    <li class="row key" data-testid="identity-key" data-retired={entry.retiredAtMs !== null}>
      <span class="break">
        <code>{entry.kid}</code>{" "}
        <span class="muted">
          {entry.retiredAtMs === null
            ? t("key.since", dateTime(entry.createdAtMs))
            : t("key.retired", dateTime(entry.retiredAtMs))}
        </span>
      </span>
      {entry.retiredAtMs === null && (
        <span class="buttons">
          <button
            type="button"
            class="button small"
            data-testid="key-show"
            aria-expanded={shown.value}
            onClick={() => {
              shown.value = !shown.value;
            }}
          >
            {t(shown.value ? "key.hide" : "key.show")}
          </button>
          <button type="button" class="button small" data-testid="key-retire" onClick={ask(true)}>
            {t("key.retire")}
          </button>
        </span>
      )}
      {shown.value && entry.retiredAtMs === null && (
        <Copy text={entry.secret} label={t("key.secret")} testid="key-secret" />
      )}
      {asking.value && (
        <ConfirmDialog
          question={t("key.retireQuestion")}
          explanation={t("key.retireExplain")}
          confirm={t("key.retire")}
          onConfirm={() => void props.model.retireKey(props.site.id, entry.kid)}
          onClose={ask(false)}
        />
      )}
    </li>
  );
};

export const IdentityKeys = (props: KeysProps) => {
  const { t } = useI18n();
  const keys = props.model.keysOf(props.site.id);
  useEffect(() => void keys.load(), [keys]);
  return (
    <div class="keys">
      <h3>{t("key.title")}</h3>
      <p class="muted">{t("key.explain")}</p>
      <Loaded from={keys}>
        {entries => {
          const live = entries.filter(({ retiredAtMs }) => retiredAtMs === null).length;
          return (
            <>
              <ul class="rows">
                {entries.map(entry => (
                  <Key key={entry.kid} {...props} entry={entry} />
                ))}
              </ul>
              <button
                type="button"
                class="button"
                data-testid="key-add"
                disabled={live >= LIVE_MAX}
                onClick={() => void props.model.addKey(props.site.id)}
              >
                {t("key.add")}
              </button>
              {live >= LIVE_MAX && <p class="muted">{t("key.full")}</p>}
            </>
          );
        }}
      </Loaded>
    </div>
  );
};
