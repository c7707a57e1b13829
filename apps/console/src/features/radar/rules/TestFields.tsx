/** One test of the tree: which fact, of what, how it is compared, and with what. */
import { ARGUMENT_MAX, ARGUMENTS, type Fact, factNamed } from "@lotse/radar/catalogue";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { I18n } from "../../../i18n/i18n.ts";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice, TextInput } from "../../../ui/controls.tsx";
import type { Gap, Op, TestNode } from "./EditTree.ts";
import { FactPicker } from "./FactPicker.tsx";
import { FACT_LABELS } from "./factLabels.ts";
import { type RadarWorld, suggestions } from "./names.ts";
import { kindOf, kindsOf, opsOf, type ValueKind, withFact, withKind, withOp } from "./tests.ts";
import { ValueFields } from "./ValueFields.tsx";

interface TestProps {
  readonly node: TestNode;
  readonly gap: Gap | null;
  readonly world: RadarWorld;
  /** `kind`: what is typed into. */
  readonly onChange: (node: TestNode, kind: string | null) => void;
}

type OpKey = Extract<Parameters<I18n["t"]>[0], `op.${string}`>;

const LENGTH: Partial<Record<Op, OpKey>> = { ">": "op.longer", "<": "op.shorter" };
const AMOUNT: Partial<Record<Op, OpKey>> = {
  ">": "op.more",
  "<": "op.less",
  "==": "op.exactly",
  "!=": "op.notExactly",
};
const POINT: Partial<Record<Op, OpKey>> = {
  ">": "op.after",
  ">=": "op.from",
  "<": "op.before",
  "<=": "op.until",
};
const PLAIN: Readonly<Record<Op, OpKey>> = {
  ">": "op.more",
  ">=": "op.atLeast",
  "<": "op.less",
  "<=": "op.atMost",
  "==": "op.is",
  "!=": "op.isNot",
  in: "op.in",
  startsWith: "op.startsWith",
  endsWith: "op.endsWith",
  contains: "op.contains",
};
const OWN: Partial<Record<ValueKind, Partial<Record<Op, OpKey>>>> = {
  duration: LENGTH,
  number: AMOUNT,
  amount: AMOUNT,
  hour: POINT,
  weekday: POINT,
  clock: POINT,
};

const opWords = (kind: ValueKind, op: Op): OpKey => OWN[kind]?.[op] ?? PLAIN[op];

const FactButton = ({ node, onChange, gap }: TestProps) => {
  const { t, name } = useI18n();
  const picking = useSignal(false);
  const label = node.fact === null ? null : name(FACT_LABELS[node.fact]);
  return (
    <>
      <button
        type="button"
        class="button small fact-button"
        data-testid="fact"
        data-act="fact"
        data-open={gap?.why === "fact"}
        aria-haspopup="dialog"
        aria-label={label === null ? undefined : t("fact.change", label)}
        onClick={() => {
          picking.value = true;
        }}
      >
        {label ?? t("fact.choose")}
      </button>
      {picking.value && (
        <FactPicker
          current={node.fact}
          onPick={fact => onChange(withFact(node, fact), null)}
          onClose={() => {
            picking.value = false;
          }}
        />
      )}
    </>
  );
};

const ArgumentField = ({ node, fact, gap, world, onChange }: TestProps & { readonly fact: Fact }) => {
  const { name } = useI18n();
  const listId = useId();
  if (fact.argument === undefined) return null;
  const queueName = (key: string) => world.queues.find(queue => queue.key === key)?.name;
  return (
    <>
      <datalist id={listId}>
        {suggestions(fact.argument, world).map(known => (
          <option key={known} value={known} label={queueName(known)} />
        ))}
      </datalist>
      <TextInput
        label={name(ARGUMENTS[fact.argument])}
        testid="argument"
        bare={true}
        list={listId}
        maxLength={ARGUMENT_MAX}
        wrong={gap?.why === "argument"}
        value={node.argument}
        onChange={argument => onChange({ ...node, argument }, `argument ${node.id}`)}
      />
    </>
  );
};

/** Yes or no needs no comparison beside it. */
const OpField = ({ node, fact, onChange }: TestProps & { readonly fact: Fact }) => {
  const { t } = useI18n();
  const kind = kindOf(fact, node.values);
  if (kind === "boolean" && node.op === "==") return null;
  return (
    <Choice<Op>
      label={t("op.label")}
      testid="op"
      bare={true}
      value={node.op}
      options={opsOf(kind, node.op).map(op => ({ value: op, label: t(opWords(kind, op)) }))}
      onChange={op => onChange(withOp(node, op), null)}
    />
  );
};

const KindField = ({ node, fact, onChange }: TestProps & { readonly fact: Fact }) => {
  const { t } = useI18n();
  const kinds = kindsOf(fact);
  if (kinds.length === 0) return null;
  const options = (["text", "number", "boolean"] as const).map(value => ({
    value,
    label: t(`value.kind.${value}`),
  }));
  const kind = kindOf(fact, node.values);
  return (
    <Choice
      label={t("value.kind")}
      testid="value-kind"
      bare={true}
      value={kind === "number" || kind === "boolean" ? kind : "text"}
      options={options}
      onChange={next => onChange(withKind(node, next), null)}
    />
  );
};

const Unit = ({ fact, node }: { readonly fact: Fact; readonly node: TestNode }) => {
  const { t } = useI18n();
  const { unit } = fact;
  if (node.op === "in" || (unit !== "currency" && unit !== "percent" && unit !== "hour")) return null;
  return <span class="muted">{t(`unit.${unit}`)}</span>;
};

export const TestFields = (props: TestProps) => {
  const { node, gap, onChange } = props;
  const fact = node.fact === null ? undefined : factNamed(node.fact);
  return (
    <span class="test-fields">
      <FactButton {...props} />
      {fact !== undefined && (
        <>
          <ArgumentField {...props} fact={fact} />
          <KindField {...props} fact={fact} />
          <OpField {...props} fact={fact} />
          <ValueFields
            key={`${fact.name} ${node.op === "in"}`}
            node={node}
            wrong={gap?.why === "value" || gap?.why === "refused"}
            onChange={values => onChange({ ...node, values }, `value ${node.id}`)}
          />
          <Unit fact={fact} node={node} />
        </>
      )}
    </span>
  );
};
