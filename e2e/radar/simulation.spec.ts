/** A rule tried over visits that really were: the console says what one counts by hand in the decision log. And what it brought. */
import type { RuleId, RuleView } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import type { Visitor } from "../support/people.ts";
import { type Desk, definition, expect, test } from "./desk.ts";

interface Counted {
  readonly asked: number;
  readonly free: number;
  readonly matched: number;
}

/** By hand. */
const countLog = async (desk: Desk, ruleId: RuleId, visitors: readonly Visitor[]): Promise<Counted> => {
  const logs = await Promise.all(visitors.map(visitor => desk.logOf(visitor, ruleId)));
  const free = logs.filter(steps => steps.some(({ outcome }) => outcome === "shown")).length;
  const busy = logs.filter(
    steps =>
      steps.every(({ outcome }) => outcome !== "shown") &&
      steps.some(({ reason }) => reason === "noAgentFree"),
  ).length;
  return { asked: free + busy, free, matched: free + busy };
};

/** Nobody else's visits have it in their address. */
const campaignOf = (name: string): string => `aktion=${name}`;

const visits = (n: number): string => (n === 1 ? "1 Besuch" : `${n} Besuchen`);

const openPart = async (page: Page, rule: RuleView, part: "simulation" | "lift"): Promise<void> => {
  await page.getByTestId("area-radar").click();
  await page.locator(`a[href$="${rule.id}"]`).first().click();
  await page.getByTestId(`rule-part-${part}`).click();
};

const simulate = async (page: Page, version: number): Promise<void> => {
  await page.getByTestId("simulation-version").selectOption(String(version));
  await page.getByTestId("simulation-period").selectOption("1");
  await page.getByTestId("simulation-start").click();
};

const expectCounted = async (page: Page, { asked, free, matched }: Counted): Promise<void> => {
  await expect(page.getByTestId("simulation-headline")).toHaveText(
    `Hätte in ${visits(asked)} angesprochen; in ${free} davon war jemand frei.`,
  );
  await expect(page.getByTestId("simulation-of")).toContainText(`in ${matched} davon traf die Bedingung zu.`);
};

const hint = { do: "showMessage", text: { de: "Heute ohne Versand", en: "Free delivery" } } as const;

const rowsOf = (page: Page, table: string) => page.getByTestId(table).locator("tbody tr");

test("a draft over recorded visits says what one counts by hand, beside the version in force", async ({
  desk,
}) => {
  const { page } = desk.clara;
  const campaign = campaignOf("herbst");
  const of = `page.url.contains("${campaign}")`;
  const rule = await desk.publish(await desk.save(definition({ cel: `${of} && page.path == "/about"` })));

  const accepting = await desk.arrive(`/about?${campaign}`);
  await accepting.acceptInvitation();
  const declining = await desk.arrive(`/about?${campaign}`);
  await declining.page.getByTestId("invitation-decline").click();
  const elsewhere = await desk.arrive(`/shop?${campaign}`);
  await expect.poll(() => elsewhere.decisions()).toContain("visitId");
  await desk.david.command("presence:set", { presence: "away" });
  const late = await desk.arrive(`/about?${campaign}`);
  await expect.poll(() => late.decisions()).toContain("noAgentFree");

  const about = await countLog(desk, rule.id, [accepting, declining, late]);
  expect(about).toEqual({ asked: 3, free: 2, matched: 3 });
  expect(await desk.logOf(elsewhere, rule.id)).toEqual([]);

  const draft = await desk.save(definition({ cel: of }), rule);
  await openPart(page, rule, "simulation");
  await simulate(page, rule.newest.version);
  await expectCounted(page, about);
  await expect(rowsOf(page, "simulation-agents")).toHaveText([/^David Brandt\s*2$/]);
  await expect(rowsOf(page, "simulation-reasons")).toHaveText([/Niemand war frei\s*1$/]);
  await expect(rowsOf(page, "simulation-pages")).toHaveText([/^\/about\s*2$/]);
  await expect(page.getByTestId("simulation-example")).toHaveCount(2);

  // The draft asks on every page of the campaign: one more, with David free.
  await simulate(page, draft.newest.version);
  await expectCounted(page, { asked: about.asked + 1, free: about.free + 1, matched: about.matched + 1 });
  await expect(rowsOf(page, "simulation-pages")).toHaveText([/^\/about\s*2$/, /^\/shop\s*1$/]);
  await expect(rowsOf(page, "simulation-compared")).toHaveText([/2$/, /1$/, /0$/]);
});

test("a rule that reads what nobody recorded says so, and guesses nothing", async ({ desk }) => {
  const { page } = desk.clara;
  const campaign = campaignOf("winter");
  const visitor = await desk.arrive(`/about?${campaign}`);
  await expect.poll(() => visitor.decisions()).toContain("visitId");
  const cel = `page.url.contains("${campaign}") && event("brochure").count > 2`;
  const draft = await desk.save(definition({ cel, action: hint }));
  await openPart(page, draft, "simulation");
  await simulate(page, 1);
  await expect(page.getByTestId("simulation-headline")).toHaveText("Hätte in 0 Besuchen gehandelt.");
  const unknown = page.getByTestId("simulation-unknown");
  await expect(unknown).toContainText("Von 1 Besuch lässt es sich nicht sagen");
  await expect(unknown).toContainText("Ereignis: wie oft („brochure“): 1 Besuch");
});

test("what a rule brought, told as counted; and that it is not enough to say anything", async ({ desk }) => {
  const { page } = desk.clara;
  const campaign = campaignOf("ostern");
  const cel = `page.url.contains("${campaign}")`;
  const rule = await desk.publish(await desk.save(definition({ cel, holdoutPercent: 50, action: hint })));
  const visitors: Visitor[] = [];
  for (let n = 0; n < 6; n++) {
    const visitor = await desk.arrive(`/about?${campaign}`);
    visitors.push(visitor);
    await expect.poll(async () => (await desk.logOf(visitor, rule.id)).length).toBeGreaterThan(1);
  }
  const [buyer] = visitors;
  await buyer?.page.evaluate(() => Reflect.get(window, "Lotse").track("conversion", { value: 49.5 }));
  const logs = async () => Promise.all(visitors.map(visitor => desk.logOf(visitor, rule.id)));
  await expect
    .poll(async () => (await logs()).flat().filter(({ outcome }) => outcome === "converted").length)
    .toBe(1);
  const heldOut = (await logs()).filter(steps => steps.some(({ outcome }) => outcome === "heldOut")).length;
  const invited = 6 - heldOut;

  await openPart(page, rule, "lift");
  const headline = page.getByTestId("lift-headline");
  await expect(headline).toHaveAttribute("data-verdict", "notEnough");
  await expect(headline).toContainText("Noch zu wenige Daten");
  await expect(headline.getByRole("listitem")).toHaveText([
    new RegExp(`\\b${100 - invited}\\b`),
    new RegExp(`\\b${100 - heldOut}\\b`),
    /\b9\b/,
  ]);
  const [buyers, others] = (await logs())[0]?.some(({ outcome }) => outcome === "heldOut")
    ? ["heldOut", "invited"]
    : ["invited", "heldOut"];
  const cells = (side: string | undefined) => page.getByTestId(`lift-${side}`);
  await expect(cells("invited").first()).toHaveText(String(invited));
  await expect(cells("heldOut").first()).toHaveText(String(heldOut));
  await expect(cells(buyers).nth(1)).toHaveText("1");
  await expect(cells(buyers).nth(3)).toHaveText("49,5");
  await expect(cells(others).nth(1)).toHaveText("0");
});
