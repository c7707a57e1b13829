/** A running shop for the browser tests, and a page that reports whatever goes wrong in it. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { test as base, type Page } from "@playwright/test";
import { readAssets } from "../src/server/assets.ts";
import { createShop } from "../src/server/createShop.ts";

const distDir = join(import.meta.dirname, "..", "dist");

/** Nobody listens there: the shop must be whole without Lotse. */
const ABSENT_HUB = "http://localhost:9";

export interface Site {
  readonly origin: string;
}

export const test = base.extend<{ troubles: string[] }, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
    async ({}, use) => {
      const shop = createShop({
        hubUrl: ABSENT_HUB,
        siteKey: "demo",
        assets: readAssets(distDir),
        distDir,
        nowMs: () => Date.now(),
        makeId: () => randomUUID(),
        makeCode: () => "246810",
      });
      const port = await shop.listen(0);
      await use({ origin: `http://localhost:${port}` });
      await shop.close();
    },
    { scope: "worker" },
  ],
  troubles: async ({ page }, use) => {
    const troubles: string[] = [];
    watch(page, troubles);
    await use(troubles);
  },
});

/** Violations of the policy arrive as console errors; the missing hub and wanted error pages do too and are no news. */
function watch(page: Page, troubles: string[]): void {
  const expected = /ERR_(CONNECTION_REFUSED|UNSAFE_PORT)|status of (404|422)/;
  page.on("pageerror", error => troubles.push(error.message));
  page.on("console", message => {
    if (message.type() === "error" && !expected.test(message.text())) troubles.push(message.text());
  });
}
