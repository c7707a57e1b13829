/**
 * What the recorder compresses in Chromium is what Node's zlib reads, byte for byte: random segments with random
 * flushes, and segments cut from a real recording. Each frame is readable the moment it arrives.
 */
import { constants, inflateRawSync } from "node:zlib";
import { expect } from "@playwright/test";
import { frames, readable, record, test } from "./world.ts";

const RANDOM_SEGMENTS = 9_000;
const RECORDED_SEGMENTS = 1_000;
const BATCH = 1_000;
/** Of this many segments in a batch, every beginning is inflated too. */
const BY_FRAME = 50;

interface Segment {
  readonly texts: readonly Buffer[];
  readonly frames: readonly Buffer[];
}

const unpack = (bytes: Buffer): Segment[] => {
  const segments: Segment[] = [];
  let at = 0;
  const sized = (): Buffer => {
    const length = bytes.readUInt32LE(at);
    at += 4 + length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const count = bytes.readUInt16LE(at);
    at += 2;
    const pairs = Array.from({ length: count }, () => [sized(), sized()] as const);
    segments.push({ texts: pairs.map(([text]) => text), frames: pairs.map(([, frame]) => frame) });
  }
  return segments;
};

const inflate = (list: readonly Buffer[]): Buffer =>
  inflateRawSync(Buffer.concat(list), { finishFlush: constants.Z_SYNC_FLUSH });

const expectReadable = (bytes: Buffer): number => {
  const segments = unpack(bytes);
  for (const [index, { texts, frames: list }] of segments.entries()) {
    for (let upTo = index < BY_FRAME ? 1 : list.length; upTo <= list.length; upTo++) {
      const isEqual = inflate(list.slice(0, upTo)).equals(Buffer.concat(texts.slice(0, upTo)));
      expect(isEqual, `segment ${index}, ${upTo} frames`).toBe(true);
    }
  }
  return segments.length;
};

const RECORDED_PAGE = `<!doctype html><title>Tarife</title><style>.row { color: #123 }</style>
${Array.from({ length: 20 }, (_, n) => `<div class="row" id="r${n}">Tarif ${n}: ${(n * 7.13).toFixed(2)} €</div>`).join("")}
<input id="name"><button id="more" onclick="for (let i = 0; i < 20; i++) document.body.append('Zeile ' + i)">mehr</button>`;

test("10,000 random and recorded segments are read by Node's zlib as they were written", async ({
  world,
  page,
}) => {
  test.setTimeout(300_000);
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  test.info().annotations.push({ type: "seed", description: String(seed) });
  await page.goto(world.page("/recorded", RECORDED_PAGE));
  await record(page, { filtered: true });
  await page.fill("#name", "Jürgen Müßig");
  await page.mouse.move(50, 60);
  await page.click("#more");
  const recorded = readable(await frames(page))
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as unknown);
  expect(recorded.length).toBeGreaterThan(8);
  await page.goto(world.page("/segments", "<!doctype html>"));
  let read = 0;
  const check = async (options: { seed: number; recorded?: readonly unknown[] }): Promise<void> => {
    await page.evaluate(made => window.lotseTest.postSegments(made), { count: BATCH, ...options });
    for (const bytes of world.posted()) read += expectReadable(bytes);
  };
  for (let batch = 0; batch < RANDOM_SEGMENTS / BATCH; batch++) await check({ seed: seed + batch });
  for (let batch = 0; batch < RECORDED_SEGMENTS / BATCH; batch++)
    await check({ seed: seed + batch, recorded });
  expect(read).toBe(RANDOM_SEGMENTS + RECORDED_SEGMENTS);
});

test("a text longer than a frame continues in the next", async ({ world, page }) => {
  await page.goto(world.page("/long", "<!doctype html>"));
  const made = await page.evaluate(() => {
    const { SegmentEncoder, base64 } = window.lotseTest;
    const list: Uint8Array[] = [];
    const encoder = new SegmentEncoder(1, frame => list.push(frame.bytes));
    const event = {
      text: Array.from({ length: 200_000 }, (_, n) => `€${Math.imul(n, 2_654_435_761) >>> 8}`).join(""),
    };
    encoder.add(event);
    encoder.flush();
    return { text: JSON.stringify(event), frames: list.map(base64) };
  });
  const list = made.frames.map(bytes => Buffer.from(bytes, "base64"));
  expect(list.length).toBeGreaterThan(3);
  expect(Math.max(...list.map(bytes => bytes.length))).toBeLessThan(900_000);
  expect(inflate(list).toString("utf8") === `${made.text}\n`).toBe(true);
});
