/** The built widget on a page with a strict policy: what a visitor sees and does, and what the page never notices. */
import { constants, inflateRawSync } from "node:zlib";
import { decodePacket } from "@lotse/protocol";
import type { Page } from "@playwright/test";
import { ANNA, type FakeHub, RULE } from "./fakeHub.ts";
import { expect, named, test, type World } from "./world.ts";

const offerOnQuote = (hub: FakeHub) => {
  hub.site = { rules: [{ id: RULE, when: [">", "form.ms:quote", 300] }] };
  hub.decide = () => [{ ruleId: RULE, outcome: "offer", invitation: hub.offer() }];
};

/** Told to whoever is connected, and to whoever comes back. */
const withdraw = (hub: FakeHub, instead: readonly ("callback" | "message")[]) => {
  const { invitation } = hub;
  if (invitation === null) throw new Error("nothing is offered");
  const ended = { invitationId: invitation.id, reason: "withdrawn", instead } as const;
  hub.invitation = null;
  hub.missed = { ...ended, agent: invitation.agent };
  hub.tell("invitation:ended", ended);
};

/** A conversation with Anna, begun by the visitor. */
const talk = async (page: Page, { hub, site }: Pick<World, "hub" | "site">, path = "/") => {
  await page.goto(site.url + path);
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Guten Tag");
  await page.getByTestId("composer").press("Enter");
  await expect(page.locator('[data-testid=message] [data-state="sent"]')).toBeVisible();
  hub.converse("active");
  await expect(page.getByTestId("cobrowse-share")).toBeVisible();
};

/** What an eavesdropper reads of a segment. */
const textOf = (hub: FakeHub, segment: number): string =>
  inflateRawSync(
    Buffer.concat(
      hub.packets
        .map(packet => decodePacket(packet))
        .filter(packet => packet?.segment === segment)
        .flatMap(packet => packet?.frames ?? []),
    ),
    { finishFlush: constants.Z_SYNC_FLUSH },
  ).toString("utf8");

const share = async (page: Page, { hub }: Pick<World, "hub">) => {
  hub.share("requested");
  await page.getByTestId("cobrowse-consent-accept").click();
  await expect(page.getByTestId("cobrowse-frame")).toBeVisible();
  await expect.poll(() => hub.packets.length).toBeGreaterThan(0);
};

