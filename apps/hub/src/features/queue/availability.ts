/**
 * Who was available when, and with how much to do: what a commit writes of it, and what those who lead a desk read. One
 * record for each agent whom a step changed, in the commit of that step, so that the record says what really was. ADR 19.
 */
import { type Agent, agentOf, agentsOf, loadOf, type RoutingState, takesOf } from "@lotse/routing";
import type { PresenceRecord, RoutingWrite, Storage } from "@lotse/storage";
import { type AnyCommand, defineCommand } from "../../command.ts";

type Recorded = Omit<PresenceRecord, "atMs">;

const recordOf = (state: RoutingState, agent: Agent): Recorded => ({
  agentId: agent.id,
  presence: agent.presence,
  reason: agent.reason,
  load: loadOf(agent),
  capacity: agent.capacity,
  skills: agent.skills,
  channels: agent.channels,
  takes: takesOf(state, agent),
});

/** Whoever left the tenant is recorded as off duty; nothing else is known of them. */
const gone = (state: RoutingState, agent: Agent): Recorded => ({
  ...recordOf(state, agent),
  ...{ presence: "offline", reason: null, load: 0, takes: [] },
});

const isSame = (before: Recorded, after: Recorded): boolean =>
  before.presence === after.presence &&
  before.reason === after.reason &&
  before.load === after.load &&
  before.capacity === after.capacity &&
  // Lists as the profile has them: the same list until somebody changes the profile
  before.skills === after.skills &&
  before.channels === after.channels &&
  JSON.stringify(before.takes) === JSON.stringify(after.takes);

const changedSince = (before: RoutingState, after: RoutingState): readonly Recorded[] => {
  const changed: Recorded[] = [];
  const isReplanned = before.plan !== after.plan;
  for (const agent of agentsOf(after)) {
    const was = agentOf(before, agent.id);
    // By another plan, whoever did nothing may take other things all the same
    if (was === agent && !isReplanned) continue;
    const record = recordOf(after, agent);
    if (was === undefined || !isSame(recordOf(before, was), record)) changed.push(record);
  }
  for (const was of agentsOf(before)) {
    if (agentOf(after, was.id) === undefined) changed.push(gone(before, was));
  }
  return changed;
};

/** `before` is null when the routing was taken anew: then everybody is recorded as they are now. */
export const availabilityWrites = (
  before: RoutingState | null,
  after: RoutingState,
): readonly RoutingWrite[] => {
  const records =
    before === null ? [...agentsOf(after)].map(agent => recordOf(after, agent)) : changedSince(before, after);
  return records.map(record => ({ write: "presence", record: { ...record, atMs: after.atMs } }));
};

const PAGE = 500;

export const createAvailabilityCommands = (deps: {
  readonly storage: Pick<Storage, "readPresenceAt" | "listPresence">;
}): readonly AnyCommand[] => [
  defineCommand({
    name: "availability:read",
    audience: "agent",
    summary: "Who was available when, and with how much work; for supervisors.",
    access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
    run: async ({ actor: { tenantId }, input: { fromMs, toMs, cursor } }) => {
      const standing = cursor === null ? await deps.storage.readPresenceAt(tenantId, fromMs - 1) : [];
      const page = await deps.storage.listPresence(tenantId, { fromMs, toMs, cursor, limit: PAGE });
      return { standing, changes: page.records, cursor: page.cursor };
    },
    audit: "none",
  }),
];
