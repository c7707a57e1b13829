/** 3,000 steps by chance over the real hub, through lost lines, reloads and other pages: each time both sides are the same. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, Tab, test, type World } from "../delivery/world.ts";
import { differences } from "../pages/oracle.ts";
import { createSteps, RANDOM_PAGE, type Steps } from "../pages/randomSteps.ts";
import type { Agent } from "../support/people.ts";
import { beginSharing, Line } from "./shared.ts";

const LEG = 285;
/** Always the same ones; SEED=… looks elsewhere. */
const FIRST = Number(process.env.SEED ?? 30_000);

const serve = async (hubUrl: string) => {
  const snippet = `<script async src="${hubUrl}/s/demo.js"></script>`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(RANDOM_PAGE.replace("<title>", `${snippet}<title>`));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close };
};

let seed = FIRST;
/** The page as it is loaded knows no steps. */
const run = (page: Page, count = LEG): Promise<void> =>
  page.evaluate(
    ({ source, seed, count }) => {
      const holder = window as unknown as { steps?: Steps };
      holder.steps ??= (new Function(`return (${source})`)() as typeof createSteps)(seed);
      return holder.steps.run(count);
    },
    { source: createSteps.toString(), seed: seed++, count },
  );

interface Leg {
  readonly what: string;
  readonly between: (sides: { tab: Tab; anna: Agent; line: Line }) => Promise<void>;
}

const LEGS: readonly Leg[] = [
  { what: "nothing happens", between: async () => undefined },
  {
    what: "the line is lost, and comes back in the middle of the next steps",
    between: async ({ tab, line }) => {
      await line.cut();
      await run(tab.page, 50);
      await line.mend();
    },
  },
  { what: "the page is loaded anew", between: async ({ tab }) => void (await tab.page.reload()) },
  {
    what: "the line falls silent, and the page sleeps",
    between: async ({ tab, line }) => {
      line.hush();
      await tab.page.evaluate(() => document.dispatchEvent(new Event("freeze")));
      await run(tab.page, 50);
      await tab.page.evaluate(() => document.dispatchEvent(new Event("resume")));
    },
  },
  {
    what: "the visitor goes to another page and back",
    between: async ({ tab }) => {
      await tab.go("/andere");
      await run(tab.page, 50);
      await tab.page.goBack();
    },
  },
];

const expectSame = (tab: Tab, anna: Agent, message: string): Promise<void> =>
  expect
    .poll(() => differences({ page: tab.page, agent: anna.page }), { message, timeout: 30_000 })
    .toEqual([]);

const arrive = async (context: BrowserContext, world: World, url: string): Promise<Tab> => {
  const tab = new Tab(await context.newPage(), { ...world, siteUrl: url });
  await tab.go("/");
  return tab;
};

test("3,000 steps by chance, with everything that interrupts a session between them", async ({
  context,
  world,
  anna,
}) => {
  const line = await Line.of(context);
  const site = await serve(world.hubUrl);
  const tab = await arrive(context, world, site.url);
  await beginSharing({ tab, agent: anna });
  for (const [at, { what, between }] of LEGS.entries()) {
    const about = `SEED=${FIRST}, leg ${at}: ${what}`;
    await test.step(what, async () => {
      await run(tab.page);
      await between({ tab, anna, line });
      await run(tab.page);
      await expectSame(tab, anna, about);
    });
  }
  site.close();
});
