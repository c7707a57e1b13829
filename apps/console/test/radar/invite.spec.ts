/** An agent's own invitation: as the console asks for it, and says what became of it. */
import { type AgentId, type LiveVisitor, ok } from "@lotse/protocol";
import { expect, inspect, signIn, test } from "../fixture.ts";
import { liveVisitor, VISIT } from "../onSite.ts";
import { AREA, at320, rows, VISITOR } from "./look.ts";

test("an agent's own invitation: the words, waiting, on the screen, declined for good", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, AREA);
  // By keyboard alone.
  await rows(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(rows(page).first()).toHaveAttribute("aria-current", /.+/);
  await expect(rows(page).nth(1)).not.toHaveAttribute("aria-current");
  const words = page.getByTestId("invite-text");
  await expect(words).toHaveValue("Guten Tag, kann ich Ihnen weiterhelfen?");
  await expect(page.getByTestId("visit-facts")).toBeVisible();
  // Agents are not told why rules leave somebody out.
  await expect(page.getByTestId("visit-why")).toHaveCount(0);
  await inspect(page, "invite");
  await at320(page, "invite");
  await words.fill("  ");
  await expect(page.getByTestId("invite-send")).toHaveAttribute("aria-disabled", "true");
  await page.getByTestId("invite").evaluate(form => (form as HTMLFormElement).requestSubmit());
  await words.fill("Darf ich Ihnen bei der Tarifwahl helfen?");
  await page.getByTestId("invite-kind").selectOption("cobrowse");
  await page.getByTestId("invite-send").focus();
  await page.keyboard.press("Enter");
  const state = page.getByTestId("invite-state");
  await expect(state).toContainText(
    /Wartet auf Antwort, noch (90|8\d) s\. Die Seite hat die Einladung noch nicht geholt/,
  );
  const text = "Darf ich Ihnen bei der Tarifwahl helfen?";
  expect(hub.asked.filter(({ name }) => name === "visitor:invite").map(({ input }) => input)).toEqual([
    { visitId: VISIT, kind: "cobrowse", text },
  ]);
  scene.visitors.invited({ reachedAtMs: Date.now() });
  await expect(state).toContainText("Auf dem Bildschirm seit");
  await expect(page.getByTestId("visitor-item").first()).toContainText("von Ihnen eingeladen");
  await inspect(page, "invite-waiting");
  scene.visitors.invited({ state: "declined" });
  await expect(page.getByTestId("invite-outcome")).toContainText("Abgelehnt.");
  await expect(page.getByTestId("invite-outcome")).toHaveRole("status");
  await expect(page.getByTestId("invite-send")).toHaveCount(0);
});

test("a yes, and nobody is asked again; whoever is in contact or has gone is not asked at all", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, VISITOR);
  await page.getByTestId("invite-send").click();
  await expect(page.getByTestId("invite-state")).toBeVisible();
  scene.visitors.invited({ state: "accepted" });
  await expect(page.getByTestId("invite-outcome")).toContainText("Angenommen.");
  await expect(page.getByTestId("invite-send")).toHaveCount(0);
  const part = page.getByTestId("visit-invite");
  const lastSeenAtMs = Date.now() - 200_000;
  hub.answers.set("visit:show", () => ok({ visit: { ...scene.visit(), lastSeenAtMs } }));
  await page.reload();
  await expect(part).toContainText("Wer nicht mehr auf der Website ist, kann nicht eingeladen werden.");
  await expect(page.getByTestId("visit-gone")).toBeVisible();
  await expect(page.getByTestId("invite-send")).toHaveCount(0);
  hub.answers.set("visit:show", () => ok({ visit: scene.visit() }));
  scene.conversation(50, "Visitor 3F2A");
  await page.reload();
  await expect(part).toContainText("Dieser Besucher ist schon in Kontakt.");
  await expect(page.getByTestId("invite-send")).toHaveCount(0);
});

test("taken back, and what a reload finds; a refusal says why", async ({ page, hub, scene }) => {
  await signIn(page, hub, VISITOR);
  await page.getByTestId("invite-send").click();
  await expect(page.getByTestId("invite-state")).toBeVisible();
  expect(hub.asked.findLast(({ name }) => name === "visitor:invite")?.input).not.toHaveProperty("text");
  await page.reload();
  await page.getByTestId("invite-withdraw").click();
  await expect(page.getByTestId("invite-outcome")).toHaveText("Zurückgezogen. Ihr Platz ist wieder frei.");
  for (const [code, text] of [
    ["CAPACITY_FULL", "Sie haben keinen freien Platz."],
    ["VISITOR_GONE", "Dieser Besucher ist nicht mehr auf der Website."],
    ["VISITOR_ASKED_OFTEN", "Dieser Besucher wurde so oft gefragt, wie die Website es erlaubt."],
  ] as const) {
    scene.visitors.refuseWith = code;
    await page.getByTestId("invite-send").click();
    await expect(page.getByTestId("visit-invite").getByTestId("form-problem")).toHaveText(text);
  }
  await inspect(page, "invite-refused");
});

test("the visitor beside the list follows it: whom they are invited to, with whom they talk, and again free", async ({
  page,
  hub,
  scene,
}) => {
  const ben = { id: "00000000-0000-4000-8000-0000000000b2" as AgentId, name: "Ben Krüger" };
  const becomes = (given: Partial<LiveVisitor>) => scene.visitors.become([liveVisitor(550, given)]);
  await signIn(page, hub, VISITOR);
  const send = page.getByTestId("invite-send");
  const why = page.getByTestId("invite-hindrance");
  await page.getByTestId("invite-text").fill("Moin!");
  becomes({ contact: "invited", contactWith: ben });
  await expect(why).toHaveText("Dieser Besucher ist schon zum Gespräch mit Ben Krüger eingeladen.");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await expect(send).toHaveAccessibleDescription(/Ben Krüger/);
  await send.click({ force: true });
  expect(hub.asked.filter(({ name }) => name === "visitor:invite")).toEqual([]);
  await inspect(page, "invite-hindered");
  becomes({ contact: "talking", contactWith: ben });
  await expect(why).toHaveText("Dieser Besucher spricht schon mit Ben Krüger.");
  becomes({ contact: "waiting" });
  await expect(why).toHaveText("Dieser Besucher wartet schon auf einen Berater.");
  becomes({});
  await expect(why).toBeEmpty();
  await expect(send).not.toHaveAttribute("aria-disabled");
  await expect(page.getByTestId("invite-text")).toHaveValue("Moin!");
});

test("no slot of one's own, or not available: said before the click, and gone when it is over", async ({
  page,
  hub,
  scene,
}) => {
  await signIn(page, hub, VISITOR);
  const send = page.getByTestId("invite-send");
  const why = page.getByTestId("invite-hindrance");
  await expect(send).not.toHaveAttribute("aria-disabled");
  const meter = { units: 4, used: 4, holds: [] };
  hub.tell("work:changed", { work: [], meter: { ...meter, takes: ["email"] } });
  await expect(why).toHaveText("Sie haben keinen freien Platz.");
  await expect(send).toHaveAttribute("aria-disabled", "true");
  hub.tell("work:changed", { work: [], meter: { ...meter, used: 3, takes: ["chat", "email"] } });
  await expect(why).toBeEmpty();
  hub.tell("presence:changed", { ...scene.agent, presence: "away" });
  await expect(why).toHaveText("Sie selbst sind gerade nicht verfügbar.");
});
