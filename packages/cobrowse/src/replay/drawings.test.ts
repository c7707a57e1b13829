/** What is drawn from elsewhere in a page, many times over. Each attack has its honest twin, which goes through. */
import { LotseError } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { EVENT, NODE, SOURCE } from "../wire/events.ts";
import { createValidator } from "./validator.ts";

type Raw = Record<string, unknown>;

let nextId = 0;
const el = (tagName: string, attributes: Raw = {}, childNodes: Raw[] = [], more: Raw = {}): Raw => ({
  ...{ type: NODE.element, id: ++nextId + 10, tagName, attributes, childNodes, isSVG: true },
  ...more,
});
const numbered = (id: number, tagName: string, attributes: Raw = {}): Raw => ({
  ...el(tagName, attributes),
  id,
});
const page = (...body: Raw[]): Raw => ({
  type: EVENT.full,
  data: {
    node: { type: NODE.document, id: 1, childNodes: [el("html", {}, [el("body", {}, body)])] },
    initialOffset: { top: 0, left: 0 },
  },
});
const mutation = (data: Raw): Raw => ({
  type: EVENT.incremental,
  data: { source: SOURCE.mutation, adds: [], removes: [], texts: [], attributes: [], ...data },
});
const set = (id: number, attributes: Raw): Raw => mutation({ attributes: [{ id, attributes }] });
const run = (...events: Raw[]): unknown => {
  const validator = createValidator();
  try {
    for (const event of events) validator.check(event);
    return "shown";
  } catch (error) {
    return error instanceof LotseError ? error.code : error;
  }
};
const times = (count: number, make: (n: number) => Raw): Raw[] =>
  Array.from({ length: count }, (_, n) => make(n));
/** Parts k0 … k7 of ten each, which name the one before. */
const chain = (tag: string, draw: (name: string) => Raw, levels = 7): Raw[] =>
  times(levels + 1, level =>
    el(tag, { id: `k${level}` }, level === 0 ? [el("rect")] : times(10, () => draw(`k${level - 1}`))),
  );
const use = (name: string): Raw => el("use", { href: `#${name}` });
const TOO_LARGE = "SNAPSHOT_TOO_LARGE";

describe("ten times ten times ten", () => {
  test.each<[string, Raw[]]>([
    ["copies", chain("g", use)],
    ["copies by the older name", chain("g", name => el("use", { "xlink:href": `#${name}` }))],
    ["copies by a name in percent", chain("g", name => el("use", { href: `#%6B${name.slice(1)}` }))],
    ["copies by a name with breaks", chain("g", name => el("use", { href: ` #\n${name}` }))],
    ["copies by an address in full", chain("g", name => el("use", { href: `https://a.example/#${name}` }))],
    ["patterns", chain("pattern", name => el("rect", { fill: `url(#${name})` }))],
    ["strokes", chain("pattern", name => el("rect", { stroke: `url("#${name}") red` }))],
    ["masks", chain("mask", name => el("rect", { mask: `url('#${name}')` }))],
    ["clip paths", chain("clipPath", name => el("rect", { style: `clip-path: url(#${name})` }))],
    ["masks spelt otherwise", chain("mask", name => el("rect", { mask: `u\\72 l(\\23 ${name})` }))],
    [
      "pictures of filters",
      [
        ...chain("g", name => el("rect", { filter: `url(#f${name})` })),
        ...times(7, n => el("filter", { id: `fk${n}` }, [el("feImage", { href: `#k${n}` })])),
      ],
    ],
    [
      "points",
      times(8, n =>
        el("marker", { id: `k${n}` }, [
          el("path", { d: `M0 0${" l1 1".repeat(9)}`, "marker-mid": n === 0 ? "none" : `url(#k${n - 1})` }),
        ]),
      ),
    ],
    [
      "what is taken over",
      times(8, n =>
        el("pattern", { id: `k${n}` }, [
          el(
            "g",
            n === 0 ? {} : { fill: `url(#k${n - 1})` },
            times(10, () => el("rect")),
          ),
        ]),
      ),
    ],
    [
      "in a shadow root",
      [
        el(
          "div",
          {},
          chain("g", use).map(part => ({ ...part, isShadow: true })),
          { isShadowHost: true },
        ),
      ],
    ],
  ])("%s", (_, parts) => {
    expect(run(page(el("svg", {}, parts)))).toBe(TOO_LARGE);
  });

  test("a few steps of it are shown", () => {
    expect(run(page(el("svg", {}, chain("g", use, 3))))).toBe("shown");
    expect(
      run(
        page(
          el(
            "svg",
            {},
            chain("mask", name => el("rect", { mask: `url(#${name})` }), 3),
          ),
        ),
      ),
    ).toBe("shown");
  });

  test("one large part by many", () => {
    const part = el(
      "symbol",
      { id: "part" },
      times(1_000, () => el("path")),
    );
    expect(run(page(el("svg", {}, [part, ...times(200, () => use("part"))])))).toBe(TOO_LARGE);
    expect(run(page(el("svg", {}, [part, ...times(20, () => use("part"))])))).toBe("shown");
  });
});

