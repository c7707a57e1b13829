/** What became of a site's masking: rules that match nothing, fields that look as if they should be masked. Read, then changed or dismissed. */
import type { DriftFinding, SiteView } from "@lotse/protocol";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { Loaded } from "../../ui/Loaded.tsx";
import type { SitesModel } from "./SitesModel.ts";

interface DriftProps {
  readonly site: SiteView;
  readonly model: SitesModel;
}

/** As a selector would name it. */
const fieldName = ({
  tag,
  type,
  name,
  id,
}: Extract<DriftFinding["what"], { kind: "field" }>["field"]): string =>
  [
    tag,
    ...(id === undefined ? [] : [`#${id}`]),
    ...(name === undefined ? [] : [`[name="${name}"]`]),
    ...(type === "" ? [] : [`[type="${type}"]`]),
  ].join("");

const Finding = ({ entry, site, model }: DriftProps & { readonly entry: DriftFinding }) => {
  const { t, dateTime } = useI18n();
  const { what, count } = entry;
  const subject = what.kind === "rule" ? what.rule.selector : fieldName(what.field);
  const pages = what.kind === "rule" ? what.rule.pages : what.page;
  return (
    <li class="row drift-row" data-testid="drift-finding" data-kind={what.kind}>
      <span class="break">
        <code>{subject}</code> {pages !== undefined && <span>{t("drift.on", pages)}</span>}
        <span class="field-hint">
          {what.kind === "rule"
            ? t("drift.missed", count, dateTime(entry.firstSeenAtMs))
            : `${t(`drift.sign.${what.field.sign}`)} ${t("drift.seen", count)}`}{" "}
          {t("drift.last", dateTime(entry.lastSeenAtMs))}
        </span>
      </span>
      <button
        type="button"
        class="button small"
        data-testid="drift-dismiss"
        aria-label={t("drift.dismissLong", subject)}
        onClick={() => void model.dismiss(site.id, entry.finding)}
      >
        {t("drift.dismiss")}
      </button>
    </li>
  );
};

export const Drift = (props: DriftProps) => {
  const { t } = useI18n();
  const drift = props.model.driftOf(props.site.id);
  useEffect(() => void drift.load(), [drift]);
  const list = (findings: readonly DriftFinding[], kind: DriftFinding["what"]["kind"]) => {
    const some = findings.filter(({ what }) => what.kind === kind);
    return (
      <>
        <h4>{t(kind === "rule" ? "drift.rules" : "drift.fields")}</h4>
        {some.length === 0 ? (
          <p class="muted">{t("drift.none")}</p>
        ) : (
          <ul class="rows">
            {some.map(entry => (
              <Finding key={entry.finding} {...props} entry={entry} />
            ))}
          </ul>
        )}
      </>
    );
  };
  return (
    <div class="keys" data-testid="drift">
      <h3>{t("drift.title")}</h3>
      <p class="muted">{t("drift.explain")}</p>
      <Loaded from={drift}>
        {findings => (
          <>
            {list(findings, "rule")}
            {list(findings, "field")}
          </>
        )}
      </Loaded>
    </div>
  );
};
