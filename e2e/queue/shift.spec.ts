/** A whole shift of two agents: an e-mail makes way for a crowd, work is handed on, a console dies, the desk closes. */
import type { Hours, RoutingPlan } from "@lotse/protocol";
import { Agent } from "../support/people.ts";
import { Caller, expect, lineOf, shiftPlan, test } from "./world.ts";

test.describe.configure({ timeout: 180_000 });

const DAY_MS = 86_400_000;
const CROWD_FIRST: RoutingPlan["blending"] = [
  {
    id: "crowd-first",
    rule: "interrupt",
    queues: null,
    counted: ["chat"],
    moreThan: 3,
    interruptible: ["email"],
  },
];

/** Open every day but three, from the one of `nowMs` on. So far ahead it is a weekday to the visitor, also if midnight passes. */
const closedFrom = (nowMs: number) => {
  const dateIn = (days: number) => new Date(nowMs + days * DAY_MS).toISOString().slice(0, 10);
  const hours: Hours = {
    timeZone: "UTC",
    week: ([1, 2, 3, 4, 5, 6, 7] as const).map(day => ({ day, fromMin: 10 * 60, toMin: 18 * 60 })),
    exceptions: [0, 1, 2].map(days => ({ date: dateIn(days), spans: [] })),
  };
  return { hours, opensAtMs: Date.parse(`${dateIn(3)}T10:00:00Z`) };
};

const weekdayOf = (atMs: number) => new Intl.DateTimeFormat("de-DE", { weekday: "long" }).format(atMs);

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

  const ask = (number: number) => Caller.ask(browser, desk, `Frage ${number}`);
  const [first, second, third] = [await ask(1), await ask(2), await ask(3)];

  await test.step("three may wait", async () => {
    await expect(inLine).toHaveCount(3);
    await expect(anna.page.getByTestId("work-item")).toContainText(subject);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
  });
  const fourth = await ask(4);
  await test.step("with the fourth, who came first is hers and the e-mail is parked", async () => {
    await expect(anna.page.getByTestId("work-parked")).toContainText(subject);
    await expect(anna.page.getByTestId("work-item")).toHaveCount(0);
    await accept(anna);
    await expect(conversation(anna)).toContainText("Frage 1");
    await expect(first.panel).toContainText("Anna Petersen ist jetzt für Sie da.");
    await expect(inLine).toHaveCount(3);
  });
  const fifth = await ask(5);
  await test.step("it is counted again: a fifth interrupts no conversation, and goes", async () => {
    await expect(inLine).toHaveCount(4);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
    await fifth.end();
    await expect(inLine).toHaveCount(3);
  });
  await test.step("her conversation ends: the e-mail is back, without a ring, and three go on waiting", async () => {
    await first.end();
    await expect(anna.page.getByTestId("work-item")).toContainText(subject);
    await expect(anna.page.getByTestId("work-parked")).toHaveCount(0);
    await expect(inLine).toHaveCount(3);
    await expect(anna.page.getByTestId("offer")).toHaveCount(0);
  });

  for (const caller of [second, third, fourth]) await caller.end();
  await leaveAll([first, second, third, fourth, fifth, anna]);
});

