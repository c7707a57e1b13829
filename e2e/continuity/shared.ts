/** A page that an agent sees, and what both sides must agree on: elements, texts, values and how far it is scrolled. */
import type { BrowserContext, Locator, Page, WebSocketRoute } from "@playwright/test";
import { beginTalk, expect, type Tab } from "../delivery/world.ts";
import type { Agent } from "../support/people.ts";

/** Runs inside either page. */
const picture = (main: Element): readonly string[] => {
  const line = (element: Element): string => {
    const own = [...element.childNodes]
      .filter(node => node.nodeType === 3)
      .map(node => node.textContent ?? "");
    const value = "value" in element ? ` = ${element.value}` : "";
    return `<${element.localName} ${element.id}> ${own.join("").trim()}${value}`;
  };
  const { scrollTop } = main.ownerDocument.documentElement;
  return [`@${Math.round(scrollTop)}`, ...[main, ...main.querySelectorAll("*")].map(line)];
};

const pictureOf = (within: Page | ReturnType<Agent["mirror"]>): Promise<readonly string[]> =>
  within.locator("main").evaluate(picture);

export interface SeenOptions {
  readonly tab: Tab;
  readonly agent: Agent;
}

/** The agent's picture is the visitor's page, and a change of now arrives. */
export const expectSeen = async ({ tab, agent }: SeenOptions): Promise<void> => {
  const word = crypto.randomUUID();
  await tab.page.evaluate(text => {
    const added = document.createElement("p");
    added.textContent = text;
    document.querySelector("main")?.append(added);
  }, word);
  await expect(agent.mirror().getByText(word)).toBeAttached({ timeout: 30_000 });
  await expectSame({ tab, agent });
};

export const expectSame = async ({ tab, agent }: SeenOptions): Promise<void> => {
  await expect(async () => {
    expect(await pictureOf(agent.mirror())).toEqual(await pictureOf(tab.page));
  }).toPass({ timeout: 15_000 });
};

/** The conversation begins, and the visitor shares the page of their own accord. */
export const beginSharing = async ({ tab, agent }: SeenOptions): Promise<void> => {
  await beginTalk(agent, tab, "Sehen Sie?");
  await tab.page.getByTestId("cobrowse-share").click();
  await tab.page.getByTestId("cobrowse-consent-accept").click();
  await expect(agent.page.getByTestId("live")).toHaveAttribute("data-state", "live");
  await tab.page.getByTestId("chat-close").click();
};

/** What the visitor sees of being seen. */
export const sharedFrame = ({ page }: Tab): Locator => page.getByTestId("cobrowse-frame");

/** How the console says it stands: `live`, `waiting`, `missing` and so on. */
export const expectState = (agent: Agent, state: string): Promise<void> =>
  expect(agent.page.getByTestId("live")).toHaveAttribute("data-state", state, { timeout: 30_000 });

/** The network of the visitor's browser alone; the agent's goes on. */
export class Line {
  readonly #context: BrowserContext;
  readonly #sockets = new Set<WebSocketRoute>();
  #isThere = true;

  private constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** Before any page is opened. */
  static async of(context: BrowserContext): Promise<Line> {
    const line = new Line(context);
    await context.routeWebSocket(/socket\.io/, socket => {
      if (!line.#isThere) return void socket.close();
      line.#sockets.add(socket);
      const server = socket.connectToServer();
      const passes = () => line.#sockets.has(socket);
      socket.onMessage(message => passes() && server.send(message));
      server.onMessage(message => passes() && socket.send(message));
    });
    return line;
  }

  /** The network is gone, and both sides know it. */
  async cut(): Promise<void> {
    this.#isThere = false;
    await this.#context.setOffline(true);
    for (const socket of this.#sockets) await socket.close();
    this.#sockets.clear();
  }

  async mend(): Promise<void> {
    this.#isThere = true;
    await this.#context.setOffline(false);
  }

  /** What is open carries nothing any more, and nobody is told. New connections work. */
  hush(): void {
    this.#sockets.clear();
  }
}