describe("put together later", () => {
  const parts = (level: number, attributes: Raw): Raw =>
    el(
      "g",
      { id: `k${level}` },
      times(10, n => numbered(1_000_000 + level * 10 + n, "use", attributes)),
    );
  const standing = page(el("svg", {}, [el("rect", { id: "k-1" }), ...times(8, level => parts(level, {}))]));
  const all = (make: (level: number) => Raw): Raw[] =>
    times(80, n => ({ id: 1_000_000 + n, attributes: make(Math.floor(n / 10)) }));

  test("by their references", () => {
    const refer = (name: string): Raw =>
      mutation({ attributes: all(level => ({ [name]: `#k${level - 1}` })) });
    expect(run(standing, refer("href"))).toBe(TOO_LARGE);
    expect(run(standing, refer("xlink:href"))).toBe(TOO_LARGE);
    expect(run(standing, refer("data-href"))).toBe("shown");
    const undone = mutation({ attributes: all(() => ({ href: null })) });
    const some = mutation({ attributes: all(level => (level < 3 ? { href: `#k${level - 1}` } : {})) });
    expect(run(standing, some, undone, some)).toBe("shown");
  });

  test("by their styles", () => {
    const boxes = page(
      el(
        "svg",
        {},
        times(8, level =>
          el(
            "pattern",
            { id: `k${level}` },
            times(10, n => numbered(1_000_000 + level * 10 + n, "rect")),
          ),
        ),
      ),
    );
    const style = (property: string): Raw =>
      mutation({ attributes: all(level => ({ style: { [property]: `url(#k${level - 1})` } })) });
    expect(run(boxes, style("fill"))).toBe(TOO_LARGE);
    expect(run(boxes, style("color"))).toBe("shown");
    expect(run(boxes, mutation({ attributes: all(level => ({ style: `mask: url(#k${level - 1})` })) }))).toBe(
      TOO_LARGE,
    );
  });

  test("by their ids", () => {
    const named = page(
      el(
        "svg",
        {},
        times(8, level => ({
          ...el(
            "g",
            {},
            times(10, () => use(`k${level - 1}`)),
          ),
          id: 2_000_000 + level,
        })),
      ),
    );
    const name = (level: number): Raw => set(2_000_000 + level, { id: `k${level}` });
    expect(run(named, ...times(8, name))).toBe(TOO_LARGE);
    expect(run(named, ...times(3, name))).toBe("shown");
    // As many of them one after the other, never more than two at once.
    const turns = times(8, level => [name(level), set(2_000_000 + level, { id: "other" })] as unknown as Raw);
    expect(run(named, ...(turns.flat() as Raw[]))).toBe("shown");
  });

  test("by what is put into them, and by what is moved", () => {
    const start = page(
      el("svg", {}, [
        ...times(8, level => ({ ...el("g", { id: `k${level}` }), id: 2_000_000 + level })),
        ...times(80, n => numbered(1_000_000 + n, "use", { href: `#k${Math.floor(n / 10) - 1}` })),
      ]),
    );
    const move = (level: number): Raw =>
      mutation({
        adds: times(10, n => ({
          ...{ parentId: 2_000_000 + level, nextId: null },
          node: numbered(1_000_000 + level * 10 + n, "use", { href: `#k${level - 1}` }),
        })),
      });
    expect(run(start, ...times(8, move))).toBe(TOO_LARGE);
    expect(run(start, ...times(3, move))).toBe("shown");
    const small = page(
      el("svg", {}, [{ ...el("g", { id: "part" }), id: 2_000_000 }, ...times(500, () => use("part"))]),
    );
    const grown = mutation({
      adds: times(300, () => ({
        parentId: 2_000_000,
        nextId: null,
        node: { ...el("path"), childNodes: [] },
      })),
    });
    expect(run(small, grown)).toBe(TOO_LARGE);
  });

  test("by an animation", () => {
    const checked = createValidator().check(
      page(
        el("set", { attributeName: "href", to: "#k1" }),
        el("animate", { attributeName: "fill", values: "url(#a);url(#b)" }),
        el("animate", { attributeName: "fill", values: "#fff;#000", dur: "1s" }),
      ),
    );
    const said = JSON.stringify(checked);
    expect(said).not.toMatch(/"href"|url/);
    expect(said).toContain('"values":"#fff;#000"');
  });
});

