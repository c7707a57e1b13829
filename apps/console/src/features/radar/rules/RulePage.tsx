/** One rule: its sentence, its condition as tree and as text, what stands beside it, its versions, and what it does and would do. */
import type { RuleId, WireError } from "@lotse/protocol";
import { ArrowLeft } from "lucide-preact";
import { Fragment } from "preact";
import { useEffect } from "preact/hooks";
import type { RulePart } from "../../../routing/routes.ts";
import { useI18n, useRouter } from "../../../ui/AppContext.ts";
import { Link } from "../../../ui/Link.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { PANES } from "../panes.ts";
import { Beside } from "./Beside.tsx";
import { CelField } from "./CelField.tsx";
import { type Draft, definitionOf } from "./drafts.ts";
import { MatchingPane } from "./MatchingPane.tsx";
import { checkWorld } from "./names.ts";
import type { RadarModel } from "./RadarModel.ts";
import { RuleBar } from "./RuleBar.tsx";
import { isAboutField, type RuleEditor } from "./RuleEditor.ts";
import { type Reading, readingOf } from "./reading.ts";
import { SentenceView } from "./SentenceView.tsx";
import { StateTags } from "./StateTags.tsx";
import { TreeView } from "./TreeView.tsx";
import { VersionsView } from "./VersionsView.tsx";
import { ruleName, saidOf } from "./words.ts";

interface RuleProps {
  readonly radar: RadarModel;
  readonly editor: RuleEditor;
}

const PARTS: readonly RulePart[] = [
  "edit",
  "versions",
  ...(PANES.simulation === null ? [] : (["simulation"] as const)),
  ...(PANES.lift === null ? [] : (["lift"] as const)),
];

const Parts = ({ editor, part }: Pick<RuleProps, "editor"> & { readonly part: RulePart }) => {
  const { t } = useI18n();
  // What the hub does not have yet has neither versions nor a past.
  if (editor.rule.value === null) return null;
  return (
    <nav class="rule-parts" aria-label={t("rule.parts")}>
      {PARTS.map(one => (
        <Link
          key={one}
          to={{ kind: "radar", at: { show: "rule", ruleId: editor.id, part: one } }}
          class="settings-link"
          testid={`rule-part-${one}`}
          current={one === part}
        >
          {t(`rule.part.${one}`)}
        </Link>
      ))}
    </nav>
  );
};

/** Errors in words that fit a rule; the list of codes is everybody's. */
const useProblemOf = (problem: WireError | null) => {
  const { t, error } = useI18n();
  return (field: string): string | null => {
    if (problem === null || !isAboutField(problem, field)) return null;
    return problem.code === "URL_INVALID" ? t("action.urlInvalid") : error(problem.code);
  };
};

/** Undo by key goes for tree and text alike: to a text field a change of the tree would look like somebody else's. */
const undoKeys = (editor: RuleEditor) => (event: KeyboardEvent) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) editor.redo();
  else editor.undo();
};

const Hints = ({ reading, draft }: { readonly reading: Reading; readonly draft: Draft }) => {
  const { t, name } = useI18n();
  return (
    <>
      {draft.condition.ahead === "tree" && (
        <p class="plan-note" data-testid="tree-ahead">
          {t("rule.treeAhead")}
        </p>
      )}
      {reading.refused !== null && (
        <p class="problem" role="alert">
          {name(reading.refused)}
        </p>
      )}
      {reading.hasComments && <p class="plan-note">{t("rule.comments")}</p>}
    </>
  );
};

const ConditionPart = ({ radar, editor, reading }: RuleProps & { readonly reading: Reading }) => {
  const { t } = useI18n();
  const draft = editor.draft.value;
  const { condition } = draft;
  return (
    <section class="rule-condition" aria-labelledby="rule-condition" onKeyDown={undoKeys(editor)}>
      <h2 id="rule-condition">{t("rule.condition")}</h2>
      <Hints reading={reading} draft={draft} />
      <h3 id="rule-as-tree">{t("rule.tree")}</h3>
      <section aria-labelledby="rule-as-tree" data-stale={condition.ahead === "text"}>
        <TreeView
          root={condition.tree}
          reading={reading}
          world={radar.world.value}
          draw={(how, kind) => editor.draw(how, kind)}
        />
      </section>
      <h3>{t("rule.cel")}</h3>
      <section data-stale={condition.ahead === "tree"}>
        <CelField text={condition.text} findings={reading.findings} onChange={text => editor.write(text)} />
      </section>
      {reading.cost !== null && (
        <p class="field-hint" data-testid="rule-cost">
          {t("rule.cost", reading.cost.reads, reading.cost.tests)}
        </p>
      )}
    </section>
  );
};

