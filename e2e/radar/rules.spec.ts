/** A manager's rules on the real hub: written, published, met on the shop, gone back from; and two managers at one rule. */
import type { RuleDefinition, RuleView } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { Agent, type Visitor } from "../support/people.ts";
import { definition, expect, expectRulesOfPages, ruleIdAt, test } from "./desk.ts";

const invited = (visitor: Visitor) => visitor.page.getByTestId("invitation");

/** A page of the shop has loaded, the hub has answered, and nobody is asked. */
const expectNobodyAsked = async (visitor: Visitor): Promise<void> => {
  await expect.poll(() => visitor.decisions()).toContain("visitId");
  await visitor.page.clock.runFor(30_000);
  await expect(visitor.page.getByTestId("launcher")).toBeVisible();
  await expect(invited(visitor)).toHaveCount(0);
};

const publish = async (page: Page): Promise<void> => {
  await page.getByTestId("rule-publish").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("rule-state")).toContainText("Veröffentlicht.");
};

test("written as a tree, published, met on the shop; changed as text; gone back from", async ({ desk }) => {
  const { page } = desk.clara;
  await page.getByTestId("area-radar").click();
  await page.getByTestId("rule-add").click();
  await page.getByTestId("fact").click();
  await page.getByTestId("fact-page.path").click();
  await page.getByTestId("value").fill("/about");
  await page.getByTestId("rule-name").fill("Über uns");
  await page.getByTestId("rule-priority").fill("50");
  await page.getByTestId("action-skill").fill("Service");
  await page.getByTestId("action-de").fill("Fragen zu uns?");
  await page.getByTestId("action-en").fill("Questions about us?");
  await expect(page.getByTestId("rule-sentence")).toContainText(
    "Zum Chat einladen (Service), wenn der Pfad der Seite „/about“ ist.",
  );
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  const ruleId = ruleIdAt(page);
  desk.retireAtTheEnd(ruleId);

  // A draft is nobody's.
  const early = await desk.arrive("/about");
  await expectNobodyAsked(early);
  await publish(page);
  await expectRulesOfPages(rules => rules.includes(ruleId));
  const first = await desk.arrive("/about");
  await expect(invited(first)).toContainText("Fragen zu uns?");
  await expect(invited(first)).toContainText("David");

  await page.getByTestId("cel").fill('page.path == "/shop"');
  await expect(page.getByTestId("rule-sentence")).toContainText("wenn der Pfad der Seite „/shop“ ist.");
  await publish(page);
  await expectRulesOfPages(rules => rules.includes('"/shop"'));
  await expectNobodyAsked(await desk.arrive("/about"));
  const second = await desk.arrive("/shop");
  await expect(invited(second)).toContainText("Fragen zu uns?");

  await page.getByTestId("rule-part-versions").click();
  const versions = page.getByTestId("version");
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText("gilt jetzt");
  await expect(versions.first()).toContainText("Clara Yılmaz");
  await versions.last().getByTestId("version-roll-back").click();
  await page.getByTestId("confirm").click();
  await expect(versions.last()).toContainText("gilt jetzt");
  await expectRulesOfPages(rules => rules.includes('"/about"') && !rules.includes('"/shop"'));
  const third = await desk.arrive("/about");
  await expect(invited(third)).toContainText("Fragen zu uns?");
  // The log says by which version each was asked.
  const versionOf = async (visitor: Visitor) =>
    (await desk.logOf(visitor, ruleId)).find(({ outcome }) => outcome === "shown")?.version;
  expect([await versionOf(first), await versionOf(second), await versionOf(third)]).toEqual([1, 2, 1]);
});

test("two managers at one rule: the later one sees what the earlier one saved, and loses nothing", async ({
  browser,
  desk,
}) => {
  const rule = await desk.save(definition({ cel: 'page.path == "/nirgends"' }));
  const farid = await Agent.signIn(browser, "Farid");
  for (const { page } of [desk.clara, farid]) {
    await page.getByTestId("area-radar").click();
    await page.locator(`a[href$="${rule.id}"]`).first().click();
    await expect(page.getByTestId("rule-state-tag")).toHaveText("Entwurf");
  }
  await farid.page.getByTestId("rule-name").fill("Von Farid");
  await farid.page.getByTestId("rule-save").click();
  await expect(farid.page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");

  const { page } = desk.clara;
  await page.getByTestId("rule-priority").fill("7");
  await page.getByTestId("rule-save").click();
  const theirs = page.getByTestId("rule-theirs");
  await expect(theirs).toContainText("Inzwischen hat Farid Haddad Fassung 2 gespeichert.");
  await page.getByTestId("theirs-look").click();
  await expect(theirs.getByTestId("difference")).toContainText(["Von Farid"]);
  await expect(page.getByTestId("rule-priority")).toHaveValue("7");
  await page.getByTestId("keep-mine").click();
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");

  const { versions } = (await desk.clara.command("rules:read", { ruleId: rule.id })) as {
    rule: RuleView;
    versions: readonly { readonly version: number; readonly definition: RuleDefinition }[];
  };
  expect(versions.map(({ version, definition: { name, priority } }) => [version, name, priority])).toEqual([
    [3, "Geschichte", 7],
    [2, "Von Farid", 50],
    [1, "Geschichte", 50],
  ]);
  await farid.leave();
});
