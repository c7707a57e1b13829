/** Settings, routing: queues, hours, channels, blending; one draft of it all, and who may change it. */
import { fail, ok } from "@lotse/protocol";
import {
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
  test,
} from "./fixture.ts";
import { CLAIMS } from "./routingPlan.ts";
import type { Scene } from "./scene.ts";

const SITE = "00000000-0000-4000-8000-000000000030";

const become = (scene: Scene, role: "agent" | "supervisor" | "administrator") => {
  scene.agent = { ...scene.agent, role };
};

test("queues read as a contact centre speaks, and one is edited in place", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/queues");
  const sales = page.getByTestId("queue").first();
  await expect(sales).toContainText("Sales 3 und Kfz 2");
  await expect(sales).toContainText("Anruf: 80 % in 20 s");
  await expect(sales).toContainText("Mo–Fr 08:00–18:00; Sa 09:00–12:00 (Europe/Berlin), 1 Ausnahme");
  await expect(sales).toContainText(
    "Vor dem Einreihen: Wenn die Warteschlange oder die Website geschlossen ist, wird ein Rückruf angeboten.",
  );
  await inspect(page, "queues");
  await sales.getByTestId("queue-open").click();
  await expect(page.getByTestId("queue-editor")).toBeVisible();
  await inspect(page, "queue-editor");
  await page.setViewportSize({ width: 320, height: 640 });
  await picture(page, "queue-editor-de-320");
  await expectNothingSticksOut(page);
  await page.getByTestId("relaxation").scrollIntoViewIfNeeded();
  await picture(page, "queue-relaxations-de-320");
  await page.getByTestId("hours-1").scrollIntoViewIfNeeded();
  await picture(page, "queue-hours-de-320");
  await page.setViewportSize({ width: 1280, height: 1400 });
  await picture(page, "queue-editor-de-tall");
  await page.getByTestId("queue-needs-level").first().selectOption("4");
  await page.getByTestId("relaxation-add").click();
  await page.getByTestId("queue-priority").fill("-3");
  await page.getByTestId("queue-pick").check();
  await expect(page.getByTestId("plan-change")).toHaveCount(1);
  await expect(page.getByTestId("plan-change")).toContainText(
    "Warteschlange: Verkauf geändert (Nötige Kenntnisse, Vorrang, Nachlassende Anforderungen, Herausgreifen)",
  );
  await picture(page, "queue-unsaved-de-light");
  await expectAccessible(page);
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  expect(scene.plan.plan.queues[0]).toMatchObject({
    priority: -3,
    pick: true,
    needs: [
      { skill: "Sales", level: 4 },
      { skill: "Kfz", level: 2 },
    ],
    relaxations: [{ afterMs: 30_000 }, { afterMs: 60_000, needs: [{ skill: "Sales", level: 2 }] }],
  });
});

test("a queue is added, named, given an overflow, and taken away with what led to it", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/queues");
  await page.getByTestId("queue-add").click();
  await page.getByTestId("queue-name-de").fill("Rückfragen");
  await page.getByTestId("queue-name-en").fill("Questions");
  await page.getByTestId("queue-key").fill("questions");
  await page.getByTestId("overflow-add").click();
  await page.getByTestId("overflow-if").selectOption("waiting");
  await page.getByTestId("overflow-number").fill("12");
  await page.getByTestId("overflow-then").selectOption("queue");
  await page.getByTestId("overflow-queue").selectOption(CLAIMS);
  // Nothing has waited before it queues: the condition is offered only while waiting.
  await expect(page.getByTestId("overflow-if").locator("option")).toHaveCount(4);
  await page.getByTestId("overflow-when").selectOption("after");
  await expect(page.getByTestId("overflow-if").locator("option")).toHaveCount(5);
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  expect(scene.plan.plan.queues[3]).toMatchObject({
    key: "questions",
    overflows: [
      { when: "after", condition: { if: "waiting", moreThan: 12 }, then: { to: "queue", queueId: CLAIMS } },
    ],
  });
  const claims = page.getByTestId("queue").nth(2);
  await claims.getByTestId("queue-open").click();
  await claims.getByTestId("queue-remove").click();
  await picture(page, "queue-remove-de-light");
  await expectAccessible(page);
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("queue")).toHaveCount(3);
  await expect(page.getByTestId("plan-change")).toHaveCount(3);
  await page.getByTestId("plan-discard").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("queue")).toHaveCount(4);
  await expect(page.getByTestId("plan-unsaved")).toHaveCount(0);
});

