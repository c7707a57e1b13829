/** An invitation whose words are as an agent may write them: of any length, without a space, in any direction. */
import AxeBuilder from "@axe-core/playwright";
import { RULE } from "./fakeHub.ts";
import { expect, test } from "./world.ts";

const RIGHT_TO_LEFT = "\u202e";
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 640 },
  { width: 640, height: 300 },
];
const WORDS = {
  "a word of 300 letters": "x".repeat(300),
  "many lines": "Kann ich Ihnen bei Ihrem Angebot helfen? ".repeat(60).trim(),
};

for (const size of SIZES) {
  for (const [name, text] of Object.entries(WORDS)) {
    test(`${name} in an invitation leave its answers in sight (${size.width} × ${size.height})`, async ({
      page,
      hub,
      site,
    }) => {
      hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 300] }] };
      hub.decide = () => [{ ruleId: RULE, outcome: "offer", invitation: hub.offer(text) }];
      await page.setViewportSize(size);
      await page.goto(site.url);
      const card = page.locator(".card");
      await expect(page.getByTestId("invitation")).toBeVisible();
      await expect(card).toBeInViewport({ ratio: 1 });
      for (const answer of ["invitation-accept", "invitation-decline"])
        await expect(page.getByTestId(answer)).toBeInViewport({ ratio: 1 });
      expect(await card.evaluate(box => box.scrollWidth - box.clientWidth)).toBe(0);
      // Read to its end, and the answers are still there.
      await card.evaluate(box => box.scrollTo(0, box.scrollHeight));
      const [words, answers] = [page.locator("#offer"), page.locator(".invitation .answers")];
      const [textBox, answersBox] = [await words.boundingBox(), await answers.boundingBox()];
      expect((textBox?.y ?? 0) + (textBox?.height ?? 0)).toBeLessThanOrEqual(answersBox?.y ?? 0);
      await expect(page.getByTestId("invitation-decline")).toBeInViewport({ ratio: 1 });
      expect((await new AxeBuilder({ page }).include("lotse-widget").analyze()).violations).toEqual([]);
      await page.getByTestId("invitation-decline").click();
      await expect(page.getByTestId("invitation")).toBeHidden();
    });
  }
}

test("a name that turns the direction of writing turns nothing after it", async ({ page, hub, site }) => {
  hub.agent = { ...hub.agent, name: `Anna ${RIGHT_TO_LEFT}nesreteP` };
  hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 300] }] };
  hub.decide = () => [
    { ruleId: RULE, outcome: "offer", invitation: hub.offer(`Guten Tag ${RIGHT_TO_LEFT}!gaT`) },
  ];
  await page.goto(site.url);
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.style.cssText = "position:fixed;left:0;bottom:0;width:100%;height:calc(100% - 100px)";
    document.body.append(field);
    field.focus();
  });
  const unfold = page.getByTestId("unfold");
  await expect(unfold).toBeVisible();
  const lies = await unfold.evaluate(button => {
    const range = document.createRange();
    const rightOf = (node: Node | null) => {
      if (node !== null) range.selectNodeContents(node);
      return range.getBoundingClientRect();
    };
    return rightOf(button.lastChild).left >= rightOf(button.firstChild).right - 1;
  });
  expect(lies).toBe(true);
  for (const own of ["#invites", "#offer"]) await expect(page.locator(own)).toHaveAttribute("dir", "auto");
});
