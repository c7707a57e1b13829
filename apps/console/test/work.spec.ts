/** An agent's work of every kind: the queue by queue, the meter, items, handing on, asking in, why nobody takes it. */
import { fail, ok, type WorkChanged } from "@lotse/protocol";
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
import { BEN, CLARA, EMAIL, shift } from "./shift.ts";

test("the queue by queue, what is late in red; my work with its meter, parked apart", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  const groups = page.getByTestId("queue-group");
  await expect(groups).toHaveCount(3);
  await expect(groups.first()).toContainText("Verkauf");
  await expect(groups.first().getByTestId("due").first()).toHaveAttribute("data-late", "true");
  await expect(groups.first().getByTestId("due").first()).toContainText("2 min überfällig");
  await expect(page.getByTestId("queue-take")).toHaveCount(2);
  await expect(page.getByTestId("meter")).toContainText("6 von 8 Einheiten");
  await expect(page.getByTestId("meter-share")).toHaveText([
    "Chat 2",
    "E-Mail 2",
    "Nachbearbeitung: Anruf 1",
    "hilft: Chat 1",
  ]);
  await expect(page.getByTestId("work-parked")).toContainText("Kanzlei Dr. Möller");
  await expect(page.getByTestId("work-parked")).toContainText("Solange mehr als 3 aus Anruf");
  await expect(page.getByTestId("colleague").last()).toContainText("Mittagspause");
  await inspect(page, "shift");
  await page.setViewportSize({ width: 1280, height: 1500 });
  await picture(page, "shift-de-tall");
  await page.getByTestId("language").click();
  await picture(page, "shift-en-tall");
  await page.setViewportSize({ width: 320, height: 640 });
  await picture(page, "shift-en-320");
  await expectNothingSticksOut(page);
});

test("answer next by key, take one out of its turn, and hear when there is nothing", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await expect(page.getByTestId("queue-next")).toBeVisible();
  await page.keyboard.press("Alt+KeyQ");
  await expect(page.getByTestId("toast")).toContainText("Es wartet nichts, was Sie jetzt annehmen dürfen.");
  hub.answers.set("work:next", () =>
    ok({ taken: { kind: "conversation", conversation: scene.conversation(53, "Visitor 5555") } }),
  );
  await page.keyboard.press("Alt+KeyQ");
  await expect(page.getByTestId("conversation")).toContainText("Besucher 5555");
  await page.getByTestId("queue-take").first().click();
  await expect(page.getByTestId("toast").last()).toHaveAttribute("data-code", "NOT_FOUND");
  hub.answers.set("work:pick", () =>
    ok({ taken: { kind: "item", work: { ...EMAIL, subject: "Genommen" } } }),
  );
  await page.getByTestId("queue-take").first().click();
  await expect(page.getByTestId("work-view")).toContainText("Genommen");
});

test("an item that is no conversation: read, done, put back; the conversation is one click away", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await page.getByTestId("work-item").click();
  const view = page.getByTestId("work-view");
  await expect(view).toContainText("Hagelschaden");
  await expect(view.getByTestId("work-note")).toContainText("Bitte heute noch anrufen");
  await expect(view.getByTestId("work-link")).toHaveAttribute("rel", "noopener noreferrer");
  await inspect(page, "work-item");
  await page.getByTestId("work-put-back").click();
  // One thing at a time: until the hub has answered, nothing else is done with the item.
  await expect.poll(() => hub.asked.map(({ name }) => name)).toContain("work:putBack");
  await expect(page.getByTestId("work-put-back")).toBeEnabled();
  await page.keyboard.press("Alt+KeyX");
  const about = { workItemId: EMAIL.workItemId, assignment: 4 };
  await expect
    .poll(() => hub.asked.filter(({ name }) => name.startsWith("work:")))
    .toEqual([
      { name: "work:putBack", input: about },
      { name: "work:done", input: about },
    ]);
  await page.getByTestId("inbox-item").first().click();
  await expect(page.getByTestId("conversation")).toBeVisible();
  await expect(view).toHaveCount(0);
  await page.getByTestId("work-item").click();
  // Somebody else's now: it leaves the screen by itself.
  hub.tell("work:changed", { work: [], meter: { units: 8, used: 0, holds: [] } });
  await expect(view).toHaveCount(0);
  await expect(page.getByTestId("meter")).toContainText("0 von 8 Einheiten");
});

