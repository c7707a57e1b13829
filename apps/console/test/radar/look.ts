/** What the stories of live visitors, invitations and traces have in common: where they begin, and what is looked at in each. */
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNothingSticksOut, picture } from "../fixture.ts";
import { VISIT } from "../onSite.ts";
import type { Scene } from "../scene.ts";

export const AREA = "/console/visitors";
export const VISITOR = `${AREA}/${VISIT}`;

export const lead = (scene: Scene): void => {
  scene.agent = { ...scene.agent, role: "supervisor" };
};

export const rows = (page: Page) => page.getByTestId("live-visitor");

/** A cut name would be wider than its place. */
const expectWholeName = async (page: Page): Promise<void> => {
  const name = page.getByRole("complementary").getByRole("heading", { name: "Besucher 3F2A" });
  await expect(name).toBeVisible();
  expect(await name.evaluate(each => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0);
};

export const at320 = async (page: Page, name: string): Promise<void> => {
  await page.setViewportSize({ width: 320, height: 640 });
  if (!name.startsWith("onsite")) await expectWholeName(page);
  await expectNothingSticksOut(page);
  await expectAccessible(page);
  await picture(page, `${name}-de-320`);
  await page.setViewportSize({ width: 1280, height: 800 });
};
