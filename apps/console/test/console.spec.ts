/** The agent's way through the console, on the built pages, under the real Content-Security-Policy. */
import { busy } from "./busy.ts";
import { expect, expectAccessible, picture, signIn, test } from "./fixture.ts";
import { ANNA } from "./scene.ts";

test("a wrong password is told, a demo agent fills the form, the session ends on sign-out", async ({
  page,
  hub,
}) => {
  await page.goto(`${hub.url}/console/`);
  await page.getByTestId("signin-email").fill("anna@nordwind.example");
  await page.getByTestId("signin-password").fill("falsch");
  await page.getByTestId("signin-submit").click();
  await expect(page.getByTestId("signin-problem")).not.toBeEmpty();
  await picture(page, "signin-wrong-de-light");
  await expectAccessible(page);
  await page.getByTestId("demo-agent").first().click();
  await page.getByTestId("signin-submit").click();
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "available");
  await page.getByTestId("signout").click();
  await expect(page.getByTestId("signin-submit")).toBeVisible();
});

test("presence is one click, empty states say what to do", async ({ page, hub }) => {
  await signIn(page, hub);
  await picture(page, "empty-de-light");
  await page.getByTestId("presence-away").click();
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "away");
  await page.getByTestId("language").click();
  await picture(page, "empty-away-en-light");
  await expectAccessible(page);
  await page.keyboard.press("Alt+KeyP");
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "available");
});

test("an offer rings, is accepted by key, and the conversation goes both ways", async ({
  page,
  hub,
  scene,
}) => {
  scene.queue = [
    {
      workItemId: "w" as never,
      conversationId: "c" as never,
      visitorLabel: "Visitor 77AB",
      skill: "Service",
      topic: null,
      enqueuedAtMs: Date.now() - 95_000,
    },
  ];
  await signIn(page, hub);
  const ringing = scene.offer(60, "Visitor 3F2A", "Kfz-Versicherung, Schadenfreiheitsklasse");
  hub.tell("offer:made", ringing);
  hub.tell("queue:changed", {
    queue: [
      ...scene.queue,
      {
        workItemId: ringing.workItemId,
        conversationId: ringing.conversationId,
        visitorLabel: ringing.visitorLabel,
        skill: ringing.skill,
        topic: ringing.topic,
        enqueuedAtMs: Date.now() - 42_000,
      },
    ],
  });
  await expect(page.getByTestId("offer")).toContainText("Besucher 3F2A");
  await expect(page.getByTestId("queue-item")).toContainText(["Besucher 77AB"]);
  await picture(page, "ringing-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Alt+KeyA");
  await expect(page.getByTestId("offer")).toHaveCount(0);
  await expect(page.getByTestId("conversation")).toBeVisible();
  await page.getByTestId("composer").fill("Guten Tag, wie kann ich helfen?");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
  const conversation = scene.conversations[0];
  if (conversation === undefined) throw new Error("not accepted");
  hub.tell("typing:changed", { conversationId: conversation.id, by: "visitor", typing: true });
  await expect(page.getByTestId("typing")).toHaveAttribute("data-typing", "true");
  scene.say(conversation.id, "visitor", "Ich komme im Formular nicht weiter.");
  await expect(page.getByTestId("message")).toHaveCount(2);
  await expect(page.getByTestId("typing")).toHaveAttribute("data-typing", "false");
  hub.tell("receipt:marked", { conversationId: conversation.id, by: "visitor", deliveredSeq: 1, readSeq: 1 });
  await expect(page.getByTestId("ticks")).toHaveAttribute("data-fate", "read");
});

test("conversations: unread, waiting, switching by key, ending asks first", async ({ page, hub, scene }) => {
  const first = busy(scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  await expect(page.getByTestId("message")).toHaveCount(4);
  await expect(page.getByTestId("visit-journey")).toBeVisible();
  await expect(page.getByTestId("inbox-item").nth(1).getByTestId("unread")).toContainText("2");
  await picture(page, "conversation-de-light");
  await expectAccessible(page);
  await page.getByTestId("theme").click();
  await page.getByTestId("theme").click();
  await page.getByTestId("language").click();
  await picture(page, "conversation-en-dark");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1000, height: 720 });
  await page.getByTestId("language").click();
  await picture(page, "conversation-de-dark-1000");
  await page.keyboard.press("Alt+KeyN");
  await expect(page.getByTestId("inbox-item").nth(1)).toHaveAttribute("aria-current", "true");
  await expect(page.getByTestId("unread")).toHaveCount(0);
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+KeyX");
  await picture(page, "end-de-dark");
  await page.getByTestId("confirm").click();
  await expect.poll(() => hub.asked.map(({ name }) => name)).toContain("conversation:end");
  hub.tell("conversation:changed", { ...first, state: "ended", endedAtMs: Date.now() });
  await expect(page.getByTestId("conversation-dismiss")).toBeVisible();
  await picture(page, "ended-de-dark");
  await page.getByTestId("conversation-dismiss").click();
  await expect(page.getByTestId("inbox-item")).toHaveCount(2);
});

