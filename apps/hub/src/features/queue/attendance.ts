/**
 * Which agents of a tenant are at a console, and the presence each chose last. Facts of the world, true whether or not
 * storage can be reached. The transport already waited for reloads: gone is gone.
 */
import type { AgentId, Clock, Presence } from "@lotse/protocol";

export interface Attendance {
  presenceOf(id: AgentId): Presence;
  /** What the agent's presence would be with this choice. */
  presenceIf(id: AgentId, choice: Exclude<Presence, "offline">): Presence;
  connect(id: AgentId): void;
  disconnect(id: AgentId): void;
  choose(id: AgentId, choice: Exclude<Presence, "offline">): void;
  /** Counts as there for the grace time, so that a restart of the hub does not withdraw every invitation. */
  expect(id: AgentId): void;
  close(): void;
}

export const createAttendance = (deps: {
  readonly clock: Clock;
  readonly graceMs: number;
  /** An expected agent did not come. */
  readonly onAbsent: (id: AgentId) => void;
}): Attendance => {
  const connected = new Set<AgentId>();
  const expected = new Map<AgentId, () => void>();
  const chosen = new Map<AgentId, Exclude<Presence, "offline">>();

  const presenceIf: Attendance["presenceIf"] = (id, choice) =>
    connected.has(id) || expected.has(id) ? choice : "offline";
  const unexpect = (id: AgentId): void => {
    expected.get(id)?.();
    expected.delete(id);
  };

  return {
    presenceIf,
    presenceOf: id => presenceIf(id, chosen.get(id) ?? "available"),
    connect: id => {
      unexpect(id);
      connected.add(id);
    },
    disconnect: id => void connected.delete(id),
    choose: (id, choice) => void chosen.set(id, choice),
    expect: id => {
      if (connected.has(id) || expected.has(id)) return;
      const cancel = deps.clock.after(deps.graceMs, () => {
        expected.delete(id);
        deps.onAbsent(id);
      });
      expected.set(id, cancel);
    },
    close: () => {
      for (const id of [...expected.keys()]) unexpect(id);
    },
  };
};
