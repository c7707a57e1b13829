/** The settings: my account, people, sites, audit log; what each role is offered. */
import { fail } from "@lotse/protocol";
import { AGENTS, RIGHT_CODE } from "./fakeAccounts.ts";
import { expect, expectAccessible, inspect, picture, signIn, test } from "./fixture.ts";
import type { Scene } from "./scene.ts";

const PASSWORD = AGENTS[0]?.password ?? "";

const become = (scene: Scene, role: "agent" | "supervisor" | "administrator") => {
  scene.agent = { ...scene.agent, role };
};

test("my account: password, sessions", async ({ page, hub }) => {
  await signIn(page, hub, "/console/settings/account");
  await expect(page.getByTestId("session")).toHaveCount(2);
  await expect(page.getByTestId("session").first()).toHaveAttribute("data-current", "true");
  await inspect(page, "account");
  await page.getByTestId("password-current").fill("falsch");
  await page.getByTestId("password-new").fill("vier Wörter ohne Sinn");
  await page.getByTestId("password-submit").click();
  await expect(page.getByTestId("form-problem").first()).toHaveAttribute("data-code", "CREDENTIALS_INVALID");
  await page.getByTestId("password-current").fill(PASSWORD);
  await page.getByTestId("password-submit").click();
  await expect(page.getByTestId("password-changed")).not.toBeEmpty();
  await expect(page.getByTestId("password-new")).toHaveValue("");
  await page.getByTestId("session-end").click();
  await expect(page.getByTestId("session")).toHaveCount(1);
});

test("the second factor is turned on with QR code and first code, codes are told once, turning off asks", async ({
  page,
  hub,
}) => {
  await signIn(page, hub, "/console/settings/account");
  await page.getByTestId("second-begin").click();
  await inspect(page, "second-password");
  await page.getByTestId("confirm-password").fill(PASSWORD);
  await page.getByTestId("confirm-password-submit").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await expect(page.getByTestId("second-secret")).toHaveText("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
  await page.getByTestId("second-code").scrollIntoViewIfNeeded();
  await inspect(page, "second-enrolment");
  await page.getByTestId("second-code").fill("000000");
  await page.getByTestId("second-confirm").click();
  await expect(page.getByTestId("form-problem").last()).toHaveAttribute("data-code", "CREDENTIALS_INVALID");
  await page.getByTestId("second-code").fill(RIGHT_CODE);
  await page.getByTestId("second-confirm").click();
  await expect(page.getByTestId("backup-codes")).toContainText("h4gk-82mp");
  await picture(page, "backup-codes-de-light");
  await expectAccessible(page);
  await page.getByTestId("codes-kept").click();
  await expect(page.getByTestId("second-state")).toHaveAttribute("data-on", "true");
  await page.getByTestId("second-end").click();
  await page.getByTestId("confirm-password").fill(PASSWORD);
  await page.getByTestId("confirm-password-submit").click();
  await expect(page.getByTestId("second-state")).toHaveAttribute("data-on", "false");
});

test("the secret is forgotten by whoever goes elsewhere", async ({ page, hub }) => {
  await signIn(page, hub, "/console/settings/account");
  await page.getByTestId("second-begin").click();
  await page.getByTestId("confirm-password").fill(PASSWORD);
  await page.getByTestId("confirm-password-submit").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await page.getByTestId("area-visitors").click();
  await page.goBack();
  await expect(page.getByTestId("second-state")).toBeVisible();
  await expect(page.getByTestId("qr")).toHaveCount(0);
});

test("people: invited with a link told once, changed, renewed, signed out, removed", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/people");
  await expect(page.getByTestId("member")).toHaveCount(4);
  await inspect(page, "people");
  await page.getByTestId("member-invite").click();
  await inspect(page, "people-invite");
  await page.getByTestId("member-name").fill("Dörte Ahrens");
  await page.getByTestId("member-email").fill("doerte@nordwind.example");
  const add = async (skill: string, level: string) => {
    await page.getByTestId("member-skills-add").click();
    await page.getByTestId("member-skills-skill").last().fill(skill);
    await page.getByTestId("member-skills-level").last().selectOption(level);
  };
  await add("Sales", "3");
  await add(" ", "1");
  await add("Kfz", "4");
  await add("Sales", "5");
  await page.getByTestId("member-capacity").fill("6");
  await page.getByTestId("member-channels-all").uncheck();
  const channel = (id: string) => page.locator(`[data-testid=member-channel][data-channel=${id}]`);
  for (const id of ["call", "callback", "fax", "sms"]) await channel(id).getByRole("checkbox").uncheck();
  await channel("chat").getByTestId("member-limit").fill("3");
  await picture(page, "people-invite-filled-de-light");
  await expectAccessible(page);
  await page.getByTestId("member-save").click();
  await expect(page.getByTestId("member-link")).toContainText("/console/welcome#");
  await inspect(page, "people-link");
  expect(hub.asked.find(({ name }) => name === "member:invite")?.input).toEqual({
    name: "Dörte Ahrens",
    email: "doerte@nordwind.example",
    role: "agent",
    skills: [
      { skill: "Sales", level: 5 },
      { skill: "Kfz", level: 4 },
    ],
    capacity: 6,
    channels: ["chat", "email"],
    limits: [{ channel: "chat", items: 3 }],
  });
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("member-link")).toHaveCount(0);
  await expect(page.getByTestId("member")).toHaveCount(5);
  const ben = page.getByTestId("member").nth(1);
  await ben.getByTestId("member-edit").click();
  await page.getByTestId("member-role").selectOption("supervisor");
  await picture(page, "people-edit-de-light");
  await page.getByTestId("member-save").click();
  await expect(ben).toContainText("Teamleitung");
  await ben.getByTestId("member-edit").click();
  await page.getByTestId("member-renew").click();
  await expect(page.getByTestId("member-link")).toBeVisible();
  await page.getByTestId("dialog-close").click();
  await ben.getByTestId("member-edit").click();
  await page.getByTestId("member-remove").click();
  await picture(page, "people-remove-de-light");
  await expectAccessible(page);
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("member")).toHaveCount(4);
});

