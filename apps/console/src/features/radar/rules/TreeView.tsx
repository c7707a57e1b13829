/**
 * The condition as a tree: groups in groups, one line for each test, and at each part what can be done with it. Nested lists of
 * fields and buttons, so all of it works by keyboard alone; the focus goes with what moves.
 */

import { plainSentence, sentenceOf } from "@lotse/radar/sentence";
import type { RuleTree } from "@lotse/radar/text";
import { ArrowDown, ArrowUp, Ban, Parentheses, Plus, Ungroup, X } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useI18n } from "../../../ui/AppContext.ts";
import { Choice } from "../../../ui/controls.tsx";
import { type EditNode, type Gap, type GroupNode, type NextId, openTest, ruleOf } from "./EditTree.ts";
import { add, mayUnwrap, negate, remove, replace, step, unwrap, wrap } from "./moves.ts";
import type { RadarWorld } from "./names.ts";
import type { Reading } from "./reading.ts";
import { nodeElementId } from "./SentenceView.tsx";
import { TestFields } from "./TestFields.tsx";

type Draw = (how: (tree: EditNode, nextId: NextId) => EditNode, kind?: string | null) => void;
/** What takes the focus after a change: a control of a part, by its `data-act`. */
type Aim = (id: number, act: string) => void;

export interface TreeProps {
  readonly root: EditNode;
  readonly reading: Reading;
  readonly world: RadarWorld;
  readonly draw: Draw;
}

interface NodeProps extends TreeProps {
  readonly node: EditNode;
  readonly aim: Aim;
}

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

/** What a part is called to somebody who hears the buttons. */
const useName = () => {
  const { t, language } = useI18n();
  return (node: EditNode): string => {
    if (node.kind === "all" || node.kind === "any") return `${t("rule.group")}: ${t(`rule.${node.kind}`)}`;
    const { tree, gaps } = ruleOf(node);
    if (gaps.length > 0) return t("rule.open");
    const said = (part: RuleTree) => plainSentence(sentenceOf(part, language.value), language.value);
    return said(tree);
  };
};

const Act = (props: {
  readonly act: string;
  readonly label: string;
  readonly Icon: typeof X;
  readonly off?: boolean;
  readonly onClick: () => void;
}) => (
  <button
    type="button"
    class="icon-button small"
    data-act={props.act}
    data-testid={`node-${props.act}`}
    aria-label={props.label}
    title={props.label}
    // Not disabled: at the end of a way up the focus stays where it is.
    aria-disabled={props.off === true || undefined}
    onClick={() => {
      if (props.off !== true) props.onClick();
    }}
  >
    <props.Icon size={15} aria-hidden="true" />
  </button>
);

const Moves = ({ root, node, draw, aim, what }: NodeProps & { readonly what: string }) => {
  const { t } = useI18n();
  const move = (by: -1 | 1, act: string) => {
    aim(node.id, act);
    draw(tree => step(tree, node.id, by) ?? tree);
  };
  if (node.id === root.id) return null;
  return (
    <>
      <Act
        act="up"
        label={t("rule.moveUp", what)}
        Icon={ArrowUp}
        off={step(root, node.id, -1) === null}
        onClick={() => move(-1, "up")}
      />
      <Act
        act="down"
        label={t("rule.moveDown", what)}
        Icon={ArrowDown}
        off={step(root, node.id, 1) === null}
        onClick={() => move(1, "down")}
      />
    </>
  );
};

const Acts = (props: NodeProps) => {
  const { t } = useI18n();
  const { root, node, draw, aim } = props;
  const what = useName()(node);
  return (
    <span class="node-acts">
      <Moves {...props} what={what} />
      {node.kind !== "not" && (
        <Act
          act="not"
          label={t("rule.negate", what)}
          Icon={Ban}
          onClick={() =>
            draw((tree, nextId) => {
              aim(node.id, "not");
              return negate(tree, node.id, nextId);
            })
          }
        />
      )}
      <Act
        act="wrap"
        label={t("rule.wrap", what)}
        Icon={Parentheses}
        onClick={() => {
          draw((tree, nextId) => {
            const id = nextId();
            aim(id, "kind");
            // The other kind: a group right inside one of its own kind would mean nothing.
            const as = groupAround(tree, node.id) === "all" ? "any" : "all";
            return wrap(tree, node.id, { as, nextId: () => id });
          });
        }}
      />
      {mayUnwrap(root, node.id) && (
        <Act
          act="unwrap"
          label={t("rule.unwrap", what)}
          Icon={Ungroup}
          onClick={() => draw(tree => unwrap(tree, node.id))}
        />
      )}
      <Act
        act="remove"
        label={t("rule.remove", what)}
        Icon={X}
        onClick={() => draw((tree, nextId) => remove(tree, node.id, nextId))}
      />
    </span>
  );
};

/** Of which kind the nearest group around a part is. */
const groupAround = (
  root: EditNode,
  id: number,
  around: GroupNode["kind"] | null = null,
): GroupNode["kind"] | null => {
  if (root.id === id) return around;
  if (root.kind === "not") return groupAround(root.part, id, around);
  if (root.kind !== "all" && root.kind !== "any") return null;
  for (const part of root.parts) {
    const found = groupAround(part, id, root.kind);
    if (found !== null) return found;
  }
  return null;
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
        <Acts {...props} />
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
