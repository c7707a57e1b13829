/**
 * Which agents of a tenant are at a console, and the presence each chose last. Facts of the world, true whether or not
 * storage can be reached. Who has lost the last console stays on duty until the transport says that it is gone for good; but is absent
 * at once: nobody's invitation may be accepted into that, and after the time that a reload takes none stands any more.
 */
import type { AgentId, Clock, Presence } from "@lotse/protocol";

export interface PresenceChoice {
  readonly presence: Exclude<Presence, "offline">;
  readonly reason: string | null;
}

/** A presence and why. */
export interface Standing {
  readonly presence: Presence;
  readonly reason: string | null;
}

export interface Attendance {
  presenceOf(id: AgentId): Presence;
  standingOf(id: AgentId): Standing;
  /** How the agent would stand with this choice. */
  standingIf(id: AgentId, choice: PresenceChoice): Standing;
  connect(id: AgentId): void;
  disconnect(id: AgentId): void;
  /** The last console is gone, perhaps for a reload only. */
  lose(id: AgentId): void;
  /** Lost, and nobody has come back since. */
  isLost(id: AgentId): boolean;
  /** On duty, and at no console at this moment: lost, or expected. */
  absent(): readonly AgentId[];
  choose(id: AgentId, choice: PresenceChoice): void;
  /** As storage knows it; what was said since counts more. */
  recall(id: AgentId, choice: PresenceChoice): void;
  /** Counts as there for the grace time, so that a restart of the hub does not withdraw every invitation. */
  expect(id: AgentId): void;
  close(): void;
}

const AT_FIRST: PresenceChoice = { presence: "available", reason: null };
const OFFLINE: Standing = { presence: "offline", reason: null };

export const createAttendance = (deps: {
  readonly clock: Clock;
  readonly graceMs: number;
  /** What a reload takes. */
  readonly reloadMs: number;
  /** An expected agent did not come. */
  readonly onAbsent: (id: AgentId) => void;
  /** A lost console did not come back in the time of a reload. */
  readonly onLost: (id: AgentId) => void;
}): Attendance => {
  const connected = new Set<AgentId>();
  const expected = new Map<AgentId, () => void>();
  const lost = new Map<AgentId, () => void>();
  const chosen = new Map<AgentId, PresenceChoice>();

  const standingIf: Attendance["standingIf"] = (id, choice) =>
    connected.has(id) || expected.has(id) ? choice : OFFLINE;
  const standingOf: Attendance["standingOf"] = id => standingIf(id, chosen.get(id) ?? AT_FIRST);
  const strike = (waits: Map<AgentId, () => void>, id: AgentId): void => {
    waits.get(id)?.();
    waits.delete(id);
  };

  return {
    standingIf,
    standingOf,
    presenceOf: id => standingOf(id).presence,
    connect: id => {
      strike(expected, id);
      strike(lost, id);
      connected.add(id);
    },
    disconnect: id => {
      strike(lost, id);
      connected.delete(id);
    },
    lose: id => {
      if (!connected.has(id)) return;
      strike(lost, id);
      lost.set(
        id,
        deps.clock.after(deps.reloadMs, () => deps.onLost(id)),
      );
    },
    isLost: id => lost.has(id),
    absent: () => [...new Set([...lost.keys(), ...expected.keys()])],
    choose: (id, choice) => void chosen.set(id, choice),
    recall: (id, choice) => {
      if (!chosen.has(id)) chosen.set(id, choice);
    },
    expect: id => {
      if (connected.has(id) || expected.has(id)) return;
      const cancel = deps.clock.after(deps.graceMs, () => {
        expected.delete(id);
        deps.onAbsent(id);
      });
      expected.set(id, cancel);
    },
    close: () => {
      for (const waits of [expected, lost]) for (const id of [...waits.keys()]) strike(waits, id);
    },
  };
};
