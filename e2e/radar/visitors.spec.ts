/** An agent sees who is on the shop, asks them by hand, and a manager sees why a rule did or did not: on the real hub. */
import type { Page } from "@playwright/test";
import { Agent, type Visitor } from "../support/people.ts";
import { type Desk, definition, expect, test } from "./desk.ts";

let told = 0;

/** A page of its own, by which the list finds this story's visitor among those of others. */
const arriveAt = async (desk: Desk): Promise<{ readonly visitor: Visitor; readonly mark: string }> => {
  const mark = `v${Date.now() % 100_000}${++told}`;
  const visitor = await desk.arrive(`/about?${mark}`);
  await expect.poll(() => visitor.decisions()).toContain("visitId");
  return { visitor, mark };
};

/** The visitor's row in the list, then the visitor. */
const look = async (console: Page, mark: string): Promise<void> => {
  await console.goto("/console/visitors");
  await console.getByTestId("onsite-page").fill(mark);
  const row = console.getByTestId("live-visitor");
  await expect(row).toHaveCount(1);
  await expect(row.getByTestId("live-page")).toContainText("Über diese Demo");
  await row.click();
  await expect(console.getByTestId("visit-invite")).toBeVisible();
};

/** A page that is in view says so again within a minute, and hears then what is new. */
const aMinute = (page: Page) => page.clock.runFor(61_000);

const invite = async (desk: Desk): Promise<Visitor> => {
  const { visitor, mark } = await arriveAt(desk);
  const { page: console } = desk.david;
  await look(console, mark);
  await console.getByTestId("invite-text").fill("Kann ich helfen?");
  await console.getByTestId("invite-send").click();
  await expect(console.getByTestId("invite-state")).toBeVisible();
  await aMinute(visitor.page);
  await expect(visitor.page.getByTestId("invitation")).toContainText("Kann ich helfen?");
  return visitor;
};

test("an agent finds a visitor and invites by hand; a yes is that agent's, at once and without ringing", async ({
  desk,
}) => {
  // Whoever came last would not be the first to be given a conversation.
  await desk.clara.command("presence:set", { presence: "available" });
  for (const presence of ["away", "available"]) await desk.david.command("presence:set", { presence });
  const { page } = await invite(desk);
  await expect(page.getByTestId("invitation")).toContainText("David");
  await page.getByTestId("invitation-accept").click();
  const { page: console } = desk.david;
  await expect(console.getByTestId("invite-outcome")).toContainText("Angenommen.");
  await expect(console.getByTestId("offer")).toHaveCount(0);
  await console.getByRole("button", { name: "Zum Gespräch", exact: true }).click();
  await desk.david.say("Guten Tag!");
  await expect(page.getByText("Guten Tag!")).toBeVisible();
});

test("a no is a no for this visit", async ({ desk }) => {
  const { page } = await invite(desk);
  const { page: console } = desk.david;
  await page.getByTestId("invitation-decline").click();
  await expect(console.getByTestId("invite-outcome")).toContainText("Abgelehnt.");
  await expect(console.getByTestId("invite-send")).toHaveCount(0);
  await expect(page.getByTestId("invitation")).toHaveCount(0);
  // A console that has forgotten it is told by the hub.
  await console.reload();
  await console.getByTestId("invite-send").click();
  const refusal = console.getByTestId("visit-invite").getByTestId("form-problem");
  await expect(refusal).toHaveAttribute("data-code", "VISITOR_DECLINED");
  await aMinute(page);
  await expect(page.getByTestId("invitation")).toHaveCount(0);
});

test("taken back while it shows, or the agent goes: nothing is left that nobody would answer", async ({
  desk,
}) => {
  const { page: console } = desk.david;
  const first = await invite(desk);
  await console.getByTestId("invite-withdraw").click();
  await expect(console.getByTestId("invite-outcome")).toContainText("Zurückgezogen.");
  await expect(first.page.getByTestId("invitation")).toHaveCount(0);
  const second = await invite(desk);
  await desk.david.command("presence:set", { presence: "away" });
  await expect(second.page.getByTestId("invitation")).toHaveCount(0);
});

