import { describe, expect, it } from "vitest";
import { withStates } from "./stateSelectors.ts";

const FOCUS = "[data-lotse-focus]";
const HOVER = ".\\3a hover";

describe("rules for what somebody does", () => {
  it("go by marks", () => {
    expect(withStates("a:hover { color: red }")).toBe(`a${HOVER} { color: red }`);
    expect(withStates("input:FOCUS,b:focus-within>i{}")).toBe(`input${FOCUS},b[data-lotse-within]>i{}`);
    expect(withStates("a:focus-visible{}")).toBe('a[data-lotse-focus~="visible"]{}');
    expect(withStates(":target > p {}")).toBe("[data-lotse-target] > p {}");
  });

  it("also within others, and below a condition", () => {
    expect(withStates("nav:not(:focus-within):has(a:hover) ul{}")).toBe(
      `nav:not([data-lotse-within]):has(a${HOVER}) ul{}`,
    );
    expect(withStates("@media (hover: hover) { a { color: red; &:hover { top: 0 } } b:focus {} }")).toBe(
      `@media (hover: hover) { a { color: red; &${HOVER} { top: 0 } } b${FOCUS} {} }`,
    );
  });

  it("stay where a mark could not stand: behind a pseudo-element", () => {
    const css = "x-a::part(b):hover, ::-webkit-scrollbar-thumb:hover { color: red }";
    expect(withStates(css)).toBe(css);
    expect(withStates("x-a::part(b):hover, c:hover {}")).toBe(`x-a::part(b):hover, c${HOVER} {}`);
    expect(withStates("::slotted(:focus) {}")).toBe(`::slotted(${FOCUS}) {}`);
    expect(withStates("a:hover::before {}")).toBe(`a${HOVER}::before {}`);
  });

  it("leave alone what only looks like one", () => {
    for (const css of [
      "a { --state:hover; will-change:focus }",
      "@supports selector(a:focus-visible) { p { top: 0 } }",
      '[title=":hover"] { content: ":focus" }',
      ".sm\\:hover { top: 0 }",
      "a:target-within { top: 0 }",
      "/* a:hover { } */ b { }",
      "a:hover",
    ])
      expect(withStates(css)).toBe(css);
  });

  it("end with what is broken, and with what is cut off", () => {
    expect(withStates("a:hover { b:focus")).toBe(`a${HOVER} { b:focus`);
    expect(withStates(")]} a:focus{")).toBe(`)]} a${FOCUS}{`);
  });
});
