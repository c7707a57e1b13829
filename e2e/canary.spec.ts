/**
 * Masked content never leaves the browser. Secrets are planted in every kind of place the privacy guide names; then
 * everything the visitor's page sent is decoded and searched. The same search must find them when the gate is taken out.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { Agent, HUB_URL } from "./support/people.ts";
import { serveSite } from "./support/site.ts";
import { tapWire, type Wire } from "./support/wire.ts";
import { buildUnfiltered, type UnfilteredBuild } from "./unfiltered/build.ts";

/** Where, and what was planted there. Words that occur nowhere else. */
const SECRETS = {
  password: "kanarie-passwort",
  shownPassword: "kanarie-gezeigt",
  cardNumber: "4012888888881881",
  cardCode: "kanarie-cvc",
  oneTimeCode: "kanarie-einmalcode",
  hidden: "kanarie-versteckt",
  maskedText: "kanarie-maskiert",
  maskedField: "kanarie-maskfeld",
  maskedLater: "kanarie-nachgeladen",
  blocked: "kanarie-gesperrt",
  cardInText: "4012 8888 8888 1881",
} as const;

/** Seen by the agent: proves that the stream carried the page at all. */
const VISIBLE = "offen-sichtbar";

const FORM = `
  <main>
    <h1>Angaben</h1>
    <form>
      <label>Ort <input id="open" name="city"></label>
      <label>Passwort <input id="password" type="password"></label>
      <label>Passwort zeigen <input id="shown" type="password"></label>
      <label>Kartennummer <input id="card" autocomplete="cc-number"></label>
      <label>Prüfziffer <input id="cvc" autocomplete="billing cc-csc"></label>
      <label>Code <input id="otp" autocomplete="one-time-code"></label>
      <input type="hidden" name="session" value="${SECRETS.hidden}">
      <section data-lotse-mask><p>${SECRETS.maskedText}</p><input id="masked"><div id="later"></div></section>
      <section data-lotse-block><p>${SECRETS.blocked}</p></section>
      <p id="text"></p>
    </form>
  </main>`;

const fillSecrets = async (page: Page): Promise<void> => {
  await page.fill("#open", VISIBLE);
  await page.fill("#password", SECRETS.password);
  await page.fill("#shown", SECRETS.shownPassword);
  await page.fill("#card", SECRETS.cardNumber);
  await page.fill("#cvc", SECRETS.cardCode);
  await page.fill("#otp", SECRETS.oneTimeCode);
  await page.fill("#masked", SECRETS.maskedField);
  await page.evaluate(
    ([later, card]) => {
      document.querySelector("#shown")?.setAttribute("type", "text");
      const added = document.createElement("p");
      added.textContent = later ?? "";
      document.querySelector("#later")?.append(added);
      const text = document.querySelector("#text");
      if (text !== null) text.textContent = `Karte ${card}`;
    },
    [SECRETS.maskedLater, SECRETS.cardInText] as const,
  );
};

/** Opens the chat, is answered, shares the page, types the secrets; answers all that was sent. */
const shareSecrets = async (
  browser: Browser,
  { agent, siteUrl, prepare }: { agent: Agent; siteUrl: string; prepare: (page: Page) => Promise<void> },
): Promise<Wire> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await prepare(page);
  const wire = tapWire(page);
  await page.goto(`${siteUrl}/`);
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Hallo");
  await page.getByTestId("composer").press("Enter");
  await agent.page.getByTestId("accept").first().click();
  await agent.page.getByTestId("cobrowse-request").click();
  await page.getByTestId("cobrowse-consent-accept").click();
  await expect(agent.mirror().locator("#open")).toBeVisible();
  await fillSecrets(page);
  await expect(agent.mirror().locator("#open")).toHaveValue(VISIBLE);
  await page.fill("#open", `${VISIBLE}-zuletzt`);
  await expect(agent.mirror().locator("#open")).toHaveValue(`${VISIBLE}-zuletzt`);
  await page.getByTestId("cobrowse-stop").click();
  await agent.endConversations();
  await context.close();
  return wire;
};

/** The page gets the unguarded modules in place of the hub's. */
const serveUnfiltered = async (page: Page, build: UnfilteredBuild): Promise<void> => {
  await page.route("**/s/demo.js", async route => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/core-[\w-]+\.js/, build.core);
    await route.fulfill({ response: answer, body });
  });
  await page.route("**/m/*.js", route => {
    const name = route.request().url().split("/").at(-1) ?? "";
    // The loader's own modules are the hub's: they stand before the gate, and their names are the real build's.
    if (!build.has(name)) return route.fallback();
    return route.fulfill({
      body: build.read(name),
      contentType: "text/javascript",
      headers: { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" },
    });
  });
};

test("secrets never leave the browser, and the search would find them", async ({ browser }) => {
  test.setTimeout(120_000);
  const agent = await Agent.signIn(browser, "Ben");
  const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": FORM } });
  try {
    await test.step("with the gate: not one of them is on the wire", async () => {
      const wire = await shareSecrets(browser, { agent, siteUrl: site.url, prepare: async () => undefined });
      const sent = wire.text();
      expect(wire.streamBytes()).toBeGreaterThan(1000);
      expect(sent).toContain(VISIBLE);
      for (const [place, secret] of Object.entries(SECRETS)) expect(sent.includes(secret), place).toBe(false);
    });

    await test.step("without the gate: the same search finds them", async () => {
      const build = await buildUnfiltered(mkdtempSync(join(tmpdir(), "lotse-unfiltered-")));
      const wire = await shareSecrets(browser, {
        agent,
        siteUrl: site.url,
        prepare: page => serveUnfiltered(page, build),
      });
      const sent = wire.text();
      const leaked = Object.entries(SECRETS).filter(([, secret]) => sent.includes(secret));
      expect(leaked.map(([place]) => place)).toEqual(
        expect.arrayContaining([
          "cardNumber",
          "cardCode",
          "oneTimeCode",
          "hidden",
          "maskedText",
          "maskedField",
          "blocked",
        ]),
      );
    });
  } finally {
    await site.close();
    await agent.leave();
  }
});
