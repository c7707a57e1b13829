/** The specification's cases once more, in the browser itself. */
import { expect, test } from "@playwright/test";
import { argumentsOf, buildBundle } from "./bundle/buildBundle.ts";
import { CASES, titleOf } from "./cases.ts";

test("the evaluator that pages load judges every case alike in a browser", async ({ page }) => {
  await page.goto("about:blank");
  await page.addScriptTag({ content: await buildBundle() });
  const calls = JSON.stringify(CASES.map(argumentsOf));
  const answers: readonly string[] = await page.evaluate(
    `${calls}.map(call => JSON.stringify(lotseJudge(...call)))`,
  );
  const failed = CASES.filter((one, index) => answers[index] !== JSON.stringify(one.expected));
  expect(failed.map(titleOf)).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(150);
});
