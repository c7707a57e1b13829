/** What was masked and may be repeated elsewhere, for as long as the page lives. Knows no rules. */
export interface Original {
  /** Where it stands masked. */
  node: WeakRef<Node>;
  /** The same was also seen openly: no secret. */
  shown: boolean;
  /** The turn in which it was learned. */
  readonly since: number;
}

export interface CopyMemory {
  readonly originals: Map<string, Original>;
  /** By first word, then by text. */
  readonly quotes: Map<string, Map<string, Original>>;
  /** Nodes that were shown without a part: that they stand there openly says nothing. */
  readonly echoing: WeakSet<Node>;
  /** What each masked text said last. */
  readonly said: WeakMap<Node, string>;
  /** Counts pictures. */
  readonly turn: { now: number };
}

export const createCopyMemory = (): CopyMemory => ({
  originals: new Map(),
  quotes: new Map(),
  echoing: new WeakSet(),
  said: new WeakMap(),
  turn: { now: 0 },
});

/** Null: it is no secret, or not any more. */
export const originalOf = ({ node, shown }: Original): Node | null => {
  const original = shown ? undefined : node.deref();
  return original?.isConnected ? original : null;
};
