/** What goes over the line, beside what compressors make of the same text. */
import { brotliCompressSync, constants, createDeflateRaw, inflateRawSync } from "node:zlib";
import { encodePacket } from "@lotse/protocol";
import type { Page } from "playwright";
import type { World } from "./world.ts";

const DURATION_MS = 20_000;
const WORKLOADS = ["shop", "form", "table by rows", "table anew"];

interface BenchWindow {
  readonly bench: {
    record(): void;
    taken(): string[];
    counted(): { bytes: number; snapshotBytes: number; texts: string[] };
    openWorkload(name: string): { run(durationMs: number): Promise<void> };
  };
}

const settle = (page: Page): Promise<void> => page.waitForTimeout(700);

/** Opens the workload, records, and stops twice: after the snapshot, and after the work. */
const workOn = async (page: Page, name: string): Promise<void> => {
  await page.evaluate(workload => {
    const { bench } = window as unknown as BenchWindow;
    Object.assign(window, { workload: bench.openWorkload(workload) });
    bench.record();
  }, name);
  await settle(page);
};
const work = async (page: Page): Promise<void> => {
  await page.evaluate(
    ms => (window as unknown as { workload: { run(ms: number): Promise<void> } }).workload.run(ms),
    DURATION_MS,
  );
  await settle(page);
};

/** Deflate at level 9, flushed where we flush: the sizes of the flushes. */
const deflated = (texts: readonly Buffer[]): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const sizes: number[] = [];
    let size = 0;
    const stream = createDeflateRaw({ level: 9 });
    stream.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
    });
    stream.on("error", reject);
    const next = (index: number): void => {
      const text = texts[index];
      if (text === undefined) {
        resolve(sizes);
        return;
      }
      stream.write(text);
      stream.flush(constants.Z_SYNC_FLUSH, () => {
        setImmediate(() => {
          sizes.push(size);
          size = 0;
          next(index + 1);
        });
      });
    };
    next(0);
  });

/** What each frame says; one after another, for each needs those before it. */
const inflated = (frames: readonly Buffer[]): Buffer[] => {
  const whole = inflateRawSync(Buffer.concat(frames), { finishFlush: constants.Z_SYNC_FLUSH });
  let from = 0;
  return frames.map((_, index) => {
    const upTo = inflateRawSync(Buffer.concat(frames.slice(0, index + 1)), {
      finishFlush: constants.Z_SYNC_FLUSH,
    }).byteLength;
    const text = whole.subarray(from, upTo);
    from = upTo;
    return text;
  });
};

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
const brotli = (texts: readonly Buffer[]): number =>
  brotliCompressSync(Buffer.concat([...texts]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).byteLength;

/** One packet each, as is usual where a turn makes one frame. */
const packed = (frames: readonly Buffer[]): number =>
  sum(frames.map((bytes, seq) => encodePacket({ segment: 1, firstSeq: seq, frames: [bytes] }).byteLength));

const part = (
  name: string,
  figures: { sent: number; frames: number; zlib: number; brotli: number; raw: number },
): void => {
  const { sent, frames, zlib, raw } = figures;
  const cells = [raw, sent, frames, zlib, figures.brotli].map(bytes =>
    (bytes / 1_000).toFixed(2).padStart(9),
  );
  const ratios = `${(sent / zlib).toFixed(2)}x  ${(sent / raw).toFixed(3)}x`;
  console.log(`  ${name.padEnd(26)} ${cells.join(" ")}   ${ratios}`);
};

const compare = async (world: World, name: string): Promise<string[]> => {
  const context = await world.browser.newContext();
  const ours = await world.open(context, "/ours/");
  await workOn(ours, name);
  const take = async () =>
    (await ours.evaluate(() => (window as unknown as BenchWindow).bench.taken())).map(text =>
      Buffer.from(text, "base64"),
    );
  const first = await take();
  await work(ours);
  const rest = await take();
  const stock = await world.open(context, "/stock/");
  await workOn(stock, name);
  await work(stock);
  const raw = await stock.evaluate(() => (window as unknown as BenchWindow).bench.counted());
  await context.close();

  const texts = inflated([...first, ...rest]);
  const zlib = await deflated(texts);
  const head = texts.slice(0, first.length);
  part(`${name}, snapshot`, {
    sent: packed(first),
    frames: sum(first.map(bytes => bytes.byteLength)),
    zlib: sum(zlib.slice(0, first.length)),
    brotli: brotli(head),
    raw: raw.snapshotBytes,
  });
  part(`${name}, stream`, {
    sent: packed(rest),
    frames: sum(rest.map(bytes => bytes.byteLength)),
    zlib: sum(zlib.slice(first.length)),
    brotli: brotli(texts) - brotli(head),
    raw: raw.bytes - raw.snapshotBytes,
  });
  return raw.texts;
};

/** Prints, and hands back what stock rrweb recorded in the shop: the streams below are cut from it. */
export const printBytes = async (world: World): Promise<readonly string[]> => {
  console.log(`\nKB, snapshot and ${DURATION_MS / 1_000} s of work`);
  console.log(
    "                                 raw      sent   frames    zlib-9 brotli-11   sent to zlib-9, to raw",
  );
  let recorded: readonly string[] = [];
  for (const name of WORKLOADS) {
    const texts = await compare(world, name);
    if (name === "shop") recorded = texts;
  }
  console.log(
    "  sent: with the packets' heads. brotli-11: of the whole text at once, which nobody can stream",
  );
  console.log("  goal: at most 1.1 times zlib-9 at the same flushes and 0.125 of raw");
  return recorded;
};
