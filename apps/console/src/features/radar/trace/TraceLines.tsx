/** A rule's condition part by part: what each says, whether it holds, what was read, and when it turns by itself. */
import type { TraceLine } from "@lotse/protocol";
import { Check, CircleHelp, X } from "lucide-preact";
import { useI18n } from "../../../ui/AppContext.ts";
import { type LineNode, lineTree } from "./lineTree.ts";
import { useTraces } from "./traces.ts";

const SIGNS = { yes: Check, no: X, unknown: CircleHelp } as const;

const Turns = ({ line }: { readonly line: TraceLine }) => {
  const { t, remaining } = useI18n();
  const { nowMs } = useTraces();
  if (line.turnsAtMs === null) return null;
  const leftMs = line.turnsAtMs - nowMs.value;
  if (leftMs <= 0) return null;
  return (
    <span class="trace-turns" data-testid="trace-turns">
      {t(line.verdict === "no" ? "trace.turnsTrue" : "trace.turns", remaining(leftMs))}
    </span>
  );
};

const Node = ({ node }: { readonly node: LineNode }) => {
  const { t, name } = useI18n();
  const { line, parts } = node;
  const Sign = SIGNS[line.verdict];
  return (
    <li data-testid="trace-line" data-verdict={line.verdict} data-decides={line.decides}>
      <p class="trace-line">
        <Sign size={16} aria-hidden="true" />
        <span class="break">
          {name(line.text)} <Turns line={line} />
          {line.decides && parts.length === 0 && <span class="tag">{t("trace.decides")}</span>}
        </span>
      </p>
      {parts.length > 0 && <Nodes nodes={parts} />}
    </li>
  );
};

const Nodes = ({ nodes }: { readonly nodes: readonly LineNode[] }) => (
  <ul class="trace-lines">
    {nodes.map((node, index) => (
      // A rule's parts stay where they are as long as it is the same version.
      <Node key={`${index} ${node.line.depth}`} node={node} />
    ))}
  </ul>
);

export const TraceLines = ({ lines }: { readonly lines: readonly TraceLine[] }) => (
  <Nodes nodes={lineTree(lines)} />
);
