/** Agents on and off duty: consoles coming and going, and the presence agents choose. */
import { type AgentId, LotseError, type TenantId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import { errorFields } from "../../log.ts";
import type { QueueService } from "../../services.ts";
import { defaultPlan, profileOf } from "./defaultPlan.ts";
import type { Office, QueueDeps, TenantOffice } from "./office.ts";
import type { Turn } from "./tenantRouting.ts";
import { agentViewOf } from "./views.ts";

export interface Duty {
  connected: QueueService["agentConnected"];
  lost: QueueService["agentLost"];
  signedOut: QueueService["agentSignedOut"];
  isLost: QueueService["isLost"];
  disconnected: QueueService["agentDisconnected"];
  setPresence: QueueService["setPresence"];
  changed: QueueService["agentChanged"];
  removed: QueueService["agentRemoved"];
  planSaved: QueueService["planSaved"];
}

type AgentKey = Pick<AgentActor, "tenantId" | "agentId">;

export const createDuty = (deps: QueueDeps, office: Office): Duty => {
  /** A skill that nobody had before gets its queue, as long as nobody made a plan. */
  const knowSkills = async (turn: Turn, skills: readonly string[]): Promise<void> => {
    if (turn.memory.book.hasOwnPlan) return;
    const keys = turn.memory.routing.plan.queues.map(queue => queue.key);
    if (skills.every(skill => keys.includes(skill))) return;
    await turn.step({ type: "planSet", plan: defaultPlan([...keys, ...skills], deps.settings) });
  };

  /** What cannot be read now must not be forgotten: then all is taken anew, as soon as that is possible. */
  const readAgents = (tenantId: TenantId): Promise<readonly AgentRecord[]> =>
    deps.storage.listAgents(tenantId).catch(error => {
      const again = office.of(tenantId).routing.retake();
      again.catch(failed => deps.log.warn("routing not taken", { tenantId, ...errorFields(failed) }));
      throw error;
    });

  /** Read in the turn, so that the last change is the one that stays. */
  const takeRecord = async (turn: Turn, { tenantId, agentId }: AgentKey): Promise<void> => {
    const record = (await readAgents(tenantId)).find(agent => agent.id === agentId);
    if (record === undefined) throw new LotseError("NOT_FOUND", "There is no such agent");
    turn.memory.book.agents.set(agentId, record);
    await knowSkills(
      turn,
      record.skills.map(({ skill }) => skill),
    );
    await turn.step({ type: "agentSet", agent: profileOf(record) });
  };

  /** Makes an agent known who was added since the routing was taken. */
  const introduce = async (turn: Turn, agent: AgentKey): Promise<void> => {
    if (!turn.memory.book.agents.has(agent.agentId)) await takeRecord(turn, agent);
  };

  /** Brings the engine in line with what is so already. */
  const follow = ({ attendance }: TenantOffice, turn: Turn, agentId: AgentId) =>
    turn.step({ type: "presenceSet", agentId, ...attendance.standingOf(agentId) });

  return {
    connected: actor => {
      const own = office.of(actor.tenantId);
      own.attendance.connect(actor.agentId);
      return own.routing.run(async turn => {
        await introduce(turn, actor);
        await follow(own, turn, actor.agentId);
      });
    },
    lost: ({ tenantId, agentId }) => office.of(tenantId).attendance.lose(agentId),
    signedOut: ({ tenantId, agentId }) => office.of(tenantId).withdraw(agentId),
    isLost: ({ tenantId, agentId }) => office.of(tenantId).attendance.isLost(agentId),
    disconnected: actor => {
      const own = office.of(actor.tenantId);
      own.attendance.disconnect(actor.agentId);
      return own.routing.run(async turn => void (await follow(own, turn, actor.agentId)));
    },
    setPresence: (actor, choice) => {
      const { agentId, tenantId } = actor;
      const { routing, attendance } = office.of(tenantId);
      return routing.run(async turn => {
        await introduce(turn, actor);
        const standing = attendance.standingIf(agentId, choice);
        await turn.step({ type: "presenceSet", agentId, ...standing }, { choice: { agentId, ...choice } });
        // Chosen only now: if the commit failed, the agent was told so and nothing changed
        attendance.choose(agentId, choice);
        const view = agentViewOf(turn.memory, agentId);
        if (view === null) throw new LotseError("NOT_FOUND", "There is no such agent");
        return view;
      });
    },
    changed: (tenantId, agentId) =>
      office.of(tenantId).routing.run(async turn => {
        await takeRecord(turn, { tenantId, agentId });
        const view = agentViewOf(turn.memory, agentId);
        if (view !== null) deps.publisher.toAgents(tenantId, "presence:changed", view);
      }),
    planSaved: (tenantId, plan) => {
      const { routing, hours } = office.of(tenantId);
      return routing.run(async turn => {
        turn.memory.book.hasOwnPlan = true;
        await turn.step({ type: "planSet", plan });
        await hours.follow(turn);
      });
    },
    removed: async (tenantId, agentId) => {
      const { attendance, routing } = office.of(tenantId);
      attendance.disconnect(agentId);
      await routing.retake();
    },
  };
};
