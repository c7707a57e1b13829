import { expect, it } from "vitest";
import { ACTION_IDS, actionOf, hint, type KeyPress, keyOf } from "./keys.ts";

const press = (given: Partial<KeyPress>): KeyPress => ({
  code: "",
  key: "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...given,
});

it("knows a key by its place, whatever Alt makes of it", () => {
  expect(actionOf(press({ code: "KeyA", key: "å", altKey: true }))).toBe("accept");
  expect(actionOf(press({ code: "ArrowDown", key: "ArrowDown", altKey: true }))).toBe("next");
});

it("leaves alone what is being written: plain letters and AltGr", () => {
  expect(actionOf(press({ code: "KeyA", key: "a" }))).toBeNull();
  expect(actionOf(press({ code: "KeyA", key: "æ", altKey: true, ctrlKey: true }))).toBeNull();
  expect(actionOf(press({ code: "KeyK", key: "k", altKey: true, ctrlKey: true }))).toBeNull();
});

it("opens the palette with Ctrl-K and Cmd-K", () => {
  expect(actionOf(press({ code: "KeyK", key: "k", ctrlKey: true }))).toBe("palette");
  expect(actionOf(press({ code: "KeyK", key: "K", metaKey: true }))).toBe("palette");
});

it("no two actions share a key", () => {
  const keys = ACTION_IDS.map(keyOf).filter(key => key !== "");
  expect(new Set(keys).size).toBe(keys.length);
});

it("tooltips name the key, where there is one", () => {
  expect(hint("Accept", "accept")).toBe("Accept (Alt+A)");
  expect(hint("Sign out", "signout")).toBe("Sign out");
});
