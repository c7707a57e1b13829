/** Settings, queues: what waiting people were told, beside how long they waited. */
import { fail } from "@lotse/protocol";
import {
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
  test,
} from "./fixture.ts";

test("told beside waited, by queue and kind, and whether it holds", async ({ page, hub, scene }) => {
  scene.agent = { ...scene.agent, role: "supervisor" };
  await signIn(page, hub, "/console/settings/queues");
  const lanes = page.getByTestId("told");
  await expect(lanes).toHaveCount(6);
  await expect(lanes.first()).toContainText("Verkauf · Chat");
  await expect(lanes.first()).toContainText("143 Mal gewartet");
  await expect(lanes.first().getByTestId("told-told")).toHaveText("95 s");
  await expect(lanes.first().getByTestId("told-waited")).toHaveText("102 s");
  await expect(lanes.first().getByTestId("told-inside")).toHaveText("86 %");
  await expect(lanes.nth(1)).toContainText("Es dauert oft länger als angekündigt.");
  await expect(lanes.nth(2)).toContainText("Es geht oft schneller als angekündigt.");
  await expect(lanes.nth(3)).toContainText("Noch zu wenige Daten");
  await expect(lanes.nth(3).getByTestId("told-told")).toHaveCount(0);
  await expect(lanes.nth(4)).toContainText("(Warteschlange entfernt) · SMS");
  const services = page.getByTestId("service");
  await expect(services).toHaveCount(4);
  await expect(lanes.first().getByTestId("service")).toContainText("80 % angenommen innerhalb von 20 s");
  await expect(lanes.first().getByTestId("service")).toContainText("83 % (166 von 200) · Ziel erreicht");
  // 79.8 %: what is not reached is not shown as if it were
  await expect(lanes.nth(1).getByTestId("service")).toContainText("79 % (399 von 500) · unter dem Ziel");
  await expect(lanes.nth(2).getByTestId("service")).toContainText("Noch zu wenige Daten");
  await expect(lanes.nth(3).getByTestId("service")).toHaveCount(0);
  await expect(lanes.nth(5)).toContainText("Kraftfahrzeughaftpflichtschadenregulierung · Fax");
  await expect(lanes.nth(5).getByTestId("service-share")).toHaveText("90 %");
  await page.getByTestId("told-part").scrollIntoViewIfNeeded();
  await inspect(page, "told");
  await page.setViewportSize({ width: 320, height: 640 });
  await lanes.first().scrollIntoViewIfNeeded();
  await picture(page, "told-de-320");
  await expectNothingSticksOut(page);
  await page.getByTestId("language").click();
  await expect(lanes.nth(1)).toContainText("It often takes longer than told.");
  await expect(lanes.nth(1).getByTestId("service")).toContainText("79 % (399 of 500) · below the goal");
});

test("another period is asked for; one in which nobody waited, and a hub that does not answer, say so", async ({
  page,
  hub,
  scene,
}) => {
  scene.agent = { ...scene.agent, role: "administrator" };
  scene.plan.estimates = [];
  scene.plan.services = [];
  await signIn(page, hub, "/console/settings/queues");
  const part = page.getByTestId("told-part");
  await expect(part).toContainText("In diesem Zeitraum hat niemand gewartet");
  await part.scrollIntoViewIfNeeded();
  await picture(page, "told-empty-de-light");
  await expectAccessible(page);
  hub.answers.set("estimates:read", () => fail({ code: "UNAVAILABLE", message: "" }));
  await page.getByTestId("told-period").selectOption("7");
  await expect(part.getByTestId("load-failed")).toBeVisible();
  await picture(page, "told-failed-de-light");
  await expectAccessible(page);
  expect(hub.asked.filter(({ name }) => name === "estimates:read").map(({ input }) => input)).toEqual([
    { days: 30 },
    { days: 7 },
  ]);
});
