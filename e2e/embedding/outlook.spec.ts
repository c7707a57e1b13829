/** What visitors learn before they wait, from the real hub: a place while nobody is there, and that somebody is once one is. */
import AxeBuilder from "@axe-core/playwright";
import type { AuditEntry, Queue, RoutingPlan } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { Agent } from "../support/people.ts";
import { expect, htmlPage, known, test } from "./world.ts";

const HELP = htmlPage(
  '<main><h1>Hilfe</h1><button data-lotse-open="service" data-lotse-topic="Frage zum Vertrag">Fragen</button></main>',
);

const outlook = (page: Page) => page.getByTestId("outlook");

/** A new person, whom the hub knows, with the chat open. */
const ask = async (page: Page, url: string) => {
  await page.goto(url);
  await known(page);
  await page.getByRole("button", { name: "Fragen" }).click();
};

test("a place before and while waiting, a callback for who does not want to, and somebody free in the end", async ({
  browser,
  page: first,
  site,
  traffic,
}) => {
  site.pages.set("/", HELP);
  const anna = await Agent.signIn(browser, "Anna");
  await anna.command("presence:set", { presence: "away" });

  await ask(first, site.url);
  await expect(outlook(first)).toHaveText("Gerade ist niemand da.Sie wären als Nächstes dran.");
  await expect(first.getByTestId("chat-panel")).toContainText("Thema: Frage zum Vertrag");
  expect(traffic.filter(url => url.startsWith("ws"))).toEqual([]);
  await first.getByTestId("way-wait").click();
  await expect(first.getByTestId("waiting")).toContainText("Sie sind als Nächstes dran.");

  const context = await browser.newContext();
  const second = await context.newPage();
  await ask(second, site.url);
  await expect(outlook(second)).toContainText("Vor Ihnen wartet eine Person.");
  const { violations } = await new AxeBuilder({ page: second }).include("lotse-widget").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await second.getByTestId("way-callback").click();
  await second.getByTestId("request-reach").fill("040 555 0173");
  await second.getByTestId("request-send").click();
  await expect(second.getByTestId("request-sent")).toBeVisible();
  await expect(
    anna.page.getByTestId("request-item").filter({ hasText: "040 555 0173" }).first(),
  ).toContainText("Frage zum Vertrag");

  await anna.command("presence:set", { presence: "available" });
  await expect(async () => {
    const { offers } = (await anna.command("console:open", {})) as { offers: readonly { id: string }[] };
    await anna.command("offer:accept", { offerId: offers[0]?.id });
  }).toPass();
  await expect(first.getByTestId("waiting")).toHaveCount(0);
  await expect(first.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();

  await second.getByRole("button", { name: "Neues Gespräch" }).click();
  await expect(outlook(second)).toHaveText("Jemand ist gleich für Sie da.");
  await context.close();
  await anna.leave();
});

test("who began to write before closing time is told so with the first line, keeps it, and leaves it instead", async ({
  browser,
  page,
  site,
}) => {
  site.pages.set("/", HELP);
  const clara = await Agent.signIn(browser, "Clara");
  const read = async () => (await clara.command("plan:read", {})) as { plan: RoutingPlan; version: number };
  const save = async (plan: RoutingPlan) =>
    clara.command("plan:save", { plan, version: (await read()).version });
  const { plan: before } = await read();
  const close = (queue: Queue): Queue => ({
    ...queue,
    hours: { timeZone: "Europe/Berlin", week: [], exceptions: [] },
    overflows: [{ when: "before", condition: { if: "closed" }, then: { to: "callback" } }],
  });
  try {
    await ask(page, site.url);
    await expect(outlook(page)).toHaveText("Jemand ist gleich für Sie da.");
    await page.getByTestId("composer").fill("Mein Vertrag ist weg");
    await save({ ...before, queues: before.queues.map(close) });
    await page.getByTestId("composer").press("Enter");
    const form = page.getByTestId("request-form");
    await expect(form.getByRole("status")).toHaveText("Gerade ist geschlossen.");
    await expect(page.getByTestId("request-text")).toHaveValue("Mein Vertrag ist weg");
    const { violations } = await new AxeBuilder({ page }).include("lotse-widget").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByTestId("request-reach").fill("040 555 0174");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    const { entries } = (await clara.command("audit:list", { beforeId: null, limit: 50 })) as {
      entries: readonly AuditEntry[];
    };
    expect(entries.filter(({ event }) => event === "conversation:turnedAway")).toMatchObject([
      { actor: { kind: "visitor" }, subject: { why: "closed" } },
    ]);
  } finally {
    await save(before);
    await clara.leave();
  }
});

test("without the visitor's consent nothing is asked before the first line; then the place is told", async ({
  browser,
  page,
  site,
  traffic,
}) => {
  site.pages.set(
    "/",
    htmlPage(
      '<main><h1>Hilfe</h1><button data-lotse-open="Fragen">Fragen</button></main>',
      '<script>window.Lotse = [["consent", { facts: false, storage: false }]]</script>',
    ),
  );
  const anna = await Agent.signIn(browser, "Anna");
  await anna.command("presence:set", { presence: "away" });
  await page.goto(site.url);
  await page.getByRole("button", { name: "Fragen" }).click();
  await expect(page.getByTestId("chat-panel")).toContainText("Thema: Fragen");
  await expect(outlook(page)).toBeEmpty();
  expect(traffic.filter(url => url.includes("/api/"))).toEqual([]);
  await page.getByTestId("composer").fill("Guten Tag");
  await page.getByTestId("composer").press("Enter");
  await expect(page.getByTestId("waiting")).toContainText("Sie sind als Nächstes dran.");
  await expect(page.getByTestId("way-callback")).toBeVisible();
  expect(traffic.filter(url => url.includes("contact:look"))).toEqual([]);
  await page.getByTestId("conversation-end").click();
  await expect(page.getByTestId("conversation-again")).toBeVisible();
  await anna.leave();
});
