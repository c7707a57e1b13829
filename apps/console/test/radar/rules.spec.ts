/** Rules in the console: written as a tree, by keyboard, as text; published, gone back from; two managers at once; never lost. */
import { fail } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import {
  expect,
  expectAccessible,
  expectNothingSticksOut,
  inspect,
  picture,
  signIn,
  test,
} from "../fixture.ts";
import { FORM_RULE, SITE } from "../rules.ts";
import type { Scene } from "../scene.ts";

const RULE = `/console/radar/${FORM_RULE}`;

const become = (scene: Scene, role: "agent" | "supervisor" | "administrator") => {
  scene.agent = { ...scene.agent, role };
};

const sentence = (page: Page) => page.getByTestId("rule-sentence");

test("the list reads as sentences, in the order in which rules are considered", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/radar");
  const rules = page.getByTestId("rule-line");
  await expect(rules).toHaveCount(2);
  await expect(rules.first()).toHaveAttribute("data-state", "newer");
  await expect(rules.first()).toContainText(
    "Zum Chat einladen (Sales), wenn der Besucher länger als 2 Minuten im Formular „quote“ war oder das Produkt „P“ angesehen hat, und wenn mindestens ein Berater mit „Sales“ frei ist.",
  );
  await expect(rules.first()).toContainText("zuletzt geändert von Clara Yılmaz");
  // What holds, not what is being written
  await expect(rules.first()).toContainText("Vorrang 10");
  await expect(rules.first().getByTestId("rule-beside-newest")).toHaveText(
    "So gilt es, Fassung 2. Es gibt einen neueren Entwurf, Fassung 3.",
  );
  await expect(rules.last().getByTestId("rule-beside-newest")).toHaveCount(0);
  // What is switched off is not among those that act
  const retired = page.getByTestId("rules-retired");
  await expect(rules.last()).toBeHidden();
  await inspect(page, "rules");
  await retired.getByText("Abgeschaltet (1)").click();
  await expect(retired.getByTestId("rule-line")).toHaveAttribute("data-state", "retired");
  await expect(rules.last()).toBeVisible();
  await inspect(page, "rules-retired");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNothingSticksOut(page);
  await picture(page, "rules-de-320");
});

test("where there is no rule yet, it says what to do; a template is a rule but for its names", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  scene.rules.rules = [];
  await signIn(page, hub, "/console/radar");
  await expect(page.getByTestId("site-rules")).toContainText("Es gibt noch keine Regel.");
  await inspect(page, "rules-empty");
  await page.getByTestId("template-form").click();
  await expect(sentence(page)).toContainText("Zum Chat einladen (Arzneimittelwechselwirkungsberatung), wenn");
  await expect(page.getByTestId("node-gap")).toHaveText("Noch offen: der Name.");
  await expect(page.getByTestId("rule-save")).toHaveAttribute("aria-disabled", "true");
  await inspect(page, "rule-template");
  await page.getByTestId("argument").first().fill("quote");
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  await expect(page).toHaveURL(new RegExp(`/console/radar/${scene.rules.last?.id}$`));
  expect(scene.rules.last?.versions[0]?.definition.cel).toContain('form("quote").seconds > 120');
});

