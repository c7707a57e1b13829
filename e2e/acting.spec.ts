/**
 * Both fill in one form, on the real hub: the agent asks, the visitor allows; what the agent writes, chooses and presses
 * happens on the visitor's page, what is the visitor's alone does not; the visitor takes it back, and ends it.
 */
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Agent, HUB_URL } from "./support/people.ts";
import { serveSite } from "./support/site.ts";

const FORM = `<main><h1>Tarif</h1><form id="form" action="/sent" method="post">
  <p><label>Name <input id="name" name="name"></label></p>
  <p><label>Notiz <textarea id="note" name="note" rows="3"></textarea></label></p>
  <p><label>Tarif <select id="plan" name="plan"><option>Basis</option><option>Komfort</option></select></label></p>
  <p><label><input id="abroad" type="checkbox" name="abroad"> auch im Ausland</label></p>
  <p><label>Beginn <input id="begin" type="date" name="begin"></label></p>
  <p><label>Kennwort <input id="secret" type="password" name="secret" value="streng-geheim"></label></p>
  <p><button id="more" type="button">Berechnen</button> <button id="send">Absenden</button></p></form>
  <p id="result"></p><p><a id="next" href="/next">Weiter</a></p></main>`;

const picture = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/pictures/acting-${name}.png` });
const middle = async (at: Locator): Promise<{ x: number; y: number }> => {
  const box = await at.boundingBox();
  if (box === null) throw new Error("nothing to be seen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

class Hand {
  readonly #agent: Agent;
  readonly editor: Locator;
  readonly word: Locator;

  constructor(agent: Agent) {
    this.#agent = agent;
    this.editor = agent.page.frameLocator('[data-testid="mirror"]').getByTestId("acting-editor");
    this.word = agent.page.getByTestId("acting-word");
  }

  async press(selector: string): Promise<void> {
    const { x, y } = await middle(this.#agent.mirror().locator(selector));
    await this.#agent.page.mouse.click(x, y);
  }

  async write(selector: string, text: string): Promise<void> {
    await this.press(selector);
    await expect(this.editor).toBeEditable();
    await this.#agent.page.keyboard.type(text);
  }
}

const talkAndShare = async (agent: Agent, page: Page): Promise<void> => {
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Hallo");
  await page.getByTestId("composer").press("Enter");
  await agent.page.getByTestId("accept").first().click();
  await agent.page.getByTestId("cobrowse-request").click();
  await page.getByTestId("cobrowse-consent-accept").click();
  await page.getByTestId("chat-close").click();
  await expect(agent.mirror().locator("#name")).toBeVisible();
};

test("agent and visitor fill in one form; the visitor allows it, comes first, and ends it", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const agent = await Agent.signIn(browser, "Ben");
  const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": FORM, "/next": FORM } });
  const context = await browser.newContext({ viewport: { width: 900, height: 700 } });
  const page = await context.newPage();
  const hand = new Hand(agent);
  const control = agent.page.getByTestId("right-control");
  let posts = 0;
  await page.route("**/sent", route => {
    posts += 1;
    return route.fulfill({ body: "sent" });
  });
  try {
    await page.goto(`${site.url}/`);
    // The site's policy lets no script stand in the page.
    await page.evaluate(() => {
      let count = 0;
      document.querySelector("#more")?.addEventListener("click", () => {
        count += 1;
        const result = document.querySelector("#result");
        if (result !== null) result.textContent = `berechnet ${count}`;
      });
    });
    await talkAndShare(agent, page);

    await test.step("asked for with a reason, and allowed", async () => {
      await hand.press("#abroad");
      await agent.page.keyboard.press("Alt+KeyI");
      await agent.page.getByTestId("ask-reason").fill("Dann trage ich den Tarif für Sie ein.");
      await picture(agent.page, "agent-asks");
      await agent.page.getByTestId("ask-send").click();
      await expect(control).toHaveAttribute("data-state", "asked");
      await expect(page.getByTestId("grant-ask")).toContainText("Dann trage ich den Tarif");
      await picture(page, "visitor-asked");
      // Until then a press only points.
      await expect(page.locator("#abroad")).not.toBeChecked();
      await page.getByTestId("grant-give").click();
      await expect(control).toHaveAttribute("data-state", "held");
      await expect(agent.page.getByTestId("tool-act")).toHaveAttribute("aria-pressed", "true");
      await expect(page.getByTestId("control-word")).toBeVisible();
    });

    await test.step("both write, in different fields and in one", async () => {
      await hand.write("#name", "Erika");
      await expect(page.locator("#name")).toHaveValue("Erika");
      await expect(page.getByTestId("tag-typing")).toContainText("Ben Krüger schreibt hier");
      await picture(page, "visitor-typing");
      await picture(agent.page, "agent-typing");
      await page.locator("#name").press("End");
      await page.keyboard.type(" Muster");
      await expect(hand.editor).toHaveValue("Erika Muster");
      await agent.page.keyboard.press("Home");
      await agent.page.keyboard.type("Dr. ");
      // Nothing written is lost because the next field is gone to at once.
      await agent.page.keyboard.press("Tab");
      await expect(page.locator("#name")).toHaveValue("Dr. Erika Muster");
      await expect(hand.editor).toBeEditable();
      await agent.page.keyboard.type("Zeile 1");
      await agent.page.keyboard.press("Enter");
      await agent.page.keyboard.type("Zeile 2");
      await expect(page.locator("#note")).toHaveValue("Zeile 1\nZeile 2");
      await agent.page.keyboard.press("Escape");
      await expect(hand.editor).toHaveCount(0);
    });

    await test.step("chooses, checks, sets a date", async () => {
      await hand.press("#plan");
      await hand.editor.selectOption("Komfort");
      await agent.page.keyboard.press("Enter");
      await expect(page.locator("#plan")).toHaveValue("Komfort");
      await hand.press("#abroad");
      await expect(page.locator("#abroad")).toBeChecked();
      await hand.press("#begin");
      await hand.editor.fill("2026-12-24");
      // Leaving it is what tells.
      await agent.page.keyboard.press("Tab");
      await expect(page.locator("#begin")).toHaveValue("2026-12-24");
    });

    await test.step("what is the visitor's alone stays so, and both are told", async () => {
      await hand.press("#secret");
      await expect(hand.word).toContainText("Verborgen");
      await hand.press("#send");
      await expect(hand.word).toContainText("nur der Besucher");
      await expect(page.getByTestId("tag-here")).toContainText("Bitte klicken Sie hier selbst");
      await picture(page, "visitor-here");
      // However much may be ended there, the board stays a bar.
      expect((await page.locator(".board").boundingBox())?.height).toBeLessThan(130);
      expect(posts).toBe(0);
    });

    await test.step("a button is asked about once a page", async () => {
      await hand.press("#more");
      await expect(page.getByTestId("grant-ask")).toContainText("„Berechnen“");
      await expect(page.locator("#result")).toHaveText("");
      await page.getByTestId("grant-give").click();
      await expect(page.locator("#result")).toHaveText("berechnet 1");
      await hand.press("#more");
      await expect(page.locator("#result")).toHaveText("berechnet 2");
    });

    await test.step("taken back, all of it; what the visitor wrote stays", async () => {
      await page.getByTestId("control-undo").click();
      await expect(page.locator("#note")).toHaveValue("");
      await expect(page.locator("#plan")).toHaveValue("Basis");
      await expect(page.locator("#abroad")).not.toBeChecked();
      await expect(page.locator("#begin")).toHaveValue("");
      await expect(page.locator("#name")).toHaveValue(" Muster");
    });

    await test.step("holds on the next page, until Escape", async () => {
      await hand.press("#next");
      await page.waitForURL("**/next");
      await expect(page.getByTestId("control-word")).toBeVisible();
      await expect(agent.page.getByTestId("mirror-address")).toContainText("/next");
      await hand.write("#name", "Otto");
      await expect(page.locator("#name")).toHaveValue("Otto");
      await page.mouse.click(700, 600);
      await page.keyboard.press("Escape");
      await expect(page.getByTestId("control-word")).toHaveCount(0);
      await expect(control).toHaveAttribute("data-state", "none");
      await expect(hand.editor).toHaveCount(0);
      await expect(agent.page.getByTestId("tool-act")).toHaveAttribute("aria-pressed", "false");
      await picture(agent.page, "agent-ended");
    });

    await test.step("what is masked is not guessed by writing it elsewhere: it is not written, and the grant ends", async () => {
      await control.click();
      await agent.page.getByTestId("ask-send").click();
      await page.getByTestId("grant-give").click();
      await expect(control).toHaveAttribute("data-state", "held");
      await hand.write("#note", "streng-geheim");
      await expect(control).toHaveAttribute("data-state", "none");
      await expect(page.getByTestId("control-word")).toHaveCount(0);
      await expect(page.locator("#note")).not.toHaveValue(/streng-geheim/);
    });
  } finally {
    await context.close();
    await site.close();
  }
  await agent.leave();
});
