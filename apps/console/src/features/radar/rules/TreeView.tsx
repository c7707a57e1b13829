/**
 * The condition as a tree: groups in groups, one line for each test, and at each part what can be done with it. Nested lists of
 * fields and buttons, so all of it works by keyboard alone; the focus goes with what moves.
 */
import { Plus } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice } from "../../../ui/controls.tsx";
import { type Gap, type GroupNode, openTest } from "./EditTree.ts";
import { add, replace } from "./moves.ts";
import { type Aim, type Draw, NodeActs, type NodeProps, type TreeProps } from "./NodeActs.tsx";
import { nodeElementId } from "./SentenceView.tsx";
import { TestFields } from "./TestFields.tsx";

const useAim = (): Aim => {
  const wanted = useRef<{ readonly id: number; readonly act: string } | null>(null);
  useLayoutEffect(() => {
    const aim = wanted.current;
    if (aim === null) return;
    wanted.current = null;
    document
      .getElementById(nodeElementId(aim.id))
      ?.querySelector<HTMLElement>(`[data-act="${aim.act}"]`)
      ?.focus();
  });
  return (id, act) => {
    wanted.current = { id, act };
  };
};

const GroupHead = ({ node, draw }: { readonly node: GroupNode; readonly draw: Draw }) => {
  const { t } = useI18n();
  const id = `${nodeElementId(node.id)}-kind`;
  return (
    <label class="gap" for={id}>
      <span class="sr">{t("rule.groupKind")}</span>
      <select
        id={id}
        data-act="kind"
        data-testid="group-kind"
        value={node.kind}
        onChange={event => {
          const kind = event.currentTarget.value === "any" ? "any" : "all";
          draw(tree => replace(tree, { ...node, kind }));
        }}
      >
        <option value="all">{t("rule.all")}</option>
        <option value="any">{t("rule.any")}</option>
      </select>
    </label>
  );
};

const Head = (props: NodeProps & { readonly gap: Gap | null }) => {
  const { t } = useI18n();
  const { node, draw, world, gap } = props;
  switch (node.kind) {
    case "all":
    case "any":
      return <GroupHead node={node} draw={draw} />;
    case "not":
      return <span class="node-not">{t("rule.not")}</span>;
    case "always":
      return (
        <Choice
          label={t("rule.alwaysLabel")}
          bare={true}
          value={String(node.value)}
          options={[
            { value: "true", label: t("rule.always") },
            { value: "false", label: t("rule.never") },
          ]}
          onChange={value => draw(tree => replace(tree, { ...node, value: value === "true" }))}
        />
      );
    case "test":
      return (
        <TestFields
          node={node}
          gap={gap}
          world={world}
          onChange={(next, kind) => draw(tree => replace(tree, next), kind)}
        />
      );
  }
};

const Notes = ({ node, reading, gap }: NodeProps & { readonly gap: Gap | null }) => {
  const { t, name } = useI18n();
  const notes = reading.notes.get(node.id) ?? [];
  return (
    <>
      {gap !== null && (
        <p class="node-gap" data-testid="node-gap" data-why={gap.why}>
          {gap.why === "refused" ? gap.text && name(gap.text) : t(`rule.gap.${gap.why}`)}
        </p>
      )}
      {notes.map(({ text }, index) => (
        <p key={index} class="plan-note" data-testid="node-note">
          {name(text)}
        </p>
      ))}
    </>
  );
};

const Adding = ({ node, draw, aim }: NodeProps) => {
  const { t } = useI18n();
  const put = (asGroup: boolean) =>
    draw((tree, nextId) => {
      const test = openTest(nextId);
      aim(test.id, "fact");
      const kind = node.kind === "all" ? "any" : "all";
      return add(tree, node.id, asGroup ? { id: nextId(), kind, parts: [test] } : test, nextId);
    });
  return (
    <div class="buttons">
      <button type="button" class="button small" data-testid="test-add" onClick={() => put(false)}>
        <Plus size={14} aria-hidden="true" />
        {t("rule.addTest")}
      </button>
      {(node.kind === "all" || node.kind === "any") && (
        <button type="button" class="button small" data-testid="group-add" onClick={() => put(true)}>
          <Plus size={14} aria-hidden="true" />
          {t("rule.addGroup")}
        </button>
      )}
    </div>
  );
};

const NodeView = (props: NodeProps) => {
  const { node, reading } = props;
  const gap = reading.gaps.find(({ id }) => id === node.id) ?? null;
  const isGroup = node.kind === "all" || node.kind === "any";
  const children = isGroup ? node.parts : node.kind === "not" ? [node.part] : [];
  return (
    <li id={nodeElementId(node.id)} class="node" data-kind={node.kind} data-testid="node">
      <div class="node-line">
        <Head {...props} gap={gap} />
        <NodeActs {...props} />
      </div>
      <Notes {...props} gap={gap} />
      {children.length > 0 && (
        <ul class="nodes">
          {children.map((child, index) => (
            // Also by its place: what moves is drawn anew. Preact would move it in one piece (`moveBefore`), and with a field that
            // has a list of suggestions in it that crashes Chromium 156.
            <NodeView key={`${child.id} ${index}`} {...props} node={child} />
          ))}
        </ul>
      )}
      {isGroup && <Adding {...props} />}
    </li>
  );
};

export const TreeView = (props: TreeProps) => {
  const { root } = props;
  const aim = useAim();
  const isGroup = root.kind === "all" || root.kind === "any";
  return (
    <div class="rule-tree" data-testid="rule-tree">
      <ul class="nodes">
        <NodeView key={root.id} {...props} node={root} aim={aim} />
      </ul>
      {!isGroup && <Adding {...props} node={root} aim={aim} />}
    </div>
  );
};
