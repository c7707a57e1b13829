/** The page is shared: consent, the frame, the brush, Stop; what the hub gets of it, and what the page never notices. */
import { ANNA } from "./fakeHub.ts";
import { share, talk, textOf } from "./talking.ts";
import { expect, named, test } from "./world.ts";

test.describe("sharing the page", () => {
  test("needs the visitor's own click; a script's does not count", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    hub.share("requested");
    await expect(page.getByTestId("cobrowse-consent")).toContainText("Passwörter");
    await page.getByTestId("cobrowse-consent-accept").evaluate(button => (button as HTMLElement).click());
    await expect(page.getByTestId("cobrowse-consent")).toBeVisible();
    expect(named(hub, "cobrowse:answer")).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => named(hub, "cobrowse:answer")).toMatchObject([{ input: { answer: "decline" } }]);
    expect(hub.packets).toEqual([]);
  });

  test("fetches the recorder only after consent, and goes on on the next page", async ({
    page,
    hub,
    site,
  }) => {
    const fetched: string[] = [];
    page.on("request", request => fetched.push(request.url()));
    await talk(page, { hub, site });
    expect(fetched.filter(url => url.includes("recorder"))).toEqual([]);
    await share(page, { hub });
    const segment = hub.segment;
    await page.getByRole("link", { name: "Weiter" }).click();
    await expect(page.getByTestId("cobrowse-frame")).toContainText("Anna Petersen sieht diese Seite");
    await expect.poll(() => hub.segment).toBeGreaterThan(segment);
    expect(named(hub, "cobrowse:answer")).toHaveLength(1);
  });

  test("does not go over to a window that a page without Lotse opens, nor past such a page, without being asked", async ({
    page,
    hub,
    site,
  }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    await page.goto(`${site.url}/without`);
    const opening = page.waitForEvent("popup");
    await page.getByRole("button").evaluate(button =>
      button.addEventListener("click", () => {
        // As many do; nothing tells the window who opened it.
        const opened = window.open("/second");
        if (opened !== null) opened.opener = null;
      }),
    );
    await page.getByRole("button").click();
    const opened = await opening;
    const { length } = hub.packets;
    // Whoever has storage by then: asked, in both.
    await expect(opened.getByTestId("cobrowse-consent")).toBeVisible();
    await page.getByRole("link").click();
    await expect(page.getByTestId("cobrowse-consent")).toBeVisible();
    for (const one of [opened, page]) await expect(one.getByTestId("cobrowse-frame")).toHaveCount(0);
    expect(hub.packets).toHaveLength(length);
    await page.bringToFront();
    await page.getByTestId("cobrowse-consent-accept").click();
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
    await expect.poll(() => hub.packets.length).toBeGreaterThan(length);
    // From here on it is this tab's again.
    await page.getByRole("link", { name: "Weiter" }).click();
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
    await expect(opened.getByTestId("cobrowse-frame")).toHaveCount(0);
  });

  test("keeps the bar low and Stop in sight, however narrow the page and long the name", async ({
    page,
    hub,
    site,
  }) => {
    hub.agent = { ...ANNA, name: "Anna-Katharina von Petersen-Hohenlohe zu Schillingsfürst" };
    await talk(page, { hub, site });
    await share(page, { hub });
    for (const width of [320, 360, 480, 768]) {
      await page.setViewportSize({ width, height: 640 });
      const stop = page.getByTestId("cobrowse-stop");
      await expect(stop).toBeInViewport({ ratio: 1 });
      expect((await page.locator(".board").boundingBox())?.height).toBeLessThan(80);
      await stop.click({ trial: true });
      // Nor does it lie on the panel's head.
      const head = page.getByTestId("chat-panel").getByRole("heading");
      expect((await head.boundingBox())?.y).toBeGreaterThan(76);
    }
  });

  test("folds to a handle on a small screen: who sees the page and Stop stay", async ({
    page,
    hub,
    site,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await talk(page, { hub, site });
    await share(page, { hub });
    await page.getByTestId("chat-close").click();
    const [board, fold] = [page.locator(".board"), page.getByTestId("cobrowse-fold")];
    await page.screenshot({ path: test.info().outputPath("bar-320.png") });
    expect((await board.boundingBox())?.y).toBeLessThan(10);
    await fold.click();
    await page.screenshot({ path: test.info().outputPath("folded-320.png") });
    const handle = await board.boundingBox();
    const launcher = await page.locator(".launcher").boundingBox();
    expect(handle?.y).toBeGreaterThan(560);
    expect(handle?.height).toBeLessThan(52);
    expect((handle?.x ?? 0) + (handle?.width ?? 999)).toBeLessThan(launcher?.x ?? 0);
    await expect(board.locator("span")).toBeVisible();
    const stop = page.getByTestId("cobrowse-stop");
    await expect(stop).toBeInViewport({ ratio: 1 });
    await stop.click({ trial: true });
    // What the brush says lies on neither.
    await page.evaluate(() => {
      const label = '<label class="pin" data-lotse-block>PIN <input></label>';
      document.querySelector("main")?.insertAdjacentHTML("afterbegin", label);
      const field = document.querySelector<HTMLElement>(".pin input");
      if (field !== null) field.style.height = "60px";
    });
    await page.getByTestId("cobrowse-sight").click();
    const legend = await page.locator(".legend").boundingBox();
    expect((legend?.y ?? 0) + (legend?.height ?? 999)).toBeLessThanOrEqual(launcher?.y ?? 0);
    // The hatch covers all of a label, also what stands in it.
    const field = await page.locator(".pin input").boundingBox();
    const hatch = await page.locator(".hatch").first().boundingBox();
    expect(hatch?.y).toBeLessThanOrEqual(field?.y ?? 0);
    expect(hatch?.height).toBeGreaterThanOrEqual(field?.height ?? 999);
    await page.screenshot({ path: test.info().outputPath("sight-320.png") });
    await page.keyboard.press("Escape");
    await page.locator(".launcher").click();
    await expect(stop).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: test.info().outputPath("folded-chat-320.png") });
    await page.getByTestId("chat-close").click();
    await fold.click();
    await expect(board).not.toHaveClass(/folded/);
  });

  test("stops at once without the hub, and tells it later", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    await page.context().setOffline(true);
    hub.cut();
    await page.getByTestId("cobrowse-stop").click();
    await expect(page.getByTestId("cobrowse-frame")).toBeHidden({ timeout: 500 });
    const [sent, sources] = [hub.packets.length, hub.sources];
    await page.locator("input[name=name]").fill("nach dem Ende");
    await page.context().setOffline(false);
    await expect.poll(() => named(hub, "cobrowse:stop").length, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(hub.packets).toHaveLength(sent);
    await page.reload();
    await expect(page.getByTestId("message")).toHaveCount(1);
    await expect(page.getByTestId("cobrowse-frame")).toHaveCount(0);
    expect(hub.sources).toBe(sources);
  });

  test("stays in its tab when that is copied; the copy takes it over only by a click of the visitor's", async ({
    page,
    hub,
    site,
  }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    // A window that a page opens begins with a copy of what the page's tab remembers, as a duplicated tab does.
    const [copy] = await Promise.all([
      page.waitForEvent("popup"),
      page.evaluate(url => void window.open(url), `${site.url}/second`),
    ]);
    await expect(copy.getByTestId("message")).toHaveCount(1);
    const asked = named(hub, "visit:resume").length;
    await copy.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect.poll(() => named(hub, "visit:resume").length).toBeGreaterThan(asked);
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
    await expect(copy.getByTestId("cobrowse-frame")).toHaveCount(0);
    expect(hub.sources).toBe(1);

    await copy.getByTestId("cobrowse-share").click();
    await copy.getByTestId("cobrowse-consent-accept").click();
    await expect(copy.getByTestId("cobrowse-frame")).toBeVisible();
    await expect(page.getByTestId("cobrowse-frame")).toBeHidden();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.reload();
    await expect(page.getByTestId("message")).toHaveCount(1);
    expect(hub.sources).toBe(2);
    expect(named(hub, "cobrowse:stop")).toEqual([]);
  });

  test("follows a page that sets styles, and violates no policy in doing so", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    for (const colour of ["red", "green", ""]) {
      const sent = hub.packets.length;
      await page.locator("main").evaluate((main, value) => {
        main.style.color = value;
      }, colour);
      await expect.poll(() => hub.packets.length).toBeGreaterThan(sent);
    }
  });

  test("shows the page anew under the rules of masking that hold from now on", async ({
    page,
    hub,
    site,
  }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    const heading = (await page.locator("main h1").first().textContent()) ?? "";
    const ofSegment = (segment: number): string => textOf(hub, segment);
    const before = hub.segment - 1;
    expect(ofSegment(before)).toContain(heading);
    hub.tellSource("stream:opened", {
      nextSegment: before + 100,
      masking: { strict: false, rules: [{ selector: "main h1", action: "mask" }] },
    });
    await expect.poll(() => hub.segment - 1).toBeGreaterThanOrEqual(before + 100);
    await expect.poll(() => ofSegment(hub.segment - 1)).toContain("Weiter");
    expect(ofSegment(hub.segment - 1)).not.toContain(heading);
  });

  test("shows what is hidden, and hides by hand what the visitor points at", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    await page.evaluate(() => {
      document.querySelector("main h1")?.setAttribute("id", "titel");
      const secret = document.createElement("input");
      secret.type = "password";
      document.querySelector("main")?.append(secret);
      Object.assign(window, { clicks: 0 });
      document.querySelector("main")?.addEventListener("click", () => Object.assign(window, { clicks: 1 }));
    });
    const eye = page.getByTestId("cobrowse-sight");
    // Only a person's click.
    await eye.evaluate(button => (button as HTMLElement).click());
    await expect(eye).toHaveAttribute("aria-pressed", "false");
    await eye.click();
    const layer = page.getByTestId("cobrowse-sight-layer");
    const hatches = layer.locator(".hatch");
    await expect(hatches).toHaveCount(2);
    const [field, hatch] = [
      await page.locator("input[type=password]").last().boundingBox(),
      await hatches.last().boundingBox(),
    ];
    expect(Math.abs((field?.x ?? 0) - (hatch?.x ?? 99))).toBeLessThan(2);
    expect(Math.abs((field?.y ?? 0) - (hatch?.y ?? 99))).toBeLessThan(2);
    const ofSegment = (segment: number): string => textOf(hub, segment);
    const before = hub.segment - 1;
    const box = await page.locator("#titel").boundingBox();
    const point = { x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 };
    await page.mouse.click(point.x, point.y);
    await expect(hatches).toHaveCount(3);
    await expect(layer).toContainText("auch auf weiteren Seiten in diesem Tab");
    await expect.poll(() => hub.segment - 1).toBeGreaterThan(before);
    await expect.poll(() => ofSegment(hub.segment - 1)).toContain("Weiter");
    expect(ofSegment(hub.segment - 1)).not.toContain("Kfz-Versicherung</h1>");
    expect(ofSegment(hub.segment - 1)).not.toContain('"Kfz-Versicherung"');
    // The page heard nothing of it, and what is always hidden stays so.
    expect(await page.evaluate(() => (window as unknown as { clicks: number }).clicks)).toBe(0);
    await page.mouse.click((field?.x ?? 0) + 4, (field?.y ?? 0) + 4);
    await expect(layer).toContainText("Ist immer verborgen");
    await page.screenshot({ path: test.info().outputPath("sight.png") });
    await page.keyboard.press("Escape");
    await expect(layer).toHaveCount(0);
    await expect(eye).toBeFocused();
    // It is taken back by whoever did it, by keyboard as well.
    await page.keyboard.press("Enter");
    await expect(layer).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(layer.locator(".cursor")).toBeVisible();
    await page.mouse.click(point.x, point.y);
    await expect(hatches).toHaveCount(2);
    await expect.poll(() => ofSegment(hub.segment - 1)).toContain('"Kfz-Versicherung"');
    await page.mouse.click(point.x, point.y);
    await expect(hatches).toHaveCount(3);
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => sessionStorage.getItem("lotse:brush"))).toBe('["#titel"]');
  });

  test("begins anew after the connection was lost", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await share(page, { hub });
    const segment = hub.segment;
    hub.cut();
    await expect.poll(() => hub.segment, { timeout: 15_000 }).toBeGreaterThan(segment);
    await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
  });
});