test.describe("an invitation", () => {
  test("is offered on the form; accepting it leads to the agent", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toContainText("Anna Petersen");
    expect(hub.beacons[0]?.asks).toEqual([]);
    await page.getByTestId("invitation-accept").click();
    await expect(page.getByTestId("composer")).toBeFocused();
    await page.getByTestId("composer").fill("Hallo Anna");
    await page.getByTestId("send").click();
    hub.agentSays("Guten Tag! Ich sehe mir das an.");
    await expect(page.getByTestId("message")).toHaveText([/Hallo Anna/, /Guten Tag!/]);
  });

  for (const way of ["button", "Escape"] as const) {
    test(`declined by ${way} is gone, and so is the connection`, async ({ page, hub, site }) => {
      offerOnQuote(hub);
      await page.goto(site.url);
      await expect(page.getByTestId("invitation")).toBeVisible();
      if (way === "button") await page.getByTestId("invitation-decline").click();
      else await page.keyboard.press("Escape");
      await expect(page.getByTestId("invitation")).toBeHidden();
      await expect.poll(() => named(hub, "invitation:answer")).toHaveLength(1);
      await expect.poll(() => hub.sockets).toBe(0);
    });
  }

  test("declined before the connection stands does not come back", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    hub.admitAfterMs = 1_000;
    await page.addInitScript(() => {
      Reflect.set(window, "cards", 0);
      const root = () => document.querySelector("lotse-widget")?.shadowRoot;
      const look = new MutationObserver(() => {
        if (root()?.querySelector(".card") && Reflect.get(window, "gone")) Reflect.set(window, "cards", 1);
      });
      addEventListener("load", () => {
        const found = root();
        if (found) look.observe(found, { childList: true, subtree: true });
      });
    });
    await page.goto(site.url);
    await page.getByTestId("invitation-decline").click();
    await page.evaluate(() => Reflect.set(window, "gone", true));
    await expect.poll(() => named(hub, "invitation:answer")).toHaveLength(1);
    await expect.poll(() => hub.sockets).toBe(0);
    expect(await page.evaluate(() => Reflect.get(window, "cards") as number)).toBe(0);
  });

  test("withdrawn turns into a callback", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toBeVisible();
    // The card may be there before the connection.
    await expect.poll(() => hub.sockets).toBe(1);
    if (hub.invitation)
      hub.tell("invitation:ended", { invitationId: hub.invitation.id, reason: "withdrawn" });
    const reach = page.getByTestId("request-reach");
    await reach.fill("anna1999@example.org");
    await page.getByTestId("request-send").click();
    expect(await reach.evaluate((field: HTMLInputElement) => field.validationMessage)).toBe(
      "Bitte eine Telefonnummer eingeben.",
    );
    await reach.fill("040 123456");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    expect(named(hub, "request:leave").map(({ input }) => input)).toEqual([
      { clientId: expect.any(String), kind: "callback", reach: "040 123456", text: "" },
    ]);
  });

  test("withdrawn turns into what the hub says may be left", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toBeVisible();
    withdraw(hub, ["message"]);
    await expect(page.getByTestId("request-form")).toContainText(
      "Anna Petersen wurde gerade anderweitig gebraucht",
    );
    await expect(page.getByTestId("request-callback")).toHaveCount(0);
    await page.getByTestId("request-reach").fill("ich@example.org");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    expect(named(hub, "request:leave")).toMatchObject([{ input: { kind: "message" } }]);
  });

  test("withdrawn between two pages is told on the next, until there is an answer", async ({
    page,
    hub,
    site,
  }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toBeVisible();
    hub.decide = () => [];
    hub.cut();
    withdraw(hub, ["callback"]);
    for (let pages = 0; pages < 2; pages++) {
      await page.goto(`${site.url}/?page=${pages}`);
      await expect(page.getByTestId("request-form")).toContainText("Anna Petersen");
      await expect(page.getByTestId("invitation")).toBeHidden();
    }
    await page.getByTestId("request-dismiss").click();
    await expect.poll(() => hub.sockets).toBe(0);
    await page.goto(`${site.url}/?page=last`);
    await expect.poll(() => hub.beacons.at(-1)?.facts.page.url).toContain("page=last");
    await expect(page.getByTestId("request-form")).toBeHidden();
    expect(hub.sockets).toBe(0);
  });

  test("an offer still open goes on at once on the next page, which need not ask", async ({
    page,
    hub,
    site,
  }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toBeVisible();
    hub.decide = () => [];
    await page.goto(`${site.url}/?page=2`);
    await expect(page.getByTestId("invitation")).toBeVisible();
    await page.getByTestId("invitation-accept").click();
    await expect(page.getByTestId("composer")).toBeFocused();
  });

  for (const [name, missed, says] of [
    ["withdrawn", { reason: "withdrawn" }, "wurde gerade anderweitig gebraucht"],
    ["ended because the page was gone", { reason: "left" }, "Die Verbindung war unterbrochen"],
    ["ended, and the hub does not know why", null, "Die Verbindung war unterbrochen"],
  ] as const) {
    test(`${name} while the page was offline, it says so and takes a callback`, async ({
      page,
      hub,
      site,
    }) => {
      offerOnQuote(hub);
      await page.goto(site.url);
      await expect(page.getByTestId("invitation")).toBeVisible();
      await expect.poll(() => named(hub, "visit:resume")).toHaveLength(1);
      const { invitation } = hub;
      hub.invitation = null;
      if (missed !== null && invitation !== null) {
        hub.missed = {
          invitationId: invitation.id,
          agent: invitation.agent,
          instead: ["callback"],
          ...missed,
        };
      }
      hub.cut();
      await expect(page.getByTestId("request-form")).toContainText(says);
      await expect(page.getByTestId("request-reach")).toBeVisible();
    });
  }

  test("answered in another tab while this page was offline, it is just gone", async ({
    page,
    hub,
    site,
  }) => {
    offerOnQuote(hub);
    await page.goto(site.url);
    await expect(page.getByTestId("invitation")).toBeVisible();
    await expect.poll(() => named(hub, "visit:resume")).toHaveLength(1);
    const { invitation } = hub;
    hub.invitation = null;
    if (invitation !== null)
      hub.missed = { invitationId: invitation.id, agent: invitation.agent, reason: "declined" };
    hub.cut();
    await expect(page.getByTestId("invitation")).toBeHidden();
    await expect.poll(() => hub.sockets).toBe(0);
    await expect(page.getByTestId("request-form")).toBeHidden();
  });

  test("accepted too late turns into a callback, too", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    hub.answers.set("invitation:answer", { ok: true, value: { outcome: "withdrawn" } });
    await page.goto(site.url);
    await page.getByTestId("invitation-accept").click();
    await expect(page.getByTestId("request-form")).toContainText("Anna Petersen");
  });

  test("keeps off the field the visitor is in", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.goto(`${site.url}/corner`);
    const [card, field] = [page.locator(".card"), page.locator("input.bottom")];
    await expect(card).toBeInViewport({ ratio: 1 });
    await field.focus();
    await expect(card).toHaveAttribute("data-corner", "left");
    await expect(card).toBeInViewport({ ratio: 1 });
  });

  test("speaks the page's language", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.goto(`${site.url}/?lang=en-GB`);
    await expect(page.getByTestId("invitation")).toContainText("Can I help you");
    await expect(page.getByTestId("invitation-accept")).toHaveText("Yes, please");
  });
});

