/** What the plan's screens have in common: what is not saved, listed before it is; what the hub refused; who saved meanwhile. */
import type { RoutingPlan } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { en } from "../../i18n/en.ts";
import type { PlainKey } from "../../i18n/i18n.ts";
import { useI18n } from "../../ui/AppContext.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import type { PlanChange } from "./changes.ts";
import type { PlanModel, PlanProblem } from "./PlanModel.ts";
import { changeText, type PlanNamed } from "./words.ts";

export interface PlanScreenProps {
  readonly model: PlanModel;
  /** Supervisors read. */
  readonly mayChange: boolean;
  readonly siteName: PlanNamed["siteName"];
}

export interface PlanPartProps extends PlanScreenProps {
  readonly plan: RoutingPlan;
}

const isFieldKey = (key: string): key is Extract<PlainKey, `field.${string}`> => Object.hasOwn(en, key);

/** What a field of the plan is called here; nothing for one that has no name. */
export const useFieldName = () => {
  const { t } = useI18n();
  return (field: string): string | null => {
    const key = `field.${field}`;
    return isFieldKey(key) ? t(key) : null;
  };
};

const Changes = (props: PlanNamed & { readonly changes: readonly PlanChange[] }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const fieldName = useFieldName();
  return (
    <ul class="plan-changes">
      {props.changes.map(change => {
        const about = changeText(change, props, i18n);
        const fields = change.fields.flatMap(field => fieldName(field) ?? []).join(", ");
        return (
          <li
            key={`${change.part} ${"id" in change.what ? change.what.id : ""}`}
            class="break"
            data-testid="plan-change"
            data-how={change.how}
          >
            <strong>
              {t(`plan.part.${change.part}`)}
              {about !== "" && `: ${about}`}
            </strong>{" "}
            <span class="muted">
              {t(`plan.${change.how}`)}
              {fields !== "" && ` (${fields})`}
            </span>
          </li>
        );
      })}
    </ul>
  );
};

/** What the hub said of one part of the plan, at that part. */
export const PartProblem = (props: { readonly problem: PlanProblem | null; readonly id: string }) => {
  const i18n = useI18n();
  const fieldName = useFieldName();
  const { problem, id } = props;
  if (problem?.at?.id !== id) return null;
  const field = problem.at.field === null ? null : fieldName(problem.at.field);
  return (
    <p class="problem" role="alert" data-testid="part-problem" data-code={problem.error.code}>
      {field !== null && `${field}: `}
      {i18n.error(problem.error.code)}
    </p>
  );
};

const isContradictionKey = (key: string): key is Extract<PlainKey, `contradiction.${string}`> =>
  Object.hasOwn(en, key);

/** What the hub finds in the saved plan about this part: no fault, but it can never happen. */
export const PartNotes = (props: {
  readonly model: PlanModel;
  /** All that the hub may call the part by. */
  readonly names: readonly string[];
}) => {
  const { t } = useI18n();
  const found = props.model.contradictions.value.filter(({ ruleIds, queueIds }) =>
    [...ruleIds, ...queueIds].some(id => props.names.includes(id)),
  );
  return (
    <>
      {found.map(({ kind }, index) => {
        const key = `contradiction.${kind}`;
        return (
          <p key={`${kind} ${index}`} class="plan-note break" data-testid="part-note" data-kind={kind}>
            {t(isContradictionKey(key) ? key : "contradiction.other")}
          </p>
        );
      })}
    </>
  );
};

const SaveBar = ({ model, plan, siteName }: PlanPartProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  const changes = model.changes.value;
  const problem = model.problem.value;
  const meanwhile = model.meanwhile.value;
  if (changes.length === 0) {
    return (
      <p class="good" role="status" data-testid="plan-saved">
        {model.saved.value ? t("plan.saved") : ""}
      </p>
    );
  }
  return (
    <section class="card plan-unsaved" aria-labelledby="plan-unsaved" data-testid="plan-unsaved">
      <h2 id="plan-unsaved">{t("plan.unsaved", changes.length)}</h2>
      {meanwhile !== null && (
        <div role="alert" class="plan-meanwhile" data-testid="plan-meanwhile">
          <p>{t(meanwhile.both.length === 0 ? "plan.meanwhile" : "plan.meanwhileBoth")}</p>
          {meanwhile.both.length > 0 && <Changes changes={meanwhile.both} plan={plan} siteName={siteName} />}
        </div>
      )}
      <Changes changes={changes} plan={plan} siteName={siteName} />
      {problem !== null && (
        <p class="problem" role="alert" data-testid="plan-problem" data-code={problem.error.code}>
          {problem.error.code === "PAYLOAD_TOO_LARGE" ? t("plan.tooLarge") : i18n.error(problem.error.code)}
        </p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="button primary"
          data-testid="plan-save"
          // Not disabled: it would lose the focus, and a refused save is tried again from here.
          aria-disabled={model.busy.value}
          onClick={() => void model.save()}
        >
          {t("plan.save")}
        </button>
        <button
          type="button"
          class="button"
          data-testid="plan-discard"
          onClick={() => {
            asking.value = true;
          }}
        >
          {t("plan.discard")}
        </button>
      </div>
      {asking.value && (
        <ConfirmDialog
          question={t("plan.discardQuestion")}
          explanation={t("plan.discardExplain")}
          confirm={t("plan.discard")}
          onConfirm={() => model.discard()}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </section>
  );
};

export const PlanFrame = (
  props: PlanScreenProps & {
    readonly explain: string;
    readonly children: (props: PlanPartProps) => ComponentChildren;
  },
) => {
  const { t } = useI18n();
  return (
    <Loaded from={props.model.loaded}>
      {() => {
        const plan = props.model.plan.value;
        if (plan === null) return null;
        return (
          <div class="plan">
            <p class="lead">{props.explain}</p>
            {!props.mayChange && <p class="muted">{t("plan.readOnly")}</p>}
            <SaveBar {...props} plan={plan} />
            {props.children({ ...props, plan })}
          </div>
        );
      }}
    </Loaded>
  );
};
