/**
 * Whether both sides show the same: structure, texts, attributes, form values, scroll positions, computed styles of
 * every element, and the pixels. Answers with what differs, so that a test can also ask that something does.
 */
import type { Page } from "@playwright/test";
import { MASK } from "../../packages/cobrowse/src/wire/limits.ts";
import { type ByDesign, type ReadOptions, readDocument, type Seen } from "./read.ts";

export interface Difference {
  readonly what: keyof Seen | "pixels";
  readonly page: string;
  readonly mirror: string;
}

export interface Sides {
  readonly page: Page;
  readonly agent: Page;
  readonly byDesign?: readonly ByDesign[] | undefined;
  /** False: without computed styles. */
  readonly looks?: boolean;
}

const DIFFERENCES_MAX = 5;
/** Of 255: edges of letters are not drawn alike twice, and stills are compressed. */
const CHANNEL_GAP = 48;

const read = (side: Page, options: ReadOptions): Promise<Seen> => {
  // The replay frame runs no scripts, so the mirror document reads it; that may be of another origin than the console.
  const reading = options.isMirror ? side.mainFrame().childFrames()[0] : side.mainFrame();
  const nothing: Seen = { dom: ["nothing yet"], scroll: [], looks: [] };
  if (reading === undefined) return Promise.resolve(nothing);
  const seen = reading.evaluate(
    ({ source, options, nothing }) => {
      const reader = new Function(`return (${source})`)() as typeof readDocument;
      const root = options.isMirror ? document.querySelector("iframe")?.contentDocument : document;
      return root?.documentElement ? reader(root, options) : nothing;
    },
    { source: readDocument.toString(), options, nothing },
  );
  // The document of a console that is being loaded anew goes while it is read.
  return options.isMirror ? seen.catch(() => nothing) : seen;
};

/** The lines that are not the same, in order. */
const lines = (what: keyof Seen, one: Seen, other: Seen): Difference[] => {
  const [page, mirror] = [one[what], other[what]];
  const differ: Difference[] = [];
  for (let at = 0; at < Math.max(page.length, mirror.length) && differ.length < DIFFERENCES_MAX; at++) {
    if (page[at] !== mirror[at])
      differ.push({ what, page: page[at] ?? "nothing", mirror: mirror[at] ?? "nothing" });
  }
  return differ;
};

export const differences = async ({
  page,
  agent,
  byDesign = [],
  looks = true,
}: Sides): Promise<Difference[]> => {
  const options = { byDesign, mask: MASK, looks };
  const [one, other] = await Promise.all([
    read(page, { ...options, isMirror: false }),
    read(agent, { ...options, isMirror: true }),
  ]);
  const structure = lines("dom", one, other);
  // Where elements are not the same, neither are the lines about them.
  return structure.length > 0 ? structure : [...lines("scroll", one, other), ...lines("looks", one, other)];
};

/** Without carets, pointers, the paint of scroll bars, the frame around what has the focus, and what looks different by design. */
const picture = async (side: Page, isMirror: boolean, byDesign: readonly ByDesign[]): Promise<string> => {
  const hidden = byDesign
    .filter(({ as }) => as !== "picture")
    .map(({ selector }) => `${selector}, ${selector} * { visibility: hidden !important }`);
  const style = [
    ".replayer-mouse, canvas.replayer-mouse-tail { display: none !important }",
    ":focus, [data-lotse-focus] { outline: none !important }",
    // How wide they are counts, not what they are painted like.
    "::-webkit-scrollbar, ::-webkit-scrollbar-thumb, ::-webkit-scrollbar-track, ::-webkit-scrollbar-corner { background: #eee !important; border: none !important }",
    ...hidden,
  ];
  const target = isMirror ? side.frameLocator("#mirror").locator("iframe").first() : side;
  const bytes = await target.screenshot({ style: style.join("\n"), animations: "disabled", scale: "css" });
  return bytes.toString("base64");
};

/** Share of pixels that are clearly not the same. Counted by the browser: no library is needed for it. */
const shareOf = (agent: Page, pictures: readonly string[]): Promise<number> =>
  agent.evaluate(
    async ({ pictures, gap }) => {
      const load = async (base64: string): Promise<ImageData> => {
        const bytes = Uint8Array.from(atob(base64), char => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [left, right] = await Promise.all(pictures.map(load));
      if (!left || !right || left.width !== right.width || left.height !== right.height) return 1;
      let differ = 0;
      for (let at = 0; at < left.data.length; at++) {
        if (Math.abs((left.data[at] ?? 0) - (right.data[at] ?? 0)) <= gap) continue;
        differ += 1;
        at |= 3;
      }
      return differ / (left.data.length / 4);
    },
    { pictures, gap: CHANNEL_GAP },
  );

/** How much of the picture is another. */
export const pixelsApart = async ({ page, agent, byDesign = [] }: Sides): Promise<number> => {
  const shown = await picture(page, false, byDesign);
  await agent.bringToFront();
  const mirrored = await picture(agent, true, byDesign);
  const share = await shareOf(agent, [shown, mirrored]);
  await page.bringToFront();
  return share;
};