test.describe("a conversation", () => {
  test("begins with the visitor's first line, waits with a place in line, then has an agent", async ({
    page,
    hub,
    site,
  }) => {
    await page.goto(site.url);
    await page.getByRole("button", { name: "Fragen?" }).click();
    await expect(page.getByTestId("chat-panel")).toContainText("Kfz");
    expect(hub.sockets).toBe(0);
    await page.getByTestId("composer").fill("Erste Zeile");
    await page.getByTestId("composer").press("Enter");
    await expect(page.getByTestId("waiting")).toContainText("Vor Ihnen wartet eine Person");
    expect(named(hub, "conversation:open").map(({ input }) => input)).toEqual([{ topic: "Kfz" }]);
    hub.converse("waiting", { position: 1 });
    await expect(page.getByTestId("waiting")).toHaveText(
      /für Sie da\. Sie sind als Nächstes dran\.\s*Lieber/,
    );
    hub.converse("active");
    await expect(page.getByTestId("waiting")).toBeHidden();
    await expect(page.getByRole("heading", { name: "Anna Petersen" })).toBeVisible();
    hub.tell("typing:changed", { conversationId: hub.conversation?.id as never, by: "agent", typing: true });
    await expect(page.getByTestId("typing")).toContainText("Anna schreibt");
  });

  test("loses and repeats nothing while the connection is away", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    hub.cut();
    for (const line of ["eins", "zwei", "drei"]) {
      await page.getByTestId("composer").fill(line);
      await page.getByTestId("composer").press("Enter");
    }
    hub.agentSays("vier");
    await expect(page.getByTestId("message")).toHaveCount(5);
    await expect(page.locator('[data-state="pending"]')).toHaveCount(0, { timeout: 10_000 });
    expect(hub.messages.map(({ body }) => (body.kind === "text" ? body.text : ""))).toEqual(
      expect.arrayContaining(["Guten Tag", "eins", "zwei", "drei", "vier"]),
    );
    expect(hub.messages).toHaveLength(5);
  });

  test("what is being typed while the page finds its conversation again stays, and the focus with it", async ({
    page,
    hub,
    site,
  }) => {
    await talk(page, { hub, site });
    hub.admitAfterMs = 1_500;
    await page.getByRole("link", { name: "Weiter" }).click();
    await page.getByTestId("composer").click();
    await page.keyboard.type("Ein halber ");
    await expect(page.getByTestId("message")).toHaveCount(0);
    await expect(page.getByTestId("message")).toHaveCount(1);
    await page.keyboard.type("Satz");
    await expect(page.getByTestId("composer")).toHaveValue("Ein halber Satz");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/, /Ein halber Satz/]);
  });

  test("goes on on the next page, and is told as read only when it is seen", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await page.getByRole("link", { name: "Weiter" }).click();
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/]);
    await page.getByTestId("chat-close").click();
    await expect(page.getByTestId("launcher")).toBeFocused();
    const marks = () => named(hub, "receipt:mark").map(({ input }) => input as { readSeq: number });
    hub.agentSays("Sind Sie noch da?");
    await expect(page.getByTestId("launcher")).toHaveAccessibleName("Chat öffnen (1 ungelesen)");
    expect(marks().at(-1)).toMatchObject({ deliveredSeq: 2, readSeq: 0 });
    await page.getByTestId("launcher").click();
    await expect(page.getByTestId("launcher")).toHaveAccessibleName("Chat schließen");
    await expect.poll(() => marks().at(-1)).toMatchObject({ readSeq: 2 });
  });

  test("ended keeps its text, and closes the connection", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    await page.getByTestId("conversation-end").click();
    await expect(page.getByTestId("conversation-again")).toBeVisible();
    await expect(page.getByTestId("message")).toHaveCount(1);
    await expect.poll(() => hub.sockets).toBe(0);
    await page.getByTestId("conversation-again").click();
    await expect(page.getByTestId("composer")).toBeVisible();
  });

  test("says when the agent is not connected", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    const head = page.locator("header");
    await expect(head).toContainText("im Gespräch mit Ihnen");
    hub.converse("active", { agentOnline: false });
    await expect(head).toContainText("gerade nicht verbunden");
    hub.converse("active", { agentOnline: true });
    await expect(head).toContainText("im Gespräch mit Ihnen");
  });

  test("folds with Escape, wherever in the panel the visitor is", async ({ page, hub, site }) => {
    await page.goto(site.url);
    const [panel, launcher] = [page.getByTestId("chat-panel"), page.getByTestId("launcher")];
    const fold = async () => {
      await page.keyboard.press("Escape");
      await expect(panel).toBeHidden();
      await expect(launcher).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(panel).toBeVisible();
    };
    await launcher.click();
    await expect(page.getByTestId("composer")).toBeFocused();
    await fold();
    await page.getByTestId("chat-panel").getByRole("heading").click();
    await fold();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("send").click();
    await page.getByTestId("prefer-request").click();
    await page.getByTestId("request-reach").focus();
    await fold();
    await page.getByTestId("request-form").getByRole("button", { name: "Zurück" }).click();
    hub.converse("active");
    hub.share("requested");
    await page.getByTestId("cobrowse-consent").locator(".never").click();
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("cobrowse-consent")).toBeHidden();
    await expect(panel).toBeVisible();
    expect(named(hub, "cobrowse:answer")).toMatchObject([{ input: { answer: "decline" } }]);
  });

  test("sends what a person would see, without what no database takes", async ({ page, hub, site }) => {
    await talk(page, { hub, site });
    const composer = page.getByTestId("composer");
    for (const value of ["a\0b\ud83dc \u{1f6a2}", "\0\ud83d"]) {
      await composer.evaluate((field, text) => {
        (field as HTMLTextAreaElement).value = text;
      }, value);
      await page.getByTestId("send").click();
    }
    await expect(page.getByTestId("message")).toHaveText([/Guten Tag/, /abc/]);
    await expect(page.locator('[data-state="pending"]')).toHaveCount(0);
    expect(hub.messages.map(({ body }) => (body.kind === "text" ? body.text : ""))).toEqual([
      "Guten Tag",
      "abc \u{1f6a2}",
    ]);
  });

  test("can be left for a message instead of waiting", async ({ page, hub, site }) => {
    await page.goto(site.url);
    await page.getByTestId("launcher").click();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("send").click();
    await page.getByTestId("prefer-request").click();
    await page.getByTestId("request-message").check();
    await expect(page.getByTestId("leaves-line")).toHaveText("Sie warten dann nicht weiter im Chat.");
    await page.getByTestId("request-reach").fill("a@example.org");
    await page.getByTestId("request-text").fill("Bitte um Antwort");
    await page.getByTestId("request-send").click();
    await expect(page.getByTestId("request-sent")).toBeVisible();
    await expect.poll(() => named(hub, "conversation:end")).toHaveLength(1);
  });
});

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