describe("as pages are", () => {
  test("thousands of icons of one sheet, and of one drawn thousands of times", () => {
    const sheet = el(
      "svg",
      {},
      times(300, n =>
        el(
          "symbol",
          { id: `icon${n}` },
          times(5, () => el("path")),
        ),
      ),
    );
    const icons = times(5_000, n => el("svg", {}, [use(`icon${n % 300}`)]));
    expect(run(page(sheet, ...icons))).toBe("shown");
    const rows = times(2_000, n =>
      mutation({
        adds: [
          { parentId: 3_000_000, nextId: null, node: numbered(4_000_000 + n, "use", { href: "#icon7" }) },
        ],
      }),
    );
    expect(run(page(sheet, { ...el("svg"), id: 3_000_000 }), ...rows)).toBe("shown");
  });

  test("the same drawing again and again, its ids with it", () => {
    const drawing = () =>
      el("svg", {}, [
        el("clipPath", { id: "a" }, [el("rect")]),
        el("linearGradient", { id: "b" }, [el("stop"), el("stop")]),
        el("mask", { id: "c" }, [el("path", { fill: "url(#b)" })]),
        el("g", { "clip-path": "url(#a)" }, [el("path", { fill: "url(#b)", mask: "url(#c)" })]),
      ]);
    expect(run(page(...times(3_000, drawing)))).toBe("shown");
  });

  test("ids that mean another thing in each drawing, and one that means itself", () => {
    const one = el("svg", {}, [el("mask", { id: "a" }, [use("b"), use("b")]), el("path", { id: "b" })]);
    const other = el("svg", {}, [el("clipPath", { id: "b" }, [use("a")]), el("path", { id: "a" })]);
    const itself = el("svg", {}, [el("pattern", { id: "p" }, [el("rect", { fill: "url(#p)" })])]);
    expect(run(page(one, other, itself))).toBe("shown");
  });

  test("a large chart under one clip path, and a page of links into itself", () => {
    const chart = el("svg", {}, [
      el("clipPath", { id: "clip" }, [el("rect")]),
      el(
        "g",
        { "clip-path": "url(#clip)" },
        times(20_000, () => el("circle", { fill: "url(#gradient)" })),
      ),
      el("linearGradient", { id: "gradient" }, [el("stop"), el("stop"), el("stop")]),
    ]);
    const links = times(5_000, () => el("a", { href: "#main" }));
    expect(run(page(el("div", { id: "main" }, [chart, ...links])))).toBe("shown");
  });
});
