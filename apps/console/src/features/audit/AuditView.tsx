/** The audit log: when, who, what, on what. */
import type { AuditEntry } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import { Loaded } from "../../ui/Loaded.tsx";
import type { AuditModel } from "./AuditModel.ts";

const Actor = ({ actor }: Pick<AuditEntry, "actor">) => {
  const { t } = useI18n();
  if (actor.kind === "agent" || actor.kind === "apiKey") return <bdi>{actor.name}</bdi>;
  return <>{t(actor.kind === "visitor" ? "audit.visitor" : "audit.system")}</>;
};

const Row = ({ entry }: { readonly entry: AuditEntry }) => {
  const { auditEvent, dateTime } = useI18n();
  const words = auditEvent(entry.event);
  return (
    <tr data-testid="audit-entry">
      <td class="nowrap">{dateTime(entry.atMs)}</td>
      <td class="break">
        <Actor actor={entry.actor} />
      </td>
      <td>
        {words ?? <code>{entry.event}</code>}
        {words !== null && <code class="muted audit-code">{entry.event}</code>}
      </td>
      <td class="break">
        {Object.entries(entry.subject).map(([name, value]) => (
          <span key={name} class="audit-subject">
            <span class="muted">{name}</span> <bdi>{value}</bdi>
          </span>
        ))}
      </td>
    </tr>
  );
};

export const AuditView = ({ model }: { readonly model: AuditModel }) => {
  const { t } = useI18n();
  return (
    <Loaded from={model.pages}>
      {({ entries, more }) =>
        entries.length === 0 ? (
          <p class="muted">{t("audit.none")}</p>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <section class="table-frame" tabIndex={0} aria-label={t("settings.audit")}>
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">{t("audit.when")}</th>
                    <th scope="col">{t("audit.who")}</th>
                    <th scope="col">{t("audit.what")}</th>
                    <th scope="col">{t("audit.subject")}</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map(entry => (
                    <Row key={entry.id} entry={entry} />
                  ))}
                </tbody>
              </table>
            </section>
            {more ? (
              <button
                type="button"
                class="button"
                data-testid="audit-older"
                disabled={model.busy.value}
                onClick={() => void model.older()}
              >
                {t("audit.older")}
              </button>
            ) : (
              <p class="muted">{t("audit.end")}</p>
            )}
          </>
        )
      }
    </Loaded>
  );
};
