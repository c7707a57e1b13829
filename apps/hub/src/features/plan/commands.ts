/** The commands around the routing plan: everybody reads by what they work, administrators change it. */
import { type AnyCommand, defineCommand } from "../../command.ts";
import type { PlanService } from "./service.ts";

export const createPlanCommands = (plans: PlanService): readonly AnyCommand[] => [
  defineCommand({
    name: "plan:read",
    audience: "agent",
    summary: "The routing plan: channels, queues, hours, blending, settings.",
    access: () => "allow",
    run: ({ actor }) => plans.read(actor.tenantId),
    audit: "none",
  }),
  defineCommand({
    name: "plan:save",
    audience: "agent",
    summary:
      "Saves the whole plan, unless another was saved since the one that was changed; takes effect at once.",
    access: ({ actor }) => (actor.role === "administrator" ? "allow" : "deny"),
    run: ({ actor, input }) => plans.save(actor, input),
    audit: "plan:saved",
    about: (_call, { version }) => ({ version: String(version) }),
  }),
];
