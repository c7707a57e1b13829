/** Offline, a hub that restarts, a session that ends, a new version: nothing written is lost, and a person knows why. */
import { type CommandInput, fail, ok } from "@lotse/protocol";
import { busy } from "./busy.ts";
import { AGENTS } from "./fakeHub.ts";
import { expect, expectAccessible, inspect, picture, signIn, test } from "./fixture.ts";
import { BEN, EXPLANATION, shift } from "./shift.ts";

test("a draft and an unsent message survive a reload while the hub is away", async ({ page, hub, scene }) => {
  const first = busy(scene);
  await signIn(page, hub);
  hub.refuseWith = "UNAVAILABLE";
  hub.dropAgents();
  await expect(page.getByTestId("offline-banner")).toContainText("weiterschreiben");
  await page.getByTestId("composer").fill("Noch nicht gesendet.");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("message-pending")).toContainText("Noch nicht gesendet.");
  await page.getByTestId("composer").fill("Halb geschrie");
  await page.reload();
  hub.refuseWith = null;
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", first.id);
  await expect(page.getByTestId("composer")).toHaveValue("Halb geschrie");
  await expect(page.getByTestId("message").last()).toContainText("Noch nicht gesendet.");
  await expect(page.getByTestId("message-pending")).toHaveCount(0);
  expect(hub.asked.filter(({ name }) => name === "message:send").length).toBe(1);
});

test("a command while offline is refused visibly, and works when tried again", async ({
  page,
  hub,
  scene,
}) => {
  busy(scene);
  await signIn(page, hub);
  hub.refuseWith = "UNAVAILABLE";
  hub.dropAgents();
  await expect(page.getByTestId("offline-banner")).toBeVisible();
  await page.getByTestId("presence-away").click();
  await expect(page.getByTestId("toast")).toHaveAttribute("data-code", "UNAVAILABLE");
  await picture(page, "offline-refused-de-light");
  await expectAccessible(page);
  hub.refuseWith = null;
  await expect(page.getByTestId("offline-banner")).toHaveCount(0, { timeout: 20_000 });
  await page.getByTestId("toast-action").click();
  await expect(page.getByTestId("presence")).toHaveAttribute("data-presence", "away");
});

test("what a colleague took over meanwhile says so, and by whom; what waits again, too", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  await page.getByTestId("composer").fill("Ich schaue gerade na");
  hub.refuseWith = "UNAVAILABLE";
  hub.dropAgents();
  await expect(page.getByTestId("offline-banner")).toBeVisible();
  scene.conversations.length = 0;
  scene.work = { ...scene.work, work: [] };
  const [waits, taken] = [EXPLANATION, { ...EXPLANATION, place: "assigned", agent: BEN, before: null }];
  hub.answers.set("conversation:resume", () => fail({ code: "NOT_FOUND", message: "" }));
  hub.answers.set("work:explain", ({ workItemId }: CommandInput<"work:explain">) =>
    ok({ explanation: workItemId.endsWith("821") ? taken : waits }),
  );
  hub.refuseWith = null;
  const over = page.getByTestId("over");
  await expect(over).toContainText("Inzwischen hat Ben Krüger dieses Gespräch übernommen.", {
    timeout: 20_000,
  });
  await expect(page.getByTestId("composer")).toHaveCount(0);
  await expect(page.getByTestId("inbox-item").first()).toContainText("nicht mehr Ihres");
  await inspect(page, "taken-over");
  await page.setViewportSize({ width: 320, height: 640 });
  await picture(page, "taken-over-de-320");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId("inbox-item").nth(1).click();
  await expect(over).toContainText("kam zurück in die Warteschlange");
  await page.getByTestId("conversation-dismiss").click();
  await expect(page.getByTestId("inbox-item")).toHaveCount(1);
});

test("a session revoked amid work: sign in again, in place, and the draft is there", async ({
  page,
  hub,
  scene,
}) => {
  busy(scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").nth(1).click();
  await page.getByTestId("composer").fill("Ich prüfe das gera");
  hub.refuseWith = "SESSION_REVOKED";
  hub.accounts.signedIn = false;
  hub.dropAgents();
  await expect(page.getByTestId("signin-problem")).toContainText("Sitzung ist beendet");
  // Nothing of the visitors stays on the screen of somebody who is not signed in.
  await expect(page.getByText("Ist da jemand?")).toHaveCount(0);
  await picture(page, "revoked-de-light");
  await expectAccessible(page);
  hub.refuseWith = null;
  await page.getByTestId("signin-email").fill(AGENTS[0]?.email ?? "");
  await page.getByTestId("signin-password").fill(AGENTS[0]?.password ?? "");
  await page.getByTestId("signin-submit").click();
  await expect(page.getByTestId("conversation")).toHaveAttribute("data-conversation-id", /51$/);
  await expect(page.getByTestId("composer")).toHaveValue("Ich prüfe das gera");
});

test("signing out forgets what was being written", async ({ page, hub, scene }) => {
  busy(scene);
  await signIn(page, hub);
  await page.getByTestId("composer").fill("Nur für mich");
  await page.getByTestId("signout").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("signin-submit")).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("Nur für mich");
});

test("a hub of another version: the page loads itself anew once, keeping drafts, then says what to do", async ({
  page,
  hub,
  scene,
}) => {
  busy(scene);
  await signIn(page, hub);
  await page.getByTestId("composer").fill("Halb geschrie");
  let loads = 0;
  page.on("load", () => loads++);
  hub.refuseWith = "VERSION_UNSUPPORTED";
  hub.dropAgents();
  await expect(page.getByTestId("outdated")).toBeVisible({ timeout: 20_000 });
  expect(loads).toBe(1);
  await inspect(page, "outdated");
  hub.refuseWith = null;
  await page.getByRole("button", { name: "Neu laden" }).click();
  await expect(page.getByTestId("composer")).toHaveValue("Halb geschrie");
  // It works again: the next upgrade may reload once more.
  hub.refuseWith = "VERSION_UNSUPPORTED";
  hub.dropAgents();
  await expect.poll(() => loads).toBe(3);
});
