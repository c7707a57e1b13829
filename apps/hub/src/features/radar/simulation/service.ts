/**
 * Simulations that run: one of a tenant at a time, one of each who asks, told as it goes on. Kept in memory alone, for as long as
 * nobody starts another and the hub lives: what was recorded stays, so it can be run again.
 */
import type { AgentId, RuleId, SimulationResult, SimulationView, TenantId } from "@lotse/protocol";
import { LotseError } from "@lotse/protocol";
import type { RuleHistory, Storage } from "@lotse/storage";
import type { AgentActor } from "../../../command.ts";
import { errorFields, type Log } from "../../../log.ts";
import { createSerial } from "../serial.ts";
import { knownRuleOf, type Progress, type SimulationDeps, simulate } from "./simulate.ts";

export interface SimulationServiceDeps extends SimulationDeps {
  readonly storage: SimulationDeps["storage"] & Pick<Storage, "readRuleHistory">;
  readonly tell: (agentId: AgentId, view: SimulationView) => void;
  readonly log: Pick<Log, "warn">;
}

export interface Simulations {
  /** NOT_FOUND; what is no rule any more is refused as on saving. */
  start(
    actor: AgentActor,
    what: { readonly ruleId: RuleId; readonly version: number; readonly days: number },
  ): Promise<SimulationView>;
  /** NOT_FOUND if there is no such rule. */
  show(actor: AgentActor, ruleId: RuleId): Promise<SimulationView | null>;
  stop(actor: AgentActor, ruleId: RuleId): Promise<SimulationView | null>;
  /** Ends all; idempotent. */
  close(): Promise<void>;
}

type State = "running" | "done" | "stopped" | "failed";

interface Job {
  readonly actor: AgentActor;
  readonly what: Pick<SimulationView, "ruleId" | "version" | "days">;
  state: State;
  progress: Progress;
  result: SimulationResult | null;
  running: Promise<void>;
}

/** Results that are kept; of who has not asked for longest the last one is gone. */
const JOBS_MAX = 200;

const viewOf = ({ what, state, progress, result }: Job): SimulationView => ({
  ...{ ...what, state, progress, result },
});

export const createSimulations = (deps: SimulationServiceDeps): Simulations => {
  const { storage, tell, log } = deps;
  const jobs = new Map<AgentId, Job>();
  const inTurn = createSerial<TenantId>();
  let isClosed = false;

  const find = async (tenantId: TenantId, ruleId: RuleId): Promise<RuleHistory> => {
    const history = await storage.readRuleHistory(tenantId, ruleId);
    if (history === null) throw new LotseError("NOT_FOUND", "There is no such rule or version");
    return history;
  };

  const become = (job: Job, change: Partial<Pick<Job, "state" | "progress" | "result">>): void => {
    Object.assign(job, change);
    tell(job.actor.agentId, viewOf(job));
  };

  const end = (job: Job | undefined): void => {
    if (job?.state === "running") become(job, { state: "stopped" });
  };

  const run = async (job: Job, history: RuleHistory): Promise<void> => {
    const { actor, what } = job;
    const isStopped = (): boolean => job.state !== "running";
    if (isStopped()) return;
    try {
      const request = { tenantId: actor.tenantId, history, version: what.version, days: what.days };
      const progressed = (progress: Progress): void => {
        if (!isStopped()) become(job, { progress });
      };
      const result = await simulate(deps, request, { progressed, isStopped });
      if (result === null || isStopped()) return;
      const { visits } = result;
      become(job, { state: "done", result, progress: { visits, of: visits } });
    } catch (error) {
      if (isStopped()) return;
      log.warn("simulation failed", { tenantId: actor.tenantId, ruleId: what.ruleId, ...errorFields(error) });
      become(job, { state: "failed" });
    }
  };

  const keep = (job: Job): void => {
    const { agentId } = job.actor;
    end(jobs.get(agentId));
    jobs.delete(agentId);
    jobs.set(agentId, job);
    const [oldest] = jobs.size > JOBS_MAX ? jobs.keys() : [];
    if (oldest === undefined) return;
    end(jobs.get(oldest));
    jobs.delete(oldest);
  };

  const jobOf = async ({ tenantId, agentId }: AgentActor, ruleId: RuleId): Promise<Job | null> => {
    await find(tenantId, ruleId);
    const job = jobs.get(agentId);
    return job?.what.ruleId === ruleId && job.actor.tenantId === tenantId ? job : null;
  };

  return {
    start: async (actor, { ruleId, version, days }) => {
      const history = await find(actor.tenantId, ruleId);
      knownRuleOf(history, version);
      const job: Job = {
        ...{ actor, what: { ruleId, version, days }, state: "running", result: null },
        ...{ progress: { visits: 0, of: 0 }, running: Promise.resolve() },
      };
      keep(job);
      if (isClosed) end(job);
      job.running = inTurn(actor.tenantId, () => run(job, history));
      return viewOf(job);
    },
    show: async (actor, ruleId) => {
      const job = await jobOf(actor, ruleId);
      return job && viewOf(job);
    },
    stop: async (actor, ruleId) => {
      const job = await jobOf(actor, ruleId);
      if (job !== null) end(job);
      return job && viewOf(job);
    },
    close: async () => {
      isClosed = true;
      const all = [...jobs.values()];
      for (const job of all) end(job);
      await Promise.all(all.map(({ running }) => running));
    },
  };
};
