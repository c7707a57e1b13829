import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AssetKind, rewriteCss, rewriteCssGently } from "./rewriteCss.ts";

const BASE = "https://cdn.example/css/theme.css";
const address = (url: string, kind: AssetKind): string | null =>
  url.startsWith("https://cdn.example/") ? `?${kind}=${encodeURIComponent(url)}` : null;
const fetched = (css: string): string => rewriteCss(css, { base: BASE, address });
const shown = (css: string): string => rewriteCss(css, { base: null, address });
const at = (kind: AssetKind, path: string): string =>
  `?${kind}=${encodeURIComponent(`https://cdn.example/${path}`)}`;

describe("addresses in a sheet", () => {
  it.each<[string, string]>([
    ["a{background:url(i/a.png)}", `a{background:url("${at("image", "css/i/a.png")}")}`],
    [`a{background:url( "../b.png" )}`, `a{background:url( "${at("image", "b.png")}" )}`],
    ["a{background:U\\52L('/c.png')}", `a{background:U\\52L("${at("image", "c.png")}")}`],
    ["@import 'x.css' screen;", `@import "${at("sheet", "css/x.css")}" screen;`],
    [
      "@import url(x.css);b{c:url(d)}",
      `@import url("${at("sheet", "css/x.css")}");b{c:url("${at("image", "css/d")}")}`,
    ],
    [
      "@media print{@font-face{font-family:'F';src:url(f.woff2) format('woff2'),url('f.ttf')}p{mask:url(m.svg#a)}}",
      `@media print{@font-face{font-family:'F';src:url("${at("font", "css/f.woff2")}") format('woff2'),url("${at("font", "css/f.ttf")}")}p{mask:url("${at("image", "css/m.svg#a")}")}}`,
    ],
    [
      "a{background:image-set('a.png' 1x, url(b.png) 2x)}",
      `a{background:image-set("${at("image", "css/a.png")}" 1x, url("${at("image", "css/b.png")}") 2x)}`,
    ],
  ])("%s", (css, said) => expect(fetched(css)).toBe(said));

  it("of others are absolute where they were not, and else as they were", () => {
    expect(fetched("a{b:url(//other.example/x.png)}")).toBe(`a{b:url("https://other.example/x.png")}`);
    expect(fetched("a{b:url(https://other.example/x.png)}")).toBe("a{b:url(https://other.example/x.png)}");
  });

  it.each([
    "a{content:'i/a.png'}",
    "/* url(i/a.png) */",
    "a{filter:url(#blur);background:url(data:image/png;base64,AAAA)}",
    "a{background:url(javascript:alert(1))}",
    "@namespace svg url(http://www.w3.org/2000/svg);",
    "a{b:url(",
    "a[href='i/a.png']{c:d}",
    "a{font-family:'F'}",
    "a{b:url(ht tp://x)}",
  ])("are not what looks like one: %s", css => expect(fetched(css)).toBe(css));

  it("stay, in a sheet of which nobody knows where it is from, if they are relative", () => {
    expect(shown("a{b:url(i.png)}")).toBe("a{b:url(i.png)}");
    expect(shown("a{b:url(https://cdn.example/i.png)}")).toBe(`a{b:url("${at("image", "i.png")}")}`);
  });

  it("cannot end the string they stand in", () => {
    const said = fetched(`a{b:url("https://other.example/\\22 );}c{d:url(x)")}`);
    expect(said).toBe(`a{b:url("https://other.example/%22);%7Dc%7Bd:url(x)")}`);
  });

  it("in a large sheet are the same, though others have their turns meanwhile", async () => {
    const css = "a{b:url(i.png)}".repeat(3_000);
    let pauses = 0;
    const pause = async (): Promise<void> => {
      pauses += 1;
    };
    const charactersMax = fetched(css).length;
    const how = { base: BASE, address, pause, charactersMax };
    expect(await rewriteCssGently(css, how)).toBe(fetched(css));
    expect(pauses).toBeGreaterThan(5);
    expect(await rewriteCssGently(css, { ...how, charactersMax: charactersMax - 1 })).toBeNull();
  });

  it("are written no further than may be", async () => {
    let written = 0;
    const count = (url: string): string => {
      written += url.length;
      return url;
    };
    const css = "a{b:url(i)}".repeat(20_000);
    const base = `https://cdn.example/${"x".repeat(1_000)}/`;
    const how = { base, address: count, pause: async () => undefined, charactersMax: 50_000 };
    expect(await rewriteCssGently(css, how)).toBeNull();
    expect(written).toBeLessThan(60_000);
  });

  it("any text goes through, and a second time nothing changes that was not to", () => {
    const piece = fc.constantFrom(
      ...[
        "@import ",
        "url(",
        "'",
        '"',
        ")",
        "{",
        "}",
        ";",
        "@font-face",
        "a.png",
        "\\",
        "/*",
        "*/",
        "\n",
        "]",
        "(",
        "é",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const css = pieces.join("");
        const same = rewriteCss(css, { base: null, address: () => null });
        expect(same).toBe(css);
        const once = fetched(css);
        expect(rewriteCss(once, { base: null, address: () => null })).toBe(once);
      }),
    );
  });
});
