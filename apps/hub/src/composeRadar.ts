/** The composition of the radar: rules as managers keep them, as everybody follows them, and the one way out to other systems. */
import type { RuleDefinition, RuleId, SiteId, TenantId } from "@lotse/protocol";
import { createPost } from "./egress/post.ts";
import { destinationOf } from "./features/queue/defaultPlan.ts";
import { checkDefinition, type RuleWorld } from "./features/radar/checks.ts";
import { createRuleEditing } from "./features/radar/editing.ts";
import { createHook } from "./features/radar/hook.ts";
import { deriveHookSecret } from "./features/radar/hookSecret.ts";
import { createRuleBook } from "./features/radar/ruleBook.ts";
import { createRadarService } from "./features/radar/service.ts";
import { createSimulations } from "./features/radar/simulation/service.ts";
import type { FeatureWorld } from "./features.ts";
import type { QueueService, VisitService } from "./services.ts";

export const composeRadar = async (
  world: FeatureWorld,
  {
    queue,
    labelOf,
    tenants,
  }: {
    readonly queue: QueueService;
    readonly labelOf: VisitService["labelOf"];
    readonly tenants: readonly TenantId[];
  },
) => {
  const { storage, clock, ids, log, random, secrets, publisher, hookHosts = new Set() } = world;
  const hookSecretOf = (tenantId: TenantId, siteId: SiteId) =>
    deriveHookSecret(secrets.identityKey, { tenantId, siteId });
  const book = createRuleBook({ storage, clock, log });
  for (const tenantId of tenants) await book.refresh(tenantId);
  const worldOf = async (tenantId: TenantId): Promise<RuleWorld> => {
    const [{ queues }, agents] = await Promise.all([queue.planOf(tenantId), storage.listAgents(tenantId)]);
    const levels = [...queues.flatMap(({ needs }) => needs), ...agents.flatMap(agent => agent.skills)];
    return {
      skills: [...new Set(levels.map(({ skill }) => skill))],
      queues: queues.map(({ key }) => key),
    };
  };
  const rules = createRuleEditing({
    ...{ storage, book, clock, ids, worldOf },
    hookSecretOf,
    hookHosts,
  });
  const post = createPost({ allowed: hookHosts });
  const radar = createRadarService({
    ...{ storage, queue, book, clock, random, ids, labelOf, log, destinationOf },
    callHook: createHook({ post, secretOf: hookSecretOf, clock, ids }),
    notify: (tenantId, skill, notice) => {
      if (skill === null) publisher.toAgents(tenantId, "rule:noticed", notice);
      else for (const id of queue.agentsWith(tenantId, skill)) publisher.toAgent(id, "rule:noticed", notice);
    },
  });
  const simulations = createSimulations({
    ...{ storage, clock, labelOf, log, destinationOf, planOf: queue.planOf },
    pause: () => new Promise(resolve => void setImmediate(resolve)),
    tell: (agentId, view) => publisher.toAgent(agentId, "simulation:progressed", view),
  });
  return {
    ...{ rules, radar, simulations },
    checkDefinition: async (tenantId: TenantId, definition: RuleDefinition) => {
      checkDefinition(definition, await worldOf(tenantId), hookHosts);
    },
    definitionOf: (siteId: SiteId, ruleId: RuleId) =>
      book.of(siteId).rules.find(({ record }) => record.id === ruleId)?.definition ?? null,
  };
};
