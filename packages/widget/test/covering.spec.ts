/** A card and the field the visitor is in: whatever the field is, wherever it is, and while it moves. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { type FakeHub, RULE } from "./fakeHub.ts";
import { expect, named, test } from "./world.ts";

const TEXT = {
  de: "Heute ohne Versandkosten, und noch ein Satz, damit die Karte hoch wird.",
  en: "Free shipping today, and one more sentence, so that the card is high.",
};
const CORNER = "position:fixed;right:20px;bottom:60px;width:300px;height:90px";
const GROWING = "position:fixed;right:20px;top:20px;width:300px;height:60px";
const PHONE = { width: 360, height: 640 };
const DESK = { width: 1280, height: 800 };
const FRAME = `<iframe srcdoc="<link rel=stylesheet href=/site.css><input id=high>
<textarea id=low class=bottom></textarea>"></iframe>`;

const hintOnForm = (hub: FakeHub, kind: "message" | "callback" = "message") => {
  hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 300] }] };
  const hint = { id: "00000000-0000-4000-8000-00000000abcd", ruleId: RULE, kind, text: TEXT } as const;
  hub.decide = () => [{ ruleId: RULE, outcome: "hint", hint, retryAfterMs: null }];
};

const card = (page: Page) => page.locator(".card");

/** By the property: the site's policy takes no style attributes. */
const put = (page: Page, html: string, css: string) =>
  page.evaluate(
    ([html, css]) => {
      const holder = document.createElement("div");
      holder.innerHTML = html;
      const field = holder.firstElementChild as HTMLElement;
      field.style.cssText = css;
      field.id = "f";
      document.body.append(field);
    },
    [html, css] as const,
  );

const putInShadow = (page: Page) =>
  page.evaluate(() => {
    const inner = document.createElement("textarea");
    inner.style.cssText = "width:100%;height:100%";
    document.getElementById("f")?.attachShadow({ mode: "open" }).append(inner);
  });

/** By what is seen on the screen, not by what the card says of itself. */
const isClear = async (page: Page, field: Locator): Promise<boolean> => {
  if (!(await card(page).isVisible())) return true;
  const [a, b] = [await card(page).boundingBox(), await field.boundingBox()];
  if (a === null || b === null) return false;
  return a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
};

/** The first that is free, and clear of the field. */
const expectPlace = async (page: Page, field: Locator, place: string) => {
  await expect(card(page)).toHaveAttribute("data-corner", place);
  expect(await isClear(page, field)).toBe(true);
};

const FIELDS = [
  ["a textarea", "<textarea></textarea>", CORNER, "left", "top"],
  ["an editable part of the page", "<div contenteditable><p>abc</p></div>", CORNER, "left", "top"],
  ["a select", "<select><option>a</select>", CORNER, "left", "top"],
  ["a part that says it is a text box", "<div role=textbox tabindex=0>abc</div>", CORNER, "left", "top"],
  [
    "a bar along the bottom",
    "<textarea></textarea>",
    "position:fixed;left:0;bottom:0;width:100%;height:120px",
    "top",
    "top",
  ],
  [
    "a field that leaves room for a folded card only",
    "<textarea></textarea>",
    "position:fixed;left:0;bottom:90px;width:100%;height:calc(100% - 100px)",
    "folded",
    "folded",
  ],
  [
    "a field that leaves room for a folded card only, at the top",
    "<textarea></textarea>",
    "position:fixed;left:0;bottom:0;width:100%;height:calc(100% - 100px)",
    "folded-top",
    "folded-top",
  ],
  [
    "a field of the size of the window",
    "<textarea></textarea>",
    "position:fixed;inset:0;width:100%;height:100%",
    "none",
    "none",
  ],
] as const;