test("the list of people follows what the hub tells, and mail addresses are not torn apart", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/people");
  const ben = page.getByTestId("member").nth(1);
  await expect(ben).toContainText("Abwesend");
  const told = {
    ...scene.agent,
    id: await ben.getAttribute("data-agent-id"),
    name: "Ben Krüger-Lüdenscheidt",
  };
  hub.tell("presence:changed", { ...told, presence: "away", presenceReason: "Mittagspause" } as never);
  await expect(ben).toContainText("Krüger-Lüdenscheidt");
  await expect(ben).toContainText("Mittagspause");
  // Somebody whom the list does not know yet.
  scene.organisation.members = [
    ...scene.organisation.members,
    { ...scene.organisation.members[1], id: "new", name: "Nele" },
  ];
  hub.tell("presence:changed", { ...told, id: "new" } as never);
  await expect(page.getByTestId("member")).toHaveCount(5);
  // Invited at another console: nobody's presence tells of that.
  scene.organisation.members = [
    ...scene.organisation.members,
    { ...scene.organisation.members[1], id: "invited", name: "Ole", state: "invited" },
  ];
  hub.tell("members:changed", {});
  await expect(page.getByTestId("member").filter({ hasText: "Ole" })).toBeVisible();
  await page.setViewportSize({ width: 640, height: 400 });
  const address = page.getByTestId("member").nth(1).locator(".address");
  const lines = await address.evaluate(element => element.getClientRects().length);
  expect(lines).toBeLessThanOrEqual(2);
});

test("at 200 % zoom a person's row can still be changed without scrolling it", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await page.setViewportSize({ width: 640, height: 400 });
  await signIn(page, hub, "/console/settings/people");
  await expect(page.getByTestId("member-edit").first()).toBeInViewport({ ratio: 1 });
});

test("what the hub refuses is told in the form, and nothing is lost", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/people");
  await page.getByTestId("member").first().getByTestId("member-edit").click();
  await expect(page.getByTestId("member-remove")).toHaveCount(0);
  await page.getByTestId("member-role").selectOption("agent");
  await page.getByTestId("member-save").click();
  await expect(page.getByTestId("form-problem")).toContainText("letzte Person in der Administration");
  await expect(page.getByTestId("member-role")).toHaveValue("agent");
});

test("an invitation begins in its first field; what is refused is said in red, at the field", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  hub.answers.set("member:invite", () =>
    fail({ code: "TEXT_TOO_LONG", message: "The input was refused", field: "skills.1" }),
  );
  await signIn(page, hub, "/console/settings/people");
  await page.getByTestId("member-invite").click();
  await expect(page.getByTestId("member-name")).toBeFocused();
  await page.keyboard.type("Dora Engel");
  await page.getByTestId("member-email").fill("dora@nordwind.example");
  await page.getByTestId("member-skills-add").click();
  await page.getByTestId("member-skills-skill").fill("x".repeat(80));
  await page.getByTestId("member-save").click();
  await expect(page.getByTestId("member-skills-skill")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("member-email")).not.toHaveAttribute("aria-invalid");
  const problem = page.getByTestId("form-problem");
  await expect(problem).toContainText("zu lang");
  const danger = await page
    .getByTestId("member-skills-skill")
    .evaluate(field => getComputedStyle(field).borderColor);
  await expect(problem).toHaveCSS("color", danger);
  await expectAccessible(page);
  await picture(page, "people-invite-refused-de-light");
});

