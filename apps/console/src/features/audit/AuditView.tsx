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

/** What an id in the log stands for, where that is known. */
export type NameOf = (field: string, id: string) => string | null;

const Subject = (props: { readonly field: string; readonly value: string; readonly nameOf: NameOf }) => {
  const { auditField, auditValue } = useI18n();
  const { field, value } = props;
  const name = props.nameOf(field, value) ?? auditValue(field, value);
  return (
    <span class="audit-subject">
      <span class="muted">{auditField(field) ?? field}</span>{" "}
      {name === null ? <bdi>{value}</bdi> : <bdi title={value}>{name}</bdi>}
    </span>
  );
};

const Row = ({ entry, nameOf }: { readonly entry: AuditEntry; readonly nameOf: NameOf }) => {
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
          <Subject key={name} field={name} value={value} nameOf={nameOf} />
        ))}
      </td>
    </tr>
  );
};

/** Whoever did something is named in the log itself, also when they are gone by now. */
const actorNames = (entries: readonly AuditEntry[]): ReadonlyMap<string, string> =>
  new Map(entries.flatMap(({ actor }) => (actor.kind === "agent" ? [[actor.agentId, actor.name]] : [])));

export const AuditView = ({ model, nameOf }: { readonly model: AuditModel; readonly nameOf: NameOf }) => {
  const { t } = useI18n();
  return (
    <Loaded from={model.pages}>
      {({ entries, more }) => {
        if (entries.length === 0) return <p class="muted">{t("audit.none")}</p>;
        const actors = actorNames(entries);
        return (
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
                    <Row
                      key={entry.id}
                      entry={entry}
                      nameOf={(field, id) => nameOf(field, id) ?? actors.get(id) ?? null}
                    />
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
        );
      }}
    </Loaded>
  );
};