test("a rule is written as a tree alone", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/radar");
  await page.getByTestId("rule-add").click();
  await page.getByTestId("fact").click();
  await page.getByTestId("fact-picker").getByRole("combobox").fill("Zeit im Form");
  await inspect(page, "fact-picker");
  await page.getByTestId("fact-form.seconds").click();
  // A name that another rule has is offered.
  await expect(page.locator("datalist option[value=quote]")).toHaveCount(1);
  await page.getByTestId("argument").fill("quote");
  await page.getByTestId("value").fill("1,5");
  await page.getByTestId("value-unit").selectOption("min");
  await page.getByTestId("value").fill("1,5");
  await page.getByTestId("group-add").click();
  await expect(page.getByTestId("fact")).toHaveCount(2);
  await page.getByTestId("fact").last().click();
  await page.getByTestId("fact-visit.device").click();
  await page.getByTestId("op").last().selectOption("in");
  await page.getByTestId("values").locator("summary").click();
  await page.getByLabel("tablet").check();
  await page.keyboard.press("Escape");
  await page.getByTestId("test-add").nth(0).click();
  await expect(page.getByTestId("fact")).toHaveCount(3);
  await page.getByTestId("fact").last().click();
  await page.getByTestId("fact-basket.value").click();
  await page.getByTestId("value").last().fill("99,90");
  await page.getByTestId("node-not").last().click();
  await page.getByTestId("rule-name").fill("Unterwegs");
  await page.getByTestId("action-skill").fill("Sales");
  await page.getByTestId("action-de").fill("Brauchen Sie Hilfe?");
  await page.getByTestId("action-en").fill("Do you need help?");
  await page.getByTestId("rule-priority").fill("7");
  await page.getByTestId("schedule-week").check();
  await page.getByTestId("hours-1").getByTestId("span-add").click();
  await expect(page.getByTestId("hours-2")).toContainText("zu keiner Zeit");
  await page.getByTestId("audience-visitors").selectOption("returning");
  await page.getByTestId("caps-perDay").fill("2");
  await page.getByTestId("rule-holdout").fill("15");
  await inspect(page, "rule-tree");
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNothingSticksOut(page);
  await page.getByTestId("action-kind").selectOption("inviteToCobrowse");
  const cutSelects = await page
    .locator(".radar-page select")
    .evaluateAll(all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.id));
  expect(cutSelects).toEqual([]);
  await picture(page, "rule-tree-de-320");
  await page.getByTestId("action-kind").scrollIntoViewIfNeeded();
  await picture(page, "rule-action-de-320");
  await page.getByTestId("action-kind").selectOption("notifyAgent");
  await page.getByTestId("action-any").uncheck();
  await expect(page.getByText("Bescheid bekommt, wer sie hat.")).toBeVisible();
  await page.getByTestId("action-kind").selectOption("inviteToChat");
  await page.getByTestId("action-skill").fill("Sales");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  // A second Enter does not take it back.
  await page.getByTestId("rule-name").fill("Unterwegs!");
  await page.getByTestId("rule-save").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  await expect(page.getByTestId("rule-save")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("rule-name")).toHaveValue("Unterwegs!");
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  expect(scene.rules.last?.versions).toHaveLength(2);
  expect(scene.rules.last?.versions[1]?.definition).toEqual({
    name: "Unterwegs",
    cel: 'form("quote").seconds > 90 && (visit.device in ["phone", "tablet"] || !(basket.value > 99.9))',
    priority: 7,
    schedule: { fromMs: null, untilMs: null, week: [{ day: 1, fromMin: 480, toMin: 1_080 }] },
    audience: { sharePercent: 100, visitors: "returning", languages: null, signedIn: "all" },
    caps: { perVisit: 1, perDay: 2, perWeek: null },
    holdoutPercent: 15,
    action: {
      do: "inviteToChat",
      skill: "Sales",
      text: { de: "Brauchen Sie Hilfe?", en: "Do you need help?" },
    },
  });
});

test("a rule is changed by keyboard alone; the focus goes with what moves", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  const cel = page.getByTestId("cel");
  // Three tests: the second one down, out of its group, behind the third.
  const down = page.getByTestId("node-down");
  await page.getByTestId("clause").nth(1).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("fact").nth(1)).toBeFocused();
  await down.nth(2).focus();
  await page.keyboard.press("Enter");
  await expect(cel).toHaveValue(
    'form("quote").seconds > 120 && product("P").viewed && skill("Sales").free > 0',
  );
  await expect(page.locator(":focus")).toHaveAttribute("data-act", "down");
  await page.keyboard.press("Enter");
  await expect(cel).toHaveValue(
    'form("quote").seconds > 120 && skill("Sales").free > 0 && product("P").viewed',
  );
  await expect(page.locator(":focus")).toHaveAccessibleName(/Nach unten: .*Produkt „P“/);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByTestId("fact").nth(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("verlassen");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("fact-picker")).toHaveCount(0);
  await expect(cel).not.toHaveValue(/product/);
  await page.keyboard.press("Control+KeyZ");
  await expect(cel).toHaveValue(/product\("P"\).viewed$/);
  await page.keyboard.press("Control+KeyY");
  await expect(cel).not.toHaveValue(/product/);
});

test("a rule is written as text alone; an error stands at its place, and the tree keeps what was right", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  const cel = page.getByTestId("cel");
  await cel.fill('visit.pages > 3 && visit.pagse < 9 && page.path == "/kfz"');
  await expect(page.getByTestId("cel-mark")).toHaveText("pagse");
  await expect(page.getByTestId("finding-code")).toHaveText("RULE_TYPE");
  await expect(page.getByTestId("finding")).toContainText("nennt oder vergleicht etwas, das nicht passt");
  await expect(sentence(page)).toContainText("länger als 2 Minuten");
  await expect(page.getByText("Der Text ist noch keine Regel.")).toBeVisible();
  await expect(page.getByTestId("rule-save")).toHaveAttribute("aria-disabled", "true");
  await cel.scrollIntoViewIfNeeded();
  await inspect(page, "rule-error");
  await page.getByTestId("finding-show").click();
  const marked = await cel.evaluate(
    field =>
      field instanceof HTMLTextAreaElement && field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(marked).toBe("pagse");
  await page.keyboard.type("pages");
  await expect(page.getByTestId("finding")).toHaveCount(0);
  await expect(sentence(page)).toHaveText(
    "Zum Chat einladen (Sales), wenn der Besucher mindestens 4 Seiten gesehen hat, höchstens 8 Seiten gesehen hat und der Pfad der Seite „/kfz“ ist.",
  );
  await expect(page.getByTestId("node")).toHaveCount(4);
  // What is merely odd is said and may be saved; it stands at its part of the tree, too.
  await cel.fill("visit.pages > 3 && visit.pages < 2");
  await expect(page.getByTestId("node-note")).toContainText("Das kann nicht zugleich");
  await cel.fill("visit.pages > 3");
  await page.getByTestId("rule-save").click();
  await expect.poll(() => scene.rules.newest(FORM_RULE)?.cel).toBe("visit.pages > 3");
});