test("sites: snippet, origins, kill switch with a question, identity keys", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/sites");
  await expect(page.getByTestId("site-snippet")).toHaveText(
    `<script async src="${hub.url}/s/nordwind-demo.js"></script>`,
  );
  await inspect(page, "sites");
  await page
    .getByTestId("site-origins")
    .fill("https://www.nordwind.example\n\n https://shop.nordwind.example ");
  await page.getByTestId("site-asset-origins").fill("https://cdn.example\n\nhttps://fonts.example");
  await page.getByTestId("site-consent").check();
  await page.getByTestId("site-save").click();
  await expect(page.getByTestId("site-saved")).not.toBeEmpty();
  expect(scene.organisation.sites[0]).toMatchObject({
    origins: ["https://www.nordwind.example", "https://shop.nordwind.example"],
    assetOrigins: ["https://cdn.example", "https://fonts.example"],
    consent: "asked",
  });
  await page.getByTestId("site-off").click();
  await picture(page, "site-off-de-light");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("site-switch")).toHaveAttribute("data-enabled", "true");
  await page.getByTestId("site-off").click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("site-switch")).toHaveAttribute("data-enabled", "false");
  await page.getByTestId("site-on").click();
  await expect(page.getByTestId("site-switch")).toHaveAttribute("data-enabled", "true");
});

test("sites: rules of what agents do not see, by keyboard, refused where they are wrong", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/sites");
  await page.getByTestId("mask-add").click();
  // What was added has the focus.
  await page.keyboard.type(".kunde .name");
  await page.getByTestId("mask-action").selectOption("block");
  await page.getByTestId("mask-pages").fill("/konto/*");
  await page.getByTestId("mask-add").click();
  await page.keyboard.type("input[name=gehalt]");
  await page.getByTestId("mask-save").click();
  await expect(page.getByTestId("mask-saved")).not.toBeEmpty();
  expect(scene.organisation.sites[0]?.maskRules).toEqual([
    { selector: ".kunde .name", action: "block", pages: "/konto/*" },
    { selector: "input[name=gehalt]", action: "mask" },
  ]);
  await page.getByTestId("mask-rules").scrollIntoViewIfNeeded();
  await inspect(page, "mask-rules");
  await page.setViewportSize({ width: 320, height: 700 });
  await page.getByTestId("mask-rules").scrollIntoViewIfNeeded();
  await picture(page, "mask-rules-de-320");
  await expectAccessible(page);
  scene.organisation.siteRefusal = { code: "SELECTOR_INVALID", message: "", field: "maskRules.1.selector" };
  await page.getByTestId("mask-save").click();
  await expect(page.getByTestId("mask-rules").getByTestId("form-problem")).toContainText("Selektor");
  await expect(page.getByTestId("mask-selector").nth(1)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByTestId("mask-selector").nth(0)).not.toHaveAttribute("aria-invalid");
  await page.getByTestId("mask-remove").first().click();
  await expect(page.getByTestId("mask-rule")).toHaveCount(1);
});

test("drift: rules that match nothing, fields that look sensitive, dismissed one by one", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  const seen = { firstSeenAtMs: Date.UTC(2026, 2, 1), lastSeenAtMs: Date.UTC(2026, 2, 9) };
  const rule = { selector: ".kunde .name", action: "mask", pages: "/konto/*" };
  const field = { tag: "input", type: "email", sign: "near", name: "kontakt", id: "feld-kontakt" };
  scene.organisation.drift = [
    { finding: "a", what: { kind: "rule", rule }, count: 57, ...seen },
    { finding: "b", what: { kind: "field", page: "/vertrag/*", field }, count: 1, ...seen },
    {
      ...{ finding: "c", count: 12, ...seen },
      what: {
        ...{ kind: "field", page: `/${"sehr-langer-teil/".repeat(8)}` },
        field: { tag: "select", type: "", sign: "label", name: "x".repeat(60) },
      },
    },
  ];
  await signIn(page, hub, "/console/settings/sites");
  await expect(page.getByTestId("drift-finding")).toHaveCount(3);
  await expect(page.getByTestId("drift-finding").first()).toContainText("57 Seiten");
  await page.getByTestId("drift").scrollIntoViewIfNeeded();
  await inspect(page, "drift");
  await page.setViewportSize({ width: 320, height: 700 });
  await page.getByTestId("drift-finding").first().scrollIntoViewIfNeeded();
  await picture(page, "drift-320");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId("language").click();
  await expect(page.getByTestId("drift-finding").first()).toContainText("57 pages");
  await page.getByTestId("drift").scrollIntoViewIfNeeded();
  await picture(page, "drift-en-light");
  await page.getByTestId("drift-dismiss").nth(1).click();
  await expect(page.getByTestId("drift-finding")).toHaveCount(2);
  expect(scene.organisation.drift.map(({ finding }) => finding)).toEqual(["a", "c"]);
});

