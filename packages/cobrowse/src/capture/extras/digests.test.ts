/** When the recorder says what its structure comes to: now and then, and of exactly what had left by then. */
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../../wire/digest.ts";
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../../wire/events.ts";
import { createDigests } from "./digests.ts";
import type { Extras } from "./host.ts";

const leaf = (id: number): Sn => ({ type: NODE.text, id, textContent: "x" });
const picture = (count: number): PageEvent => {
  const body: Sn = {
    ...{ type: NODE.element, id: 3, tagName: "body", attributes: {} },
    childNodes: Array.from({ length: count }, (_, at) => leaf(4 + at)),
  };
  const html: Sn = { type: NODE.element, id: 2, tagName: "html", attributes: {}, childNodes: [body] };
  const node: Sn = { type: NODE.document, id: 1, childNodes: [html] };
  return { type: EVENT.full, timestamp: 0, data: { node, initialOffset: { top: 0, left: 0 } } };
};
const added = (id: number): PageEvent => {
  const adds = [{ parentId: 3, nextId: null, node: leaf(id) }];
  const data = { source: SOURCE.mutation, texts: [], attributes: [], removes: [], adds };
  return { type: EVENT.incremental, timestamp: 0, data };
};
const scrolled: PageEvent = {
  ...{ type: EVENT.incremental, timestamp: 0 },
  data: { source: SOURCE.scroll, id: 1, x: 0, y: 9 },
};

let clock: FakeClock;
let said: Digest[];
let digests: Extras;

beforeEach(() => {
  clock = new FakeClock();
  said = [];
  digests = createDigests({
    clock,
    sum: data => {
      said.push(data);
      digests.seen({ type: EVENT.digest, timestamp: 0, data });
    },
  });
});
const counts = () => said.map(({ nodes }) => nodes);

describe("what the structure comes to", () => {
  it("is said ten seconds after something was sent, once, and never of its own accord", () => {
    digests.seen(picture(5));
    clock.advance(9_999);
    expect(counts()).toEqual([]);
    clock.advance(1);
    expect(counts()).toEqual([8]);
    clock.advance(600_000);
    expect(counts()).toEqual([8]);
    digests.seen(scrolled);
    clock.advance(10_000);
    expect(counts()).toEqual([8, 8]);
    expect(said[0]).toEqual(said[1]);
  });

  it("holds what was sent a moment before, too", () => {
    digests.seen(picture(5));
    clock.advance(9_999);
    digests.seen(added(100));
    clock.advance(1);
    expect(counts()).toEqual([9]);
  });

  it("is said as often of a page that never rests", () => {
    digests.seen(picture(1));
    for (let n = 0; n < 600; n++) {
      digests.seen(added(100 + n));
      clock.advance(100);
    }
    expect(said).toHaveLength(6);
  });

  it("of a large page is gathered bit by bit, with what changes meanwhile, and then is the same", () => {
    digests.seen(picture(50_000));
    clock.advance(9_999);
    const turns = new CountingClock();
    const others: Digest[] = [];
    const slow = createDigests({ clock: turns, sum: data => others.push(data) });
    slow.seen(picture(50_000));
    for (let n = 0; n < 50; n++) {
      slow.seen(added(60_000 + n));
      digests.seen(added(60_000 + n));
    }
    turns.advance(10_000);
    clock.advance(1);
    expect(turns.turns).toBeGreaterThan(100);
    expect(others).toEqual(said);
    expect(counts()).toEqual([50_053]);
  });

  it("of a page that is in the background is not said before its next picture", () => {
    const changes = (count: number) => {
      for (let n = 0; n < count; n++) digests.seen(added(100 + n));
    };
    digests.seen(picture(5));
    changes(1_001);
    clock.advance(60_000);
    expect(said).toEqual([]);
    digests.seen(picture(5));
    changes(1_000);
    clock.advance(60_000);
    expect(counts()).toEqual([1_008]);
  });

  it("is not said without a picture, nor of what cannot be, nor after the end", () => {
    digests.seen(added(9));
    clock.advance(20_000);
    digests.seen({
      ...picture(1),
      data: { node: { type: NODE.document, id: 1, childNodes: [null] } },
    } as never);
    clock.advance(20_000);
    digests.seen(picture(1));
    digests.stop();
    clock.advance(20_000);
    expect(said).toEqual([]);
  });
});

class CountingClock extends FakeClock {
  turns = 0;
  override after(delayMs: number, fn: () => void) {
    return super.after(delayMs, () => {
      this.turns += 1;
      fn();
    });
  }
}
