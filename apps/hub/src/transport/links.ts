/**
 * Who is connected, by a key, over all of their tabs: tells when their last connection has been gone for how long (a
 * reload or a short loss of network is not leaving). Knows no sockets, and not what follows from being gone.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";

/** What follows once a party's last connection has been gone for that long. */
export interface Absence<Party> {
  readonly afterMs: number;
  readonly tell: (party: Party) => void;
}

export interface Links<Party> {
  /** A connection of `party`. The answer takes it back; calling it twice is harmless. */
  add(party: Party): Unsubscribe;
  /** They should connect soon: their absence, if they are absent, counts from now. */
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
  readonly keyOf: (party: Party) => string;
  readonly absences: readonly Absence<Party>[];
  /** The last connection went this moment; whether for long, nobody knows. */
  readonly onLost?: (party: Party) => void;
}): Links<Party> => {
  const entries = new Map<string, Entry>();
  let connections = 0;
  let closed = false;

  const entryOf = (key: string): Entry => {
    const entry = entries.get(key) ?? { count: 0, cancel: null };
    entries.set(key, entry);
    return entry;
  };
  const forgetAfterMs = Math.max(...options.absences.map(({ afterMs }) => afterMs));
  const startAbsence = (entry: Entry, party: Party): void => {
    entry.cancel?.();
    if (closed) return;
    const cancels = options.absences.map(({ afterMs, tell }) =>
      options.clock.after(afterMs, () => {
        if (afterMs === forgetAfterMs) entries.delete(options.keyOf(party));
        tell(party);
      }),
    );
    entry.cancel = () => {
      for (const cancel of cancels) cancel();
    };
  };
  const endAbsence = (entry: Entry): void => {
    entry.cancel?.();
    entry.cancel = null;
  };

  return {
    add: party => {
      const entry = entryOf(options.keyOf(party));
      entry.count++;
      connections++;
      endAbsence(entry);
      let added = true;
      return () => {
        if (!added) return;
        added = false;
        entry.count--;
        connections--;
        if (entry.count > 0) return;
        startAbsence(entry, party);
        if (!closed) options.onLost?.(party);
      };
    },
    expect: party => {
      const entry = entryOf(options.keyOf(party));
      if (entry.count === 0) startAbsence(entry, party);
    },
    get connections() {
      return connections;
    },
    close: () => {
      closed = true;
      for (const entry of entries.values()) endAbsence(entry);
      entries.clear();
    },
  };
};
