/** What can be done with a part of the condition: moved, negated, put in a group or out of it, removed. Buttons, in one order everywhere. */
import { plainSentence, sentenceOf } from "@lotse/radar/sentence";
import type { RuleTree } from "@lotse/radar/text";
import { ArrowDown, ArrowUp, Ban, Parentheses, Ungroup, X } from "lucide-preact";
import { useI18n } from "../../../ui/AppContext.ts";
import { type EditNode, type GroupNode, type NextId, ruleOf } from "./EditTree.ts";
import { mayUnwrap, negate, remove, step, unwrap, wrap } from "./moves.ts";
import type { RadarWorld } from "./names.ts";
import type { Reading } from "./reading.ts";

export type Draw = (how: (tree: EditNode, nextId: NextId) => EditNode, kind?: string | null) => void;
/** What takes the focus after a change: a control of a part, by its `data-act`. */
export type Aim = (id: number, act: string) => void;

export interface TreeProps {
  readonly root: EditNode;
  readonly reading: Reading;
  readonly world: RadarWorld;
  readonly draw: Draw;
}

export interface NodeProps extends TreeProps {
  readonly node: EditNode;
  readonly aim: Aim;
}

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

export const NodeActs = (props: NodeProps) => {
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
