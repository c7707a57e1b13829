/** How much of anything one event may hold, over what honest pages have. */
export const ATTRIBUTES_MAX = 500;
export const VALUE_CHARS_MAX = 8 * 1024 * 1024;
export const CHANGES_MAX = 250_000;
export const NODES_MAX = 250_000;
export const DEPTH_MAX = 600;

/** How much may stand in the mirror at one time, whatever number of events brought it. */
export const STANDING = {
  nodes: NODES_MAX,
  /** Text, attributes and rules together. */
  chars: 64 * 1024 * 1024,
  /** Of these, what a browser may have to set as text, at some 40 bytes each: not rules, shapes and pictures. */
  words: 16 * 1024 * 1024,
  /** A browser puts the whole title together whenever a part of it changes. */
  titleTexts: 100,
  titleTextChars: 10_000,
  /** Each is a document of its own with a window. */
  frames: 300,
  frameDepth: 12,
  rules: 250_000,
  /** The Replayer never lets go of a constructed sheet before the next snapshot. */
  constructedSheets: 10_000,
  /** Sheets that roots have adopted, all roots together. */
  adoptions: 100_000,
  /** A window never forgets the name of a custom element. */
  customNames: 5_000,
  /** Elements that come to stand or to be painted once more, by references within a document. */
  drawn: 100_000,
  /** Attributes and inline declarations changed on one element. */
  changedNames: 2_000,
} as const;
