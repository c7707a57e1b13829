/** Why rules do or do not act for a visitor: as the console shows it to those who lead. */
import type { Locator } from "@playwright/test";
import { expect, inspect, signIn, test } from "../fixture.ts";
import { nobodyFree, QUOTE_RULE, wouldGo } from "../onSite.ts";
import { at320, lead, VISITOR } from "./look.ts";

/** How each line of a rule's trace came out, as a picture. */
const expectSigns = async (rule: Locator, names: readonly string[]) => {
  for (const [n, name] of names.entries()) {
    const line = rule.getByTestId("trace-line").nth(n);
    await expect(line.locator("> p > svg")).toHaveClass(new RegExp(`lucide-${name}( |$)`));
  }
};

test("why not: the verdict, what is lacking, every part, and what happened before", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  await signIn(page, hub, VISITOR);
  await page.getByTestId("visit-why").click();
  await expect(page).toHaveURL(`${hub.url}${VISITOR}/why`);
  const rule = page.locator(`[data-testid=trace-rule][data-rule="${QUOTE_RULE}"]`);
  await expect(rule).toContainText("Handelt nicht: Die Bedingung trifft nicht zu.");
  await expect(page.getByTestId("trace-rule").last()).toContainText("Einladung von Hand");
  const lines = rule.getByTestId("trace-line");
  // Of several rules each shows its verdict alone, until one looks into it.
  await expect(lines.first()).toBeHidden();
  await rule.locator("summary").first().click();
  await expect(rule.getByTestId("trace-lacks")).toHaveText(
    "Sie träfe zu, wenn der Besucher länger als 2 Minuten im Formular „quote“ war.",
  );
  await expect(lines).toHaveCount(5);
  // Parts stand within what they are parts of.
  await expect(lines.first().getByTestId("trace-line")).toHaveCount(4);
  await expect(lines.nth(1).getByTestId("trace-line")).toHaveCount(2);
  await expect(lines.nth(4).getByTestId("trace-line")).toHaveCount(0);
  await expectSigns(rule, ["x", "x", "x", "circle-question-mark", "check"]);
  for (const [n, text] of ["länger als 2 Minuten", "Produkt „P“"].entries()) {
    const part = lines.nth(2 + n);
    await expect(part).toContainText(text);
    await expect(part).toContainText("entscheidet");
  }
  await expect(lines.nth(4)).toHaveAttribute("data-decides", "false");
  await expect(lines.nth(4)).not.toContainText("entscheidet");
  await expect(rule.getByTestId("trace-turns")).toHaveText(/wird in \d\d s von selbst wahr/);
  await expect(rule.getByTestId("trace-step").nth(1)).toContainText("Nichts getan: Tippte gerade. Fassung 1");
  await expect(rule.getByTestId("trace-step").last()).toContainText("Erfolg im Wert von 1.249,90");
  await rule.getByText("Was Fassung 1 sagte", { exact: true }).click();
  await expect(rule).toContainText("Handelt, wenn der Besucher länger als 1 Minute im Formular „quote“ war.");
  await inspect(page, "trace");
  await at320(page, "trace");
  // It goes on by itself.
  scene.visitors.traces = [nobodyFree()];
  await expect(rule).toContainText("Würde fragen, aber niemand ist frei.");
  await expect(rule.getByTestId("trace-agent").first()).toHaveText(
    "Anna Petersen: kein Platz: 4 von 4 belegt, es nimmt 1",
  );
  scene.visitors.traces = [wouldGo()];
  await expect(rule).toContainText("Würde jetzt handeln.");
  // What cannot be asked any more is shown as it was, and said to be so.
  scene.visitors.traceFailsWith = "STORE_UNAVAILABLE";
  await expect(page.getByTestId("trace")).toContainText("So stand es zuletzt.");
  await expect(rule).toContainText("Würde jetzt handeln.");
  await page.getByTestId("visitors-back").click();
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  await page.getByTestId("visit-why").click();
  await expect(page.getByTestId("trace-failed")).toContainText("noch einmal versuchen");
  await inspect(page, "trace-failed");
  scene.visitors.traceFailsWith = null;
  scene.visitors.traces = [];
  await page.getByTestId("trace-failed").getByRole("button").click();
  await expect(page.getByTestId("trace")).toContainText("Für diese Website gilt keine Regel");
});

test("from the rule to one visitor, also afterwards; who may not, is not shown it", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  scene.visitors.isGone = true;
  await signIn(page, hub, `/console/radar/${QUOTE_RULE}`);
  await page.getByTestId("matching-why").click();
  await expect(page.getByTestId("trace-gone")).toContainText("Der Besucher ist nicht mehr da");
  await expect(page.getByTestId("trace-rule")).toHaveCount(1);
  await expect(page.getByTestId("trace-line").first()).toBeVisible();
  await inspect(page, "trace-gone");
  await page.getByTestId("trace-rule").getByRole("link", { name: "Zur Regel", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/console/radar/${QUOTE_RULE}`));
  await page.goBack();
  await expect(page.getByTestId("trace-gone")).toBeVisible();
  scene.agent = { ...scene.agent, role: "agent" };
  await page.reload();
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  await expect(page.getByTestId("trace")).toHaveCount(0);
});
