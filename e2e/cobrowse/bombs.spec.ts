/** Streams that are to fill the viewer's memory: each ends with a code, and with memory bounded. */
import { expect, type Page } from "@playwright/test";
import { SegmentEncoder } from "../../packages/cobrowse/src/capture/SegmentEncoder.ts";
import { fromMirror, openMirror, test, toMirror, type WireFrame } from "./world.ts";

type Raw = Record<string, unknown>;

/** Each event a frame of its own, as a patient attacker would send them. */
const wireOf = (events: Iterable<unknown>, segment = 1): WireFrame[] => {
  const wire: WireFrame[] = [];
  const encoder = new SegmentEncoder(segment, frame =>
    wire.push({ ...frame, bytes: Buffer.from(frame.bytes).toString("base64") }),
  );
  for (const event of events) {
    encoder.add(event);
    encoder.flush();
  }
  return wire;
};
const element = (id: number, tagName: string, childNodes: Raw[] = []): Raw => ({
  ...{ type: 2, id, tagName, attributes: {}, childNodes },
});
const START = [
  { type: 4, data: { href: "https://a.example/", width: 800, height: 600 } },
  {
    type: 2,
    data: {
      node: { type: 0, id: 1, childNodes: [element(2, "html", [element(3, "head"), element(4, "body")])] },
      initialOffset: { top: 0, left: 0 },
    },
  },
];
const adding = (adds: Raw[]): Raw => ({
  type: 3,
  data: { source: 0, texts: [], attributes: [], removes: [], adds },
});
const repeated = function* (count: number, make: (n: number) => unknown): Generator<unknown> {
  yield* START;
  for (let n = 0; n < count; n++) yield make(n);
};
/** Parts of ten each that draw the one before, in one picture of a few hundred bytes. */
const nested = function* (levels: number): Generator<unknown> {
  let id = 10;
  const svg = (tagName: string, attributes: Raw, childNodes: Raw[] = []): Raw => ({
    ...{ type: 2, id: ++id, tagName, attributes, childNodes, isSVG: true },
  });
  const parts = Array.from({ length: levels + 1 }, (_, level) =>
    svg(
      "g",
      { id: `k${level}` },
      level === 0
        ? [svg("rect", { width: "4", height: "4" })]
        : Array.from({ length: 10 }, () => svg("use", { href: `#k${level - 1}` })),
    ),
  );
  yield START[0];
  yield {
    type: 2,
    data: {
      node: {
        ...{ type: 0, id: 1 },
        childNodes: [element(2, "html", [element(3, "head"), element(4, "body", [svg("svg", {}, parts)])])],
      },
      initialOffset: { top: 0, left: 0 },
    },
  };
};
const text = (id: number, textContent: string): Raw => ({ type: 3, id, textContent });
const ATTACKS: Readonly<Record<string, { readonly events: () => Iterable<unknown>; readonly code: string }>> =
  {
    "ever deeper": {
      events: () =>
        repeated(5_000, n =>
          adding([{ parentId: n === 0 ? 4 : 9 + n, nextId: null, node: element(10 + n, "div") }]),
        ),
      code: "REPLAY_INVALID",
    },
    "frames without number": {
      events: () =>
        repeated(5_000, n => adding([{ parentId: 4, nextId: null, node: element(10 + n, "iframe") }])),
      code: "SNAPSHOT_TOO_LARGE",
    },
    "copies of copies": { events: () => nested(7), code: "SNAPSHOT_TOO_LARGE" },
  };

const heapOf = async (agent: Page): Promise<number> => {
  const cdp = await agent.context().newCDPSession(agent);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await cdp.detach();
  return usedSize;
};

for (const [name, { events, code }] of Object.entries(ATTACKS)) {
  test(`${name}: refused as ${code}, and the memory is free again`, async ({ world, page }) => {
    test.setTimeout(120_000);
    await openMirror(page, world);
    const before = await heapOf(page);
    const wire = wireOf(events());
    let most = 0;
    for (let at = 0; at < wire.length; at += 40) {
      await toMirror(page, wire.slice(at, at + 40));
      if (at % 200 === 0) most = Math.max(most, await heapOf(page));
      if ((await fromMirror(page)).some(({ kind }) => kind === "refused")) break;
    }
    await expect
      .poll(async () => (await fromMirror(page)).at(-1), { timeout: 60_000 })
      .toEqual({ kind: "refused", code });
    const rest = (await heapOf(page)) - before;
    console.log(
      `${name}: at most ${(most / 1e6).toFixed(0)} MB, afterwards ${(rest / 1e6).toFixed(1)} MB more`,
    );
    expect(most).toBeLessThan(400_000_000);
    expect(rest).toBeLessThan(30_000_000);
  });
}

