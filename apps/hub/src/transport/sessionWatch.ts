/**
 * Open connections of agents, each with a way to look at its sign-in again: from time to time, for what was revoked
 * behind our back, and at once when we are told. Knows neither sockets nor sessions.
 */
import type { AgentId, Clock, Unsubscribe } from "@lotse/protocol";

/** Looks whether the connection is still the agent's, and ends it if not. Must not reject. */
export type LookAgain = () => Promise<void>;

export interface SessionWatch {
  add(agentId: AgentId, lookAgain: LookAgain): Unsubscribe;
  /** Resolves when every connection of these agents was looked at. */
  recheck(agentIds: readonly AgentId[]): Promise<void>;
}

export const createSessionWatch = (options: {
  readonly clock: Clock;
  readonly everyMs: number;
}): SessionWatch => {
  const looks = new Map<AgentId, Set<LookAgain>>();

  const lookEvery = (lookAgain: LookAgain): Unsubscribe => {
    let over = false;
    let cancel: Unsubscribe = () => {};
    const wait = (): void => {
      cancel = options.clock.after(options.everyMs, () => {
        void lookAgain().finally(() => {
          if (!over) wait();
        });
      });
    };
    wait();
    return () => {
      over = true;
      cancel();
    };
  };

  return {
    add: (agentId, lookAgain) => {
      const own = looks.get(agentId) ?? new Set();
      looks.set(agentId, own.add(lookAgain));
      const stop = lookEvery(lookAgain);
      return () => {
        stop();
        own.delete(lookAgain);
        if (own.size === 0 && looks.get(agentId) === own) looks.delete(agentId);
      };
    },
    recheck: async agentIds => {
      await Promise.all(agentIds.flatMap(id => [...(looks.get(id) ?? [])].map(lookAgain => lookAgain())));
    },
  };
};
