/** What the hub's frame counts, for `/metrics`. Knows no feature. */
import { type CommandGate, SCOPES } from "../limits.ts";
import type { Gauge } from "./http/health.ts";
import type { Links } from "./links.ts";
import type { SlowConsumerCut } from "./slowConsumers.ts";

export interface Counted {
  readonly visitorLinks: Pick<Links<never>, "connections">;
  readonly agentLinks: Pick<Links<never>, "connections">;
  readonly gate: Pick<CommandGate, "refused">;
  readonly slowConsumers: Pick<SlowConsumerCut, "total">;
  readonly floods: { readonly total: number };
}

export const frameGauges = (counted: Counted): readonly Gauge[] => [
  {
    name: "lotse_visitor_connections",
    help: "Open visitor connections.",
    value: counted.visitorLinks.connections,
  },
  {
    name: "lotse_agent_connections",
    help: "Open console connections.",
    value: counted.agentLinks.connections,
  },
  {
    name: "lotse_slow_consumers_total",
    help: "Connections cut because they did not take what was sent to them.",
    kind: "counter",
    value: counted.slowConsumers.total,
  },
  {
    name: "lotse_floods_total",
    help: "Connections cut because they went on asking although they were refused.",
    kind: "counter",
    value: counted.floods.total,
  },
  ...SCOPES.map(
    (scope): Gauge => ({
      name: "lotse_rate_limited_total",
      help: "Commands refused, by whose share was used up.",
      kind: "counter",
      labels: { scope },
      value: counted.gate.refused[scope],
    }),
  ),
];
