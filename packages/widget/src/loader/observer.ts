/**
 * Watches the page and keeps the visit's facts true: address and time by itself, forms and products by a reader that
 * is fetched for pages that have some, or for all if rules read what only it observes. Says which facts changed and when
 * another page is shown; decides nothing about them.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { type FactKey, type LiveFacts, mapRecord } from "@lotse/radar";
import type { PageReader, ReaderFacts, ReaderModule } from "../reader/index.ts";
import { guard } from "../shared/guard.ts";
import type { VisitRecord, VisitStore } from "../shared/visit.ts";
import { Mutations } from "./natives.ts";
import { watchNavigation } from "./navigation.ts";
import { pageUrl, readPage } from "./pageFacts.ts";

/** A page that rebuilds itself is looked at when it has come to rest. */
const SETTLED_AFTER_MS = 250;
/** What a page must have for its reader to be fetched. */
const READABLE = "form,[data-lotse-form],[data-lotse-product],[itemscope],[type$=ld\\+json]";

const isTabActive = (): boolean => !document.hidden;

export interface ObserverOptions {
  readonly clock: Clock;
  readonly visit: VisitStore;
  readonly watch: readonly FactKey[] | undefined;
  readonly loadReader: () => Promise<ReaderModule>;
  readonly onChanged: (keys: readonly FactKey[]) => void;
  readonly onPage: () => void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What earlier pages of the visit left: nothing of it is on the screen. */
const carried = ({
  forms,
  products,
}: Pick<VisitRecord, "forms" | "products">): Omit<ReaderFacts, "page"> => ({
  forms: mapRecord(forms, accumulatedMs => ({ accumulatedMs, sinceMs: null })),
  products: mapRecord(products, name => ({ name, viewing: false })),
  said: [],
});

export interface Observer {
  readonly facts: Writable<LiveFacts> & Omit<ReaderFacts, "page">;
  readonly isFetching: () => boolean;
  /** May be called again after `close`. */
  start(): void;
  /** A page is shown: a new document, a new address, or one from the back/forward cache. */
  arrive(): void;
  /** The page says something of the visit itself. */
  say(call: readonly unknown[]): void;
  /** The tab is shown, hidden or left: clocks stop or go on, and what must outlive the page is written down. */
  settle(): void;
  close(): void;
}

export const createObserver = (options: ObserverOptions): Observer => {
  const { clock, visit, watch, loadReader, onChanged, onPage } = options;
  const { startedAtMs, ...record } = visit.get();
  const facts: Observer["facts"] = {
    ...carried(record),
    page: readPage(),
    visit: { pages: 0, time: { accumulatedMs: 0, sinceMs: startedAtMs } },
  };
  /** A failed fetch is tried again at the page's next change. */
  let reader: PageReader | "fetching" | null = null;
  let undo: Unsubscribe[] = [];
  let cancelLook: Unsubscribe | null = null;

  const tell = (fn: (reader: PageReader) => void) => {
    if (reader !== "fetching" && reader) fn(reader);
  };
  const settle = () => tell(one => one.settle());

  const read = async () => {
    reader = "fetching";
    try {
      const { startReader } = await loadReader();
      // Closed meanwhile.
      if ((reader as unknown) !== "fetching") return;
      reader = startReader({ ...options, facts, isTabActive });
      look();
    } catch {
      reader = null;
    }
    guard(onChanged)([]);
  };
  const look = () => {
    if (reader === null && (watch || document.querySelector(READABLE))) void read();
    tell(one => one.look());
  };
  const arrive = () => {
    const pages = visit.get().pages + 1;
    visit.set({ pages });
    facts.page = readPage();
    facts.visit = { ...facts.visit, pages };
    settle();
    look();
    onPage();
  };
  const lookSoon = () => {
    cancelLook ??= clock.after(SETTLED_AFTER_MS, () => {
      cancelLook = null;
      if (pageUrl(location.href) === facts.page.url) look();
      else arrive();
    });
  };
  /** Only marks that something happened; the look comes once, later, however many changes there were. */
  const mutations = new Mutations(guard(lookSoon));

  return {
    facts,
    isFetching: () => reader === "fetching",
    start: () => {
      undo = watchNavigation(lookSoon);
      mutations.observe(document, {
        childList: true,
        subtree: true,
        attributeFilter: ["data-lotse-form", "data-lotse-product"],
      });
      arrive();
    },
    arrive,
    say: call => {
      facts.said.push(call);
      lookSoon();
    },
    settle,
    close: () => {
      cancelLook?.();
      cancelLook = null;
      mutations.disconnect();
      tell(one => one.close());
      reader = null;
      for (const one of undo.splice(0)) one();
    },
  };
};
