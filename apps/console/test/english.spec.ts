/** Every place in English, by day and by night, with the names that are too long. */
import { busy } from "./busy.ts";
import { expect, expectAccessible, picture, signIn, test } from "./fixture.ts";

test.use({ locale: "en-GB" });

test("every place reads in English", async ({ page, hub, scene }) => {
  busy(scene);
  scene.agent = { ...scene.agent, role: "administrator" };
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, hub);
  const places = [
    "inbox",
    "visitors",
    "radar",
    "radar/00000000-0000-4000-8000-000000000801",
    "radar/00000000-0000-4000-8000-000000000801/versions",
    "radar/settings",
    "settings/account",
    "settings/people",
    "settings/queues",
    "settings/channels",
    "settings/blending",
    "settings/sites",
    "settings/audit",
    "nowhere",
  ];
  for (const place of places) {
    await page.goto(`${hub.url}/console/${place}`);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("h1").first()).toBeVisible();
    await expect(page.getByText("Loading …")).toHaveCount(0);
    await picture(page, `${place.replaceAll("/", "-")}-en-dark`);
    await expectAccessible(page);
  }
  await page.keyboard.press("Control+KeyK");
  await expect(page.getByTestId("palette")).toBeVisible();
  await page.keyboard.type("help");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("help")).toContainText("When somebody rings");
  await picture(page, "help-en-dark");
  await expectAccessible(page);
});
