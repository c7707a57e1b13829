/**
 * Watches the page and keeps the visit's facts true: address and time by itself, forms and products by a reader that
 * is fetched for pages that have some, or for all if rules read what only it observes. Says which facts changed and when
 * another page is shown; decides nothing about them.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { type FactKey, type LiveFacts, mapRecord } from "@lotse/radar";
import type { PageReader, ReaderFacts, ReaderModule } from "../reader/index.ts";
import { guard } from "../shared/guard.ts";
import type { VisitStore } from "../shared/visit.ts";
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
const carried = ({ forms, products }: ReturnType<VisitStore["get"]>): Omit<ReaderFacts, "page"> => ({
  forms: mapRecord(forms, accumulatedMs => ({ accumulatedMs, sinceMs: null })),
  products: mapRecord(products, name => ({ name, viewing: false })),
  said: [],
});

export class Observer {
  readonly facts: Writable<LiveFacts> & Omit<ReaderFacts, "page">;
  readonly #options: ObserverOptions;
  /** A failed fetch is tried again at the page's next change. */
  reader: PageReader | "fetching" | null = null;
  /** Only marks that something happened; the look comes once, later, however many changes there were. */
  readonly #mutations = new Mutations(guard(() => this.#lookSoon()));
  #undo: Unsubscribe[] = [];
  #cancelLook: Unsubscribe | null = null;

  constructor(options: ObserverOptions) {
    this.#options = options;
    const record = options.visit.get();
    this.facts = {
      ...carried(record),
      page: readPage(),
      visit: { pages: 0, time: { accumulatedMs: 0, sinceMs: record.startedAtMs } },
    };
  }

  /** May be called again after `close`. */
  start(): void {
    this.#undo = watchNavigation(() => this.#lookSoon());
    this.#mutations.observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ["data-lotse-form", "data-lotse-product"],
    });
    this.arrive();
  }

  /** A page is shown: a new document, a new address, or one from the back/forward cache. */
  arrive(): void {
    const { visit, onPage } = this.#options;
    const { facts } = this;
    const pages = visit.get().pages + 1;
    visit.set({ pages });
    facts.page = readPage();
    facts.visit = { ...facts.visit, pages };
    this.settle();
    this.#look();
    onPage();
  }

  /** The page says something of the visit itself. */
  say(call: readonly unknown[]): void {
    this.facts.said.push(call);
    this.#lookSoon();
  }

  /** The tab is shown, hidden or left: clocks stop or go on, and what must outlive the page is written down. */
  settle(): void {
    this.#tell(reader => reader.settle());
  }

  close(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#mutations.disconnect();
    this.#tell(reader => reader.close());
    this.reader = null;
    for (const one of this.#undo.splice(0)) one();
  }

  #tell(fn: (reader: PageReader) => void): void {
    if (this.reader !== "fetching" && this.reader) fn(this.reader);
  }

  #lookSoon(): void {
    this.#cancelLook ??= this.#options.clock.after(SETTLED_AFTER_MS, () => {
      this.#cancelLook = null;
      if (pageUrl(location.href) === this.facts.page.url) this.#look();
      else this.arrive();
    });
  }

  #look(): void {
    if (this.reader === null && (this.#options.watch || document.querySelector(READABLE))) void this.#read();
    this.#tell(reader => reader.look());
  }

  async #read(): Promise<void> {
    const { facts } = this;
    this.reader = "fetching";
    try {
      const { startReader } = await this.#options.loadReader();
      // Closed meanwhile.
      if (this.reader !== "fetching") return;
      this.reader = startReader({ ...this.#options, facts, isTabActive });
      this.#look();
    } catch {
      this.reader = null;
    }
    guard(this.#options.onChanged)([]);
  }
}