test("hours by keyboard alone: a day, an exception, and whether it is open now", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  // Wednesday, 25 November 2026, 10:30 in Berlin.
  await page.clock.setFixedTime(new Date("2026-11-25T09:30:00Z"));
  await signIn(page, hub, "/console/settings/queues");
  await page.getByTestId("queue-open").first().click();
  const now = page.getByTestId("hours-now");
  await expect(now).toContainText("Jetzt, um 10:30 in Europe/Berlin, ist offen. Geschlossen wird um 18:00.");
  // In a browser with a.m. and p.m. the letters count, elsewhere they are nothing.
  await page.getByTestId("hours-3").getByTestId("span-to").focus();
  await page.keyboard.type("1000AM");
  await expect(now).toContainText("ist geschlossen. Geöffnet wird am Do., 26. November um 08:00.");
  await page.getByTestId("hours-3").getByTestId("span-add").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("hours-3").getByTestId("span-from")).toHaveCount(2);
  await page.getByTestId("hours-zone").fill("America/New_York");
  await expect(now).toContainText("Jetzt, um 04:30 in America/New_York, ist geschlossen.");
  await page.getByTestId("hours-zone").fill("Atlantis");
  await expect(page.getByTestId("hours-zone")).toHaveAttribute("aria-invalid", "true");
  await page.getByTestId("hours-zone").fill("Europe/Berlin");
  await page.getByTestId("exception-add").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("exception")).toHaveCount(2);
  await page.getByTestId("exception-date").last().fill("2026-12-25");
  await page.getByTestId("exception-date").last().scrollIntoViewIfNeeded();
  await picture(page, "hours-de-light");
  await expectAccessible(page);
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  const hours = scene.plan.plan.queues[0]?.hours;
  expect(hours?.week.filter(({ day }) => day === 3)).toEqual([
    { day: 3, fromMin: 480, toMin: 600 },
    { day: 3, fromMin: 660, toMin: 900 },
  ]);
  expect(hours?.exceptions).toEqual([
    { date: "2026-12-24", spans: [] },
    { date: "2026-12-25", spans: [] },
  ]);
});

test("a website has a queue and hours of its own, saved with the plan", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  hub.answers.set("site:list", () => ok({ sites: [{ id: SITE, name: "Nordwind Versicherung" }] }));
  await signIn(page, hub, "/console/settings/queues");
  const site = page.getByTestId("plan-site");
  await expect(site).toContainText("Nordwind Versicherung");
  await expect(site).toContainText("immer offen");
  await site.getByTestId("plan-site-open").click();
  await site.getByTestId("site-queue").selectOption(CLAIMS);
  await site.getByTestId("hours-limited").check();
  await expect(page.getByTestId("plan-change")).toContainText(
    "Website: Nordwind Versicherung geändert (Wohin es führt, Zeiten)",
  );
  await inspect(page, "plan-site");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNothingSticksOut(page);
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  expect(scene.plan.plan.sites).toMatchObject([{ siteId: SITE, queueId: CLAIMS, hours: { exceptions: [] } }]);
});

test("channels: weight, wrap-up, ring or auto, silence; and what holds for all", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/channels");
  await expect(page.getByTestId("channel").nth(1)).toContainText(
    "nimmt die ganze Person · klingelt 20 s · 1 min Nachbearbeitung",
  );
  await inspect(page, "channels");
  const chat = page.getByTestId("channel").first();
  await chat.getByTestId("channel-open").click();
  await page.getByTestId("channel-weight").fill("2");
  await page.getByTestId("channel-wrapup").fill("30");
  await page.getByTestId("channel-answer").selectOption("auto");
  await page.getByTestId("channel-idle").selectOption("end");
  await inspect(page, "channel-editor");
  await page.getByTestId("general-leaseMs").fill("120");
  await page.getByTestId("general-awayAfterMisses").fill("0");
  await page.getByTestId("channel-id").fill("chat");
  await page.getByTestId("channel-add").click();
  await expect(page.getByRole("alert").filter({ hasText: "gibt es schon" })).toBeVisible();
  await page.getByTestId("channel-id").fill("letter");
  await page.getByTestId("channel-add").click();
  await page.getByTestId("channel-name-de").fill("Brief");
  await expect(page.getByTestId("plan-change")).toHaveCount(3);
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  expect(scene.plan.plan.channels[0]).toMatchObject({
    weight: 2,
    wrapUpMs: 30_000,
    answer: "auto",
    idle: { afterMs: 300_000, then: "end" },
  });
  expect(scene.plan.plan.channels[6]).toMatchObject({ id: "letter", name: { de: "Brief" } });
  expect(scene.plan.plan.settings).toMatchObject({ leaseMs: 120_000, awayAfterMisses: null });
});

