import { describe, expect, it } from "vitest";
import { EVENT, type IncrementalData, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";
import { createAssetLead } from "./assets.ts";
import { createRewriter } from "./rewriteEvent.ts";

const CDN = "https://cdn.example";
const BASE = "https://mirror.example/mirror/fetched/ticket";
const led = (path: string): string => `${BASE}?u=${encodeURIComponent(CDN + path)}`;
const assets = createAssetLead();
const lead = createRewriter(assets);
assets.tell({ base: BASE, origins: [CDN], fontOrigins: ["https://shop.example"] });

const element = (tagName: string, attributes = {}, childNodes: readonly Sn[] = [], id = 2): Sn => ({
  ...{ type: NODE.element, id, tagName, attributes, childNodes },
});
const text = (textContent: string, id = 9): Sn => ({ type: NODE.text, id, textContent });
const full = (node: Sn): PageEvent => ({
  ...{ type: EVENT.full, timestamp: 0 },
  data: { node, initialOffset: { top: 0, left: 0 } },
});
const change = (data: IncrementalData): PageEvent => ({ type: EVENT.incremental, timestamp: 0, data });
const shown = (node: Sn): unknown => {
  const event = lead(full(node), () => null);
  return event.type === EVENT.full ? event.data.node : null;
};

describe("what a page loads", () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["img", { src: `${CDN}/a.png`, alt: CDN }, { src: led("/a.png"), alt: CDN }],
    [
      "img",
      { srcset: `${CDN}/a.png 1x, ${CDN}/b,c.png 2x` },
      { srcset: `${led("/a.png")} 1x, ${led("/b,c.png")} 2x` },
    ],
    ["link", { rel: "stylesheet", href: `${CDN}/a.css` }, { rel: "stylesheet", href: led("/a.css") }],
    ["link", { _cssText: `a{b:url(${CDN}/i)}` }, { _cssText: `a{b:url("${led("/i")}")}` }],
    [
      "video",
      { poster: `${CDN}/p.jpg`, src: `${CDN}/v.mp4` },
      { poster: led("/p.jpg"), src: `${CDN}/v.mp4` },
    ],
    ["p", { style: `background:url("${CDN}/i")` }, { style: `background:url("${led("/i")}")` }],
    ["image", { "xlink:href": `${CDN}/i.svg#a` }, { "xlink:href": `${led("/i.svg")}#a` }],
  ])("%s %o", (tag, given, wanted) => {
    expect(shown(element(tag, given))).toEqual(element(tag, wanted));
  });

  it.each<[string, Record<string, unknown>]>([
    ["a", { href: `${CDN}/a` }],
    ["iframe", { src: `${CDN}/a` }],
    ["img", { src: "https://cdn.example.evil.example/a.png" }],
    ["img", { src: "http://cdn.example/a.png" }],
    ["img", { src: "https://cdn.example:8443/a.png" }],
    ["img", { src: "https://shop.example/a.png" }],
    ["img", { src: "data:image/png;base64,AAAA" }],
    ["img", { srcset: "https://shop.example/a.png 1x, /b.png 2x" }],
    ["p", { title: `url(${CDN}/i)` }],
  ])("of others, or not loaded, stays: %s %o", (tag, given) => {
    expect(shown(element(tag, given))).toEqual(element(tag, given));
  });

  it("in the text of a style it is led, in a text that reads like one it is not", () => {
    const css = `a{b:url(${CDN}/i)}`;
    const node = element("html", {}, [
      element("style", {}, [text(css)]),
      element("p", {}, [text(css, 10)], 3),
    ]);
    expect(shown(node)).toEqual(
      element("html", {}, [
        element("style", {}, [text(`a{b:url("${led("/i")}")}`)]),
        element("p", {}, [text(css, 10)], 3),
      ]),
    );
  });

  it("of the site's own, fonts alone are led: no browser gives them to the mirror", () => {
    const rule = (url: string) => `@font-face{src:url(${url})}a{b:url(${url})}`;
    const url = "https://shop.example/f.woff2";
    const fetched = `"${BASE}?u=${encodeURIComponent(url)}"`;
    const event = change({ source: SOURCE.styleRule, id: 1, adds: [{ rule: rule(url) }] });
    expect(lead(event, () => null)).toEqual(
      change({
        ...{ source: SOURCE.styleRule, id: 1, removes: undefined },
        adds: [{ rule: `@font-face{src:url(${fetched})}a{b:url(${url})}` }],
      } as never),
    );
  });

  it("also when it changes, by where the node stands or comes to stand", () => {
    const parent = { nodeType: 1, nodeName: "STYLE" };
    const nodes = new Map<number, unknown>([
      [1, { nodeType: 1, nodeName: "IMG" }],
      [2, { nodeType: 3, nodeName: "#text", parentNode: parent }],
      [3, { nodeType: 3, nodeName: "#text", parentNode: { nodeType: 1, nodeName: "P" } }],
    ]);
    const css = `a{b:url(${CDN}/i)}`;
    const after = `a{b:url("${led("/i")}")}`;
    const given = change({
      ...{ source: SOURCE.mutation, removes: [] },
      texts: [2, 3].map(id => ({ id, value: css })),
      attributes: [
        { id: 1, attributes: { src: `${CDN}/a.png`, style: { content: `url(${CDN}/i)` }, alt: null } },
      ],
      adds: [
        { parentId: 1, nextId: null, node: element("style", {}, [], 7) },
        { parentId: 7, nextId: null, node: text(css, 8) },
        { parentId: 1, nextId: null, node: text(css, 9) },
      ],
    });
    const event = lead(given, id => (nodes.get(id) ?? null) as Node | null);
    expect(event.type === EVENT.incremental ? event.data : null).toMatchObject({
      texts: [
        { id: 2, value: after },
        { id: 3, value: css },
      ],
      attributes: [
        { id: 1, attributes: { src: led("/a.png"), style: { content: `url("${led("/i")}")` }, alt: null } },
      ],
      adds: [{}, { node: { textContent: after } }, { node: { textContent: css } }],
    });
  });

  it("without anything to lead, a style stays the very same", () => {
    const css = `a { background: url(${CDN}/i) }`;
    expect(createAssetLead().css(css)).toBe(css);
  });
});
