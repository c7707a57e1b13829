/** Beside what is written: how many on the site it would concern now, and the first of them. */
import type { RuleDefinition, RuleId, SiteId } from "@lotse/protocol";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { readableUrl } from "../../../ui/address.ts";
import { Link } from "../../../ui/Link.tsx";
import type { Matching, MatchingModel } from "./MatchingModel.ts";

const Numbers = ({ value }: { readonly value: Matching }) => {
  const { t } = useI18n();
  const { onSite, matching, waiting, unknown } = value;
  return (
    <>
      <p class="matching-count" role="status" data-testid="matching-count">
        {t("matching.count", matching, onSite)}
      </p>
      {waiting > 0 && <p>{t("matching.waiting", waiting)}</p>}
      {unknown > 0 && <p class="muted">{t("matching.unknown", unknown)}</p>}
    </>
  );
};

const Visitors = ({ value, ruleId }: { readonly value: Matching; readonly ruleId: RuleId | null }) => {
  const { t, visitor, time } = useI18n();
  return (
    <ul class="matching-list">
      {value.visitors.map(({ visitId, visitorLabel, page, startedAtMs }) => (
        <li key={visitId} class="break" data-testid="matching-visitor">
          <Link to={{ kind: "visitors", visitId }}>{visitor(visitorLabel)}</Link>{" "}
          <span class="muted">
            {page.title || readableUrl(page.url)} · {t("matching.since", time(startedAtMs))}
          </span>
          {ruleId !== null && (
            <>
              {" "}
              <Link to={{ kind: "visitors", visitId, why: ruleId }} testid="matching-why">
                {t("trace.why")}
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
};

export const MatchingPane = (props: {
  readonly model: MatchingModel;
  readonly siteId: SiteId;
  /** Of a rule that the hub knows: only such a one can be traced. */
  readonly ruleId: RuleId | null;
  /** Null while what is written is no rule. */
  readonly definition: RuleDefinition | null;
}) => {
  const { t, error } = useI18n();
  const { model, siteId, definition } = props;
  useEffect(() => model.look(definition && { siteId, definition }), [model, siteId, definition]);
  useEffect(() => () => model.close(), [model]);
  const state = model.state.value;
  return (
    <section class="card matching" aria-labelledby="matching-title" data-testid="matching">
      <h2 id="matching-title">{t("matching.title")}</h2>
      {definition === null && <p class="muted">{t("matching.noRule")}</p>}
      {definition !== null && state.kind === "none" && <p class="muted">{t("loading")}</p>}
      {state.kind === "failed" && (
        <p class="problem" data-testid="matching-failed" data-code={state.error.code}>
          {error(state.error.code)}
        </p>
      )}
      {state.kind === "shown" && (
        <div aria-busy={state.isOld}>
          <Numbers value={state.value} />
          <Visitors value={state.value} ruleId={props.ruleId} />
          <Link to={{ kind: "visitors", visitId: null }} testid="matching-all">
            {t("matching.all")}
          </Link>
        </div>
      )}
    </section>
  );
};
