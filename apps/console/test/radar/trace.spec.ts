/** Why rules do or do not act for a visitor: as the console shows it to those who lead. */
import type { Locator } from "@playwright/test";
import { expect, inspect, signIn, test } from "../fixture.ts";
import { liveVisitor, nobodyFree, QUOTE_RULE, VISIT, wouldGo } from "../onSite.ts";
import { AREA, at320, lead, rows, VISITOR } from "./look.ts";

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
  await expect(rule.getByTestId("trace-last")).toHaveText(
    /^Zuletzt \d\d:\d\d: Erfolg im Wert von 1\.249,90\.$/,
  );
  await expect(page.getByTestId("trace-last").last()).toContainText("Abgelaufen, ohne Antwort.");
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

test("those who have gone are listed for those who lead, each with why rules did or did not act", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  scene.visitors.presence = "gone";
  await signIn(page, hub, AREA);
  await page.getByTestId("onsite-who").selectOption("left");
  await expect(page.getByTestId("onsite-count")).toHaveText("Einer ist gegangen");
  await expect(rows(page).first()).toContainText(/war .* da .*zuletzt gehört vor 1 h/);
  await inspect(page, "onsite-left");
  await at320(page, "onsite-left");
  await page.setViewportSize({ width: 1440, height: 900 });
  await rows(page).first().click();
  await expect(page.getByTestId("trace-gone")).toBeVisible();
  await expect(page.getByTestId("trace-rule").first()).toBeVisible();
  scene.visitors.left = [];
  await page.getByTestId("onsite-who").selectOption("here");
  await page.getByTestId("onsite-who").selectOption("left");
  await expect(page.getByTestId("onsite-nobody-left")).toBeVisible();
  scene.agent = { ...scene.agent, role: "agent" };
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByTestId("onsite-who")).toHaveCount(0);
});

test("a page that is not in view: nothing runs on, and it says so", async ({ page, hub, scene }) => {
  lead(scene);
  scene.visitors.presence = "hidden";
  scene.visitors.traces = [wouldGo()];
  scene.visitors.all = [liveVisitor(550, { inView: false })];
  await signIn(page, hub, `${AREA}/${VISIT}/why`);
  await expect(page.getByTestId("trace-hidden")).toContainText("gerade nicht zu sehen");
  await expect(page.getByTestId("trace-verdict")).toHaveText(
    "Würde handeln, sobald die Seite wieder zu sehen ist.",
  );
  await expect(rows(page).first()).toContainText("in einem anderen Tab oder weg");
  await inspect(page, "trace-hidden");
});

test("from the rule to one visitor, also afterwards; who may not, is not shown it", async ({
  page,
  hub,
  scene,
}) => {
  lead(scene);
  scene.visitors.presence = "gone";
  await signIn(page, hub, `/console/radar/${QUOTE_RULE}`);
  await page.getByTestId("matching-why").click();
  await expect(page.getByTestId("trace-gone")).toContainText("Besucher 3F2A ist nicht mehr da");
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
