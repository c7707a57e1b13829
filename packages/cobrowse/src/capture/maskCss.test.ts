/** Styles of a masked part: what they could say is gone, what lays out stays. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MASK } from "../wire/limits.ts";
import { maskCss, maskDeclaration } from "./maskCss.ts";

describe("styles of a masked part", () => {
  test.each([
    [`.a::after { content: "geheim"; color: red }`, `.a::after { content: "${MASK}"; color: red }`],
    [`.a{--x:'geheim';content:"a" "geheim}"}`, `.a{--x:"${MASK}";content:"${MASK}" "${MASK}"}`],
    [`/* it's geheim */ .a{content:'geheim'}`, ` .a{content:"${MASK}"}`],
    [`.a{content:"it\\"s 'geheim"}`, `.a{content:"${MASK}"}`],
    [`.a{content:"geheim`, `.a{content:"${MASK}"`],
    [`.a{x:"geheim\n}.b{content:"geheim"}`, `.a{x:"${MASK}"\n}.b{content:"${MASK}"}`],
    [`.a{--font:"geheim"}`, `.a{--font:"${MASK}"}`],
    [`[data-name="geheim"]{color:red}`, `[data-name="${MASK}"]{color:red}`],
    [`.a { content: " font: " "geheim" }`, `.a { content: "${MASK}" "${MASK}" }`],
    [`.a{background:url("https://a.example/b.png") red}`, `.a{background:none red}`],
    [`.a{content:url(data:image/svg+xml;utf8,<svg>;geheim)}`, `.a{content:none}`],
    [`.a{--x: geheim; color: red}`, `.a{--x: "${MASK}"; color: red}`],
    [`.a{--x: 12345678}`, `.a{--x: "${MASK}"}`],
    [`.a{--x: { b: geheim } color: red}`, `.a{--x: "${MASK}"; color: red}`],
    [`.a{content: u\\72 l(geheim)}`, `.a{content: "${MASK}"}`],
    [`.a{counter-reset: konto 12345678}`, `.a{counter-reset: none}`],
    [`[data-name=geheim]{color:red}`, `[data-name="${MASK}"]{color:red}`],
    [`@import url("a.css?geheim");`, `@import url("a.css");`],
    [`@counter-style a { symbols: "geheim" }`, `@counter-style a { symbols: "${MASK}" }`],
  ])("%s", (css, shown) => {
    expect(maskCss(css)).toBe(shown);
  });

  test.each([
    `.a { font-family: "Open Sans", Arial; grid-template-areas: "head head" "side main" }`,
    `.a{background:url("#shade") no-repeat; --gap: 4px; --shade: rgb(1 2 3 / 40%); margin: var(--gap) 0}`,
    `@media (width > 40em) { .a:hover > .b { color: red } }`,
    `@font-face { font-family: "Icons"; src: url("/i.woff2") }`,
    `input[type="text"], [class^="icon-"] { color: red }`,
  ])("what lays out stays: %s", css => {
    expect(maskCss(css)).toBe(css);
  });

  test("a single declaration is judged by its property", () => {
    expect(maskDeclaration("--name", "geheim")).toBe(`"${MASK}"`);
    expect(maskDeclaration("background-image", "url(a.png)")).toBe("none");
    expect(maskDeclaration("width", "33px")).toBe("33px");
  });

  test("whatever stands around it, a quoted or custom word is gone", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."{};:@/*\"'()[]-a \n".split("")), maxLength: 20 });
    fc.assert(
      fc.property(
        noise,
        text => !maskCss(`.a{content:"geheim${text.replace(/["\\\n]/g, "")}"}`).includes("geheim"),
      ),
    );
  });
});
