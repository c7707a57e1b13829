/** What a rule asks an agent to look at: as it comes up in the console, stays, and leads to the visitor. */
import type { RadarNotice } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import {
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
  test,
} from "../fixture.ts";
import { QUOTE_RULE, VISIT } from "../onSite.ts";
import { AREA } from "./look.ts";

const notice = (given: Partial<RadarNotice> = {}): RadarNotice => ({
  ruleId: QUOTE_RULE,
  ruleName: "Kraftfahrzeughaftpflichtversicherungsantrag zweimal abgebrochen",
  ...{ visitId: VISIT, visitorLabel: "Visitor 3F2A", atMs: Date.UTC(2026, 10, 24, 13, 5) },
  text: {
    de: "War schon zweimal im Antrag und hat jedes Mal bei der Schadenfreiheitsklasse aufgehört.",
    en: "Has been in the form twice, and stopped at the no-claims class each time.",
  },
  ...given,
});
const other = (n: number) => `00000000-0000-4000-8000-0000000009${n}0` as RadarNotice["visitId"];

const notices = (page: Page) => page.getByTestId("rule-notice");

test("a rule asks to look: the notice stays, leads to the visitor, and is counted", async ({ page, hub }) => {
  await signIn(page, hub);
  await page.clock.install();
  hub.tell("rule:noticed", notice());
  const first = notices(page).first();
  await expect(first).toContainText("Kraftfahrzeughaftpflichtversicherungsantrag zweimal abgebrochen");
  await expect(first).toContainText("Besucher 3F2A · 14:05");
  await expect(first.getByTestId("rule-notice-text")).toContainText("Schadenfreiheitsklasse");
  await expect(page.getByTestId("area-visitors")).toContainText("1");
  await expect(page).toHaveTitle("(1) Eingang – Lotse");
  await page.clock.runFor(600_000);
  await expect(first).toBeVisible();
  const nobody = { text: { de: "", en: "" }, ruleName: "Voller Warenkorb", visitorLabel: "Eva Beispiel" };
  for (const n of [1, 2, 3]) hub.tell("rule:noticed", notice({ ...nobody, visitId: other(n) }));
  await expect(notices(page)).toHaveCount(2);
  await expect(page.getByTestId("rule-notices-count")).toHaveText("4 Hinweise");
  hub.tell("rule:noticed", notice());
  await expect(first).toContainText("Besucher 3F2A");
  await expect(notices(page).last().getByTestId("rule-notice-text")).toHaveCount(0);
  await inspect(page, "notices");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNothingSticksOut(page);
  await expectAccessible(page);
  await picture(page, "notices-de-320");
  await page.setViewportSize({ width: 1280, height: 800 });

  // By keyboard alone: what goes hands the focus on.
  await first.getByTestId("rule-notice-open").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${AREA}/${VISIT}$`));
  await expect(page.getByTestId("visit-invite")).toBeVisible();
  await expect(page.locator("main#conversation")).toBeFocused();
  await expect(first).toContainText("Eva Beispiel");
  await picture(page, "notices-visitor-de-light");
  await first.getByTestId("rule-notice-dismiss").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".notices :focus")).toHaveCount(1);
  await page.getByTestId("rule-notices-dismiss").click();
  await expect(notices(page)).toHaveCount(0);
  await expect(page.locator("main#conversation")).toBeFocused();
  await expect(page).toHaveTitle("Besucher – Lotse");
});

test("in English, the words are the English ones", async ({ page, hub }) => {
  await signIn(page, hub);
  await page.getByTestId("language").click();
  hub.tell("rule:noticed", notice({ ruleName: "Form left twice" }));
  await expect(notices(page)).toContainText("Visitor 3F2A");
  await expect(notices(page)).toContainText("Has been in the form twice");
  await expect(notices(page).getByTestId("rule-notice-open")).toContainText("Look at the visitor");
  await picture(page, "notices-en-light");
});
