/**
 * The reader of pages, and around it the observers of whatever else rules of the site read: fetched in its place where some
 * rule does. Starts those that are asked for, gives them their moments, and carries what they keep from page to page.
 */
import type { FactKey } from "@lotse/radar";
import { type ReaderModule, startReader as startPlainReader } from "../reader/index.ts";
import { guard } from "../shared/guard.ts";
import { native } from "../shared/native.ts";
import { createWatch } from "./createWatch.ts";
import { forms } from "./forms/index.ts";
import { clicks } from "./page/clicks.ts";
import { exit } from "./page/exit.ts";
import { scroll } from "./page/scroll.ts";
import { time } from "./page/time.ts";
import { visited } from "./page/visited.ts";
import { said } from "./said.ts";
import { shop } from "./shop/index.ts";
import { visit } from "./visit.ts";
import type { Kept, ObserverDefinition, Observing } from "./Watch.ts";

// Whoever imports this waits until the page has nothing better to do, or has had a second for it.
const idle: unknown = native(window, "requestIdleCallback") ?? setTimeout;
await new Promise(resolve => (idle as typeof requestIdleCallback).call(window, resolve, { timeout: 1_000 }));

const DEFINITIONS: readonly ObserverDefinition[] = [
  time,
  scroll,
  exit,
  clicks,
  visited,
  visit,
  forms,
  shop,
  said,
];

const SAID_MAX = 100;

const recordOf = (value: unknown): Kept => (typeof value === "object" && value !== null ? { ...value } : {});

export const startReader: ReaderModule["startReader"] = options => {
  const { facts, visit: store } = options;
  let page: unknown = null;
  /** Other pages of the tab may go on with the visit while this one sleeps: what they keep counts. */
  let slept = false;
  let looking = false;
  const found: FactKey[] = [];
  const watch = createWatch(options, () => lookAtAll());
  const observing = DEFINITIONS.filter(({ facts: names }) =>
    names.some(name => watch.about(name).length > 0),
  ).map(({ name, start }): [string, Observing] => [name, start(watch)]);
  const each = (fn: (one: Observing, name: string) => void) => {
    for (const [name, one] of observing) guard(fn)(one, name);
  };
  const recall = () => {
    const { observed } = store.get();
    each((one, name) => one.recall?.(recordOf(observed[name])));
  };
  const look = () => {
    if (page !== facts.page) {
      if (page === null || slept) recall();
      page = facts.page;
      slept = false;
      each(one => one.arrive?.());
    }
    const heard = facts.said.length > 0;
    hear();
    each(one => one.look?.());
    // Said once, and not to be seen anywhere: it must not be lost with the page.
    if (heard) keep();
  };
  const hear = () => {
    for (const call of facts.said.splice(0, SAID_MAX)) {
      const [command, name, value] = call as [string, string, unknown];
      each(one => one.hear?.(command, name, value));
    }
    // A page that says more at once says it to nobody.
    facts.said.length = 0;
  };
  const keep = () => {
    if (slept || page === null) return;
    const kept: Record<string, unknown> = {};
    each((one, name) => {
      if (one.keep) kept[name] = one.keep();
    });
    store.set({ observed: kept });
  };
  watch.listen(
    "pagehide",
    () => {
      // What was said with the page's last click goes to the next one.
      hear();
      keep();
      slept = true;
    },
    window,
  );

  const reader = startPlainReader({
    ...options,
    onChanged: keys => {
      each(one => one.settle?.());
      // Half a look would be judged by what is not known yet.
      if (looking) found.push(...keys);
      else watch.tell(keys);
    },
  });
  const lookAtAll = () => {
    looking = true;
    guard(reader.look)();
    look();
    looking = false;
    watch.tell(found.splice(0));
  };
  return {
    look: lookAtAll,
    settle: () => {
      reader.settle();
      each(one => one.settle?.());
      keep();
    },
    close: () => {
      reader.close();
      watch.close();
    },
  };
};