for (const [name, html, css, onDesk, onPhone] of FIELDS) {
  for (const [size, place] of [
    [DESK, onDesk],
    [PHONE, onPhone],
  ] as const) {
    test(`${name} is never covered (${size.width} px wide)`, async ({ page, hub, site }) => {
      hintOnForm(hub);
      await page.setViewportSize(size);
      await page.goto(site.url);
      await put(page, html, css);
      await page.locator("#f").focus();
      await expectPlace(page, page.locator("#f"), place);
      await page.locator("#f").blur();
      await expect(page.getByTestId("hint")).toBeVisible();
      await expect(card(page)).toHaveAttribute("data-corner", "right");
    });
  }
}

test("a field in an open shadow root is never covered", async ({ page, hub, site }) => {
  hintOnForm(hub);
  await page.goto(site.url);
  await put(page, "<section></section>", CORNER);
  await putInShadow(page);
  await page.locator("#f textarea").focus();
  await expectPlace(page, page.locator("#f"), "left");
});

test("a field in a frame is never covered, and the rest of the frame is no matter", async ({
  page,
  hub,
  site,
}) => {
  hintOnForm(hub);
  await page.goto(site.url);
  await put(page, FRAME, "position:fixed;inset:0;width:100%;height:100%;border:9px solid");
  const inner = page.frameLocator("#f");
  await inner.locator("#low").focus();
  await expectPlace(page, inner.locator("#low"), "left");
  await inner.locator("#high").focus();
  await expectPlace(page, inner.locator("#high"), "right");
});

for (const [name, css, field] of [
  ["in the corner", CORNER, "#high"],
  [
    "drawn larger",
    "position:fixed;left:0;top:0;width:640px;height:400px;transform:scale(2);transform-origin:0 0",
    "#low",
  ],
] as const) {
  test(`a field in a frame ${name} is looked for where it is seen`, async ({ page, hub, site }) => {
    hintOnForm(hub);
    await page.setViewportSize(DESK);
    await page.goto(site.url);
    await put(page, FRAME, css);
    const inner = page.frameLocator("#f").locator(field);
    await inner.focus();
    await expectPlace(page, inner, "left");
  });
}

test("a frame of another origin that has the focus is a field as a whole", async ({ page, hub, site }) => {
  hintOnForm(hub);
  await page.goto(site.url);
  await put(page, FRAME.replace("iframe", "iframe sandbox=allow-scripts"), CORNER);
  await page.frameLocator("#f").locator("#high").focus();
  await expectPlace(page, page.locator("#f"), "left");
});

for (const [name, before, after] of [
  ["grows", GROWING, `${GROWING.replace("height:60px", "height:740px")}`],
  [
    "is pushed down",
    "position:absolute;left:0;top:90px;width:100%",
    "position:absolute;left:0;top:650px;width:100%",
  ],
  [
    "glides",
    `${CORNER};transition:transform .3s;transform:translateX(-700px)`,
    `${CORNER};transition:transform .3s;transform:none`,
  ],
] as const) {
  test(`a card gives way to a field that ${name} beneath it`, async ({ page, hub, site }) => {
    hintOnForm(hub);
    await page.setViewportSize(DESK);
    await page.goto(site.url);
    await put(page, "<textarea></textarea>", before);
    await page.locator("#f").focus();
    await expectPlace(page, page.locator("#f"), "right");
    await page.locator("#f").evaluate((field, css) => {
      field.style.cssText = css;
    }, after);
    await expect(card(page)).not.toHaveAttribute("data-corner", "right");
    await expect.poll(() => isClear(page, page.locator("#f"))).toBe(true);
    await page.locator("#f").evaluate((field, css) => {
      field.style.cssText = css;
    }, before);
    await expect(card(page)).toHaveAttribute("data-corner", "right");
  });
}

