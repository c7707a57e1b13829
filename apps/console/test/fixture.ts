/**
 * A hub, a scene and a page for every story. The fixture itself fails whatever breaks the console's policy: each
 * `securitypolicyviolation` in any document of the page, whether or not anybody looked at the browser's log.
 */
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { AGENTS, type FakeHub, startFakeHub } from "./fakeHub.ts";
import { Scene } from "./scene.ts";

interface World {
  readonly hub: FakeHub;
  readonly scene: Scene;
  /** What the page complained of; a story that breaks something on purpose takes its own out. */
  readonly complaints: string[];
}

/** Told at once, because a reload would take the list with it. */
const watchPolicy = async (page: Page, complaints: string[]): Promise<void> => {
  await page.exposeFunction("tellViolation", (text: string) => void complaints.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event => {
      const { tellViolation } = window as unknown as { tellViolation(text: string): void };
      tellViolation(
        `${event.violatedDirective}: ${event.blockedURI} ${event.sample} in ${location.pathname}`,
      );
    });
  });
  page.on("pageerror", error => complaints.push(String(error)));
};

export const test = base.extend<World>({
  // As options, not by `test.use`: that would hold for the first file alone which imports this one.
  locale: "de-DE",
  timezoneId: "Europe/Berlin",
  viewport: { width: 1280, height: 800 },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  hub: async ({}, use) => {
    const hub = await startFakeHub();
    await use(hub);
    await hub.close();
  },
  scene: [
    async ({ hub }, use, info) => {
      // axe looks at many views; a machine that is busy needs its time.
      info.setTimeout(180_000);
      await use(new Scene(hub));
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  page: async ({ page, complaints }, use) => {
    await watchPolicy(page, complaints);
    await use(page);
  },
});

export { expect };

/** Through the sign-in page, at the address given, to a console that is connected. */
export const signIn = async (page: Page, hub: FakeHub, path = "/console/"): Promise<void> => {
  await page.goto(hub.url + path);
  await page.getByTestId("signin-email").fill(AGENTS[0]?.email ?? "");
  await page.getByTestId("signin-password").fill(AGENTS[0]?.password ?? "");
  await page.getByTestId("signin-submit").click();
  await expect(page.getByTestId("connection-state")).toHaveAttribute("data-state", "online");
};

export const picture = async (page: Page, name: string): Promise<void> => {
  const path = fileURLToPath(new URL(`./pictures/${name}.png`, import.meta.url));
  // Where nobody looks at them, they cost a third of a view's time for nothing.
  if (process.env.CI !== "true") await page.screenshot({ path, animations: "disabled" });
};

const expectNothing = async (axe: AxeBuilder): Promise<void> => {
  // Its other mode opens a page of its own each time, for what stands in foreign frames: there are none.
  const { violations } = await axe.exclude("iframe").setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" | ")}`)).toEqual([]);
};

export const expectAccessible = (page: Page): Promise<void> => expectNothing(new AxeBuilder({ page }));

/** What alone can differ between themes. */
const expectContrast = (page: Page): Promise<void> =>
  expectNothing(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));

/** Nothing is wider than the window, once what the window's size has changed is laid out. */
export const expectNothingSticksOut = (page: Page): Promise<void> =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);

/** A view as everybody may meet it: both languages, both themes, wide and narrow. axe looks at each, and nothing sticks out. */
export const inspect = async (page: Page, name: string): Promise<void> => {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await picture(page, `${name}-de-light`);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, `${name}-de-dark`);
  await expectContrast(page);
  await page.emulateMedia({ colorScheme: "light" });
  // 1280 px enlarged to 200 %.
  await page.setViewportSize({ width: 640, height: 400 });
  await picture(page, `${name}-de-200`);
  await expectAccessible(page);
  await expectNothingSticksOut(page);
  await page.setViewportSize(size);
};
