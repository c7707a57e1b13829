/** Two agents and a visitor write in one conversation; the one who was asked in leaves, and writes no more. */
import { expect, test } from "@playwright/test";
import { Agent, Visitor } from "../support/people.ts";

test.setTimeout(180_000);

test("a colleague joins, all three write, and after leaving the colleague writes no more", async ({
  browser,
}) => {
  const anna = await Agent.signIn(browser, "Anna");
  const visitor = await Visitor.arrive(browser, "/");

  await test.step("a visitor asks, and Anna answers", async () => {
    await visitor.page.getByTestId("launcher").click();
    await visitor.say("Guten Tag, eine Frage zum Vertrag.");
    await anna.page.getByTestId("accept").click();
    await anna.say("Guten Tag, gerne.");
    await expect(visitor.page.getByTestId("chat-panel")).toContainText("Guten Tag, gerne.");
  });

  const ben = await Agent.signIn(browser, "Ben");
  await test.step("she asks Ben into the conversation, and the visitor sees him come", async () => {
    await anna.page.getByTestId("hand-on").click();
    await anna.page.getByTestId("hand-on-how").selectOption("conference");
    const to = anna.page.getByTestId("hand-on-agent");
    const name = to.locator("option").filter({ hasText: /^Ben/ });
    await to.selectOption((await name.getAttribute("value")) ?? "");
    await anna.page.getByTestId("hand-on-send").click();
    await expect(ben.page.getByTestId("offer-from")).toContainText("Anna");
    await ben.page.getByTestId("accept").click();
    await expect(ben.page.getByTestId("helping")).toHaveAttribute("data-mode", "conference");
    await expect(anna.page.getByTestId("assist")).toHaveAttribute("data-mode", "conference");
    await expect(visitor.page.locator("#chat-title")).toContainText(/Anna.*Ben/);
    await expect(visitor.page.getByRole("log")).toContainText(/Ben/);
  });

  await test.step("all write, and each sees whose line is whose", async () => {
    await ben.say("Hier ist Ben, ich kenne den Vertrag.");
    const line = visitor.page.getByTestId("message").filter({ hasText: "ich kenne den Vertrag" });
    await expect(line.getByTestId("author")).toContainText("Ben");
    await expect(anna.page.getByTestId("conversation")).toContainText("ich kenne den Vertrag");
    await visitor.say("Das freut mich.");
    for (const { page } of [anna, ben]) {
      await expect(page.getByTestId("conversation")).toContainText("Das freut mich.");
    }
    await expect(ben.page.getByTestId("conversation-end")).toHaveCount(0);
    await ben.page.reload();
    await expect(ben.page.getByTestId("conversation")).toContainText("Das freut mich.");
    await expect(ben.page.getByTestId("composer")).toBeVisible();
  });

  const conversationId = await ben.page.getByTestId("conversation").getAttribute("data-conversation-id");
  await test.step("he leaves: the visitor sees it, and the hub takes no line of his", async () => {
    await ben.page.getByTestId("helping-leave").click();
    await expect(ben.page.getByTestId("conversation")).toHaveCount(0);
    await expect(visitor.page.locator("#chat-title")).not.toContainText("Ben");
    const messages = [{ clientId: crypto.randomUUID(), text: "Noch etwas" }];
    await expect(ben.command("message:send", { conversationId, messages })).rejects.toThrow("NOT_FOUND");
    await anna.say("Wir sind wieder zu zweit.");
    await expect(visitor.page.getByTestId("chat-panel")).toContainText("wieder zu zweit");
    await expect(visitor.page.getByTestId("chat-panel")).not.toContainText("Noch etwas");
  });

  await visitor.leave();
  for (const agent of [anna, ben]) await agent.leave();
});
