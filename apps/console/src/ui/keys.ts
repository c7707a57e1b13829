/** The console's keys, in one table, so that handler, tooltip and palette never disagree. Knows no actions' effects. */
export const ACTION_IDS = [
  "accept",
  "decline",
  "nextWaiting",
  "next",
  "previous",
  "compose",
  "presence",
  "cobrowse",
  "end",
  "fold",
  "visitor",
  "inbox",
  "visitors",
  "language",
  "theme",
  "signout",
] as const;
export type ActionId = (typeof ACTION_IDS)[number];

interface Key {
  /** `KeyboardEvent.code`: the place on the keyboard, whatever Alt makes of it there. */
  readonly code: string;
  readonly shown: string;
}

/** All with Alt. Letters that browsers' menus or screen readers take are left out. */
const KEYS: Partial<Record<ActionId, Key>> = {
  accept: { code: "KeyA", shown: "A" },
  decline: { code: "KeyR", shown: "R" },
  nextWaiting: { code: "KeyN", shown: "N" },
  next: { code: "ArrowDown", shown: "↓" },
  previous: { code: "ArrowUp", shown: "↑" },
  compose: { code: "KeyW", shown: "W" },
  presence: { code: "KeyP", shown: "P" },
  cobrowse: { code: "KeyC", shown: "C" },
  end: { code: "KeyX", shown: "X" },
  fold: { code: "KeyM", shown: "M" },
  visitor: { code: "KeyV", shown: "V" },
  inbox: { code: "Digit1", shown: "1" },
  visitors: { code: "Digit2", shown: "2" },
};

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** AltGr reports Ctrl and Alt together: that is somebody writing, not a command. */
export const actionOf = (press: KeyPress): ActionId | "palette" | null => {
  if (press.key.toLowerCase() === "k" && (press.ctrlKey || press.metaKey) && !press.altKey) return "palette";
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return null;
  return ACTION_IDS.find(id => KEYS[id]?.code === press.code) ?? null;
};

/** `Alt+A`, or empty if the action has no key. */
export const keyOf = (id: ActionId): string => {
  const key = KEYS[id];
  return key === undefined ? "" : `Alt+${key.shown}`;
};

/** Tooltip: what it does, and its key. */
export const hint = (text: string, id: ActionId): string => {
  const key = keyOf(id);
  return key === "" ? text : `${text} (${key})`;
};
