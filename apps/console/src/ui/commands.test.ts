import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  COMMAND_GROUPS,
  COMMAND_IDS,
  COMMANDS,
  commandOf,
  hint,
  type KeyPress,
  type Keys,
  keyOf,
} from "./commands.ts";

const press = (given: Partial<KeyPress>): KeyPress => ({
  code: "",
  key: "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...given,
});

/** The press that means these keys. */
const pressOf = (keys: Keys): KeyPress => {
  if (keys.kind === "alt") return press({ altKey: true, code: keys.code });
  return press({ key: keys.key, ctrlKey: keys.kind === "mod" });
};

it("knows a key by its place, whatever Alt makes of it", () => {
  expect(commandOf(press({ code: "KeyA", key: "å", altKey: true }), true)).toBe("accept");
  expect(commandOf(press({ code: "ArrowDown", key: "ArrowDown", altKey: true }), true)).toBe("next");
});

it("leaves alone what is being written: AltGr, and every key without a modifier", () => {
  expect(commandOf(press({ code: "KeyA", key: "æ", altKey: true, ctrlKey: true }), true)).toBeNull();
  expect(commandOf(press({ code: "KeyK", key: "k", altKey: true, ctrlKey: true }), true)).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.boolean(), (key, code, shiftKey) => {
      expect(commandOf(press({ key, code, shiftKey }), true)).toBeNull();
    }),
  );
});

it("opens the palette with Ctrl-K and Cmd-K, the help with ? where nothing is written", () => {
  expect(commandOf(press({ code: "KeyK", key: "k", ctrlKey: true }), true)).toBe("palette");
  expect(commandOf(press({ code: "KeyK", key: "K", metaKey: true }), true)).toBe("palette");
  expect(commandOf(press({ key: "?", shiftKey: true }), false)).toBe("help");
  expect(commandOf(press({ key: "?", shiftKey: true }), true)).toBeNull();
});

it("every key means the command that shows it: no two share one", () => {
  const withKeys = COMMAND_IDS.filter(id => COMMANDS[id].keys !== null);
  expect(withKeys.length).toBeGreaterThan(10);
  for (const id of withKeys) {
    const { keys } = COMMANDS[id];
    if (keys !== null) expect(commandOf(pressOf(keys), false)).toBe(id);
  }
  expect(new Set(withKeys.map(id => keyOf(id, "Ctrl"))).size).toBe(withKeys.length);
});

it("no command is named twice or left out of the help", () => {
  const words = COMMAND_IDS.map(id => COMMANDS[id].words);
  expect(new Set(words).size).toBe(words.length);
  for (const id of COMMAND_IDS) expect(COMMAND_GROUPS).toContain(COMMANDS[id].group);
});

it("tooltips name the key, where there is one", () => {
  expect(hint("Accept", "accept")).toBe("Accept (Alt+A)");
  expect(hint("Commands", "palette")).toBe("Commands (Ctrl+K)");
  expect(hint("Befehle", "palette", "Strg")).toBe("Befehle (Strg+K)");
  expect(hint("Sign out", "signout")).toBe("Sign out");
});
