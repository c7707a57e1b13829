/** Commands and their keys, help, toasts, first steps, a view that crashes. */
import { fail, ok } from "@lotse/protocol";
import { COMMAND_IDS } from "../src/ui/commands.ts";
import { busy } from "./busy.ts";
import { expect, expectAccessible, inspect, picture, signIn, test } from "./fixture.ts";

test("the help shows every command and key; ? opens it except where one writes", async ({
  page,
  hub,
  scene,
}) => {
  busy(scene);
  await signIn(page, hub);
  await page.getByTestId("composer").click();
  await page.keyboard.type("Warum? Alt");
  await expect(page.getByTestId("composer")).toHaveValue("Warum? Alt");
  await expect(page.getByTestId("help")).toHaveCount(0);
  await page.getByTestId("inbox-item").first().focus();
  await page.keyboard.press("?");
  await expect(page.getByTestId("help-line")).toHaveCount(COMMAND_IDS.length);
  await expect(page.getByTestId("help")).toContainText("Strg+K");
  await inspect(page, "help");
  await page.getByTestId("plain-keys").uncheck();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("help")).toHaveCount(0);
  await page.getByTestId("inbox-item").first().focus();
  await page.keyboard.press("?");
  await page.keyboard.press("Control+KeyK");
  await expect(page.getByTestId("palette")).toBeVisible();
  await expect(page.getByTestId("help")).toHaveCount(0);
  await page.keyboard.type("hilfe");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("help")).toBeVisible();
});

test("a failed command is told with its code's sentence, and can be tried again", async ({ page, hub }) => {
  await signIn(page, hub);
  let tries = 0;
  hub.answers.set("presence:set", () => {
    tries++;
    return tries === 1
      ? fail({ code: "STORE_UNAVAILABLE", message: "" })
      : fail({ code: "INTERNAL", message: "", requestId: "7f3a-99" });
  });
  await page.getByTestId("presence-away").click();
  const toast = page.getByTestId("toast");
  await expect(toast).toContainText("erreicht seinen Speicher nicht");
  await expect(page.getByRole("alert").filter({ has: toast })).toHaveCount(1);
  await page.getByTestId("language").click();
  await expect(toast).toContainText("cannot reach its storage");
  await page.getByTestId("language").click();
  await page.getByTestId("toast-action").click();
  await expect(toast).toHaveAttribute("data-code", "INTERNAL");
  await expect(page.getByTestId("toast-request")).toContainText("7f3a-99");
  await page.getByTestId("area-visitors").click();
  await expect(toast).toBeVisible();
  await picture(page, "toast-de-light");
  await expectAccessible(page);
  await toast.getByRole("button", { name: "Hinweis schließen" }).click();
  await expect(toast).toHaveCount(0);
});

test("toasts never lie over the composer", async ({ page, hub, scene }) => {
  const first = busy(scene);
  await signIn(page, hub);
  const codes = ["STORAGE_FULL", "CONNECTIONS_LIMIT", "FIELD_UNKNOWN", "TIMEOUT"] as const;
  for (const code of codes) {
    hub.answers.set("presence:set", () => fail({ code, message: "" }));
    await page.getByTestId("presence-away").click();
    await expect(page.locator(`[data-code=${code}]`).or(page.locator(".toasts-more")).first()).toBeVisible();
  }
  await expect(page.getByTestId("toast")).toHaveCount(3);
  const apart = async () => {
    const composer = await page.locator(".composer").boundingBox();
    const toasts = await page.locator(".toasts").boundingBox();
    if (composer === null || toasts === null) throw new Error("not shown");
    const beside = toasts.x + toasts.width <= composer.x;
    return beside || toasts.y + toasts.height <= composer.y;
  };
  expect(await apart()).toBe(true);
  await picture(page, "toasts-three-de-light");
  hub.tell("cobrowse:changed", scene.cobrowse(first.id, "active"));
  await page.setViewportSize({ width: 1210, height: 800 });
  await page.getByTestId("live").waitFor();
  if ((await page.getByTestId("chat-unfold").count()) > 0) await page.getByTestId("chat-unfold").click();
  expect(await apart()).toBe(true);
  hub.tell("cobrowse:changed", scene.cobrowse(first.id, "ended"));
  await page.setViewportSize({ width: 640, height: 800 });
  await page.getByTestId("inbox-item").first().click();
  expect(await apart()).toBe(true);
});

test("first steps show what to do next, tick themselves off, and are found again", async ({
  page,
  hub,
  scene,
}) => {
  scene.agent = { ...scene.agent, role: "administrator", presence: "away" };
  scene.requests = [];
  await signIn(page, hub);
  const done = () =>
    page.getByTestId("first-step").evaluateAll(steps => steps.map(step => step.dataset.done));
  await expect(page.getByTestId("first-snippet")).toContainText("/s/nordwind-demo.js");
  expect(await done()).toEqual(["false", "false", "false", "false"]);
  await inspect(page, "first-steps");
  await page.getByTestId("presence-available").click();
  await expect.poll(done).toEqual(["true", "false", "false", "false"]);
  const offer = scene.offer(60, "Visitor 3F2A", null);
  hub.tell("offer:made", offer);
  await expect.poll(done).toEqual(["true", "true", "true", "true"]);
  await page.getByTestId("first-dismiss").click();
  await page.reload();
  await expect(page.getByTestId("presence")).toBeVisible();
  await expect(page.getByTestId("first-steps")).toHaveCount(0);
  await page.getByTestId("help-open").click();
  await page.getByTestId("help-first-steps").click();
  await expect(page.getByTestId("first-steps-sheet")).toBeVisible();
  await picture(page, "first-steps-sheet-de-light");
  await expectAccessible(page);
});

test("a view that crashes leaves the rest working and can be built anew", async ({
  page,
  hub,
  scene,
  complaints,
}) => {
  const first = busy(scene);
  await signIn(page, hub);
  // A visit the hub must never send: its journey is no list.
  hub.tell("visit:changed", { ...scene.visit(), journey: null } as never);
  const crashed = page.getByTestId("crashed");
  await expect(crashed).toHaveAttribute("data-area", "visit");
  await picture(page, "crashed-de-light");
  await expectAccessible(page);
  await page.getByTestId("composer").fill("Es geht weiter.");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("message").last()).toContainText("Es geht weiter.");
  hub.answers.set("visit:show", () => ok({ visit: scene.visit() }));
  hub.tell("visit:changed", { ...scene.visit(), id: first.visitId });
  await page.getByTestId("crashed-again").click();
  await expect(page.getByTestId("visit-page")).toBeVisible();
  expect(complaints.splice(0)).toEqual([expect.stringContaining('The view "visit" crashed')]);
});