test("what the hub refuses stands at its field", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  await page.getByTestId("action-kind").selectOption("callHook");
  await page.getByTestId("action-url").fill("https://10.0.0.1/");
  const answer = hub.answers.get("rules:save");
  hub.answers.set("rules:save", () =>
    fail({ code: "URL_NOT_ALLOWED", message: "", field: "definition.action.url" }),
  );
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("action-url-problem")).toContainText("nur https");
  await expect(page.getByTestId("action-url")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  if (answer !== undefined) hub.answers.set("rules:save", answer);
  await page.getByTestId("action-url").fill("https://crm.example/hook");
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
});

test("publishing says what will happen; versions say what was changed, and lead back", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  await page.getByTestId("rule-publish").click();
  await expect(page.getByRole("dialog")).toContainText(
    "Sofort und für alle auf Nordwind Versicherung: Zum Chat einladen (Sales), wenn",
  );
  await expect(page.getByRole("dialog")).toContainText("Bisher galt Fassung 2");
  await picture(page, "rule-publish-de-light");
  await expectAccessible(page);
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("rule-state")).toContainText("Veröffentlicht.");
  expect(scene.rules.rules[0]?.publishedVersion).toBe(3);
  await page.getByTestId("rule-part-versions").click();
  const versions = page.getByTestId("version");
  await expect(versions.first()).toContainText("gilt jetzt");
  await expect(versions.first().getByTestId("difference")).toHaveText([
    /Vorrang.*10.*20/,
    /ausgelassen.*10 %.*20 %/,
  ]);
  await inspect(page, "rule-versions");
  await versions.nth(1).getByTestId("version-roll-back").click();
  await page.getByTestId("confirm").click();
  await expect(versions.nth(1)).toContainText("gilt jetzt");
  await expect(versions.nth(1)).toContainText(
    "von Fassung 3 zu dieser zurückgegangen: von Anna Petersen, 24.11.2026, 19:01",
  );
  await expect(page.getByTestId("rule-state")).toHaveText("Zurückgegangen. Es gilt Fassung 2.");
  await picture(page, "rule-rolled-back-versions-de-light");
  await page.reload();
  await expect(page.getByTestId("rule-state")).toHaveText(
    "Es gilt Fassung 2. Zu ihr wurde von Fassung 3 zurückgegangen: von Anna Petersen, 24.11.2026, 19:01.",
  );
  await expect(page.getByTestId("rule-beside-tag")).toHaveText("zurückgegangen");
  await page.getByTestId("rule-back").click();
  await expect(page.getByTestId("rule-line").first()).toContainText("Vorrang 10");
  await picture(page, "rule-rolled-back-list-de-light");
  await page.getByTestId("rule-open").first().click();
  await page.getByTestId("rule-part-versions").click();
  await page.getByTestId("rule-retire").click();
  await expect(page.getByRole("dialog")).toContainText("niemand mehr nach dieser Regel angesprochen");
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("rule-state-tag")).toHaveText("außer Dienst");
  expect(scene.rules.rules[0]?.state).toBe("retired");
});

test("two managers at once: theirs is shown, mine is kept, and each can be gone on with", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  await page.getByTestId("rule-priority").fill("99");
  scene.rules.savedBySomebodyElse(FORM_RULE, { name: "Hilfe für alle" });
  await page.getByTestId("rule-save").click();
  const theirs = page.getByTestId("rule-theirs");
  await expect(theirs).toContainText("Inzwischen hat Clara Yılmaz Fassung 4 gespeichert.");
  await page.getByTestId("theirs-look").click();
  await expect(theirs.getByTestId("difference")).toContainText(["Hilfe für alle"]);
  await expect(page.getByTestId("rule-priority")).toHaveValue("99");
  await inspect(page, "rule-theirs");
  await page.getByTestId("keep-mine").click();
  await expect(theirs).toHaveCount(0);
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
  expect(scene.rules.rules[0]?.versions.map(one => one.version)).toEqual([5, 4, 3, 2, 1]);
  expect(scene.rules.newest(FORM_RULE)).toMatchObject({ priority: 99, name: "Hilfe beim Antrag" });
});

