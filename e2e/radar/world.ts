/** A visitor of the demo shop whose site has another rule, as if it were published, and what the browser tells the hub of it. */
import { readFile } from "node:fs/promises";
import type { RuleId } from "@lotse/protocol";
import { watchedKeys } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import { test as base, expect, type Page } from "@playwright/test";
import { SHOP_URL } from "../support/people.ts";

/** No rule of the hub's: it takes the facts, and answers that it does not know the rule. */
const RULE = "00000000-0000-4000-8000-00000000beef" as RuleId;

interface Told {
  readonly asks: readonly string[];
  readonly facts: {
    readonly page: { readonly url: string };
    readonly forms: Readonly<Record<string, { readonly activeMs: number }>>;
    readonly observed?: Readonly<Record<string, unknown>>;
  };
}

export interface Watched {
  readonly page: Page;
  /** Every beacon the browser has sent. */
  readonly told: Told[];
  /** The site's one rule from now on. */
  rule(cel: string): Promise<void>;
  /** A page of the shop is shown, and the hub has heard of it. */
  go(path: string): Promise<void>;
  shown(path: string): Promise<void>;
  /** What was told when the rule held. */
  asked(): Promise<Readonly<Record<string, unknown>>>;
  never(): void;
}

const files = async (): Promise<{ readonly reader: string; readonly observers: string }> =>
  JSON.parse(await readFile(new URL("../../packages/widget/dist/widget.json", import.meta.url), "utf8"));

const watch = (page: Page, told: Told[]): Watched => {
  const last = () => told.findLast(({ asks }) => asks.includes(RULE));
  const shown = (path: string) => expect.poll(() => told.at(-1)?.facts.page.url).toContain(path);
  return {
    page,
    told,
    shown,
    rule: async cel => {
      const rules = [{ id: RULE, when: parseRule(cel) }];
      const { reader, observers } = await files();
      const settings = `"rules":${JSON.stringify(rules)},"watch":${JSON.stringify(watchedKeys(rules))},"modules"`;
      await page.route(/\/s\/demo\.js/, async route => {
        const answer = await route.fetch();
        const body = (await answer.text())
          .replace(/"rules":\[.*?\](?:,"revision":\d+)?(?:,"watch":\[.*?\])?,"modules"/, () => settings)
          .replace(reader, observers);
        await route.fulfill({ response: answer, body });
      });
    },
    go: async path => {
      await page.goto(SHOP_URL + path);
      await shown(path);
    },
    asked: async () => {
      await expect.poll(() => last()?.asks).toEqual([RULE]);
      return last()?.facts.observed ?? {};
    },
    never: () => expect(told.flatMap(({ asks }) => asks)).toEqual([]),
  };
};

/** The page complains of nothing, and the hub takes every beacon. */
export const test = base.extend<{ visitor: Watched }>({
  visitor: async ({ page }, use) => {
    const told: Told[] = [];
    const complaints: string[] = [];
    page.on("pageerror", error => complaints.push(error.message));
    page.on("request", request => {
      if (request.url().endsWith("/api/v1/beacon")) told.push(request.postDataJSON() as Told);
    });
    page.on("response", answer => {
      if (answer.url().endsWith("/api/v1/beacon") && !answer.ok())
        complaints.push(`beacon: ${answer.status()}`);
    });
    await use(watch(page, told));
    expect(complaints).toEqual([]);
  },
});

export { expect };
