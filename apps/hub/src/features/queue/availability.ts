/**
 * Who was available when, and with how much to do: what a commit writes of it, and what those who lead a desk read. One
 * record for each agent whom a step changed, in the commit of that step, so that the record says what really was. ADR 19.
 */
import { type Agent, agentOf, agentsOf, loadOf, type RoutingState } from "@lotse/routing";
import type { PresenceRecord, RoutingWrite, Storage } from "@lotse/storage";
import { type AnyCommand, defineCommand } from "../../command.ts";

type Recorded = Omit<PresenceRecord, "atMs">;

const recordOf = (agent: Agent): Recorded => ({
  agentId: agent.id,
  presence: agent.presence,
  reason: agent.reason,
  load: loadOf(agent),
  capacity: agent.capacity,
  skills: agent.skills,
  channels: agent.channels,
});

/** Whoever left the tenant is recorded as off duty; nothing else is known of them. */
const gone = (agent: Agent): Recorded => ({ ...recordOf(agent), presence: "offline", reason: null, load: 0 });

/** Skills and channels are lists as the profile has them: the same list until somebody changes the profile. */
const isSame = (before: Agent, after: Agent): boolean =>
  before.presence === after.presence &&
  before.reason === after.reason &&
  before.capacity === after.capacity &&
  before.skills === after.skills &&
  before.channels === after.channels &&
  loadOf(before) === loadOf(after);

const changedSince = (before: RoutingState, after: RoutingState): readonly Recorded[] => {
  const changed: Recorded[] = [];
  for (const agent of agentsOf(after)) {
    const was = agentOf(before, agent.id);
    if (was === agent || (was !== undefined && isSame(was, agent))) continue;
    changed.push(recordOf(agent));
  }
  for (const was of agentsOf(before)) if (agentOf(after, was.id) === undefined) changed.push(gone(was));
  return changed;
};

/** `before` is null when the routing was taken anew: then everybody is recorded as they are now. */
export const availabilityWrites = (
  before: RoutingState | null,
  after: RoutingState,
): readonly RoutingWrite[] => {
  const records = before === null ? [...agentsOf(after)].map(recordOf) : changedSince(before, after);
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
