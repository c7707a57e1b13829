/** A page that changes without end: the visitor goes on working, the agent gets pictures at intervals and is told so. */
import { expect, Tab, test } from "../delivery/world.ts";
import { beginSharing, expectSeen } from "./shared.ts";

test("a storm: usable for the visitor, pictures with a notice for the agent, all the same when it is over", async ({
  context,
  world,
  anna,
}) => {
  const tab = await Tab.open(context, world, "/form");
  const both = { tab, agent: anna };
  await beginSharing(both);
  const { page } = tab;
  await page.evaluate(() => {
    const table = document.createElement("div");
    table.id = "storm";
    document.querySelector("main")?.prepend(table);
    let round = 0;
    const timer = setInterval(() => {
      table.replaceChildren();
      round += 1;
      // At once more than the reserve, then more than anybody could follow, however slow this machine is.
      for (let row = 0; row < (round === 1 ? 30_000 : 3_000); row++) {
        const line = document.createElement("p");
        const cell = document.createElement("b");
        cell.textContent = `${round}.${row}`;
        line.append(cell);
        table.append(line);
      }
    }, 50);
    Reflect.set(window, "calm", () => clearInterval(timer));
  });
  const notice = anna.page.getByTestId("mirror-slow");
  await expect(notice).toBeVisible({ timeout: 20_000 });
  if (process.env.CI !== "true") await anna.page.screenshot({ path: "test-results/storm.png" });
  // A picture comes meanwhile, and then another.
  const round = async () =>
    Number.parseFloat((await anna.mirror().locator("#storm b").first().textContent()) ?? "0");
  const before = await round();
  await expect.poll(round, { timeout: 30_000 }).toBeGreaterThan(before);
  await page.locator("#city").fill("Hamburg");
  await expect(page.locator("#city")).toHaveValue("Hamburg");
  await page.evaluate(() => Reflect.get(window, "calm")());
  await expect(notice).toHaveCount(0, { timeout: 30_000 });
  await expectSeen(both);
  await expect(anna.mirror().locator("#city")).toHaveValue("Hamburg");
});
