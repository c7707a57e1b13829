/**
 * What an agent can do from anywhere: its name, its words, its keys, in one table, so that key handler, tooltip,
 * palette, help and menus never disagree. Knows nothing of what a command does or when it may be done: the shell
 * binds that (`shell/commands.ts`), and leaving one out does not compile.
 */
import type { PlainKey } from "../i18n/i18n.ts";

export type CommandGroup = "ringing" | "conversations" | "conversation" | "places" | "console";

/** `alt` and `mod` carry a modifier and work while one writes; `plain` does not, so it never does. */
export type Keys =
  /** `code` is `KeyboardEvent.code`: the place on the keyboard, whatever Alt makes of it there. */
  | { readonly kind: "alt"; readonly code: string; readonly shown: string }
  /** Ctrl, on a Mac Cmd; the letter, wherever the layout has it. */
  | { readonly kind: "mod"; readonly key: string; readonly shown: string }
  | { readonly kind: "plain"; readonly key: string; readonly shown: string };

interface CommandSpec {
  readonly group: CommandGroup;
  /** As the help names it; what it is called at the moment may be more exact. */
  readonly words: PlainKey;
  readonly keys: Keys | null;
}

/** Letters that browsers' menus or screen readers take are left out. */
const alt = (code: string, shown: string): Keys => ({ kind: "alt", code, shown });

export const COMMANDS = {
  accept: { group: "ringing", words: "action.accept", keys: alt("KeyA", "A") },
  decline: { group: "ringing", words: "action.decline", keys: alt("KeyR", "R") },
  takeNext: { group: "ringing", words: "action.takeNext", keys: alt("KeyQ", "Q") },
  wrapUp: { group: "ringing", words: "action.wrapUp", keys: alt("KeyK", "K") },
  nextWaiting: { group: "conversations", words: "action.nextUnread", keys: alt("KeyN", "N") },
  next: { group: "conversations", words: "action.next", keys: alt("ArrowDown", "↓") },
  previous: { group: "conversations", words: "action.previous", keys: alt("ArrowUp", "↑") },
  compose: { group: "conversation", words: "action.compose", keys: alt("KeyW", "W") },
  cobrowse: { group: "conversation", words: "action.cobrowseToggle", keys: alt("KeyC", "C") },
  point: { group: "conversation", words: "action.point", keys: alt("KeyG", "G") },
  highlight: { group: "conversation", words: "action.highlight", keys: alt("KeyL", "L") },
  draw: { group: "conversation", words: "action.draw", keys: alt("KeyJ", "J") },
  act: { group: "conversation", words: "action.act", keys: alt("KeyI", "I") },
  clearMarks: { group: "conversation", words: "action.clearMarks", keys: alt("KeyU", "U") },
  zoom: { group: "conversation", words: "action.zoom", keys: null },
  end: { group: "conversation", words: "action.endOrDismiss", keys: alt("KeyX", "X") },
  handOn: { group: "conversation", words: "action.handOn", keys: alt("KeyO", "O") },
  fold: { group: "conversation", words: "action.fold", keys: alt("KeyM", "M") },
  visitor: { group: "conversation", words: "action.visitor", keys: alt("KeyV", "V") },
  inbox: { group: "places", words: "action.inbox", keys: alt("Digit1", "1") },
  visitors: { group: "places", words: "action.visitors", keys: alt("Digit2", "2") },
  radar: { group: "places", words: "action.radar", keys: alt("Digit3", "3") },
  settings: { group: "places", words: "action.settings", keys: alt("Digit4", "4") },
  people: { group: "places", words: "action.people", keys: null },
  queues: { group: "places", words: "action.queues", keys: null },
  channels: { group: "places", words: "action.channels", keys: null },
  blending: { group: "places", words: "action.blending", keys: null },
  sites: { group: "places", words: "action.sites", keys: null },
  audit: { group: "places", words: "action.audit", keys: null },
  presence: { group: "console", words: "action.presence", keys: alt("KeyP", "P") },
  palette: { group: "console", words: "action.palette", keys: { kind: "mod", key: "k", shown: "K" } },
  help: { group: "console", words: "action.help", keys: { kind: "plain", key: "?", shown: "?" } },
  firstSteps: { group: "console", words: "action.firstSteps", keys: null },
  language: { group: "console", words: "action.language", keys: null },
  theme: { group: "console", words: "action.theme", keys: null },
  signout: { group: "console", words: "action.signout", keys: null },
} as const satisfies Record<string, CommandSpec>;

export type CommandId = keyof typeof COMMANDS;

export const COMMAND_IDS = Object.keys(COMMANDS) as readonly CommandId[];
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  "ringing",
  "conversations",
  "conversation",
  "places",
  "console",
];

/** What the shell adds to the table: how it is called now, whether it may be done now, and how. */
export interface CommandBinding {
  readonly label?: () => string;
  readonly available: () => boolean;
  readonly run: () => void;
}
export type CommandBindings = Readonly<Record<CommandId, CommandBinding>>;

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** AltGr reports Ctrl and Alt together: that is somebody writing, not a command. */
const isPressed = (keys: Keys, press: KeyPress): boolean => {
  const { altKey, ctrlKey, metaKey, shiftKey } = press;
  if (keys.kind === "alt") return altKey && !ctrlKey && !metaKey && !shiftKey && keys.code === press.code;
  if (keys.kind === "mod") return (ctrlKey || metaKey) && !altKey && press.key.toLowerCase() === keys.key;
  return !altKey && !ctrlKey && !metaKey && press.key === keys.key;
};

/** The command a key means. `writing`: the cursor stands where the key would write something. */
export const commandOf = (press: KeyPress, writing: boolean): CommandId | null =>
  COMMAND_IDS.find(id => {
    const keys: Keys | null = COMMANDS[id].keys;
    return keys !== null && !(writing && keys.kind === "plain") && isPressed(keys, press);
  }) ?? null;

/** `Alt+A`, or empty if the command has no key. `ctrl` is what that key is called on the person's keyboard. */
export const keyOf = (id: CommandId, ctrl: string): string => {
  const keys: Keys | null = COMMANDS[id].keys;
  if (keys === null) return "";
  const modifier = { alt: "Alt+", mod: `${ctrl}+`, plain: "" }[keys.kind];
  return `${modifier}${keys.shown}`;
};

/** Tooltip: what it does, and its key. */
export const hint = (text: string, id: CommandId, ctrl = "Ctrl"): string => {
  const key = keyOf(id, ctrl);
  return key === "" ? text : `${text} (${key})`;
};