test("a title without end is told to its first thousand characters", async ({ world, page }) => {
  await openMirror(page, world);
  const titled = repeated(91, n =>
    adding([
      n === 0
        ? { parentId: 3, nextId: null, node: element(9, "title") }
        : { parentId: 9, nextId: null, node: text(10 + n, "Titel ".repeat(1_000)) },
    ]),
  );
  await toMirror(page, wireOf(titled));
  const told = async (): Promise<number> =>
    Math.max(...(await fromMirror(page)).map(one => ("title" in one ? String(one.title).length : 0)));
  await expect.poll(told).toBe(1_000);
  const title = page.frameLocator("#mirror").frameLocator("iframe").locator("title");
  expect((await title.textContent())?.length).toBe(540_000);
});

test("pictures with ever other custom elements do not stay in the window they were shown in", async ({
  world,
  page,
}) => {
  await openMirror(page, world);
  const picture = (segment: number): Promise<void> => {
    const named = Array.from({ length: 600 }, (_, n) => ({
      ...element(10 + n, `x-${segment}-${n}`),
      isCustom: true,
    }));
    const body = element(4, "body", [text(5, `Bild ${segment}`), ...named]);
    const root = { type: 0, id: 1, childNodes: [element(2, "html", [element(3, "head"), body])] };
    const full = { type: 2, data: { node: root, initialOffset: { top: 0, left: 0 } } };
    return toMirror(page, wireOf([START[0], full], segment));
  };
  const shown = page.frameLocator("#mirror").frameLocator("iframe").locator("body");
  const known = (): Promise<number> =>
    page.evaluate(() => {
      const mirror = document.querySelector("iframe")?.contentDocument?.querySelector("iframe");
      const registry = mirror?.contentWindow?.customElements;
      let count = 0;
      for (let segment = 1; segment <= 6; segment++)
        for (let n = 0; n < 600; n++) if (registry?.get(`x-${segment}-${n}`) !== undefined) count += 1;
      return count;
    });
  for (let segment = 1; segment <= 6; segment++) {
    await picture(segment);
    await expect(shown).toHaveText(`Bild ${segment}`);
    expect(await known()).toBe(segment % 2 === 1 ? 600 : 1_200);
    expect(await shown.evaluate(() => [innerWidth, innerHeight])).toEqual([800, 600]);
  }
});

test("control: two thousand icons of one sheet are drawn, each as large as it is", async ({
  world,
  page,
}) => {
  await openMirror(page, world);
  const attributes = (given: object): object => ({ attributes: given, isSVG: true });
  const symbol = {
    ...{ ...element(10, "symbol"), ...attributes({ id: "icon", viewBox: "0 0 8 8" }) },
    childNodes: [{ ...element(11, "path"), ...attributes({ d: "M0 0h8v8z" }) }],
  };
  const icons = repeated(2_001, n => {
    const base = 10 + n * 2;
    const svg = { ...element(base + 10, "svg"), ...attributes({ width: "16", height: "16" }) };
    const use = { ...element(base + 11, "use"), ...attributes({ href: "#icon" }) };
    const sheet = { ...element(9, "svg"), ...attributes({ width: "0", height: "0" }) };
    if (n > 0)
      return adding([
        { parentId: 4, nextId: null, node: svg },
        { parentId: base + 10, nextId: null, node: use },
      ]);
    return adding([
      { parentId: 4, nextId: null, node: sheet },
      { parentId: 9, nextId: null, node: { ...symbol, childNodes: [] } },
      { parentId: 10, nextId: null, node: symbol.childNodes[0] },
    ]);
  });
  await toMirror(page, wireOf(icons));
  const uses = page.frameLocator("#mirror").frameLocator("iframe").locator("use");
  await expect(uses).toHaveCount(2_000, { timeout: 30_000 });
  expect(await uses.last().evaluate(one => one.getBoundingClientRect().width)).toBe(16);
  expect((await fromMirror(page)).map(({ kind }) => kind)).not.toContain("refused");
});

test("control: as many events that stay small are shown", async ({ world, page }) => {
  await openMirror(page, world);
  const small = repeated(400, n => ({
    type: 3,
    data: {
      ...{ source: 0, texts: [], attributes: [] },
      removes: n === 0 ? [] : [{ parentId: 4, id: 9 + n }],
      adds: [{ parentId: 4, nextId: null, node: text(10 + n, `Zeile ${n}`) }],
    },
  }));
  await toMirror(page, wireOf(small));
  await expect(page.frameLocator("#mirror").frameLocator("iframe").locator("body")).toHaveText("Zeile 399");
  expect((await fromMirror(page)).map(({ kind }) => kind)).not.toContain("refused");
});
