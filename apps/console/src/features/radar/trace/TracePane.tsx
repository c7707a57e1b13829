/**
 * Why a rule does or does not act for a visitor, and what it did before, for whoever leads: the verdict first, then what the rule
 * lacks, its parts, who would be asked, and the log. Without a rule: all of the site's.
 */
import type { RuleId, RuleTrace, TraceNow, VisitId } from "@lotse/protocol";
import { useEffect, useMemo } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Link } from "../../../ui/Link.tsx";
import { useWhyNot } from "../../../ui/useWhyNot.ts";
import { TraceLines } from "./TraceLines.tsx";
import type { Trace, TraceModel } from "./TraceModel.ts";
import { TraceStory, useStepText } from "./TraceStory.tsx";
import { useTraces } from "./traces.ts";

const useVerdict = () => {
  const { t } = useI18n();
  return ({ state, now }: RuleTrace, presence: Trace["presence"]): string => {
    if (state !== "published") return t(`trace.state.${state}`);
    if (now === null) return t("trace.noFacts");
    return now.gate.kind === "suppressed"
      ? t(`trace.reason.${now.gate.reason}`)
      : t(`trace.${now.gate.kind}.${presence}`);
  };
};

const verdictOf = ({ state, now }: RuleTrace): string => {
  if (state !== "published" || now === null) return state;
  return now.gate.kind === "suppressed" ? now.gate.reason : now.gate.kind;
};

const Agents = ({ now }: { readonly now: TraceNow }) => {
  const { t } = useI18n();
  const reason = useWhyNot(useTraces().names);
  if (now.gate.kind !== "suppressed" || now.gate.reason !== "noAgentFree") return null;
  return (
    <section>
      <h4>{t("trace.agents")}</h4>
      {now.agents.length === 0 && <p class="muted">{t("trace.noAgents")}</p>}
      <ul class="trace-agents">
        {now.agents.map(({ agent, whyNot }) => (
          <li key={agent.id} data-testid="trace-agent" class="break">
            {agent.name}: {whyNot.length === 0 ? t("why.free") : whyNot.map(reason).join("; ")}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Now = ({ now, isGone }: { readonly now: TraceNow; readonly isGone: boolean }) => {
  const { t, name } = useI18n();
  return (
    <>
      {now.lacks !== null && (
        <p class="trace-lacks break" data-testid="trace-lacks">
          {name(now.lacks)}
        </p>
      )}
      <section>
        <h4>{t("trace.parts")}</h4>
        <TraceLines lines={now.lines} />
      </section>
      {!isGone && <Agents now={now} />}
    </>
  );
};

/** What a card says that is folded up: how it ended last. That the condition held is not yet something done. */
const Last = ({ steps }: Pick<RuleTrace, "steps">) => {
  const { t, time } = useI18n();
  const textOf = useStepText();
  const last = steps.findLast(({ outcome }) => outcome !== "matched");
  if (last === undefined) return null;
  return (
    <span class="trace-last muted" data-testid="trace-last" data-outcome={last.outcome}>
      {t("trace.last", time(last.atMs), textOf(last))}
    </span>
  );
};

const RuleCard = (props: {
  readonly trace: RuleTrace;
  readonly presence: Trace["presence"];
  readonly open: boolean;
}) => {
  const { t } = useI18n();
  const verdict = useVerdict();
  const { trace, presence, open } = props;
  const { ruleId, name, state, version, now } = trace;
  const title = state === "manual" ? t("trace.manual") : name || t("trace.unnamed");
  return (
    <details
      class="trace-rule"
      open={open}
      data-testid="trace-rule"
      data-rule={ruleId}
      data-verdict={verdictOf(trace)}
    >
      <summary>
        <h3 class="break">{title}</h3>{" "}
        <span class="trace-verdict" data-testid="trace-verdict">
          {verdict(trace, presence)}
        </span>{" "}
        <Last steps={trace.steps} />
      </summary>
      {now !== null && <Now now={now} isGone={presence === "gone"} />}
      <TraceStory trace={trace} />
      {state !== "manual" && name !== "" && (
        <p class="trace-to-rule">
          <Link to={{ kind: "radar", at: { show: "rule", ruleId, part: "edit" } }}>{t("trace.toRule")}</Link>
          {version !== null && <span class="muted"> · {t("trace.version", version)}</span>}
        </p>
      )}
    </details>
  );
};

const Shown = ({ value, isOld }: { readonly value: Trace; readonly isOld: boolean }) => {
  const { t, time, visitor } = useI18n();
  const { rules, presence, lastSeenAtMs, visitorLabel } = value;
  return (
    <>
      {presence === "inView" ? (
        <p class="muted">{t("trace.explain")}</p>
      ) : (
        <p class="plan-note" data-testid={`trace-${presence}`}>
          {t(`trace.is.${presence}`, time(lastSeenAtMs), visitor(visitorLabel))}
        </p>
      )}
      {isOld && <p class="plan-note">{t("trace.isOld")}</p>}
      {rules.length === 0 && <p class="muted">{t("trace.none")}</p>}
      {rules.map(trace => (
        <RuleCard key={trace.ruleId} trace={trace} presence={presence} open={rules.length === 1} />
      ))}
    </>
  );
};

const State = ({ model }: { readonly model: TraceModel }) => {
  const { t, error } = useI18n();
  const state = model.state.value;
  if (state.kind === "loading") {
    return (
      <p class="muted" role="status" aria-busy="true">
        {t("loading")}
      </p>
    );
  }
  if (state.kind === "shown") return <Shown value={state.value} isOld={state.isOld} />;
  return (
    <div role="alert" data-testid="trace-failed" data-code={state.error.code}>
      <p>{error(state.error.code)}</p>
      <button type="button" class="button small" onClick={() => void model.ask()}>
        {t("toast.again")}
      </button>
    </div>
  );
};

export const TracePane = (props: { readonly visitId: VisitId; readonly ruleId: RuleId | null }) => {
  const { t } = useI18n();
  const { open } = useTraces();
  const { visitId, ruleId } = props;
  const model = useMemo(() => open(visitId, ruleId), [open, visitId, ruleId]);
  useEffect(() => model.look(), [model]);
  return (
    <section class="trace" aria-labelledby="trace-title" data-testid="trace">
      <h2 id="trace-title">{t("trace.title")}</h2>
      <State model={model} />
    </section>
  );
};
