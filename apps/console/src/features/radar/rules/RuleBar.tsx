/** What became of the draft and what can be done with it: save, discard, undo, publish. Says what publishing will do before it is done. */
import type { RuleDefinition, RuleView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { Redo2, Undo2 } from "lucide-preact";
import { useRef } from "preact/hooks";
import type { I18n } from "../../../i18n/i18n.ts";
import { useI18n } from "../../../ui/AppContext.ts";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { Differences } from "./Differences.tsx";
import { deedsOf } from "./deeds.ts";
import { definitionOf } from "./drafts.ts";
import type { RadarModel } from "./RadarModel.ts";
import type { RuleEditor } from "./RuleEditor.ts";
import { changedLabels, ruleName, ruleText } from "./words.ts";

interface BarProps {
  readonly radar: RadarModel;
  readonly editor: RuleEditor;
  /** Whether the draft is what one looks at. */
  readonly editing: boolean;
  /** Of a new rule that is thrown away. */
  readonly onDropped: () => void;
}

const Theirs = ({ editor }: BarProps) => {
  const { t } = useI18n();
  const theirs = editor.theirs.value;
  const base = editor.base.value;
  if (theirs === null || base === null) return null;
  return (
    <div role="alert" class="plan-meanwhile" data-testid="rule-theirs">
      <p>{t("rule.theirs", theirs.savedBy?.name ?? t("versions.somebody"), theirs.version)}</p>
      <details>
        <summary data-testid="theirs-look">{t("rule.theirsLook")}</summary>
        <Differences was={base.definition} is={theirs.definition} none={t("rule.theirsSame")} />
      </details>
      <p class="field-hint">{t("rule.theirsHint")}</p>
      <div class="buttons">
        <button type="button" class="button" data-testid="keep-mine" onClick={() => editor.keepMine()}>
          {t("rule.keepMine")}
        </button>
        <button type="button" class="button" data-testid="take-theirs" onClick={() => editor.takeTheirs()}>
          {t("rule.takeTheirs")}
        </button>
      </div>
    </div>
  );
};

/** What holds, how it came to if that was by going back, and what has not held so far. */
const standingOf = (editor: RuleEditor, rule: RuleView, { t, dateTime }: I18n): readonly string[] => {
  const { inForce, newest } = rule;
  if (inForce === null) {
    return [t("rule.holdsNot"), ...(newest.publishedAtMs === null ? [t("rule.newer", newest.version)] : [])];
  }
  const how = deedsOf(editor.versions.value).get(inForce.version)?.at(-1);
  return [
    t("rule.holds", inForce.version),
    ...(how?.did === "rolledBack"
      ? [t("rule.wentBack", how.from, how.by?.name ?? t("versions.somebody"), dateTime(how.atMs))]
      : []),
    ...(newest.publishedAtMs === null ? [t("rule.newer", newest.version)] : []),
  ];
};

/** What is said first: what just happened, what is not saved, or what holds. */
const State = ({ editor }: BarProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const done = editor.done.value;
  const base = editor.base.value;
  const rule = editor.rule.value;
  if (editor.unsaved.value) {
    if (base === null) return <>{t("rule.unsavedNew")}</>;
    const labels = changedLabels(base.definition, definitionOf(editor.draft.value), i18n);
    return <>{t("rule.unsavedFields", labels.join(", ") || t("rule.condition"))}</>;
  }
  if (done !== null) {
    const version = done === "rolledBack" ? rule?.publishedVersion : null;
    const words = [t(`rule.done.${done}`), ...(version == null ? [] : [t("rule.holds", version)])];
    return <span class="good">{words.join(" ")}</span>;
  }
  if (rule === null) return <>{t("rule.unsavedNew")}</>;
  return <>{standingOf(editor, rule, i18n).join(" ")}</>;
};

/** Said where it stands as far as it stands somewhere; here, so that nobody has to look for it. */
const WhyNot = ({ editor }: BarProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const problem = editor.problem.value;
  const { ahead } = editor.draft.value.condition;
  return (
    <>
      {editor.unsaved.value && ahead !== "both" && (
        <p class="muted" data-testid="rule-not-finished">
          {t(ahead === "tree" ? "rule.notFinished" : "rule.textWrong")}
        </p>
      )}
      {problem !== null && (
        <p class="problem" role="alert" data-testid="rule-problem" data-code={problem.code}>
          {i18n.error(problem.code)}
        </p>
      )}
    </>
  );
};

/** What would hold from now on; null while there is nothing that could. */
const toPublish = (
  editor: RuleEditor,
): { readonly definition: RuleDefinition; readonly isSaved: boolean } | null => {
  const rule = editor.rule.value;
  if (editor.unsaved.value || rule === null) {
    const draft = editor.draft.value;
    return draft.condition.ahead === "both" ? { definition: definitionOf(draft), isSaved: false } : null;
  }
  const isInForce = rule.state === "published" && rule.publishedVersion === rule.newest.version;
  return isInForce ? null : { definition: rule.newest.definition, isSaved: true };
};

const Publish = ({ radar, editor }: BarProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const asking = useSignal(false);
  const what = toPublish(editor);
  if (!radar.mayPublish.value) {
    const names = radar.publishers.value;
    return (
      <p class="field-hint" data-testid="rule-publishers">
        {names.length === 0 ? t("rule.publishersUnknown") : t("rule.publishers", i18n.list(names, "or"))}
      </p>
    );
  }
  if (what === null) return null;
  const rule = editor.rule.value;
  const siteId = editor.siteId.value;
  const before = rule?.state === "published" ? rule.publishedVersion : null;
  const label = t(what.isSaved ? "rule.publish" : "rule.saveAndPublish");
  const publish = async () => {
    if (!what.isSaved && !(await editor.save())) return;
    const version = editor.rule.peek()?.newest.version;
    if (version !== undefined) await editor.publish(version);
  };
  return (
    <>
      <button
        type="button"
        class="button"
        data-testid="rule-publish"
        aria-disabled={editor.busy.value || undefined}
        onClick={() => {
          asking.value = true;
        }}
      >
        {label}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={t("rule.publishQuestion", ruleName(what.definition, i18n))}
          explanation={[
            t(
              "rule.publishExplain",
              siteId === null ? "" : radar.siteName(siteId),
              ruleText(what.definition, i18n),
            ),
            ...(before === null ? [] : [t("rule.publishInstead", before)]),
          ].join(" ")}
          confirm={label}
          tone="primary"
          onConfirm={() => void publish()}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
};

const Discard = ({ editor, onDropped }: BarProps) => {
  const { t } = useI18n();
  const asking = useSignal(false);
  const isNew = editor.rule.value === null;
  if (!editor.unsaved.value && !isNew) return null;
  return (
    <>
      <button
        type="button"
        class="button"
        data-testid="rule-discard"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t("rule.discard")}
      </button>
      {asking.value && (
        <ConfirmDialog
          question={t("rule.discardQuestion")}
          explanation={t(isNew ? "rule.discardNew" : "rule.discardExplain")}
          confirm={t("rule.discard")}
          onConfirm={() => (isNew ? onDropped() : editor.discard())}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
};

const UndoRedo = ({ editor }: BarProps) => {
  const { t } = useI18n();
  const acts = [
    { id: "undo", may: editor.mayUndo.value, Icon: Undo2 },
    { id: "redo", may: editor.mayRedo.value, Icon: Redo2 },
  ] as const;
  return (
    <>
      {acts.map(({ id, may, Icon }) => (
        <button
          key={id}
          type="button"
          class="icon-button"
          data-testid={`rule-${id}`}
          aria-label={t(`rule.${id}`)}
          title={`${t(`rule.${id}`)} (${t("key.ctrl")}+${id === "undo" ? "Z" : "Y"})`}
          aria-disabled={!may || undefined}
          onClick={() => editor[id]()}
        >
          <Icon size={18} aria-hidden="true" />
        </button>
      ))}
    </>
  );
};

const Save = ({ editor, editing }: BarProps) => {
  const { t } = useI18n();
  const isUnsaved = editor.unsaved.value || editor.rule.value === null;
  // Once there it stays: with the focus gone on from it, a second Enter would do the next thing.
  const hasSaved = useRef(false);
  if (isUnsaved) hasSaved.current = true;
  if (!editing && !hasSaved.current) return null;
  const maySave = isUnsaved && editor.draft.value.condition.ahead === "both" && !editor.busy.value;
  return (
    <button
      type="button"
      class="button primary"
      data-testid="rule-save"
      // Not disabled: it would lose the focus, and a refused save is tried again from here.
      aria-disabled={!maySave || undefined}
      onClick={() => {
        if (maySave) void editor.save();
      }}
    >
      {t("rule.save")}
    </button>
  );
};

export const RuleBar = (props: BarProps) => {
  const { editor } = props;
  const isUnsaved = editor.unsaved.value || editor.rule.value === null;
  return (
    <section class="card rule-bar" aria-labelledby="rule-state" data-unsaved={isUnsaved}>
      <Theirs {...props} />
      <p id="rule-state" class="rule-state" role="status" data-testid="rule-state">
        <State {...props} />
      </p>
      <WhyNot {...props} />
      <div class="buttons">
        <Save {...props} />
        <Discard {...props} />
        {props.editing && <UndoRedo {...props} />}
        <Publish {...props} />
      </div>
    </section>
  );
};
