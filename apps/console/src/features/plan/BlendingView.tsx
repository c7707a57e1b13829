/** The blending rules: each is a sentence, and the sentence is where it is edited. What contradicts, the hub says. */
import type { BlendingRule, ChannelId, QueueId } from "@lotse/protocol";
import { X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { NumberInput } from "../../ui/controls.tsx";
import { Pick } from "../../ui/Pick.tsx";
import { Sentence } from "../../ui/Sentence.tsx";
import { useAdding } from "../../ui/useAdding.ts";
import { PartNotes, PartProblem, PlanFrame, type PlanPartProps, type PlanScreenProps } from "./PlanFrame.tsx";
import { channelName, queueName, ruleText } from "./words.ts";

const KINDS = ["exclude", "atMost", "interrupt"] as const;
const ITEMS_MAX = 1_000;
const WAITING_MAX = 1_000_000;

type RuleProps<R extends BlendingRule["rule"] = BlendingRule["rule"]> = PlanPartProps & {
  readonly rule: Extract<BlendingRule, { rule: R }>;
};

const useChannelPick = ({ plan }: PlanPartProps) => {
  const i18n = useI18n();
  const options = plan.channels.map(({ id }) => ({ value: id, label: channelName(plan.channels, id, i18n) }));
  return (given: {
    readonly name: "during" | "no" | "channels" | "counted" | "interruptible";
    readonly chosen: readonly ChannelId[];
    readonly onChange: (chosen: readonly ChannelId[]) => void;
  }) => (
    <Pick
      label={i18n.t(`rule.${given.name}`)}
      testid={`rule-${given.name}`}
      options={options}
      chosen={given.chosen}
      how={given.name === "channels" ? "and" : "or"}
      none={i18n.t("rule.nothing")}
      onChange={given.onChange}
    />
  );
};

const Exclude = (props: RuleProps<"exclude">) => {
  const { t } = useI18n();
  const pick = useChannelPick(props);
  const { model, rule } = props;
  return (
    <Sentence
      text={t("rule.exclude")}
      parts={{
        during: pick({
          name: "during",
          chosen: rule.during,
          onChange: during => model.putRule({ ...rule, during }),
        }),
        no: pick({ name: "no", chosen: rule.no, onChange: no => model.putRule({ ...rule, no }) }),
      }}
    />
  );
};

const AtMost = (props: RuleProps<"atMost">) => {
  const { t } = useI18n();
  const pick = useChannelPick(props);
  const { model, rule } = props;
  return (
    <Sentence
      text={t("rule.atMost")}
      parts={{
        items: (
          <NumberInput
            label={t("rule.items")}
            testid="rule-items"
            bare={true}
            min={1}
            max={ITEMS_MAX}
            value={rule.items}
            onChange={items => model.putRule({ ...rule, items })}
          />
        ),
        channels: pick({
          name: "channels",
          chosen: rule.channels,
          onChange: channels => model.putRule({ ...rule, channels }),
        }),
      }}
    />
  );
};

const Interrupt = (props: RuleProps<"interrupt">) => {
  const i18n = useI18n();
  const { t } = i18n;
  const pick = useChannelPick(props);
  const { model, rule, plan } = props;
  return (
    <Sentence
      text={t("rule.interrupt")}
      parts={{
        moreThan: (
          <NumberInput
            label={t("rule.moreThan")}
            testid="rule-moreThan"
            bare={true}
            min={0}
            max={WAITING_MAX}
            value={rule.moreThan}
            onChange={moreThan => model.putRule({ ...rule, moreThan })}
          />
        ),
        counted: pick({
          name: "counted",
          chosen: rule.counted,
          onChange: counted => model.putRule({ ...rule, counted }),
        }),
        queues: (
          <Pick<QueueId>
            label={t("rule.queues")}
            testid="rule-queues"
            options={plan.queues.map(({ id, ...named }) => ({ value: id, label: queueName(named, i18n) }))}
            chosen={rule.queues ?? []}
            how="or"
            none={t("rule.anyQueue")}
            // None chosen means each of them.
            onChange={queues => model.putRule({ ...rule, queues: queues.length === 0 ? null : queues })}
          />
        ),
        interruptible: pick({
          name: "interruptible",
          chosen: rule.interruptible,
          onChange: interruptible => model.putRule({ ...rule, interruptible }),
        }),
      }}
    />
  );
};

const Editable = ({ rule, ...props }: RuleProps) => {
  if (rule.rule === "exclude") return <Exclude {...props} rule={rule} />;
  return rule.rule === "atMost" ? <AtMost {...props} rule={rule} /> : <Interrupt {...props} rule={rule} />;
};

const Rule = (props: RuleProps) => {
  const i18n = useI18n();
  const { rule, plan, model, mayChange } = props;
  const text = ruleText(rule, plan, i18n);
  return (
    <li class="card" data-testid="rule" data-rule={rule.rule} aria-label={text}>
      <div class="part-line">
        {mayChange ? (
          <p class="gaps">
            <Editable {...props} />
          </p>
        ) : (
          <p>{text}</p>
        )}
        {mayChange && (
          <button
            type="button"
            class="icon-button"
            data-testid="rule-remove"
            aria-label={i18n.t("plan.removeLabel", text)}
            onClick={() => model.removeRule(rule.id)}
          >
            <X size={16} aria-hidden="true" />
          </button>
        )}
      </div>
      <PartProblem problem={model.problem.value} id={rule.id} />
      <PartNotes model={model} names={[rule.id]} />
    </li>
  );
};

const Rules = (props: PlanPartProps) => {
  const { t } = useI18n();
  const { list, add } = useAdding<HTMLUListElement>();
  const { plan, model } = props;
  return (
    <>
      {plan.blending.length === 0 && <p class="muted">{t("rule.none")}</p>}
      <ul ref={list} class="cards">
        {plan.blending.map(rule => (
          <Rule key={rule.id} {...props} rule={rule} />
        ))}
      </ul>
      {props.mayChange && (
        <section class="plan-part" aria-label={t("rule.add")}>
          <h2>{t("rule.add")}</h2>
          <div class="buttons">
            {KINDS.map(kind => (
              <button
                key={kind}
                type="button"
                class="button wraps"
                data-testid={`rule-add-${kind}`}
                onClick={() => add(() => model.addRule(kind))}
              >
                {t(`rule.kind.${kind}`)}
              </button>
            ))}
          </div>
        </section>
      )}
    </>
  );
};

export const BlendingView = (props: PlanScreenProps) => {
  const { t } = useI18n();
  return (
    <PlanFrame {...props} explain={t("plan.blending.explain")}>
      {part => <Rules {...part} />}
    </PlanFrame>
  );
};
