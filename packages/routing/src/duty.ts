/** Agents as they are set, come and go; and what becomes of their work. Knows no offers' answers and no matching. */
import type { AgentId, Presence } from "@lotse/protocol";
import { addDeadline, agentOf, changeAgent, type Draft, putAgent, removeDeadline } from "./draft.ts";
import { endAssist, release } from "./holds.ts";
import { fits } from "./load.ts";
import type { Agent, AgentProfile } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { unsettle } from "./overflow.ts";
import { itemOf, moveItem } from "./places.ts";
import { mergeLevels, weightOf } from "./plan.ts";
import { settle } from "./settle.ts";
import { byText, keyOf } from "./tables.ts";

export const isProfile = ({ capacity, skills, limits }: AgentProfile): boolean =>
  Number.isFinite(capacity) &&
  capacity >= 0 &&
  skills.every(({ level }) => Number.isFinite(level) && level > 0) &&
  limits.every(({ items }) => Number.isFinite(items));

export const putProfile = (draft: Draft, profile: AgentProfile): void => {
  const { atMs } = draft.state;
  const fresh: Omit<Agent, keyof AgentProfile> = {
    presence: "offline",
    reason: null,
    sinceMs: atMs,
    leaseAtMs: null,
    idleSinceMs: atMs,
    misses: 0,
    holds: [],
    parked: [],
    keptFor: null,
  };
  const { id, skills, capacity, channels, limits } = profile;
  const set = { id, skills: mergeLevels(skills), capacity, channels, limits };
  putAgent(draft, { ...(agentOf(draft, id) ?? fresh), ...set });
};

const renewLease = (draft: Draft, agent: Agent): void => {
  const { id, presence, leaseAtMs: before } = agent;
  const { atMs, plan } = draft.state;
  if (before !== null) removeDeadline(draft, { atMs: before, kind: "lease", id });
  const leaseAtMs = presence === "available" ? null : atMs + plan.settings.leaseMs;
  if (leaseAtMs !== null) addDeadline(draft, { atMs: leaseAtMs, kind: "lease", id });
  changeAgent(draft, id, () => ({ leaseAtMs }));
};

/** As another run left it: no change of presence, but a lease begins anew. */
export const restorePresence = (draft: Draft, id: AgentId, to: Pick<Agent, "presence" | "reason">): void => {
  changeAgent(draft, id, () => to);
  const agent = agentOf(draft, id);
  if (agent !== undefined) renewLease(draft, agent);
};

/** Items for which only this agent was asked, as the one they prefer, are everybody's. */
const openToAll = (draft: Draft, id: AgentId): void => {
  const groups = [...valuesOf(byText.get(draft.state.waiting, keyOf([], id)) ?? null)];
  for (const { parkedBy, items } of groups) {
    if (parkedBy !== null) continue;
    for (const rank of keysOf(items)) moveItem(draft, rank.id, { at: "waiting" });
  }
};

/** The presence as it is from now on, unless it was so. */
export const setPresence = (
  draft: Draft,
  agent: Agent,
  to: { readonly presence: Presence; readonly reason: string | null },
): void => {
  const { id } = agent;
  const { presence, reason } = to;
  if (agent.presence === presence && agent.reason === reason) return;
  const { atMs } = draft.state;
  const isNew = agent.presence !== presence;
  const isBack = isNew && presence === "available";
  const changed: Agent = { ...agent, presence, reason, sinceMs: isNew ? atMs : agent.sinceMs };
  putAgent(draft, isBack ? { ...changed, idleSinceMs: atMs, misses: 0 } : changed);
  draft.effects.push({ effect: "presenceChanged", agentId: id, presence, reason });
  if (!isNew) return;
  renewLease(draft, changed);
  if (agent.presence === "available") openToAll(draft, id);
  settle(draft, id);
  unsettle(draft, ({ condition }) => condition.if === "nobodyOnDuty");
};

/** What was parked comes back to its agent, unless it weighs more than there is of him by now: then to whoever can. */
export const unpark = (draft: Draft, id: AgentId): void => {
  const agent = agentOf(draft, id);
  if (agent === undefined) return;
  for (const itemId of agent.parked) {
    const item = itemOf(draft, itemId);
    if (item === undefined || fits({ ...agent, holds: [] }, weightOf(draft.state.plan, item))) continue;
    release(draft, item, { reason: "requeued" });
  }
};

/** Away, and at work all the same: on the phone, as another system says. */
const isAtWork = ({ presence, holds }: Agent): boolean =>
  presence === "away" && holds.some(({ kind }) => kind === "assignment");

/** Off duty for too long: parked work waits for all, and of a lost console everything else does too. */
export const endLease = (draft: Draft, id: AgentId): void => {
  const agent = agentOf(draft, id);
  if (agent === undefined || agent.leaseAtMs === null) return;
  if (isAtWork(agent)) {
    renewLease(draft, agent);
    return;
  }
  removeDeadline(draft, { atMs: agent.leaseAtMs, kind: "lease", id });
  changeAgent(draft, id, () => ({ leaseAtMs: null }));
  for (const itemId of agent.parked) {
    const item = itemOf(draft, itemId);
    if (item !== undefined) release(draft, item, { reason: "lease", change: { preferredAgentId: id } });
  }
  if (agent.presence !== "offline") return;
  for (const held of agent.holds) {
    const item = held.kind === "assignment" ? itemOf(draft, held.id) : undefined;
    if (item !== undefined) release(draft, item, { reason: "lease" });
    if (held.kind === "assist") endAssist(draft, held.id, id);
  }
};
