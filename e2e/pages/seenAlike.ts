/** A situation from both sides: in the first picture, through the changes, and for a viewer who comes late. */
import { expect, type Page } from "@playwright/test";
import type { World } from "../cobrowse/world.ts";
import { differences, pixelsApart } from "./oracle.ts";
import { share } from "./shared.ts";
import type { Situation } from "./situation.ts";

/** Edges of letters, and what stills lose. */
const PIXELS_APART_MAX = 0.002;

export const expectSeenAlike = async (situation: Situation, page: Page, world: World): Promise<void> => {
  const { html, headers, byDesign, secrets = [], open } = situation;
  await situation.prepare?.(page, world);
  const path = `/lage/${situation.name.split(" ")[0]}`;
  await page.goto(world.page(path, typeof html === "string" ? html : html(world), headers));
  await situation.before?.(page);
  const shared = await share(page, world);
  const sides = { page, agent: shared.agent, byDesign };
  const untilSame = (message: string) =>
    expect
      .poll(
        async () => {
          await shared.pass();
          return differences(sides);
        },
        { message },
      )
      .toEqual([]);
  await untilSame("the first picture");
  await situation.steps(page);
  await situation.meant(page);
  await untilSame("after the steps");
  await shared.newSegment();
  await shared.pass();
  await shared.joinLate();
  await situation.late?.(page);
  await untilSame("for a viewer who comes late");
  await expect.poll(() => pixelsApart(sides), { message: "pixels" }).toBeLessThan(PIXELS_APART_MAX);
  await shared.expectHealthy();
  // Where a page brings scripts of its own to run, they do so on neither side.
  for (const side of [page, shared.agent])
    expect(await side.evaluate(() => (window as unknown as { pwned?: unknown }).pwned)).toBeUndefined();
  for (const secret of secrets) expect(shared.text()).not.toContain(secret);
  if (open !== undefined) expect(shared.text()).toContain(open);
};
