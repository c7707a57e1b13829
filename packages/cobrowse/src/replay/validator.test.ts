/**
 * Hostile and broken recordings at the viewer's customs. Every rule has its positive control: the honest twin of what
 * is refused or taken out goes through untouched.
 */
import { LotseError } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT, NODE, SOURCE } from "../wire/events.ts";
import { createValidator } from "./validator.ts";

type Raw = Record<string, unknown>;

const text = (id: number, textContent = "Text"): Raw => ({ type: NODE.text, id, textContent });
const element = (
  id: number,
  tagName: string,
  attributes: Raw = {},
  childNodes: Raw[] = [],
  more: Raw = {},
): Raw => ({
  type: NODE.element,
  id,
  tagName,
  attributes,
  childNodes,
  ...more,
});
const page = (...body: Raw[]): Raw => pageOf(body);
const pageOf = (body: readonly Raw[]): Raw => ({
  type: EVENT.full,
  timestamp: 1,
  data: {
    node: {
      type: NODE.document,
      id: 1,
      childNodes: [element(2, "html", {}, [element(3, "body", {}, [...body])])],
    },
    initialOffset: { top: 0, left: 0 },
  },
});
const incremental = (data: Raw): Raw => ({ type: EVENT.incremental, timestamp: 1, data });
const mutation = (data: Raw): Raw =>
  incremental({ source: SOURCE.mutation, adds: [], removes: [], texts: [], attributes: [], ...data });

const verdict = (...events: unknown[]): unknown => {
  const validator = createValidator();
  let last: unknown = null;
  try {
    for (const event of events) last = validator.check(event);
    return last;
  } catch (error) {
    return error instanceof LotseError ? error.code : error;
  }
};

/** What is left of an element's attributes after customs. */
const attributesOf = (tagName: string, attributes: Raw): unknown => {
  const checked = JSON.parse(JSON.stringify(verdict(page(element(4, tagName, attributes)))));
  return checked.data.node.childNodes[0].childNodes[0].childNodes[0].attributes;
};
const tagOf = (tagName: string): unknown => {
  const checked = JSON.parse(JSON.stringify(verdict(page(element(4, tagName, { id: "x" }, [text(5)])))));
  const { tagName: shown, childNodes } = checked.data.node.childNodes[0].childNodes[0].childNodes[0];
  return [shown, childNodes.length];
};
const deep = (levels: number): Raw => {
  let inner: Raw = text(10);
  for (let level = 0; level < levels; level++) inner = element(11 + level, "div", {}, [inner]);
  return inner;
};