test("handed on to a queue with a note, or a colleague asked in; what is refused stays written", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await page.getByTestId("inbox-item").first().click();
  await expect(page.getByTestId("work-note")).toContainText("Kennt den Tarif schon.");
  await expect(page.getByTestId("assist")).toContainText("Clara Yılmaz liest mit");
  await page.keyboard.press("Alt+KeyO");
  await expect(page.getByTestId("hand-on-agent").locator("option")).toHaveText([
    "Clara Yılmaz (Verfügbar)",
    "Ben Krüger (Abwesend: Mittagspause)",
  ]);
  await inspect(page, "hand-on");
  await page.getByTestId("hand-on-how").selectOption("queue");
  await page.getByTestId("hand-on-queue").selectOption(CLAIMS);
  await page.getByTestId("hand-on-note").fill("Braucht die Schadenabteilung.");
  hub.answers.set("work:forward", () => fail({ code: "ASSIGNMENT_STALE", message: "" }));
  await page.getByTestId("hand-on-send").click();
  await expect(page.getByTestId("form-problem")).toContainText("jemand anderes");
  await expect(page.getByTestId("hand-on-note")).toHaveValue("Braucht die Schadenabteilung.");
  hub.answers.set("work:forward", () => ok({}));
  await page.getByTestId("hand-on-send").click();
  await expect(page.getByTestId("hand-on-dialog")).toHaveCount(0);
  await expect
    .poll(() => hub.asked.at(-1))
    .toMatchObject({
      name: "work:forward",
      input: { assignment: 4, queueId: CLAIMS, note: "Braucht die Schadenabteilung." },
    });
  await page.getByTestId("hand-on").click();
  await page.getByTestId("hand-on-how").selectOption("consult");
  await page.getByTestId("hand-on-agent").selectOption(BEN.id);
  await expect(page.getByTestId("hand-on-note")).toHaveCount(0);
  await page.getByTestId("hand-on-send").click();
  await expect
    .poll(() => hub.asked.at(-1))
    .toMatchObject({ name: "work:consult", input: { agentId: BEN.id, mode: "consult" } });
  await page.getByTestId("assist-mode").click();
  await expect
    .poll(() => hub.asked.at(-1))
    .toMatchObject({ name: "work:consult", input: { agentId: CLARA.id, mode: "conference" } });
  await page.getByTestId("assist-end").click();
  await expect
    .poll(() => hub.asked.at(-1))
    .toMatchObject({ name: "work:consultEnd", input: { agentId: CLARA.id } });
});

test("whoever helps sees whose it is, and does nothing that is the agent's: reads only, or writes as well", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  const helped = scene.conversation(52, "Visitor AA01", "Hausrat");
  scene.say(helped.id, "visitor", "Zahlt das die Hausrat?", 20_000);
  const at = scene.conversations.findIndex(({ id }) => id === helped.id);
  const as = (helping: "consult" | "conference") => {
    const view = { ...helped, agent: BEN, helping };
    scene.conversations[at] = view;
    const { work = [], meter } = scene.work;
    const theirs = work.map(item =>
      item.place === "assisting" ? { ...item, mode: helping, conversationId: helped.id } : item,
    );
    scene.work = { ...scene.work, work: theirs };
    return { view, changed: { work: theirs, meter } };
  };
  as("consult");
  await signIn(page, hub);
  await page.getByTestId("inbox-item").filter({ hasText: "AA01" }).click();
  await expect(page.getByTestId("helping")).toContainText("Ben Krüger");
  await expect(page.getByTestId("helping")).toContainText("der Besucher sieht Sie nicht");
  await expect(page.getByTestId("message")).toContainText("Zahlt das die Hausrat?");
  for (const act of ["composer", "conversation-end", "cobrowse-request", "hand-on"]) {
    await expect(page.getByTestId(act)).toHaveCount(0);
  }
  await inspect(page, "helping-consult");
  const { view, changed } = as("conference");
  hub.tell("conversation:changed", view);
  hub.tell("work:changed", changed as WorkChanged);
  await expect(page.getByTestId("helping")).toContainText("Sie sprechen mit");
  await page.getByTestId("composer").fill("Ja, bis 5.000 Euro.");
  await page.getByTestId("composer").press("Enter");
  await expect.poll(() => hub.asked.at(-1)).toMatchObject({ name: "message:send" });
  await inspect(page, "helping-conference");
  await expect(page.getByTestId("conversation-end")).toHaveCount(0);
  // That the agent read it is the agent's to say
  const marked = hub.asked.filter(({ name }) => name === "receipt:mark").map(({ input }) => input);
  expect(marked).not.toContainEqual(expect.objectContaining({ conversationId: helped.id }));
  await page.getByTestId("helping-leave").click();
  await expect.poll(() => hub.asked.at(-1)).toMatchObject({ name: "work:consultEnd" });
});

