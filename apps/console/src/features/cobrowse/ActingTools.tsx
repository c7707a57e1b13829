/** What the agent may do here right now, always in sight: each right with its state, asked for and given back by a press. */
import { type AskedGrant, GRANT_REASON_MAX } from "@lotse/protocol";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { Eye, Hand, MousePointer2, MoveRight } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { hint } from "../../ui/commands.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/form.tsx";
import type { ActingModel, GrantState } from "./ActingModel.ts";
import type { PointingModel } from "./PointingModel.ts";
import { Toggle } from "./PointingTools.tsx";

const ICONS = { view: Eye, point: MousePointer2, control: Hand, navigate: MoveRight } as const;

const Right = (props: {
  readonly grant: keyof typeof ICONS;
  readonly state: GrantState["kind"];
  readonly title: string;
  /** Absent: nothing is to be done about it. */
  readonly onPress?: (() => void) | undefined;
}) => {
  const { t } = useI18n();
  const Icon = ICONS[props.grant];
  return (
    <button
      type="button"
      class="live-right"
      data-testid={`right-${props.grant}`}
      data-state={props.state}
      aria-label={props.title}
      title={props.title}
      disabled={props.onPress === undefined}
      onClick={props.onPress}
    >
      <Icon size={14} aria-hidden="true" />
      <span>{t(`acting.${props.grant}`)}</span>
    </button>
  );
};

const Asked = (props: Pick<ActingToolsProps, "model" | "nowMs"> & { readonly grant: AskedGrant }) => {
  const { t } = useI18n();
  const { model, grant } = props;
  const state = model.state(grant);
  const what = t(`acting.${grant}`);
  const restMin =
    state.kind === "held" ? Math.max(1, Math.ceil((state.untilMs - props.nowMs.value) / 60_000)) : 0;
  const titles: Record<GrantState["kind"], string> = {
    none: t("acting.ask", what),
    asked: t("acting.asked", what),
    held: t("acting.mayFor", what, restMin),
    elsewhere: t("acting.elsewhere", what),
  };
  const press = {
    none: model.mayAsk ? () => model.consider(grant) : undefined,
    asked: () => model.drop(grant),
    held: () => model.drop(grant),
    elsewhere: undefined,
  } satisfies Record<GrantState["kind"], (() => void) | undefined>;
  return <Right {...{ grant, state: state.kind, title: titles[state.kind], onPress: press[state.kind] }} />;
};

/** Pointing is the visitor's to switch off; then it can be asked for. */
const Pointing = ({ model, pointing, nowMs }: ActingToolsProps) => {
  const { t } = useI18n();
  if (!pointing.allowed.value) return <Asked {...{ model, nowMs }} grant="point" />;
  return <Right grant="point" state="held" title={t("acting.may", t("acting.point"))} />;
};

const AskDialog = ({ model, grant }: { readonly model: ActingModel; readonly grant: AskedGrant }) => {
  const { t } = useI18n();
  const reason = useSignal("");
  return (
    <Dialog title={t(`acting.askTitle.${grant}`)} testid="ask-grant" onClose={() => model.consider(null)}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          model.ask(grant, reason.value);
        }}
      >
        <p>{t(`acting.askMeans.${grant}`)}</p>
        <TextField
          label={t("acting.reason")}
          value={reason}
          testid="ask-reason"
          optional
          autofocus
          maxLength={GRANT_REASON_MAX}
        />
        <button type="submit" class="button primary" data-testid="ask-send">
          {t("acting.send")}
        </button>
      </form>
    </Dialog>
  );
};

const Word = ({ model }: { readonly model: ActingModel }) => {
  const { t } = useI18n();
  const word = model.word.value;
  const text =
    word === null
      ? ""
      : word.kind === "answer"
        ? t(`acting.answer.${word.outcome}`)
        : t(`acting.refusal.${word.why}`);
  return (
    <p class="live-tools-word" role="status" data-testid="acting-word">
      {text}
    </p>
  );
};

export interface ActingToolsProps {
  readonly model: ActingModel;
  readonly pointing: PointingModel;
  readonly nowMs: ReadonlySignal<number>;
}

/** Beside the other tools; without the right, it asks for it. */
export const ActTool = ({ model, pointing }: Pick<ActingToolsProps, "model" | "pointing">) => {
  const { t } = useI18n();
  const isHeld = model.state("control").kind === "held";
  return (
    <Toggle
      {...{ Icon: Hand, label: t("acting.act"), testId: "tool-act", isDisabled: !isHeld && !model.mayAsk }}
      title={hint(t("acting.act"), "act")}
      isOn={pointing.tool.value === "act"}
      onClick={() => model.choose()}
    />
  );
};

export const ActingTools = ({ model, pointing, nowMs }: ActingToolsProps) => {
  const { t } = useI18n();
  const asking = model.asking.value;
  return (
    <>
      <Word model={model} />
      <fieldset class="live-rights" aria-label={t("acting.label")}>
        <Right grant="view" state="held" title={t("acting.may", t("acting.view"))} />
        <Pointing {...{ model, pointing, nowMs }} />
        <Asked {...{ model, nowMs }} grant="control" />
        <Asked {...{ model, nowMs }} grant="navigate" />
      </fieldset>
      {asking !== null && <AskDialog model={model} grant={asking} />}
    </>
  );
};