describe("attributes", () => {
  test.each([
    ["img", { src: "javascript:alert(1)" }],
    ["img", { src: "/api/v1/console-config" }],
    ["img", { src: "data:text/html,<script>1</script>" }],
    ["img", { onerror: "alert(1)" }],
    ["svg", { onload: "alert(1)" }],
    ["details", { ONTOGGLE: "alert(1)" }],
    ["use", { href: "javascript:alert(1)" }],
    ["a", { "xlink:href": "vbscript:x" }],
    ["a", { ping: "https://evil.example" }],
    ["form", { action: "https://evil.example" }],
    ["button", { formaction: "https://evil.example" }],
    ["iframe", { src: "https://evil.example" }],
    ["iframe", { srcdoc: "<script>1</script>", sandbox: "allow-scripts", allow: "camera" }],
    ["video", { autoplay: "", rr_mediaState: "played" }],
    ["img", { srcset: "https://a.example/1.png 1x, javascript:alert(1) 2x" }],
    ["canvas", { rr_dataURL: "https://evil.example/pixel" }],
    ["meta", { "http-equiv": "refresh", content: "0;url=https://evil.example" }],
    ["link", { rel: "prefetch", href: "https://evil.example" }],
    ["link", { rel: "icon", href: "https://evil.example/x.ico" }],
    ["div", { "a b": "x", "": "y", "(click)": "z" }],
  ])("taken from %s: %o", (tag, attributes) => {
    expect(attributesOf(tag, attributes)).toEqual({});
  });

  test("are there for sheets that ask for them, and do nothing", () => {
    expect(attributesOf("a", { target: "_top", download: "x" })).toEqual({ target: "", download: "" });
    expect(attributesOf("a", { target: "frame", DOWNLOAD: true })).toEqual({ target: "", DOWNLOAD: "" });
    expect(attributesOf("a", { target: "_blank" })).toEqual({ target: "_blank" });
  });

  test.each([
    ["img", { src: "https://a.example/b.png", alt: "Bild" }],
    ["img", { src: "data:image/png;base64,AAAA" }],
    ["img", { srcset: "https://a.example/1.png 1x, https://a.example/2.png 2x" }],
    ["a", { href: "https://a.example/", class: "x" }],
    ["a", { href: "#top" }],
    ["input", { type: "text", value: "Wert", checked: true }],
    ["div", { style: "color: red", rr_scrollTop: 12, "data-x": "1", "aria-label": "y" }],
    ["link", { _cssText: "a { color: red }" }],
    ["link", { rel: "stylesheet", href: "https://a.example/x.css" }],
    ["meta", { name: "viewport", content: "width=device-width" }],
    ["dialog", { open: "", rr_open_mode: "modal" }],
  ])("left to %s: %o", (tag, attributes) => {
    expect(attributesOf(tag, attributes)).toEqual(attributes);
  });

  test("a link that would run leads nowhere, and still is one", () => {
    for (const href of ["javascript:alert(1)", " \u0001javascript:alert(1)", "blob:x"])
      expect(attributesOf("a", { href })).toEqual({ href: "#" });
  });

  test("are taken from later changes, too", () => {
    const change = (tag: string, attributes: Raw) =>
      JSON.parse(
        JSON.stringify(verdict(page(element(4, tag)), mutation({ attributes: [{ id: 4, attributes }] }))),
      ).data.attributes[0].attributes;
    expect(change("img", { onerror: "x", src: "javascript:1", alt: "bleibt" })).toEqual({ alt: "bleibt" });
    expect(change("a", { href: "javascript:1" })).toEqual({ href: "#" });
    expect(change("a", { href: null })).toEqual({ href: null });
    expect(change("iframe", { src: "https://evil.example", class: "bleibt" })).toEqual({ class: "bleibt" });
    expect(change("meta", { "http-equiv": "refresh", content: "0" })).toEqual({});
    expect(
      change("div", { style: { color: "red", top: false, left: ["1px", "important"] }, title: null }),
    ).toEqual({
      style: { color: "red", top: false, left: ["1px", "important"] },
      title: null,
    });
  });

  test("an address that is taken away is so in the mirror", () => {
    const changed = (name: string) =>
      JSON.parse(
        JSON.stringify(
          verdict(
            page(element(4, "a", { href: "https://a.example/" })),
            mutation({ attributes: [{ id: 4, attributes: { [name]: null } }] }),
          ),
        ),
      ).data.attributes[0].attributes;
    expect(changed("href")).toEqual({ href: null });
  });

  test("variables of a style go through, the names of prototypes do not", () => {
    const style = { "--ink": "red", "-webkit-line-clamp": "2", constructor: "x" };
    const kept = JSON.parse(
      `{"type":3,"data":{"source":0,"adds":[],"removes":[],"texts":[],"attributes":[{"id":4,"attributes":{"style":${JSON.stringify(style).replace("}", ',"__proto__":"x"}')}}}]}}`,
    );
    const checked = JSON.parse(JSON.stringify(verdict(page(element(4, "p")), kept)));
    expect(checked.data.attributes[0].attributes.style).toEqual({
      "--ink": "red",
      "-webkit-line-clamp": "2",
      constructor: "x",
    });
  });
});

describe("trees", () => {
  const twoBoxes = page(element(4, "div", {}, [text(6)]), element(5, "div"));
  const add = (parentId: number, node: Raw) => ({ parentId, nextId: null, node });

  test("a frame's document has no root but itself", () => {
    const framed = { type: NODE.document, id: 10, childNodes: [element(11, "html")] };
    const checked = verdict(page(element(4, "iframe")), mutation({ adds: [add(4, framed)] })) as {
      data: { adds: { node: { rootId?: number; childNodes: { rootId?: number }[] } }[] };
    };
    const node = checked.data.adds[0]?.node;
    expect(node?.rootId).toBeUndefined();
    expect(node?.childNodes[0]?.rootId).toBe(10);
  });

  test("what is told to be gone from where it is no more stays where it went", () => {
    const checked = verdict(
      twoBoxes,
      mutation({ adds: [add(5, text(6))] }),
      mutation({ removes: [{ parentId: 4, id: 6 }] }),
    );
    expect(checked).toMatchObject({ data: { removes: [] } });
    const gone = verdict(twoBoxes, mutation({ removes: [{ parentId: 4, id: 6 }] }));
    expect(gone).toMatchObject({ data: { removes: [{ parentId: 4, id: 6 }] } });
  });
});

describe("elements", () => {
  test.each(["script", "SCRIPT", "object", "embed", "applet", "base", "frame", "portal", "template"])(
    "%s becomes an empty template, its id kept",
    tag => {
      expect(tagOf(tag)).toEqual(["template", 0]);
    },
  );
  test.each(["div", "svg", "input", "my-element", "iframe", "style"])("%s stays", tag => {
    expect(tagOf(tag)).toEqual([tag, 1]);
  });
});