test.describe("a folded card", () => {
  const fill = (page: Page) =>
    put(page, "<textarea></textarea>", "position:fixed;left:0;bottom:0;width:100%;height:calc(100% - 100px)");

  test("asks nothing that cannot be read, and is whole once it has the focus", async ({
    page,
    hub,
    site,
  }) => {
    hintOnForm(hub);
    await page.goto(site.url);
    await fill(page);
    await page.locator("#f").focus();
    await expectPlace(page, page.locator("#f"), "folded-top");
    const unfold = page.getByTestId("unfold");
    await expect(unfold).toHaveText("Hinweis für Sie …");
    await expect(page.getByTestId("hint-accept")).toBeHidden();
    expect((await new AxeBuilder({ page }).include("lotse-widget").analyze()).violations).toEqual([]);
    await unfold.click();
    await expect(page.getByTestId("hint")).toContainText(TEXT.de);
    await expect(unfold).toBeHidden();
    await page.getByTestId("hint-accept").click();
    await expect.poll(() => named(hub, "hint:answer")).toHaveLength(1);
  });

  test("is unfolded by who comes to it by keyboard", async ({ page, hub, site }) => {
    hintOnForm(hub);
    await page.goto(site.url);
    await fill(page);
    await page.locator("#f").focus();
    await expectPlace(page, page.locator("#f"), "folded-top");
    await page.getByTestId("unfold").focus();
    await expect(page.getByTestId("hint-accept")).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByTestId("hint-accept")).toBeFocused();
  });
});

test("held back, it is said to be there, is put off by nobody, and comes when the field is left", async ({
  page,
  hub,
  site,
}) => {
  hintOnForm(hub, "callback");
  await page.goto(site.url);
  await put(page, "<textarea></textarea>", "position:fixed;inset:0;width:100%;height:100%");
  await page.locator("#f").focus();
  await expect(page.getByTestId("held")).toHaveText(/sobald Sie das Feld verlassen/);
  await expect(page.getByTestId("hint-accept")).toBeHidden();
  await page.keyboard.press("Escape");
  await page.locator("#f").blur();
  await expect(page.getByTestId("hint-accept")).toBeVisible();
  await expect(page.getByTestId("held")).toHaveText("");
  expect(named(hub, "hint:answer")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("hint-accept")).toBeHidden();
  await expect.poll(() => named(hub, "hint:answer")).toHaveLength(1);
});

test("a card does not slip away from under the hand that presses it", async ({ page, hub, site }) => {
  hintOnForm(hub);
  await page.goto(site.url);
  await put(page, "<textarea></textarea>", CORNER);
  await page.locator("#f").focus();
  await expectPlace(page, page.locator("#f"), "left");
  await page.getByTestId("hint-accept").hover();
  await page.mouse.down();
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.mouse.up();
  await expect(page.getByTestId("hint-accept")).toBeHidden();
  await expect.poll(() => named(hub, "hint:answer")).toHaveLength(1);
});

test("a card shows beside nothing that has the focus while it cannot tell where that is", async ({
  page,
  hub,
  site,
  complaints,
}) => {
  hintOnForm(hub);
  await page.route("**/clear-*.js", route => route.abort());
  await page.goto(site.url);
  await expect(page.getByTestId("hint")).toBeVisible();
  await page.locator("[name=name]").focus();
  await expect(page.getByTestId("hint")).toBeHidden();
  await page.locator("[name=name]").blur();
  await expect(page.getByTestId("hint")).toBeVisible();
  // The browser's own lines about the network.
  complaints.length = 0;
});

test("no card comes up while somebody types in a frame", async ({ page, hub, site }) => {
  await page.clock.install();
  hintOnForm(hub);
  hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 4_000] }] };
  await page.goto(site.url);
  await put(page, FRAME, "width:400px;height:300px");
  const inner = page.frameLocator("#f").locator("#high");
  await expect(async () => {
    await inner.press("x");
    await page.clock.runFor(1_000);
    expect(hub.beacons.at(-1)?.asks).toEqual([RULE]);
  }).toPass({ intervals: [50], timeout: 20_000 });
  for (let index = 0; index < 5; index++) {
    await inner.press("x");
    await page.clock.runFor(2_000);
    await expect(page.getByTestId("hint")).toBeHidden();
  }
  await page.clock.runFor(2_000);
  await expect(page.getByTestId("hint")).toBeVisible();
});
