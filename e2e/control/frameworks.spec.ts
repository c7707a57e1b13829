/** An agent's acts on fields that a framework controls: they reach the framework's own state, and its echo is adopted. */
import { expect, type Page } from "@playwright/test";
import { open, settled, test } from "./world.ts";

const state = (page: Page) => expect.poll(() => page.evaluate(() => ({ ...window.appState })));
const seen = (page: Page, path: string) => page.locator(path);

for (const app of ["react", "vue", "preact"] as const) {
  test.describe(app, () => {
    test.beforeEach(async ({ page, site }) => {
      await site.open(page, "<main></main>");
      await page.evaluate(name => window.mountApp(name), app);
      await seen(page, "#name").waitFor();
    });

    test("what is written is the state's", async ({ page }) => {
      await open(page, "#name");
      await page.evaluate(() => window.agent.type("Erika 🙂"));
      await page.evaluate(() => window.agent.erase(5, 8));
      await settled(page, "Erika");
      await state(page).toMatchObject({ name: "Erika" });
      await expect(seen(page, "#name")).toHaveValue("Erika");
      expect(await page.evaluate(() => window.agent.leave())).toBe("done");
      await state(page).toMatchObject({ touched: 1 });

      await open(page, "#notes");
      await page.evaluate(() => window.agent.type("eins\nzwei"));
      await settled(page, "eins\nzwei");
      await state(page).toMatchObject({ notes: "eins\nzwei" });
    });

    test("a formatted field is shown as the page writes it", async ({ page }) => {
      await open(page, "#grouped");
      for (const key of "12x34567y89") await page.evaluate(one => window.agent.type(one), key);
      await settled(page, "1234 5678 9");
      await state(page).toMatchObject({ grouped: "1234 5678 9" });
      expect((await page.evaluate(() => window.agent.drafted())).caret).toEqual({ start: 11, end: 11 });
    });

    test("boxes, lists and dates", async ({ page }) => {
      const agent = (act: () => Promise<string>) => page.evaluate(act);
      expect(await agent(() => window.agent.click("#agreed"))).toBe("done");
      expect(await agent(() => window.agent.click("#size-l"))).toBe("done");
      expect(await agent(() => window.agent.choose("#colour", [2]))).toBe("done");
      expect(await agent(() => window.agent.choose("#tags", [0, 2]))).toBe("done");
      expect(await agent(() => window.agent.set("#day", "2026-02-03"))).toBe("done");
      const chosen = { agreed: true, size: "l", colour: "blue", tags: ["red", "blue"], day: "2026-02-03" };
      await state(page).toMatchObject(chosen);
      await expect(seen(page, "#agreed")).toBeChecked();
      await expect(seen(page, "#colour")).toHaveValue("blue");

      await page.evaluate(() => window.agent.undo());
      await state(page).toMatchObject({ agreed: false, size: "s", colour: "red", tags: [], day: "" });
      await expect(seen(page, "#size-s")).toBeChecked();
    });

    test("a button, once the visitor has said yes", async ({ page }) => {
      expect(await page.evaluate(() => window.agent.click("#more"))).toBe("asking");
      await page.evaluate(() => window.agent.answer(true));
      await state(page).toMatchObject({ count: 1 });
      expect(await page.evaluate(() => window.agent.click("#more"))).toBe("done");
      await state(page).toMatchObject({ count: 2 });
      expect(await page.evaluate(() => window.agent.heard.questions)).toEqual(["Mehr: 0"]);
    });

    test("the visitor types in the same field, and loses no key", async ({ page }) => {
      await open(page, "#name");
      await page.evaluate(() => window.agent.type("Erika"));
      await settled(page, "Erika");
      await seen(page, "#name").focus();
      await page.keyboard.press("Home");
      await Promise.all([
        page.keyboard.type("visitor "),
        page.evaluate(async () => {
          for (const key of " Mustermann") {
            window.agent.type(key);
            await new Promise(resolve => requestAnimationFrame(resolve));
          }
        }),
      ]);
      await settled(page, "visitor Erika Mustermann");
      await state(page).toMatchObject({ name: "visitor Erika Mustermann" });
      await page.evaluate(() => window.agent.undo());
      await state(page).toMatchObject({ name: "visitor " });
    });
  });
}