test("a manager sees what a rule lacks, then that it was shown; a rule that only tells reaches who has the skill", async ({
  desk,
}) => {
  const words = { de: "Hat sich etwas gewünscht.", en: "Has wished for something." };
  const telling = await desk.save(
    definition({
      ...{ name: "Wunsch gemeldet", cel: 'event("wunsch").count > 0', priority: 60 },
      action: { do: "notifyAgent", skill: "Claims", text: words },
    }),
  );
  await desk.publish(telling);
  const draft = await desk.save(definition({ name: "Wunschzettel", cel: 'event("wunsch").count > 0' }));
  const rule = await desk.publish(draft);
  const { visitor, mark } = await arriveAt(desk);
  const { page: console } = desk.clara;
  await look(console, mark);
  await console.goto(`${console.url()}/why/${rule.id}`);
  const trace = console.getByTestId("trace-rule");
  await expect(trace).toHaveCount(1);
  await expect(trace).toContainText("Handelt nicht: Die Bedingung trifft nicht zu.");
  await expect(trace.getByTestId("trace-line").first()).toContainText("wunsch");
  await visitor.page.evaluate(() => Reflect.get(window, "Lotse").track("wunsch"));
  await expect(visitor.page.getByTestId("invitation")).toContainText("David");
  await expect(trace.getByTestId("trace-step").last()).toContainText("Gezeigt");
  // Clara does not have *Claims*.
  const notice = desk.david.page.getByTestId("rule-notice");
  await expect(notice).toContainText(words.de);
  await expect(notice).toContainText("Wunsch gemeldet");
  await expect(console.getByTestId("rule-notice")).toHaveCount(0);
  await notice.getByTestId("rule-notice-open").click();
  await expect(desk.david.page.getByTestId("visit-page")).toContainText(mark);
});

test("the console is closed while the card shows: a yes is nobody's who is not there, and nothing is left that nobody would answer", async ({
  desk,
}) => {
  const { page } = await invite(desk);
  await desk.david.page.close();
  // Whichever comes first, the click or the withdrawal: what is shown afterwards is the way without an agent
  const accepting = page.getByTestId("invitation-accept").click({ timeout: 1_500 });
  await accepting.catch(() => {});
  await expect(page.getByTestId("request-form")).toBeVisible();
  await expect(page.getByTestId("composer")).toHaveCount(0);
  await expect(page.getByText("ist jetzt für Sie da")).toHaveCount(0);
});

test("what the hub would refuse is said before the click: invited by a colleague, in a conversation, no slot left", async ({
  desk,
  browser,
}) => {
  const farid = await Agent.signIn(browser, "Farid");
  const { visitor, mark } = await arriveAt(desk);
  await look(farid.page, mark);
  const hindrance = farid.page.getByTestId("invite-hindrance");
  const send = farid.page.getByTestId("invite-send");
  await expect(send).not.toHaveAttribute("aria-disabled");
  await look(desk.david.page, mark);
  await desk.david.page.getByTestId("invite-send").click();
  await expect(hindrance).toContainText("schon zum Gespräch mit David");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await aMinute(visitor.page);
  await visitor.page.getByTestId("invitation-accept").click();
  await expect(hindrance).toContainText("spricht schon mit David");
  await farid.leave();
});

test("with every slot of one's own taken, the button says so", async ({ desk }) => {
  const { page: console } = desk.david;
  const visits: string[] = [];
  const { agent } = (await desk.david.command("console:open", {})) as { agent: { capacity: number } };
  const { mark } = await arriveAt(desk);
  await look(console, mark);
  const send = console.getByTestId("invite-send");
  await expect(send).not.toHaveAttribute("aria-disabled");
  while (visits.length < agent.capacity) {
    const other = await arriveAt(desk);
    const visitId = /"visitId":"([0-9a-f-]{36})"/.exec(other.visitor.decisions())?.[1] ?? "";
    await desk.david.command("visitor:invite", { visitId, kind: "chat" });
    visits.push(visitId);
  }
  await expect(console.getByTestId("invite-hindrance")).toHaveText("Sie haben keinen freien Platz.");
  await expect(send).toHaveAttribute("aria-disabled", "true");
});