test.describe("who the visitor is", () => {
  const identify = (page: Page) =>
    page.evaluate(() => Reflect.get(window, "Lotse").identify({ token: "proof" }) as Promise<unknown>);

  test("is told over REST, without a socket, as soon as the visit is known", async ({ page, hub, site }) => {
    await page.goto(site.url);
    expect(await identify(page)).toEqual({ ok: true, value: { name: "Berta" } });
    expect(hub.proofs).toEqual([{ token: "proof", authorization: "Bearer token" }]);
    expect(hub.sockets).toBe(0);
  });

  test("refused, is an answer and an event", async ({ page, hub, site }) => {
    hub.identities.push({ ok: false, error: { code: "TOKEN_INVALID", message: "no" } });
    await page.goto(site.url);
    await page.evaluate(() => {
      Reflect.get(window, "Lotse").on("error", (error: unknown) => Reflect.set(window, "told", error));
    });
    expect(await identify(page)).toMatchObject({ ok: false, error: { code: "TOKEN_INVALID" } });
    expect(await page.evaluate(() => Reflect.get(window, "told"))).toMatchObject({ command: "identify" });
  });

  test("another than the visit's person: their own visit begins, and nothing of the other's is seen", async ({
    page,
    hub,
    site,
  }) => {
    await talk(page, { hub, site });
    hub.identities.push({ ok: false, error: { code: "IDENTITY_OTHER" as never, message: "other" } });
    hub.conversation = null;
    const before = hub.beacons.length;
    expect(await identify(page)).toEqual({ ok: true, value: { name: "Berta" } });
    expect(hub.proofs).toHaveLength(2);
    expect(hub.beacons.slice(before)[0]).not.toHaveProperty("token");
    await expect(page.getByTestId("message")).toHaveCount(0);
    await expect(page.getByTestId("launcher")).toHaveCount(1);
    await expect.poll(() => hub.sockets).toBe(0);
  });
});