describe("refused", () => {
  const full = page(element(4, "p", {}, [text(5)]));
  test.each<[string, unknown[]]>([
    ["no object", [7]],
    ["no data", [{ type: 2 }]],
    ["an unknown node type", [page({ type: 99, id: 4 })]],
    ["an id twice", [page(text(4), text(4))]],
    ["an id that is no number", [page({ ...text(4), id: "4" })]],
    ["a negative id", [page(text(-4))]],
    ["a tag that cannot be made", [page(element(4, "a b"))]],
    ["a tag with a bracket", [page(element(4, "x><script"))]],
    ["a tree too deep", [page(deep(700))]],
    ["a doctype in a shadow root", [page({ type: NODE.doctype, id: 4, isShadow: true })]],
    ["text that is no text", [page({ ...text(4), textContent: { toString: "x" } })]],
    [
      "a snapshot of no document",
      [{ type: EVENT.full, data: { node: text(1), initialOffset: { top: 0, left: 0 } } }],
    ],
    [
      "a node in itself",
      [full, mutation({ adds: [{ parentId: 9, nextId: null, node: element(9, "div") }] })],
    ],
    [
      "two documents in one frame at the same moment",
      [
        page(element(4, "iframe")),
        mutation({
          adds: [5, 6].map(id => ({
            parentId: 4,
            nextId: null,
            node: { type: NODE.document, id, childNodes: [] },
          })),
        }),
      ],
    ],
    ["NaN as text", [incremental({ source: SOURCE.scroll, id: 1, x: "NaN", y: 0 })]],
    ["an infinite position", [incremental({ source: SOURCE.scroll, id: 1, x: 1e300, y: 0 })]],
    [
      "an interaction that does not exist",
      [incremental({ source: SOURCE.mouseInteraction, id: 1, type: 99 })],
    ],
    ["a viewport of no size", [{ type: EVENT.meta, data: { href: "x", width: 0, height: 5 } }]],
    ["a viewport too large", [{ type: EVENT.meta, data: { href: "x", width: 1e6, height: 5 } }]],
    [
      "a rule at a negative place",
      [incremental({ source: SOURCE.styleRule, id: 1, removes: [{ index: -1 }] })],
    ],
  ])("%s", (_, events) => {
    expect(verdict(...events)).toBe("REPLAY_INVALID");
  });
});

describe("goes through", () => {
  test.each<[string, unknown[]]>([
    ["a tree as deep as browsers parse", [page(deep(500))]],

    ["a moved node", [page(text(4)), mutation({ adds: [{ parentId: 3, nextId: null, node: text(4) }] })]],
    ["an input", [page(), incremental({ source: SOURCE.input, id: 3, text: "x", isChecked: false })]],
    [
      "a rule",
      [
        page(element(4, "style")),
        incremental({ source: SOURCE.styleRule, id: 4, adds: [{ rule: "a {}", index: [0, 1] }] }),
      ],
    ],
  ])("%s", (_, events) => {
    expect(verdict(...events)).toMatchObject({ type: expect.any(Number) });
  });

  test.each([
    ["an unknown kind of event", { type: 6, data: { plugin: "x" } }],
    ["a canvas command", incremental({ source: 9, id: 1, commands: [] })],
    ["a font", incremental({ source: 10, family: "x", fontSource: "url(https://evil.example)" })],
    ["a custom element's definition", incremental({ source: 16, define: { name: "x-y" } })],
    ["a media command", incremental({ source: 7, type: 0, id: 1 })],
    ["a pointer without a place", incremental({ source: SOURCE.mouseMove, positions: [] })],
  ])("without effect: %s", (_, event) => {
    expect(verdict(event)).toBeNull();
  });
});

test("a page may be large, but not without end", () => {
  const rows = (count: number) => pageOf(Array.from({ length: count }, (_, n) => text(n + 4)));
  expect(verdict(rows(100_000))).toMatchObject({ type: EVENT.full });
  expect(verdict(rows(250_001))).toBe("REPLAY_INVALID");
});

test("a document is attached to frames only", () => {
  const attach = (tag: string) => {
    const node = { type: NODE.document, id: 20, childNodes: [element(21, "html")] };
    const checked = verdict(page(element(4, tag)), mutation({ adds: [{ parentId: 4, nextId: null, node }] }));
    return (checked as { data: { adds: unknown[] } }).data.adds.length;
  };
  expect([attach("iframe"), attach("div")]).toEqual([1, 0]);
});

test("the visitor's clock does not come through", () => {
  expect(verdict({ ...page(), timestamp: 9e15 })).toMatchObject({ timestamp: 0 });
});

test("nothing from JSON reaches a prototype", () => {
  verdict(
    JSON.parse(
      JSON.stringify(page(element(4, "p"))).replace(
        '"attributes":{}',
        '"attributes":{"__proto__":{"x":1},"constructor":"y"}',
      ),
    ),
  );
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

test("any JSON is an event, nothing, or refused", () => {
  const shaped = fc.oneof(
    fc.jsonValue(),
    fc.record({ type: fc.constantFrom(2, 3, 4), data: fc.jsonValue() }),
    fc.record({
      type: fc.constant(3),
      data: fc.record({ source: fc.integer({ min: 0, max: 16 }), id: fc.jsonValue(), adds: fc.jsonValue() }),
    }),
  );
  fc.assert(
    fc.property(shaped, value => {
      const outcome = verdict(value);
      const isFine = outcome === null || outcome === "REPLAY_INVALID" || typeof outcome === "object";
      expect(isFine && !(outcome instanceof Error)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
