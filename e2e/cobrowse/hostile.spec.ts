/**
 * Every kind of event of the wire, forged: each in a segment of its own after an honest picture. Whether the mirror shows,
 * cleans or refuses it: nothing runs, and nobody is asked. The control does the same to a page without a mirror's guards.
 */
import { expect } from "@playwright/test";
import { EVENT, SOURCE } from "../../packages/cobrowse/src/wire/events.ts";
import { fromMirror, openMirror, test, toMirror, wireOf } from "./world.ts";

const RUN = "top.pwned = (top.pwned || 0) + 1";
const ids = { html: 3, body: 5, p: 6, text: 7, img: 8, style: 9, field: 11, canvas: 12, frame: 13, list: 14 };

const element = (id: number, tagName: string, more: object = {}) => ({
  ...{ type: 2, id, tagName, attributes: {}, childNodes: [] },
  ...more,
});
/** A picture as a recorder takes it, with something of each kind that later events speak of. */
const honest = (word: string): object[] => [
  { type: EVENT.meta, timestamp: 1, data: { href: "https://shop.example/", width: 800, height: 600 } },
  {
    type: EVENT.full,
    timestamp: 1,
    data: {
      initialOffset: { top: 0, left: 0 },
      node: {
        type: 0,
        id: 1,
        childNodes: [
          { type: 1, id: 2, name: "html", publicId: "", systemId: "" },
          element(ids.html, "html", {
            childNodes: [
              element(4, "head"),
              element(ids.body, "body", {
                childNodes: [
                  element(ids.p, "p", { childNodes: [{ type: 3, id: ids.text, textContent: word }] }),
                  element(ids.img, "img"),
                  element(ids.style, "style", { attributes: { _cssText: "p { color: green }" } }),
                  element(ids.field, "input"),
                  element(ids.canvas, "canvas", { attributes: { rr_width: "9px", rr_height: "9px" } }),
                  element(ids.frame, "iframe"),
                  element(ids.list, "select", { attributes: { multiple: "" } }),
                ],
              }),
            ],
          }),
        ],
      },
    },
  },
];

const incremental = (source: number, data: object) => ({
  ...{ type: EVENT.incremental, timestamp: 2 },
  data: { source, ...data },
});
const mutation = (data: object) =>
  incremental(SOURCE.mutation, { texts: [], attributes: [], removes: [], adds: [], ...data });
const add = (node: object, parentId: number = ids.body) =>
  mutation({ adds: [{ parentId, nextId: null, node }] });
const attributes = (id: number, changed: object) => mutation({ attributes: [{ id, attributes: changed }] });
const extra = (data: object) => ({ type: EVENT.extra, timestamp: 2, data });