const Edit = ({ radar, editor }: RuleProps) => {
  const i18n = useI18n();
  const problemOf = useProblemOf(editor.problem.value);
  const draft = editor.draft.value;
  const siteId = editor.siteId.value;
  const reading = readingOf(draft.condition, checkWorld(radar.world.value));
  return (
    <div class="rule-edit">
      <div class="plan">
        <SentenceView
          said={saidOf(draft.form.action, reading, i18n)}
          stale={draft.condition.ahead === "text"}
        />
        <ConditionPart radar={radar} editor={editor} reading={reading} />
        <section class="rule-beside" aria-labelledby="rule-beside">
          <h2 id="rule-beside">{i18n.t("rule.beside")}</h2>
          <Beside
            form={draft.form}
            world={radar.world.value}
            problemOf={problemOf}
            put={(part, kind) => editor.put(part, kind)}
          />
        </section>
      </div>
      {siteId !== null && (
        <aside class="rule-live" aria-label={i18n.t("matching.title")}>
          <MatchingPane
            model={radar.matching}
            siteId={siteId}
            ruleId={editor.isNew ? null : editor.id}
            definition={draft.condition.ahead === "both" ? definitionOf(draft) : null}
          />
        </aside>
      )}
    </div>
  );
};

const Part = ({ radar, editor, part }: RuleProps & { readonly part: RulePart }) => {
  const { simulation: Simulation, lift: Lift } = PANES;
  if (part === "versions") return <VersionsView radar={radar} editor={editor} />;
  if (part === "simulation" && Simulation !== null) return <Simulation ruleId={editor.id} />;
  if (part === "lift" && Lift !== null) return <Lift ruleId={editor.id} />;
  return <Edit radar={radar} editor={editor} />;
};

export const RuleHead = ({ editor }: Pick<RuleProps, "editor">) => {
  const i18n = useI18n();
  const { t } = i18n;
  const rule = editor.rule.value;
  return (
    <div class="rule-head">
      <Link to={{ kind: "radar", at: { show: "rules" } }} class="rule-back" testid="rule-back">
        <ArrowLeft size={16} aria-hidden="true" />
        {t("rule.back")}
      </Link>
      <h1 id="radar-title" class="break">
        {ruleName(definitionOf(editor.draft.value), i18n)}{" "}
        {rule !== null && (
          <span class="rule-tags">
            <StateTags rule={rule} />
          </span>
        )}
      </h1>
    </div>
  );
};

export const RulePage = ({
  radar,
  ruleId,
  part,
}: {
  readonly radar: RadarModel;
  readonly ruleId: RuleId;
  readonly part: RulePart;
}) => {
  const { t } = useI18n();
  const router = useRouter();
  const editor = radar.editorOf(ruleId);
  const state = editor.loaded.state.value;
  useEffect(() => {
    // What is not saved yet the hub knows nothing of.
    if (!editor.isNew) void editor.loaded.load();
  }, [editor]);
  if (state.kind === "failed" && state.error.code === "NOT_FOUND") {
    return (
      <>
        <h1 id="radar-title">{t("rule.unknown")}</h1>
        <p class="muted">{t("rule.unknownExplain")}</p>
        <Link to={{ kind: "radar", at: { show: "rules" } }}>{t("rule.back")}</Link>
      </>
    );
  }
  return (
    // By the editor, not by the id: a rule that the hub has just named stays where it is on the screen.
    <Fragment key={editor}>
      <RuleHead editor={editor} />
      <Loaded from={editor.loaded}>
        {() => (
          <>
            <Parts editor={editor} part={part} />
            <RuleBar
              radar={radar}
              editor={editor}
              editing={part === "edit"}
              onDropped={() => {
                radar.drop(editor.id);
                router.go({ kind: "radar", at: { show: "rules" } });
              }}
            />
            <Part radar={radar} editor={editor} part={part} />
          </>
        )}
      </Loaded>
    </Fragment>
  );
};
