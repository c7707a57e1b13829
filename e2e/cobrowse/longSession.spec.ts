/** Long sessions leave nothing behind in the mirror. */
import { expect, type Page } from "@playwright/test";
import { normalise } from "./normalise.ts";
import { frames, openMirror, record, test, toMirror } from "./world.ts";

const textOf = (page: Page, isMirror: boolean): Promise<string> =>
  page.evaluate(
    ([source, inMirror]) => {
      const read = new Function(`return (${source})`)() as (root: Document) => string;
      const inner = document.querySelector("iframe")?.contentDocument?.querySelector("iframe");
      const root = inMirror ? inner?.contentDocument : document;
      return root?.documentElement ? read(root) : "nothing yet";
    },
    [normalise.toString(), isMirror] as const,
  );

const ROUNDS = 8;
const SHOP = `<!doctype html><div id="list"></div><script>
  customElements.define("x-row", class extends HTMLElement {
    constructor() { super(); this.attachShadow({ mode: "open" }).innerHTML = "<i>" + "x".repeat(200) + "</i><slot></slot>"; }
  });
  window.render = async times => {
    for (let n = 0; n < times; n++) {
      list.innerHTML = Array.from({ length: 50 }, (_, at) => "<x-row>Zeile " + n + "." + at + "</x-row>").join("");
      await new Promise(done => setTimeout(done));
    }
  };
</script>`;

test("a long session leaves nothing behind: 250 re-renders of 50 rows, again and again", async ({
  world,
  page,
}) => {
  test.setTimeout(300_000);
  await page.goto(world.page("/long", SHOP));
  const agent = await page.context().newPage();
  await openMirror(agent, world);
  await page.bringToFront();
  await record(page, { filtered: true });
  const cdp = await agent.context().newCDPSession(agent);
  const heap = async (): Promise<{ readonly bytes: number; readonly nodes: number }> => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { nodes } = await cdp.send("Memory.getDOMCounters");
    return { bytes: (await cdp.send("Runtime.getHeapUsage")).usedSize, nodes };
  };
  const after: { readonly bytes: number; readonly nodes: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.evaluate(() => (window as unknown as { render(n: number): Promise<void> }).render(250));
    const shown = await textOf(page, false);
    // A machine that finds this too fast gets pictures at intervals instead; the last one comes in any case.
    await expect
      .poll(
        async () => {
          await toMirror(agent, await frames(page));
          return textOf(agent, true);
        },
        { timeout: 60_000 },
      )
      .toBe(shown);
    after.push(await heap());
  }
  console.log(`heap and nodes after each 250 re-renders: ${JSON.stringify(after)}`);
  const [early, late] = [after[1], after.at(-1)];
  // Without pruning each round leaves 75,000 nodes and 11 MB.
  expect((late?.nodes ?? 0) - (early?.nodes ?? 0)).toBeLessThan(2_000);
  expect((late?.bytes ?? 0) - (early?.bytes ?? 0)).toBeLessThan(3_000_000);
});
