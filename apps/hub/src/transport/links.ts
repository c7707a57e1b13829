/**
 * Who is connected, by a key, over all of their tabs: tells when somebody came, and when their last connection has
 * been gone for the grace time (a reload or a short loss of network is not leaving). Knows no sockets.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";

export interface Links<Party> {
  /** A connection of `party`. The answer takes it back; calling it twice is harmless. */
  add(party: Party): Unsubscribe;
  /** They should connect soon: if they are not there when the grace time ends, they are gone. */
  expect(party: Party): void;
  readonly connections: number;
  close(): void;
}

interface Entry {
  count: number;
  cancel: Unsubscribe | null;
}

export const createLinks = <Party>(options: {
  readonly clock: Clock;
  readonly graceMs: number;
  readonly keyOf: (party: Party) => string;
  readonly onGone: (party: Party) => void;
}): Links<Party> => {
  const entries = new Map<string, Entry>();
  let connections = 0;
  let closed = false;

  const entryOf = (key: string): Entry => {
    const entry = entries.get(key) ?? { count: 0, cancel: null };
    entries.set(key, entry);
    return entry;
  };
  const startGrace = (entry: Entry, party: Party): void => {
    entry.cancel?.();
    if (closed) return;
    entry.cancel = options.clock.after(options.graceMs, () => {
      entries.delete(options.keyOf(party));
      options.onGone(party);
    });
  };
  const stopGrace = (entry: Entry): void => {
    entry.cancel?.();
    entry.cancel = null;
  };

  return {
    add: party => {
      const entry = entryOf(options.keyOf(party));
      entry.count++;
      connections++;
      stopGrace(entry);
      let added = true;
      return () => {
        if (!added) return;
        added = false;
        entry.count--;
        connections--;
        if (entry.count === 0) startGrace(entry, party);
      };
    },
    expect: party => {
      const entry = entryOf(options.keyOf(party));
      if (entry.count === 0) startGrace(entry, party);
    },
    get connections() {
      return connections;
    },
    close: () => {
      closed = true;
      for (const entry of entries.values()) stopGrace(entry);
      entries.clear();
    },
  };
};