test.describe("what the loader tells the hub", () => {
  const factsOf = async (page: Page, { hub, site }: Pick<World, "hub" | "site">, path: string) => {
    await page.goto(site.url + path);
    await expect.poll(() => hub.beacons.length).toBeGreaterThan(0);
    return hub.beacons.at(-1)?.facts;
  };

  test("is the product by JSON-LD or microdata, and nothing on a list", async ({ page, hub, site }) => {
    expect((await factsOf(page, { hub, site }, "/product"))?.products).toEqual({
      P: { viewing: true, name: "Fahrrad" },
    });
    hub.beacons.length = 0;
    await page.goto(`${site.url}/microdata`);
    await expect
      .poll(() => hub.beacons.at(-1)?.facts.products)
      .toEqual({ P: { viewing: false, name: "Fahrrad" }, H: { viewing: true, name: "Helm" } });
    await page.goto(`${site.url}/list`);
    await expect
      .poll(() => hub.beacons.at(-1)?.facts.products)
      .toEqual({ P: { viewing: false, name: "Fahrrad" }, H: { viewing: false, name: "Helm" } });
  });

  test("is every page of a single-page application, once", async ({ page, hub, site }) => {
    await factsOf(page, { hub, site }, "/");
    await page.evaluate(() => {
      history.pushState({}, "", "/quote?step=2");
      document.title = "Schritt 2";
      history.replaceState({}, "", "/quote?step=2#top");
    });
    await expect
      .poll(() => hub.beacons.map(({ facts }) => [facts.page.url.slice(site.url.length), facts.visit.pages]))
      .toEqual([
        ["/", 1],
        ["/quote?step=2", 2],
      ]);
    expect(hub.beacons[1]?.facts.page.title).toBe("Schritt 2");
    await page.goBack();
    await expect.poll(() => hub.beacons.length).toBe(3);
  });

  test("is a form's time only while it is seen in an active tab", async ({ page, hub, site }) => {
    await page.clock.install();
    await factsOf(page, { hub, site }, "/");
    const quote = async () => {
      const before = hub.beacons.length;
      await page.evaluate(() => history.pushState({}, "", `/${Math.random()}`));
      await expect.poll(() => hub.beacons.length).toBeGreaterThan(before);
      return hub.beacons.at(-1)?.facts.forms.quote ?? { activeMs: Number.NaN, active: false };
    };
    const minute = () => page.clock.runFor(60_000);
    const setTab = (state: "hidden" | "visible") =>
      page.evaluate(to => {
        Object.defineProperty(document, "visibilityState", { value: to, configurable: true });
        Object.defineProperty(document, "hidden", { value: to === "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);

    await expect.poll(async () => (await quote()).active).toBe(true);
    await setTab("hidden");
    await minute();
    await setTab("visible");
    const afterHiding = await quote();
    expect(afterHiding.activeMs).toBeLessThan(30_000);
    await minute();
    const afterReading = await quote();
    expect(afterReading.activeMs - afterHiding.activeMs).toBeGreaterThanOrEqual(60_000);
    await page.evaluate(() => {
      const form = document.querySelector("form");
      if (form) form.style.display = "none";
    });
    await expect.poll(async () => (await quote()).active).toBe(false);
    const gone = await quote();
    await minute();
    expect((await quote()).activeMs).toBe(gone.activeMs);
  });

  test("includes a last word when the page goes", async ({ page, hub, site }) => {
    await factsOf(page, { hub, site }, "/");
    await page.waitForFunction(() => sessionStorage.getItem("lotse:1")?.includes('"token":"token"'));
    await page.goto("about:blank");
    await expect.poll(() => hub.beacons.length).toBe(2);
    expect(hub.beacons[1]).toMatchObject({ token: "token", asks: [] });
  });
});

test.describe("the page", () => {
  test("keeps its layout: nothing shifts", async ({ page, hub, site }) => {
    offerOnQuote(hub);
    await page.addInitScript(() => {
      Reflect.set(window, "shifts", []);
      const shifts = Reflect.get(window, "shifts") as number[];
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
          // As the metric has it: what follows the visitor's own click at once is expected.
          if (!Reflect.get(entry, "hadRecentInput")) shifts.push(Reflect.get(entry, "value") as number);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(site.url);
    const before = await page.locator("main").boundingBox();
    await page.getByTestId("invitation-accept").click();
    await expect(page.getByTestId("composer")).toBeVisible();
    await share(page, { hub });
    expect(await page.locator("main").boundingBox()).toEqual(before);
    expect(await page.evaluate(() => Reflect.get(window, "shifts") as number[])).toEqual([]);
  });

  test("can be without it: the kill switch", async ({ page, hub, site }) => {
    hub.site = { enabled: false };
    const loaded = page.waitForResponse(/\/s\/demo\.js/);
    await page.goto(site.url);
    await loaded;
    expect(await page.locator("lotse-widget").count()).toBe(0);
    expect(await page.evaluate(() => [Reflect.get(window, "Lotse"), Object.keys(sessionStorage)])).toEqual([
      undefined,
      [],
    ]);
    expect(hub.beacons).toEqual([]);
  });

  test("has one widget, whose words it can use before it is there, and get rid of", async ({
    page,
    hub,
    site,
  }) => {
    await page.addInitScript(() => {
      Reflect.set(window, "pushed", history.pushState);
      Reflect.set(window, "Lotse", [["open", { topic: "Früh" }]]);
    });
    await page.goto(site.url);
    await expect(page.getByTestId("chat-panel")).toContainText("Früh");
    await page.evaluate(url => {
      const script = document.createElement("script");
      script.src = url;
      document.head.append(script);
      return new Promise(resolve => script.addEventListener("load", resolve));
    }, `${hub.url}/s/demo.js`);
    await expect(page.getByTestId("launcher")).toHaveCount(1);
    const told = await page.evaluate(async () => {
      const errors: unknown[] = [];
      const lotse = Reflect.get(window, "Lotse");
      lotse.on("error", (error: unknown) => errors.push(error));
      const result = await lotse.sessionId();
      lotse.destroy();
      return { errors, result, restored: Reflect.get(window, "pushed") === history.pushState };
    });
    expect(told).toMatchObject({
      errors: [{ command: "sessionId", code: "UNAVAILABLE" }],
      result: { ok: false },
      restored: true,
    });
    expect(await page.locator("lotse-widget").count()).toBe(0);
    expect(await page.evaluate(() => Reflect.get(window, "Lotse"))).toBeUndefined();
  });

  test("has a launcher with the flag in its middle, and its colour also under the pointer", async ({
    page,
    hub,
    site,
  }) => {
    await page.goto(site.url);
    const launcher = page.getByTestId("launcher");
    const look = () =>
      launcher.evaluate(button => ({
        colour: getComputedStyle(button).backgroundColor,
        flag: getComputedStyle(button).backgroundImage,
        where: getComputedStyle(button).backgroundPosition,
      }));
    const before = await look();
    expect(before.flag).toContain("linear-gradient");
    expect(before.where).toMatch(/^50%( 50%)?, /);
    await launcher.click();
    await page.getByTestId("composer").fill("Hallo");
    await page.getByTestId("composer").press("Enter");
    await page.getByTestId("chat-close").click();
    await launcher.hover();
    expect(await look()).toEqual(before);
    hub.agentSays("Guten Tag");
    await expect(launcher).toHaveAccessibleName(/1 ungelesen/);
    expect(await look()).toEqual(before);
  });

  test("puts it back when the page removed it", async ({ page, site }) => {
    await page.goto(site.url);
    await expect(page.getByTestId("launcher")).toBeVisible();
    await page.evaluate(() => document.querySelector("lotse-widget")?.remove());
    await expect(page.getByTestId("launcher")).toBeVisible();
  });
});