test("identity keys: the secret shows only while asked for; two live at most; a retired one stays listed", async ({
  page,
  hub,
  scene,
}) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/sites");
  await expect(page.getByTestId("identity-key")).toHaveCount(1);
  await expect(page.getByTestId("key-secret")).toHaveCount(0);
  await page.getByTestId("key-show").click();
  await expect(page.getByTestId("key-secret")).toHaveText("c2VjcmV0LW9uZQ");
  await page.getByTestId("key-show").click();
  await expect(page.getByTestId("key-secret")).toHaveCount(0);
  await page.getByTestId("key-add").click();
  await expect(page.getByTestId("identity-key")).toHaveCount(2);
  await expect(page.getByTestId("key-add")).toBeDisabled();
  await page.getByTestId("key-add").scrollIntoViewIfNeeded();
  await picture(page, "keys-de-light");
  await expectAccessible(page);
  await page.getByTestId("key-retire").first().click();
  await page.getByTestId("confirm").click();
  await expect(page.getByTestId("identity-key").first()).toHaveAttribute("data-retired", "true");
  await expect(page.getByTestId("key-add")).toBeEnabled();
});

test("the audit log, a page at a time", async ({ page, hub, scene }) => {
  become(scene, "administrator");
  await signIn(page, hub, "/console/settings/audit");
  await expect(page.getByTestId("audit-entry")).toHaveCount(50);
  await expect(page.getByTestId("audit-entry").first()).toContainText("Website geändert");
  await expect(page.getByTestId("audit-entry").first()).toContainText("Website Nordwind Versicherung");
  await expect(page.getByTestId("audit-entry").nth(1)).toContainText("Person Maximiliane Freifrau");
  await expect(page.getByTestId("audit-entry").nth(5)).toContainText("Nicht in die Warteschlange gelassen");
  await expect(page.getByTestId("audit-entry").nth(5)).toContainText("Grund niemand im Dienst");
  await inspect(page, "audit");
  await page.getByTestId("audit-older").click();
  await expect(page.getByTestId("audit-entry")).toHaveCount(60);
  await expect(page.getByTestId("audit-older")).toHaveCount(0);
});

test("an agent is offered the account alone; a foreign address says why", async ({ page, hub }) => {
  await signIn(page, hub, "/console/settings/people");
  await expect(page.getByTestId("no-place")).toContainText("Rolle");
  await picture(page, "denied-de-light");
  await expectAccessible(page);
  expect(hub.asked.map(({ name }) => name)).not.toContain("member:list");
  await page.keyboard.press("Alt+Digit4");
  await page.getByTestId("area-settings").click();
  await expect(page.getByTestId("settings-account")).toBeVisible();
  await expect(page.getByTestId("settings-people")).toHaveCount(0);
});

test("a supervisor reads people and sites and changes nothing", async ({ page, hub, scene }) => {
  become(scene, "supervisor");
  await signIn(page, hub, "/console/settings/people");
  await expect(page.getByTestId("member")).toHaveCount(4);
  await expect(page.getByTestId("member-edit")).toHaveCount(0);
  await expect(page.getByTestId("member-invite")).toHaveCount(0);
  await page.getByTestId("settings-sites").click();
  await expect(page.getByTestId("site")).toBeVisible();
  await expect(page.getByTestId("site-save")).toHaveCount(0);
  await expect(page.getByTestId("site-off")).toHaveCount(0);
  await expect(page.getByTestId("identity-key")).toHaveCount(0);
  await expect(page.getByTestId("site-name")).toBeDisabled();
  await expect(page.getByTestId("settings-audit")).toHaveCount(0);
});