test("a conversation is handed to a colleague, who is told why and asked first", async ({
  browser,
  desk,
}) => {
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

test("a console dies: its work is the colleague's, and what it does when it is back is refused", async ({
  browser,
  desk,
}) => {
  await desk.usePlan(shiftPlan(1));
  const anna = await Agent.signIn(browser, "Anna");
  const line = await lineOf(anna.page);
  await anna.page.reload();
  await expect(anna.page.getByTestId("presence-available")).toHaveAttribute("aria-pressed", "true");
  const subject = `Kündigung ${Date.now()}`;
  await desk.bringEmail(subject);
  await accept(anna);
  await expect(anna.page.getByTestId("work-item")).toContainText(subject);
  const caller = await Caller.ask(browser, desk, "Ist da jemand?");
  await accept(anna);
  await expect(conversation(anna)).toContainText("Ist da jemand?");
  await expect(caller.page.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();
  const ben = await Agent.signIn(browser, "Ben");

  await test.step("Anna's console dies: after its lease all rings at Ben's, and the visitor is told", async () => {
    await line.die();
    await expect(ben.page.getByTestId("offer")).toHaveCount(2, { timeout: 60_000 });
    await expect(caller.panel).toContainText("Anna Petersen ist nicht mehr da.");
    for (const left of [1, 0]) {
      await accept(ben);
      await expect(ben.page.getByTestId("offer")).toHaveCount(left);
    }
    await expect(caller.panel).toContainText("Ben Krüger ist jetzt für Sie da.");
  });

  await test.step("back, it still shows her both, and she goes on as if they were hers", async () => {
    line.speak();
    await expect.poll(() => line.said(), { timeout: 30_000 }).toContain("console:open");
    await anna.say("Da bin ich wieder.");
    await anna.page.getByTestId("work-item").click();
    await anna.page.getByTestId("work-done").click();
    await expect.poll(() => line.said()).toContain("work:done");
    await expect.poll(() => line.said()).toContain("Da bin ich wieder.");
  });

  await test.step("she is told that they are not, and nothing of it came to pass", async () => {
    line.hear();
    await expect(anna.page.getByTestId("toast")).toContainText("Inzwischen hat jemand anderes übernommen.");
    await expect(anna.page.getByTestId("work-item")).toHaveCount(0);
    await anna.page.getByTestId("inbox-item").click();
    await expect(anna.page.getByTestId("message-pending")).toHaveAttribute("data-refused", /./);
    await expect(anna.page.getByTestId("composer")).toHaveCount(0);
    await expect(anna.page.getByTestId("over")).toContainText("Inzwischen hat Ben Krüger dieses Gespräch");
    await ben.page.getByTestId("inbox-item").click();
    await ben.say("Ich übernehme.");
    await expect(caller.panel).toContainText("Ich übernehme.");
    await expect(caller.panel).not.toContainText("Da bin ich wieder.");
    await expect(ben.page.getByTestId("work-item")).toContainText(subject);
  });

  await caller.end();
  await leaveAll([caller, anna, ben]);
});

test("closing time: who comes is told when they open, who waits is offered other ways", async ({
  browser,
  desk,
}) => {
  await desk.usePlan(shiftPlan("all"));
  const anna = await Agent.signIn(browser, "Anna");
  await desk.bringEmail("Sie hat zu tun");
  await accept(anna);
  await expect(anna.page.getByTestId("work-item")).toHaveCount(1);
  const late = await Caller.ask(browser, desk, "Noch jemand da?");
  await expect(late.waiting).toContainText("Sie sind als Nächstes dran.");
  await expect(late.page.getByTestId("prefer-request")).toBeVisible();
  await expect(late.page.getByTestId("way-callback")).toHaveCount(0);

  const { hours, opensAtMs } = closedFrom(Date.now());
  await desk.usePlan(shiftPlan("all", { hours }));

  const mail = `erika-${Date.now()}@example.org`;
  await test.step("who comes now learns it before waiting, and leaves a message", async () => {
    const caller = await Caller.look(browser, desk);
    const outlook = caller.page.getByTestId("outlook");
    await expect(outlook).toContainText("Gerade ist geschlossen.");
    await expect(outlook).toContainText(`Wir sind am ${weekdayOf(opensAtMs)} um`);
    for (const way of ["wait", "callback", "message"])
      await expect(caller.page.getByTestId(`way-${way}`)).toHaveCount(way === "wait" ? 0 : 1);
    await expect(caller.page.getByTestId("composer")).toHaveCount(0);
    await caller.request("message", mail, "Bitte um Antwort.");
    const left = anna.page.getByTestId("request-item").filter({ hasText: mail });
    await expect(left).toContainText("Vertrag · Bitte um Antwort.");
    await caller.leave();
  });

  await test.step("who waits is offered both, and leaves a number", async () => {
    await expect(late.page.getByTestId("way-message")).toBeVisible();
    const reach = `040 ${Date.now()}`;
    await late.request("callback", reach, "Bitte um Anruf.");
    await expect(anna.page.getByTestId("request-item").filter({ hasText: reach })).toBeVisible();
    await expect(anna.page.getByTestId("queue-item")).toHaveCount(1);
  });

  await test.step("the message is work, on its matter, when its turn has come", async () => {
    await expect(anna.page.getByTestId("queue-item")).toContainText(`Vertrag · ${mail}`);
    await anna.page.getByTestId("work-done").click();
    await accept(anna);
    await expect(anna.page.getByTestId("work-view")).toContainText(mail);
    await expect(anna.page.getByTestId("work-view")).toContainText("Bitte um Antwort.");
  });

  await leaveAll([late, anna]);
});