type Attack = readonly [
  name: string,
  event: (foreign: string) => object,
  markup?: (foreign: string) => string,
];
/** The third part, where there is one: the same on a page without guards. */
const ATTACKS: readonly Attack[] = [
  [
    "an address that runs",
    () => ({ type: EVENT.meta, timestamp: 2, data: { href: `javascript:${RUN}`, width: 1, height: 1 } }),
  ],
  [
    "an image that fails",
    at => add(element(20, "img", { attributes: { src: `${at}/img`, onerror: RUN } })),
    at => `<img src="${at}/img" onerror="${RUN}">`,
  ],
  [
    "a script",
    at =>
      add(
        element(20, "script", {
          attributes: { src: `${at}/script` },
          childNodes: [{ type: 3, id: 21, textContent: RUN }],
        }),
      ),
    at => `<script src="${at}/script"></script>`,
  ],
  [
    "a script in SVG",
    () =>
      add(
        element(20, "svg", {
          isSVG: true,
          attributes: { onload: RUN },
          childNodes: [
            element(21, "script", { isSVG: true, childNodes: [{ type: 3, id: 22, textContent: RUN }] }),
          ],
        }),
      ),
    () => `<svg onload="${RUN}"></svg>`,
  ],
  [
    "a page in a frame",
    at =>
      add(element(20, "iframe", { attributes: { src: `${at}/frame`, srcdoc: `<script>${RUN}</script>` } })),
    at => `<iframe src="${at}/frame"></iframe>`,
  ],
  [
    "a document for a frame",
    at =>
      mutation({
        isAttachIframe: true,
        adds: [
          {
            parentId: ids.frame,
            nextId: null,
            node: {
              type: 0,
              id: 20,
              childNodes: [
                element(21, "html", {
                  childNodes: [element(22, "img", { attributes: { src: `${at}/inner`, onerror: RUN } })],
                }),
              ],
            },
          },
        ],
      }),
  ],
  [
    "a sheet by link",
    at => add(element(20, "link", { attributes: { rel: "stylesheet", href: `${at}/css` } })),
    at => `<link rel="stylesheet" href="${at}/css">`,
  ],
  ["a base", at => add(element(20, "base", { attributes: { href: `${at}/` } }), 4)],
  [
    "a page that moves on",
    at =>
      add(
        element(20, "meta", { attributes: { "http-equiv": "refresh", content: `0;url=${at}/refresh` } }),
        4,
      ),
  ],
  [
    "a custom element",
    () =>
      add(
        element(20, "x-own", { isCustom: true, attributes: { onfocus: RUN, autofocus: "", tabindex: "0" } }),
      ),
  ],
  [
    "attributes of an image",
    at => attributes(ids.img, { src: `${at}/changed`, srcset: `${at}/set 1x`, onerror: RUN }),
  ],
  [
    "a style attribute",
    at => attributes(ids.p, { style: { "background-image": `url(${at}/attribute)` } }),
    at => `<p style="background-image: url(${at}/attribute)">x</p>`,
  ],
  [
    "a sheet's text",
    at => attributes(ids.style, { _cssText: `@import "${at}/import"; p { background: url(${at}/text) }` }),
    at => `<style>@import "${at}/import";</style>`,
  ],
  [
    "a text in a sheet",
    at => add({ type: 3, id: 20, textContent: `p { background: url(${at}/child) }` }, ids.style),
  ],
  [
    "a text that is markup",
    at => mutation({ texts: [{ id: ids.text, value: `<img src="${at}/markup" onerror="${RUN}">` }] }),
  ],
  [
    "a rule",
    at =>
      incremental(SOURCE.styleRule, {
        id: ids.style,
        adds: [{ rule: `p { background: url(${at}/rule) }`, index: 0 }],
      }),
    at => `<style>p { background: url(${at}/rule) }</style><p>x</p>`,
  ],
  [
    "a rule by another name",
    at =>
      incremental(SOURCE.styleRule, {
        id: ids.style,
        replaceSync: `p { background: url(${at}/sync) }`,
        replace: `p { background: url(${at}/replace) }`,
      }),
  ],
  [
    "a declaration",
    at =>
      incremental(SOURCE.styleDeclaration, {
        id: ids.style,
        index: [0],
        set: { property: "background-image", value: `url(${at}/declaration)` },
      }),
  ],
  [
    "an adopted sheet",
    at =>
      incremental(SOURCE.adoptedSheet, {
        id: 1,
        styleIds: [1],
        styles: [{ styleId: 1, rules: [{ rule: `p { background: url(${at}/adopted) }`, index: 0 }] }],
      }),
  ],
  [
    "what is typed",
    at =>
      incremental(SOURCE.input, {
        id: ids.field,
        text: `"><img src="${at}/typed" onerror="${RUN}">`,
        isChecked: true,
      }),
  ],
  [
    "what is typed, of no field",
    at => incremental(SOURCE.input, { id: ids.frame, text: `${at}/of-frame`, isChecked: true }),
  ],
  [
    "a selection",
    () =>
      incremental(SOURCE.selection, {
        ranges: [{ start: ids.text, startOffset: 0, end: 999, endOffset: 1e9 }],
      }),
  ],
  ["a click on nothing", () => incremental(SOURCE.mouseInteraction, { type: 2, id: 999, x: -1e9, y: 1e9 })],
  ["scrolling of nothing", () => incremental(SOURCE.scroll, { id: 999, x: 1e300, y: -1 })],
  ["a size of none", () => incremental(SOURCE.resize, { width: -1, height: 1e12 })],
  [
    "a source nobody knows",
    () => incremental(9, { id: ids.canvas, commands: [{ property: "drawImage", args: [{ src: "x" }] }] }),
  ],
  [
    "a plugin's event",
    () => ({
      type: 6,
      timestamp: 2,
      data: { plugin: "rrweb/console@1", payload: { level: "error", payload: [RUN] } },
    }),
  ],
  ["a custom event", () => ({ type: 5, timestamp: 2, data: { tag: "x", payload: RUN } })],
  [
    "a picture from elsewhere",
    at => extra({ kind: "picture", id: ids.img, src: `${at}/picture` }),
    at => `<img src="${at}/picture">`,
  ],
  [
    "a picture that is a document",
    () => extra({ kind: "picture", id: ids.frame, src: `data:text/html,<script>${RUN}</script>` }),
  ],
  [
    "a picture that is SVG",
    () =>
      extra({
        kind: "picture",
        id: ids.img,
        src: `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"/>`).toString("base64")}`,
      }),
  ],
  [
    "a picture in a canvas's place",
    at => extra({ kind: "picture", id: ids.canvas, src: `data:image/png;base64,AAAA) url(${at}/canvas)` }),
  ],
  [
    "a label that is markup",
    at =>
      extra({
        kind: "label",
        id: ids.img,
        label: `<img src="${at}/label" onerror="${RUN}">`,
        width: 9,
        height: 9,
      }),
  ],
  [
    "a label without end",
    () => extra({ kind: "label", id: ids.frame, label: "frame", width: 1e12, height: -1 }),
  ],
  ["a popover of what is none", () => extra({ kind: "popover", id: ids.html, on: true })],
  ["choices without end", () => extra({ kind: "chosen", id: ids.list, indexes: [1e12, -1] })],
  ["a digest of nothing", () => ({ type: EVENT.digest, timestamp: 2, data: { nodes: -1, sum: "x" } })],
  [
    "a pace that is none",
    () => ({ type: EVENT.pace, timestamp: 2, data: { slow: { toString: RUN }, away: [] } }),
  ],
];

test("no kind of event runs anything or asks anybody, and an honest segment after it is shown", async ({
  world,
  context,
}) => {
  const agent = await context.newPage();
  await openMirror(agent, world);
  world.foreignRequests.length = 0;
  const text = agent.frameLocator("#mirror").frameLocator("iframe").locator("p");
  for (const [at, [name, event]] of ATTACKS.entries()) {
    await test.step(name, async () => {
      await toMirror(agent, wireOf([...honest(`vor ${at}`), event(world.foreign)], 2 * at + 1));
      await toMirror(agent, wireOf(honest(`nach ${at}`), 2 * at + 2));
      await expect(text).toHaveText(`nach ${at}`);
    });
  }
  // Whatever was to be asked for has been asked for before this page's own request, which must arrive.
  const sentinel = await context.newPage();
  await sentinel.evaluate(
    url => fetch(url, { mode: "no-cors" }).then(() => undefined),
    `${world.foreign}/sentinel`,
  );
  expect(world.foreignRequests.filter(path => path !== "/favicon.ico")).toEqual(["/sentinel"]);
  expect(await agent.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect((await fromMirror(agent)).filter(({ kind }) => kind === "gap")).toEqual([]);
});

test("positive control: without a mirror's guards they run and ask", async ({ world, page }) => {
  world.foreignRequests.length = 0;
  const markup = ATTACKS.flatMap(([, , control]) => (control === undefined ? [] : [control(world.foreign)]));
  await page.goto(world.page("/unguarded-events", `<!doctype html>${markup.join("\n")}`), {
    waitUntil: "commit",
  });
  for (const path of ["img", "script", "frame", "css", "attribute", "import", "rule", "picture"])
    await expect.poll(() => world.foreignRequests, { timeout: 20_000 }).toContain(`/${path}`);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { pwned?: number }).pwned))
    .toBeGreaterThan(0);
});
