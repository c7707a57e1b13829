/** Makes segments in the browser and packs them for one trip to the test: text and frame, side by side. */
import { SegmentEncoder } from "../../../packages/cobrowse/src/capture/SegmentEncoder.ts";

/** A small generator with a seed, so that a failure can be repeated. */
const seeded = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const ALPHABETS = [
  "ab",
  "0123456789",
  'äöüß€ 字🙂\\"\n\t\u0000',
  "<div class='row'></div>",
  "abcdefghijklmnopqrstuvwxyz",
];

const eventMaker = (random: (below: number) => number): (() => unknown) => {
  const pools = ALPHABETS.map(alphabet => {
    const chars = [...alphabet];
    return Array.from({ length: 8_000 }, () => chars[random(chars.length)]).join("");
  });
  const word = (): string => {
    const from = random(4_000);
    return (pools[random(pools.length)] ?? "").slice(from, from + random(random(50) === 0 ? 4_000 : 60));
  };
  return () => ({ n: random(1e9), text: word(), more: [word()] });
};

/** One segment: `u16 frames`, then per frame `u32 length | text | u32 length | bytes`, little endian. */
const pack = (texts: readonly Uint8Array[], frames: readonly Uint8Array[]): Uint8Array[] => {
  const count = new Uint8Array(2);
  new DataView(count.buffer).setUint16(0, frames.length, true);
  const sized = (bytes: Uint8Array): Uint8Array[] => {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, bytes.byteLength, true);
    return [size, bytes];
  };
  return [
    count,
    ...frames.flatMap((frame, at) => [...sized(texts[at] ?? new Uint8Array()), ...sized(frame)]),
  ];
};

/** `recorded`: the events to cut segments from; without them random ones are made. */
export const makeSegments = (options: {
  count: number;
  seed: number;
  recorded?: readonly unknown[];
}): Blob => {
  const random = seeded(options.seed);
  const make = eventMaker(random);
  const utf8 = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (let made = 0; made < options.count; made++) {
    const texts: Uint8Array[] = [];
    const frames: Uint8Array[] = [];
    const encoder = new SegmentEncoder(1, frame => frames.push(frame.bytes));
    let at = random(options.recorded?.length ?? 1);
    for (let flush = random(3); flush >= 0; flush--) {
      const events = Array.from({ length: 1 + random(2) }, () =>
        options.recorded === undefined ? make() : options.recorded[at++ % options.recorded.length],
      );
      for (const event of events) encoder.add(event);
      texts.push(utf8.encode(events.map(event => `${JSON.stringify(event)}\n`).join("")));
      encoder.flush();
    }
    parts.push(...pack(texts, frames));
  }
  return new Blob(parts as BlobPart[]);
};
