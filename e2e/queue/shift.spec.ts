/** A whole shift of two agents: an e-mail makes way for a crowd, work is handed on, a console dies, the desk closes. */
import type { RoutingPlan } from "@lotse/protocol";
import { Agent } from "../support/people.ts";
import { Caller, expect, lineOf, shiftPlan, test } from "./world.ts";

test.describe.configure({ timeout: 180_000 });

const CROWD_FIRST: RoutingPlan["blending"] = [
  { id: "crowd-first", rule: "interrupt", queues: null, counted: ["chat"], moreThan: 3, interruptible: ["email"] },
];

const accept = (agent: Agent) => agent.page.getByTestId("accept").first().click();
const conversation = (agent: Agent) => agent.page.getByTestId("conversation");

const leaveAll = async (people: readonly { leave(): Promise<void> }[]) => {
  for (const one of people) await one.leave();
};

test("an e-mail makes way for the first of a crowd, and comes back to the same agent", async ({
  browser,
  desk,
}) => {
  await desk.usePlan(shiftPlan("all", { blending: CROWD_FIRST }));
  const anna = await Agent.signIn(browser, "Anna");
  const subject = `Kündigung ${Date.now()}`;
  await desk.bringEmail(subject);
  await accept(anna);
  await expect(anna.page.getByTestId("work-view")).toContainText(subject);
  const inLine = anna.page.getByTestId("queue-item");

  const callers: Caller[] = [];
  await test.step("three may wait", async () => {
    for (const number of [1, 2, 3]) callers.push(await Caller.ask(browser, desk, `Frage ${number}`));
    await expect(inLine).toHaveCount(3);
    await expect(anna.page.getByTestId("work-item")).toContainText(subject);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
  });

  await test.step("with the fourth, who came first is hers and the e-mail is parked", async () => {
    callers.push(await Caller.ask(browser, desk, "Frage 4"));
    await expect(anna.page.getByTestId("work-parked")).toContainText(subject);
    await expect(anna.page.getByTestId("work-item")).toHaveCount(0);
    await accept(anna);
    await expect(conversation(anna)).toContainText("Frage 1");
    await expect(callers[0]?.page.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();
    await expect(inLine).toHaveCount(3);
  });

  await test.step("it is counted again: a fifth interrupts no conversation, and goes", async () => {
    callers.push(await Caller.ask(browser, desk, "Frage 5"));
    await expect(inLine).toHaveCount(4);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
    await callers[4]?.end();
    await expect(inLine).toHaveCount(3);
  });

  await test.step("her conversation ends: the e-mail is back, without a ring, and three go on waiting", async () => {
    await callers[0]?.end();
    await expect(anna.page.getByTestId("work-item")).toContainText(subject);
    await expect(anna.page.getByTestId("work-parked")).toHaveCount(0);
    await expect(inLine).toHaveCount(3);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
  });

  for (const caller of callers.slice(1, 4)) await caller.end();
  await leaveAll([...callers, anna]);
});

test("a conversation is handed to a colleague, who is told why and asked first", async ({ browser, desk }) => {
  await desk.usePlan(shiftPlan(1));
  const anna = await Agent.signIn(browser, "Anna");
  const caller = await Caller.ask(browser, desk, "Was kostet der Schutz?");
  await accept(anna);
  const ben = await Agent.signIn(browser, "Ben");

  await conversation(anna).getByTestId("hand-on").click();
  const to = anna.page.getByTestId("hand-on-agent");
  const name = to.locator("option").filter({ hasText: /^Ben/ });
  await to.selectOption((await name.getAttribute("value")) ?? "");
  await anna.page.getByTestId("hand-on-note").fill("Hat schon zweimal gefragt.");
  await anna.page.getByTestId("hand-on-send").click();
  await expect(ben.page.getByTestId("offer-from")).toContainText("Hat schon zweimal gefragt.");
  await expect(caller.page.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();

  await accept(ben);
  await expect(conversation(ben)).toContainText("Was kostet der Schutz?");
  await expect(conversation(ben).getByTestId("work-note")).toContainText("Hat schon zweimal gefragt.");
  await expect(anna.page.getByTestId("inbox-item")).toHaveCount(0);
  await ben.say("Guten Tag, ich bin Ben.");
  await expect(caller.panel).toContainText("Guten Tag, ich bin Ben.");
  await expect(caller.page.getByRole("heading", { name: "Ben Krüger" })).toBeVisible();
  await expect(caller.panel).not.toContainText("zweimal");

  await caller.end();
  await leaveAll([caller, anna, ben]);
});

test("a console dies: its conversation is the colleague's, and what it says when it is back is refused", async ({
  browser,
  desk,
}) => {
  await desk.usePlan(shiftPlan(1));
  const anna = await Agent.signIn(browser, "Anna");
  const line = await lineOf(anna.page);
  await anna.page.reload();
  await expect(anna.page.getByTestId("presence-available")).toHaveAttribute("aria-pressed", "true");
  const caller = await Caller.ask(browser, desk, "Ist da jemand?");
  await accept(anna);
  await expect(caller.page.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();
  const ben = await Agent.signIn(browser, "Ben");

  await test.step("Anna's console dies; after its lease the work rings at Ben's, and the visitor is told", async () => {
    await line.die();
    await expect(ben.page.getByTestId("offer")).toBeVisible({ timeout: 60_000 });
    await expect(caller.panel).toContainText("Anna Petersen ist nicht mehr da.");
    await accept(ben);
    await expect(caller.panel).toContainText("Ben Krüger ist jetzt für Sie da.");
  });

  await test.step("back, it still shows her the conversation: she writes, and is refused", async () => {
    line.speak();
    await anna.say("Entschuldigung, da bin ich wieder.");
    await ben.say("Ich übernehme.");
    await expect(caller.panel).toContainText("Ich übernehme.");
    line.hear();
    await expect(anna.page.getByTestId("message-pending")).toHaveAttribute("data-refused", /./);
    await expect(caller.panel).not.toContainText("da bin ich wieder");
    await expect(conversation(ben)).not.toContainText("da bin ich wieder");
  });

  await caller.end();
  await leaveAll([caller, anna, ben]);
});