test("signing out with people in conversation asks first, and ends what is shared", async ({
  page,
  hub,
  scene,
}) => {
  const first = busy(scene);
  await signIn(page, hub);
  hub.tell("cobrowse:changed", scene.cobrowse(first.id, "active"));
  await expect(page.getByTestId("mirror")).toBeVisible();
  await page.getByTestId("signout").click();
  await expect(page.getByRole("dialog")).toContainText("3 Besucher");
  await picture(page, "signout-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByTestId("language").click();
  await page.getByTestId("signout").click();
  await picture(page, "signout-en-light");
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("signin-submit")).toBeVisible();
  expect(hub.asked.map(({ name }) => name)).toContain("cobrowse:stop");
});

test("long messages are folded, and no character turns around what stands beside them", async ({
  page,
  hub,
  scene,
}) => {
  const first = busy(scene);
  scene.say(first.id, "visitor", `\u202ERückwärts \u2067 und \u05d0\u05d1\u05d2, dann weiter`, 50_000);
  scene.say(first.id, "visitor", "Ich habe sehr viel auf dem Herzen. ".repeat(285).trim(), 40_000);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  const long = page.getByTestId("message").last();
  const more = long.getByTestId("message-more");
  await expect(more).toHaveText("Mehr zeigen");
  await picture(page, "long-de-light");
  await expectAccessible(page);
  const foldedPx = (await long.boundingBox())?.height ?? 0;
  expect(foldedPx).toBeLessThan(600);
  await more.click();
  await expect(more).toHaveText("Weniger zeigen");
  await expect.poll(async () => (await long.boundingBox())?.height).toBeGreaterThan(foldedPx * 3);
  await page.getByRole("log").evaluate(log => log.scrollTo(0, 0));
  await picture(page, "long-bidi-de-light");
});

test("co-browsing: asked, shown large, a gap reconnects, a refusal is told, stop", async ({
  page,
  hub,
  scene,
}) => {
  const first = busy(scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  await page.getByTestId("cobrowse-request").click();
  await expect(page.getByTestId("cobrowse-requested")).toBeVisible();
  await picture(page, "cobrowse-requested-de-light");
  hub.tell("cobrowse:changed", scene.cobrowse(first.id, "active"));
  await expect(page.getByTestId("mirror")).toBeVisible();
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "waiting");
  await picture(page, "cobrowse-waiting-de-light");
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "missing", { timeout: 15_000 });
  await picture(page, "cobrowse-missing-de-light");
  hub.stream("stream:source", { connected: true });
  hub.stream("stream:frames", Uint8Array.of(1));
  await expect(page.getByTestId("mirror-address")).toContainText("/versicherungen/kfz/berechnen");
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "live");
  await picture(page, "cobrowse-live-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Alt+KeyM");
  await picture(page, "cobrowse-folded-de-light");
  await page.keyboard.press("Alt+KeyM");
  await page.keyboard.press("Alt+KeyV");
  await picture(page, "cobrowse-visitor-de-light");
  await page.setViewportSize({ width: 1440, height: 900 });
  await picture(page, "cobrowse-visitor-de-light-1440");
  await page.setViewportSize({ width: 1600, height: 900 });
  await picture(page, "cobrowse-visitor-de-light-1600");
  await page.setViewportSize({ width: 1000, height: 720 });
  await page.getByTestId("theme").click();
  await page.getByTestId("theme").click();
  await picture(page, "cobrowse-live-de-dark-1000");
  const before = hub.streams.length;
  hub.stream("stream:frames", Uint8Array.of(2));
  await expect.poll(() => hub.streams.length).toBe(before + 1);
  await expect(page.getByTestId("live")).toHaveAttribute("data-state", "waiting");
  hub.stream("stream:frames", Uint8Array.of(3));
  await expect(page.getByTestId("mirror-refused")).toBeVisible();
  await picture(page, "cobrowse-refused-de-dark-1000");
  await page.getByTestId("cobrowse-stop").click();
  await expect(page.getByTestId("mirror")).toHaveCount(0);
});

test("offline is told, what is written is kept and sent when the hub is back", async ({
  page,
  hub,
  scene,
}) => {
  busy(scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  await hub.goOffline();
  await expect(page.getByTestId("offline-banner")).toBeVisible();
  await page.getByTestId("composer").fill("Die Grundlage ist Ihre Fahrleistung.");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("message-pending")).toBeVisible();
  await picture(page, "offline-de-light");
  await expectAccessible(page);
  await hub.goOnline();
  await expect(page.getByTestId("offline-banner")).toHaveCount(0, { timeout: 15_000 });
  await expect(page.getByTestId("message-pending")).toHaveCount(0);
  await expect(page.getByTestId("message").last()).toContainText("Fahrleistung");
});

test("the palette does everything by keyboard", async ({ page, hub }) => {
  await signIn(page, hub);
  await page.keyboard.press("Control+KeyK");
  await expect(page.getByTestId("palette")).toBeVisible();
  await picture(page, "palette-de-light");
  await expectAccessible(page);
  await page.keyboard.type("abwesend");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("palette")).toHaveCount(0);
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "away");
  hub.tell("presence:changed", { ...ANNA, presence: "available" });
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "available");
});

test("visitors: those in contact, with page, journey and facts", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub);
  await page.keyboard.press("Alt+Digit2");
  await page.getByTestId("visitor-item").first().click();
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  await picture(page, "visitors-de-light");
  await expectAccessible(page);
});
