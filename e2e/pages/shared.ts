/** A page that is recorded and an agent who looks at its mirror, with everything that went between them. */
import { expect, type Page } from "@playwright/test";
import {
  frames,
  fromMirror,
  openMirror,
  readable,
  record,
  toMirror,
  type WireFrame,
  type World,
} from "../cobrowse/world.ts";

/** What the structure comes to is said whenever there is a moment's rest, instead of each ten seconds. */
const DIGEST_MS = 40;

export interface Shared {
  readonly page: Page;
  readonly agent: Page;
  /** All that left so far. */
  readonly wire: readonly WireFrame[];
  /** What left since; `edit` is the line it goes through. */
  pass(edit?: (wire: WireFrame[]) => WireFrame[]): Promise<void>;
  /** The recorder begins anew, as for a viewer who comes or has missed something. */
  newSegment(): Promise<void>;
  /** An agent's page that knows nothing gets what the hub keeps: the segment from its beginning. */
  joinLate(): Promise<void>;
  /** All that left, decoded. */
  text(): string;
  /** The recorder had no fault, and the mirror refused nothing and was what was sent whenever it was compared. */
  expectHealthy(): Promise<void>;
}

export const share = async (page: Page, world: World): Promise<Shared> => {
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true, digestMs: DIGEST_MS });
  const wire: WireFrame[] = [];
  const call = (side: Page, name: "newSegment" | "resetMirror"): Promise<void> =>
    side.evaluate(what => {
      const { capture, resetMirror } = window as unknown as {
        capture?: { newSegment(): void };
        resetMirror?: () => void;
      };
      if (what === "newSegment") capture?.newSegment();
      else resetMirror?.();
    }, name);
  return {
    ...{ page, agent, wire },
    pass: async (edit = more => more) => {
      const more = await frames(page);
      wire.push(...more);
      await toMirror(agent, edit(more));
    },
    newSegment: () => call(page, "newSegment"),
    joinLate: async () => {
      await call(agent, "resetMirror");
      const { segment } = wire.at(-1) ?? {};
      await toMirror(
        agent,
        wire.filter(frame => frame.segment === segment),
      );
    },
    text: () => readable(wire),
    expectHealthy: async () => {
      expect(await page.evaluate(() => window.lotseTest.failures)).toEqual([]);
      const said = await fromMirror(agent);
      expect(said.filter(({ kind }) => kind === "refused")).toEqual([]);
      const checks = said.flatMap(message => (message.kind === "checked" ? [message.same] : []));
      expect(checks.length).toBeGreaterThan(0);
      expect(checks).not.toContain(false);
    },
  };
};