test("a supervisor saves and is told who publishes; an agent does not see rules at all", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "supervisor");
  await signIn(page, hub, RULE);
  await expect(page.getByTestId("rule-publishers")).toHaveText("Veröffentlichen kann: Anna Petersen.");
  await expect(page.getByTestId("rule-publish")).toHaveCount(0);
  await page.getByTestId("rule-priority").fill("3");
  await page.getByTestId("rule-save").click();
  await expect.poll(() => scene.rules.newest(FORM_RULE)?.priority).toBe(3);
  await page.getByTestId("radar-settings").click();
  await expect(page.getByTestId("settings-zone")).toBeDisabled();
  await page.goto(`${hub.url}/console/inbox`);
  become(scene, "agent");
  await page.goto(`${hub.url}${RULE}`);
  await expect(page.getByTestId("no-place")).toContainText("Rolle");
  await expect(page.getByTestId("area-radar")).toHaveCount(0);
});

test("what is written is kept: elsewhere, over a reload, without a connection; and is asked about on the way out", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  page.on("dialog", dialog => void dialog.accept());
  await signIn(page, hub, RULE);
  await page.getByTestId("cel").fill("visit.pages > ");
  await page.getByTestId("area-inbox").click();
  await page.getByTestId("area-radar").click();
  await expect(page.getByTestId("rule-line").first()).toContainText("nicht gespeichert");
  await page.reload();
  await page.getByTestId("rule-open").first().click();
  await expect(page.getByTestId("cel")).toHaveValue("visit.pages > ");
  await page.getByTestId("cel").fill("visit.pages > 3");
  await hub.goOffline();
  await expect(page.getByTestId("connection-state")).toHaveAttribute("data-state", "offline");
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-problem")).toBeVisible();
  await picture(page, "rule-offline-de-light");
  await expectAccessible(page);
  await hub.goOnline();
  await expect(page.getByTestId("connection-state")).toHaveAttribute("data-state", "online");
  await page.getByTestId("signout").click();
  await expect(page.getByRole("dialog")).toContainText("Was Sie im Radar geschrieben haben");
  await page.keyboard.press("Escape");
  await page.getByTestId("rule-save").click();
  await expect(page.getByTestId("rule-state")).toContainText("Als Entwurf gespeichert");
});

test("beside the editor stands whom it concerns now; with a draft that is no rule, it says so", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, RULE);
  await expect(page.getByTestId("matching-count")).toHaveText("2 von 12 auf der Website");
  await expect(page.getByTestId("matching-visitor")).toContainText("Besucher 3F2A");
  await inspect(page, "rule-matching");
  const asked = hub.asked.filter(({ name }) => name === "radar:matching");
  expect(asked[0]?.input).toMatchObject({ siteId: SITE, definition: scene.rules.newest(FORM_RULE) });
  await page.getByTestId("cel").fill("visit.pages > ");
  await expect(page.getByTestId("matching")).toContainText("Sobald die Bedingung wieder eine Regel ist.");
});

test("settings of a site: clock, budget, holdout, pages that mean success, and the secret when it is asked for", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/radar/settings");
  await expect(page.getByTestId("settings-perVisit")).toHaveValue("3");
  await inspect(page, "radar-settings");
  await expect(page.getByTestId("hook-secret")).toHaveCount(0);
  await page.getByTestId("hook-secret-show").click();
  await expect(page.getByTestId("hook-secret")).toContainText("aG9vay1zZWNyZXQ");
  await page.getByTestId("settings-perWeek").fill("");
  await page.getByTestId("settings-holdout").fill("5");
  await page.getByTestId("settings-pages").fill("/danke*\n\n/kauf/fertig");
  const answer = hub.answers.get("rules:configure");
  hub.answers.set("rules:configure", () =>
    fail({ code: "TEXT_INVALID", message: "", field: "settings.timeZone" }),
  );
  await page.getByTestId("settings-save").click();
  await expect(page.getByTestId("settings-zone-problem")).toContainText("gibt es nicht");
  await expectAccessible(page);
  if (answer !== undefined) hub.answers.set("rules:configure", answer);
  // Somebody else has saved meanwhile: said, and mine is saved over it knowingly.
  scene.rules.settingsVersion++;
  await page.getByTestId("settings-save").click();
  await expect(page.getByTestId("settings-meanwhile")).toBeVisible();
  await page.getByTestId("settings-save").click();
  await expect(page.getByTestId("settings-saved")).toContainText("Gespeichert");
  expect(scene.rules.settings).toEqual({
    timeZone: "Europe/Berlin",
    budget: { perVisit: 3, perDay: 5, perWeek: null },
    holdoutPercent: 5,
    conversionPages: ["/danke*", "/kauf/fertig"],
  });
});