test("a blending rule is a sentence, and is edited in it; a contradiction stands at its rule", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  scene.plan.contradictions = [
    { kind: "ruleWithoutEffect", ruleIds: ["four-at-once"], queueIds: [], isFatal: false },
  ];
  await signIn(page, hub, "/console/settings/blending");
  await expect(page.getByTestId("rule").last().getByTestId("part-note")).toContainText("wirkt das nie");
  await expect(page.getByTestId("part-note")).toHaveCount(1);
  const rules = page.getByTestId("rule");
  await expect(rules.first()).toHaveAccessibleName(
    "Solange mehr als 3 aus Anruf in einer der Warteschlangen warten, bekommt jemand, der nur E-Mail oder Fax bearbeitet, den nächsten Vorgang; die Arbeit daran wird geparkt und kommt zurück.",
  );
  await inspect(page, "blending");
  await rules.first().getByTestId("rule-moreThan").fill("5");
  await rules.first().getByTestId("rule-queues").locator("summary").focus();
  await page.keyboard.press("Enter");
  await rules.first().getByLabel("Verkauf").check();
  await picture(page, "blending-pick-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Shift+Tab");
  await rules.first().getByTestId("rule-queues").locator("summary").click();
  await expect(rules.first()).toHaveAccessibleName(/mehr als 5 aus Anruf in Verkauf warten/);
  await page.getByTestId("rule-add-exclude").click();
  await expect(rules).toHaveCount(4);
  hub.answers.set("plan:save", () =>
    fail({ code: "BLENDING_CONTRADICTION", message: "", field: "plan.blending.1" }),
  );
  await page.getByTestId("plan-save").click();
  await expect(rules.nth(1).getByTestId("part-problem")).toContainText("widersprechen");
  await expect(page.getByTestId("part-problem")).toHaveCount(1);
  await picture(page, "blending-contradiction-de-light");
  await expectAccessible(page);
  await page.getByTestId("language").click();
  await expect(rules.first()).toHaveAccessibleName(
    "While more than 5 of Call wait in Sales, somebody who works only on E-mail or Fax gets the next one; that work is parked and comes back.",
  );
  await picture(page, "blending-en-light");
});

test("another administrator's save is told and taken in; the draft stays", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/queues");
  await page.getByTestId("queue-open").first().click();
  await page.getByTestId("queue-priority").fill("5");
  const [sales, ...others] = scene.plan.plan.queues;
  if (sales === undefined) throw new Error("no queue");
  scene.plan.savedBySomebodyElse({
    ...scene.plan.plan,
    queues: [{ ...sales, pick: true }, ...others.slice(0, 1)],
  });
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-meanwhile")).toContainText("Sie beide haben dies geändert");
  await expect(page.getByTestId("queue")).toHaveCount(2);
  await expect(page.getByTestId("queue-priority")).toHaveValue("5");
  await inspect(page, "plan-meanwhile");
  await page.getByTestId("plan-save").click();
  await expect(page.getByTestId("plan-saved")).toContainText("Gespeichert");
  expect(scene.plan.plan.queues[0]?.priority).toBe(5);
});

test("what is not saved outlives a look elsewhere, is marked, and is asked about on the way out", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/queues");
  await page.getByTestId("queue-open").first().click();
  await page.getByTestId("queue-priority").fill("5");
  await page.getByTestId("settings-blending").click();
  await expect(page.getByTestId("plan-unsaved")).toContainText("1 Änderung");
  await page.getByTestId("area-inbox").click();
  await page.getByTestId("area-settings").click();
  await expect(page.getByTestId("settings-queues")).toContainText("nicht gespeichert");
  await picture(page, "plan-unsaved-mark-de-light");
  await page.getByTestId("signout").click();
  await expect(page.getByRole("dialog")).toContainText("nicht gespeichert");
  await picture(page, "plan-leave-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const asked: string[] = [];
  page.on("dialog", dialog => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
});

test("a supervisor reads all of it and changes nothing; an agent does not see it", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "supervisor");
  await signIn(page, hub, "/console/settings/queues");
  await page.getByTestId("queue-open").first().click();
  await expect(page.getByTestId("queue-priority")).toBeDisabled();
  await expect(page.getByTestId("queue-remove")).toHaveCount(0);
  await expect(page.getByTestId("queue-add")).toHaveCount(0);
  await inspect(page, "queues-read-only");
  await page.getByTestId("settings-blending").click();
  await expect(page.getByTestId("rule").first()).toContainText("Solange mehr als 3 aus Anruf");
  await expect(page.getByTestId("rule-remove")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByTestId("settings-channels").click();
  await expect(page.getByTestId("channel-add")).toHaveCount(0);
  await expect(page.getByTestId("general-leaseMs")).toBeDisabled();
});