test("a colleague's offer says whose it is and why; accepted, it is an item", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  const offer = scene.offer(60, "Elisabeth Brandt", null);
  hub.tell("offer:made", {
    ...offer,
    conversationId: null,
    visitId: null,
    channel: "email",
    queueId: CLAIMS,
    subject: "Schadenmeldung",
    from: { kind: "transfer", agent: BEN, note: "Bin gleich weg, bitte übernehmen." },
  });
  await expect(page.getByTestId("offer-from")).toContainText("Ben Krüger gibt dies weiter: Bin gleich weg");
  await expect(page.getByTestId("offer")).toContainText(
    "Schadenmeldung · Kraftfahrzeughaftpflichtschadenregulierung",
  );
  await picture(page, "offer-transfer-de-light");
  await expectAccessible(page);
  hub.answers.set("offer:accept", () => ok({ conversation: null, work: EMAIL }));
  await page.keyboard.press("Alt+KeyA");
  await expect(page.getByTestId("work-view")).toContainText("Hagelschaden");
});

test("why is nobody taking this: what comes before, what it needs, and each colleague's reason", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await page.getByTestId("queue-why").first().click();
  const reasons = page.getByTestId("why-agent");
  await expect(reasons).toHaveCount(5);
  await expect(page.getByTestId("explanation")).toContainText("Es ist das Nächste in seiner Warteschlange.");
  await expect(page.getByTestId("explanation")).toContainText("Nötig: Sales 2.");
  await expect(page.getByTestId("explanation")).toContainText("hierher: dort warteten zu viele.");
  await expect(reasons.nth(1)).toContainText("abwesend (Mittagspause)");
  await expect(reasons.nth(2)).toContainText("Sales 1, nötig ist 2");
  await expect(reasons.nth(3)).toContainText("Regel: Wer Anruf bearbeitet, bekommt nicht zugleich Fax.");
  await expect(reasons.nth(4)).toContainText("nichts steht im Weg");
  await inspect(page, "why-not");
  await page.keyboard.press("Escape");
  hub.answers.set("work:explain", () => fail({ code: "NOT_FOUND", message: "" }));
  await page.getByTestId("queue-why").last().click();
  await expect(page.getByTestId("load-failed")).toBeVisible();
});

test("away with a reason, from the list or in one's own words; wrap-up ends with a key", async ({
  page,
  hub,
  scene,
}) => {
  shift(hub, scene);
  await signIn(page, hub);
  await page.getByTestId("presence-away").click();
  await page.getByTestId("away-reason").locator("summary").click();
  await picture(page, "away-reason-de-light");
  await expectAccessible(page);
  await page.getByTestId("reason-lunch").click();
  await expect(page.getByTestId("away-reason")).toContainText("Grund: Mittagspause");
  await page.getByTestId("away-reason").locator("summary").click();
  await page.getByTestId("reason-own").fill("Kind abholen");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("away-reason")).toContainText("Grund: Kind abholen");
  await page.getByTestId("presence-available").click();
  await expect(page.getByTestId("away-reason")).toHaveCount(0);
  await expect
    .poll(() => hub.asked.filter(({ name }) => name === "presence:set").map(({ input }) => input))
    .toEqual([
      { presence: "away" },
      { presence: "away", reason: "Mittagspause" },
      { presence: "away", reason: "Kind abholen" },
      { presence: "available" },
    ]);
  await page.keyboard.press("Alt+KeyK");
  await expect.poll(() => hub.asked.at(-1)?.name).toBe("wrapUp:end");
});
