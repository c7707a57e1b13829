/**
 * A desk whose plan a story may replace, visitors who ask by a button of their page, and a line to the hub that can die
 * without a word. The plan that was there before is put back at the end.
 */
import type { Channel, Queue, QueueId, RoutingPlan } from "@lotse/protocol";
import { type Browser, test as base, expect, type Page, type WebSocketRoute } from "@playwright/test";
import { Agent, HUB_URL } from "../support/people.ts";
import { serveSite } from "../support/site.ts";

/** As long as a lost console keeps its work here. */
const LEASE_MS = 3_000;

/** For everybody. */
const shiftQueue = (hours: Queue["hours"]): Queue => ({
  ...{
    id: "00000000-0000-4000-8000-0000000000d8" as QueueId,
    key: "shift",
    name: { de: "Schicht", en: "Shift" },
  },
  ...{
    needs: [],
    prefers: [],
    priority: 0,
    serviceLevels: [],
    relaxations: [],
    overflows: [],
    pick: false,
    hours,
  },
});

/** Rings so long that no slow machine lets it ring out. */
const channel = (id: string, weight: Channel["weight"]): Channel => ({
  ...{ id, name: { de: id, en: id }, weight, cobrowseWeight: 0, wrapUpMs: 0 },
  ...{ answer: "ring", ringMs: 120_000, idle: null },
});

/** Chats and e-mails, of that weight each, in one queue. */
export const shiftPlan = (
  weight: Channel["weight"],
  parts: { readonly blending?: RoutingPlan["blending"]; readonly hours?: Queue["hours"] } = {},
): RoutingPlan => ({
  channels: [channel("chat", weight), channel("email", weight)],
  queues: [shiftQueue(parts.hours ?? null)],
  blending: parts.blending ?? [],
  settings: {
    ...{ priorityMs: 60_000, defaultTargetMs: 60_000, reservationMs: 45_000, passPauseMs: 30_000 },
    ...{ preferAgentMs: 0, lastAgentMs: 0, leaseMs: LEASE_MS, awayAfterMisses: null },
  },
});

interface Saved {
  readonly plan: RoutingPlan;
  readonly version: number;
}

export interface Desk {
  readonly siteUrl: string;
  /** How work is given out from now on. */
  usePlan(plan: RoutingPlan): Promise<void>;
  /** Another system brings an e-mail. */
  bringEmail(subject: string): Promise<void>;
}

/** Clara administers; she takes no work here. */
const openDesk = async (clara: Agent, siteUrl: string): Promise<Desk> => {
  await clara.command("presence:set", { presence: "away" });
  const issued = await clara.command("apiKey:add", { name: "Poststelle", scopes: ["workItems"] });
  const { secret } = issued as { readonly secret: string };
  return {
    siteUrl,
    usePlan: async plan => {
      const { version } = (await clara.command("plan:read", {})) as Saved;
      await clara.command("plan:save", { plan, version });
    },
    bringEmail: async subject => {
      const answer = await fetch(`${HUB_URL}/api/v1/work-items`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({
          key: crypto.randomUUID(),
          channel: "email",
          queue: "shift",
          subject,
          body: subject,
        }),
      });
      expect(answer.ok, await answer.text()).toBe(true);
    },
  };
};

const PAGE =
  '<main><h1>Hilfe</h1><button data-lotse-open="shift" data-lotse-topic="Vertrag">Fragen</button></main>';

export const test = base.extend<Record<never, never>, { readonly desk: Desk }>({
  desk: [
    async ({ browser }, use) => {
      const site = await serveSite({ hubUrl: HUB_URL, pages: { "/": PAGE } });
      const clara = await Agent.signIn(browser, "Clara");
      const desk = await openDesk(clara, site.url);
      const { plan } = (await clara.command("plan:read", {})) as Saved;
      await use(desk);
      await desk.usePlan(plan);
      await clara.leave();
      await site.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

export { expect };

/** Somebody new who looks what would come of asking. */
export class Caller {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async look(browser: Browser, desk: Desk): Promise<Caller> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(desk.siteUrl);
    // Who has no visit yet is told nothing before the first line.
    const token = () => page.evaluate(() => JSON.parse(sessionStorage.getItem("lotse:1") ?? "{}").token);
    await expect.poll(token).toBeTruthy();
    await page.getByRole("button", { name: "Fragen" }).click();
    return new Caller(page);
  }

  /** Looks, writes and is in the line. */
  static async ask(browser: Browser, desk: Desk, text: string): Promise<Caller> {
    const caller = await Caller.look(browser, desk);
    await caller.say(text);
    await expect(caller.sent(text)).toBeVisible();
    return caller;
  }

  async say(text: string): Promise<void> {
    await this.page.getByTestId("composer").fill(text);
    await this.page.getByTestId("composer").press("Enter");
  }

  /** A line of this visitor's that the hub has. */
  sent(text: string) {
    const line = this.page.getByTestId("message").filter({ hasText: text });
    return line.locator("[data-state]:not([data-state=pending])");
  }

  get panel() {
    return this.page.getByTestId("chat-panel");
  }

  get waiting() {
    return this.page.getByTestId("waiting");
  }

  /** Leaves word instead of waiting. */
  async request(way: "callback" | "message", reach: string, text: string): Promise<void> {
    await this.page.getByTestId(`way-${way}`).click();
    await this.page.getByTestId("request-reach").fill(reach);
    await this.page.getByTestId("request-text").fill(text);
    await this.page.getByTestId("request-send").click();
    await expect(this.page.getByTestId("request-sent")).toBeVisible();
  }

  async end(): Promise<void> {
    await this.page.getByTestId("conversation-end").click();
    await expect(this.page.getByTestId("conversation-again")).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}

/** Between a console and the hub. */
export interface Line {
  /** As when the machine dies: the hub hears nothing more, and the console stays as it is. */
  die(): Promise<void>;
  /** The machine is back: the hub hears it, but it hears no answer and no news until `hear`. */
  speak(): void;
  hear(): void;
  /** What the hub was told since `speak`. */
  said(): string;
}

/** An event or an acknowledgement of Socket.IO's, and not what opens or keeps a connection. */
const isWord = (packet: string | Buffer): boolean => typeof packet !== "string" || /^4[2356]/.test(packet);

/** From the page's next load on. */
export const lineOf = async (page: Page): Promise<Line> => {
  let state: "whole" | "dead" | "deaf" = "whole";
  let said: string[] = [];
  const held: (() => void)[] = [];
  const open: { readonly console: WebSocketRoute; readonly hub: WebSocketRoute }[] = [];
  await page.routeWebSocket(/\/socket\.io\//, async console => {
    if (state === "dead") return console.close();
    const hub = console.connectToServer();
    open.push({ console, hub });
    console.onMessage(packet => {
      said.push(packet.toString());
      hub.send(packet);
    });
    hub.onMessage(packet => {
      if (state === "deaf" && isWord(packet)) held.push(() => console.send(packet));
      else console.send(packet);
    });
  });
  return {
    die: async () => {
      state = "dead";
      for (const { hub, console } of open.splice(0)) {
        await hub.close();
        await console.close();
      }
    },
    speak: () => {
      said = [];
      state = "deaf";
    },
    hear: () => {
      state = "whole";
      for (const send of held.splice(0)) send();
    },
    said: () => said.join("\n"),
  };
};
