/** The two people of every story, and what they can do in words of the product. */

import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { watchPolicy } from "./policy.ts";

export const HUB_URL = process.env.LOTSE_TEST_HUB_URL ?? "";
export const SHOP_URL = process.env.LOTSE_TEST_SHOP_URL ?? "";

export interface DemoAgent {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The demo agents as the hub itself tells them to the sign-in page. */
export const demoAgents = async (page: Page, hubUrl = HUB_URL): Promise<readonly DemoAgent[]> => {
  const answer = await page.request.get(`${hubUrl}/api/v1/console-config`);
  const body = (await answer.json()) as { value?: { demoAgents: DemoAgent[] }; demoAgents?: DemoAgent[] };
  return body.demoAgents ?? body.value?.demoAgents ?? [];
};

/** Who signed in once stays signed in: the hub lets nobody try as often in a minute as quick stories would. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

const enter = async (page: Page, hubUrl: string, firstName: string): Promise<void> => {
  const account = (await demoAgents(page, hubUrl)).find(agent => agent.name.startsWith(firstName));
  if (account === undefined) throw new Error(`There is no demo agent called ${firstName}`);
  await page.getByTestId("signin-email").fill(account.email);
  await page.getByTestId("signin-password").fill(account.password);
  await page.getByTestId("signin-submit").click();
  await expect(page.getByTestId("presence-available")).toBeVisible();
};

export class Agent {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #hubUrl: string;

  /** Whatever broke the console's policy, in any document of the page. */
  readonly #violations: string[];

  private constructor(
    context: BrowserContext,
    page: Page,
    about: { readonly hubUrl: string; readonly violations: string[] },
  ) {
    this.#context = context;
    this.#hubUrl = about.hubUrl;
    this.page = page;
    this.#violations = about.violations;
  }

  /** Signs in at the console and waits until it is connected. */
  static async signIn(browser: Browser, firstName: string, hubUrl = HUB_URL): Promise<Agent> {
    const known = `${hubUrl} ${firstName}`;
    const session = sessions.get(known);
    const context = await browser.newContext({
      ...{ baseURL: hubUrl, viewport: { width: 1440, height: 900 } },
      ...(session === undefined ? {} : { storageState: session }),
    });
    const page = await context.newPage();
    const violations = await watchPolicy(page);
    await page.goto("/console/");
    const form = page.getByTestId("signin-email");
    await expect(form.or(page.getByTestId("presence-available"))).toBeVisible();
    if (await form.isVisible()) {
      await enter(page, hubUrl, firstName);
      sessions.set(known, await context.storageState());
    }
    // Whoever left a story before left as away.
    await page.getByTestId("presence-available").click();
    await expect(page.getByTestId("presence-available")).toHaveAttribute("aria-pressed", "true");
    const agent = new Agent(context, page, { hubUrl, violations });
    // Visitors of stories before may still wait; they would take the slots this one counts on.
    await expect(async () => expect(await agent.endConversations()).toBe(0)).toPass({ timeout: 10_000 });
    return agent;
  }

  async say(text: string): Promise<void> {
    await this.page.getByTestId("composer").fill(text);
    await this.page.getByTestId("composer").press("Enter");
  }

  /** The page as the agent sees it: rrweb's frame inside the mirror document. */
  mirror() {
    return this.page.frameLocator('[data-testid="mirror"]').frameLocator("iframe");
  }

  /** Ends what this agent has and what rings here; how many these were. Each slot that becomes free may be given to the next. */
  async endConversations(): Promise<number> {
    const { offers } = (await this.command("console:open", {})) as {
      offers: readonly { readonly id: string }[];
    };
    for (const { id } of offers) await this.command("offer:accept", { offerId: id });
    const { work } = (await this.command("console:open", {})) as {
      work: readonly {
        readonly place: string;
        readonly workItemId: string;
        readonly assignment: number;
        readonly conversationId: string | null;
      }[];
    };
    const mine = work.filter(({ place }) => place === "assigned");
    for (const { workItemId, assignment, conversationId } of mine) {
      if (conversationId === null) await this.command("work:done", { workItemId, assignment });
      else await this.command("conversation:end", { conversationId });
    }
    return mine.length;
  }

  /** Ends what is open and goes away, so that the next story finds every slot as it should be. */
  async leave(): Promise<void> {
    expect(this.#violations).toEqual([]);
    await this.command("presence:set", { presence: "away" });
    await this.endConversations();
    await this.#context.close();
  }

  /** The REST twin of a command, with the console's own cookie. */
  async command(name: string, input: object): Promise<unknown> {
    const answer = await this.#context.request.post(`${this.#hubUrl}/api/v1/commands/${name}`, {
      data: input,
      headers: { origin: this.#hubUrl },
    });
    const result = (await answer.json()) as { ok: boolean; value?: unknown; error?: { code: string } };
    if (!result.ok) throw new Error(`${name}: ${result.error?.code}`);
    return result.value;
  }
}

export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #answers: string[] = [];
  /** What the page would complain of to its owner: exceptions, and violations of its policy. */
  readonly #complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on("pageerror", error => this.#complaints.push(error.message));
    page.on("console", message => {
      if (message.text().includes("Content Security Policy")) this.#complaints.push(message.text());
    });
    page.on("response", answer => {
      if (!answer.url().endsWith("/api/v1/beacon")) return;
      // An answer the page navigated away from has no body any more.
      answer.text().then(
        text => this.#answers.push(text),
        () => undefined,
      );
    });
  }

  /** A new person with a clock that can be moved on. */
  static async arrive(browser: Browser, path: string): Promise<Visitor> {
    const context = await browser.newContext({ baseURL: SHOP_URL });
    const page = await context.newPage();
    const visitor = new Visitor(context, page);
    await page.clock.install();
    await page.goto(path);
    return visitor;
  }

  async say(text: string): Promise<void> {
    await this.page.getByTestId("composer").fill(text);
    await this.page.getByTestId("composer").press("Enter");
  }

  /** What the hub said about rules in its answers to beacons, so far. */
  decisions(): string {
    return this.#answers.join("\n");
  }

  /** Lets the page's time pass, five seconds at a step, until an invitation shows; answers how much had passed. */
  async waitForInvitation(): Promise<number> {
    const pageTime = () => this.page.evaluate(() => Date.now());
    const invitation = this.page.getByTestId("invitation");
    const startedAtMs = await pageTime();
    await expect(async () => {
      if (!(await invitation.isVisible())) await this.page.clock.runFor(5_000);
      await expect(invitation).toBeVisible({ timeout: 100 });
    }).toPass({ intervals: [50], timeout: 40_000 });
    return (await pageTime()) - startedAtMs;
  }

  async acceptInvitation(): Promise<void> {
    await this.page.getByTestId("invitation-accept").click();
    await expect(this.page.getByTestId("composer")).toBeVisible();
  }

  /** Goes, having seen nothing break on the page. */
  async leave(): Promise<void> {
    expect(this.#complaints).toEqual([]);
    await this.#context.close();
  }
}
