/**
 * One life of the widget on a page, from its start to `leave`: puts the loader's parts together, keeps to what was
 * consented to, sleeps and wakes with the page, and makes way for another widget when the hub wants a newer one.
 */
import type { BeaconAnswer, ErrorCode, Language, SiteConfig, Unsubscribe } from "@lotse/protocol";
import { createFactSource, createRuleSet, toWireFacts } from "@lotse/radar";
import type { AsideContext, AsideModule } from "../aside/index.ts";
import type { LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import { toJson } from "../shared/json.ts";
import { createVisitStore, VISITOR_KEY } from "../shared/visit.ts";
import { createEvents, installApi } from "./api.ts";
import { type Asker, createAsker } from "./asker.ts";
import { createBeacon } from "./beacon.ts";
import { createCoreLoader } from "./coreLoader.ts";
import type { Handover } from "./handover.ts";
import { keepPlace } from "./host.ts";
import { createHost, createLauncher } from "./launcher.ts";
import { clock, listen, post, tabStorage } from "./natives.ts";
import { createObserver } from "./observer.ts";
import { createSisters } from "./sisters.ts";

const RENEW_EVERY_MS = 60_000;
/** After the last key somebody is still at it. */
const TYPING_MS = 3_000;

const pageLanguage = (fallback: Language): Language => {
  const { lang } = document.documentElement;
  return (/^(de|en)/i.exec(lang)?.[0].toLowerCase() as Language | undefined) ?? fallback;
};

/** What is told of a visit without consent to facts: that it is on this site. */
const noFacts = () => ({
  page: { url: `${location.origin}/`, title: "", referrer: "" },
  visit: { pages: 0, ms: 0 },
  forms: {},
  products: {},
});

export const startWidget = (site: SiteConfig, given?: Handover): AsideContext => {
  const language = pageLanguage(site.language);
  const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean };
  const asked = globalPrivacyControl || site.consent === "asked";
  let facts = given?.facts ?? !asked;
  let renewedAtMs = given?.renewedAtMs ?? -RENEW_EVERY_MS;
  // Once: what other pages of the tab write later is in storage.
  const handed = [given?.visit];
  const visit = createVisitStore({
    storage: { ...tabStorage, read: () => handed.pop() ?? tabStorage.read() },
    keeping: given?.keeping ?? (asked ? "nothing" : "all"),
    nowMs: clock.nowMs(),
  });
  const { host, root } = createHost();
  const launcher = createLauncher(root, language);
  const events = given?.events ?? createEvents();
  const { tell } = events;
  const api = given?.api ?? {};

  let quietAtMs = 0;
  const quietInMs = () => quietAtMs - clock.nowMs();

  // The visit becomes known to the hub by a beacon: the radar's, or one for the visitor who wants contact.
  let wanted = false;
  const waiting: (() => void)[] = [];
  const whenKnown = () =>
    new Promise<void>(resolve => {
      if (visit.get().token === null) waiting.push(resolve);
      else resolve();
    });
  const context: LoaderContext = {
    site,
    language,
    clock,
    host,
    root,
    launcher,
    visit,
    tell,
    post,
    quietInMs,
    get known() {
      wanted = true;
      if (visit.keeping === "nothing") visit.keep("contact");
      asker.changed([]);
      return whenKnown();
    },
    refused: code => refused(code),
  };
  const core = createCoreLoader(context, (command, fn) => renew([command, fn]));
  const resume = () => {
    const { inContact, stopping, panelOpen, hint } = visit.get();
    if (inContact || stopping !== null || panelOpen || hint) void core.use("resume", one => one.refresh());
  };

  const observer = createObserver({
    clock,
    visit,
    watch: site.watch,
    loadReader: () => import(/* @vite-ignore */ site.modules.reader ?? ""),
    onChanged: keys => asker.changed(keys),
    onPage: () => asker.page(),
  });
  const sisters = createSisters({
    siteKey: site.key,
    visit,
    shunned: given?.shunned,
    onForget: () => {
      unrecognise();
      aside.beginAnew({});
    },
  });

  // The browser is recognised in later visits: after a yes to that and to storage, until a no to either.
  const loadAside = (): Promise<AsideModule> => import(/* @vite-ignore */ site.modules.aside ?? "");
  let visitor: string | undefined;
  let recognised: Promise<unknown> | undefined;
  const unrecognise = guard(() => {
    visitor = recognised = undefined;
    delete localStorage[VISITOR_KEY];
  });

  const beacon = createBeacon({
    site,
    language,
    visit,
    post,
    told: () =>
      facts
        ? {
            facts: toWireFacts(observer.facts, clock.nowMs()),
            visitor,
            hidden: document.hidden || undefined,
            typing: quietInMs() > 0,
            conversions: visit.get().conversions,
          }
        : { facts: noFacts() },
  });
  const heed = ({ decisions, inContact, rulesChanged }: BeaconAnswer) => {
    for (const one of waiting.splice(0)) one();
    for (const decision of decisions) {
      if (decision.outcome === "offer" || decision.outcome === "hint")
        void core.use("offer", one => one.offer(decision));
    }
    // What stands on the screen, or is about to, stays there: the next answer says it again.
    if (rulesChanged && !inContact && !decisions[0] && !root.querySelector("[role=dialog]")) void renew();
    if (!inContact || visit.get().inContact) return;
    visit.set({ inContact });
    resume();
  };
  const asker: Asker = createAsker({
    clock,
    rules: createRuleSet(site.rules),
    facts: createFactSource(observer.facts),
    visit,
    // What a page is about goes with its first word.
    isAwake: () => facts && !document.hidden && !observer.isFetching(),
    isWanted: () => wanted && visit.get().token === null,
    send: async asks => {
      if (visit.get().token === null) await sisters.ask();
      await recognised;
      const result = await beacon(facts ? asks : []);
      if (!result.ok) refused(result.error.code);
      return result;
    },
    onAnswer: heed,
  });

  const undo: Unsubscribe[] = [];
  const leave = () => {
    for (const one of undo.splice(0)) one();
    for (const one of [observer, asker, core, sisters]) one.close();
  };
  const handOver = (): Handover => {
    observer.settle();
    leave();
    // An answer still on its way here would write over the next life's record, with whom it may be meant to forget.
    visit.set = () => {};
    const record = visit.get();
    // The next one begins with the page that is there already.
    const pages = record.pages - Number(facts);
    return {
      api,
      events,
      facts,
      renewedAtMs,
      keeping: visit.keeping,
      visit: toJson({ ...record, pages }),
    };
  };
  const refuse = (): undefined => {
    tell("error", { command: "start", code: "FORBIDDEN", message: "Not loaded" });
  };
  let door: () => Handover | undefined = refuse;
  /** Another widget is fetched and takes this one's place; true if it did. */
  const renew = async (use?: Handover["use"]): Promise<boolean> => {
    const nowMs = clock.nowMs();
    if (nowMs - renewedAtMs < RENEW_EVERY_MS) return false;
    renewedAtMs = nowMs;
    door = () => ({ ...handOver(), use });
    try {
      await import(/* @vite-ignore */ `${site.hub}/s/${site.key}.js?${nowMs}`);
      return true;
    } catch {
      return false;
    } finally {
      door = refuse;
    }
  };
  const refused = (code: ErrorCode) => {
    if (code === "SITE_DISABLED") leave();
    if (code === "VERSION_UNSUPPORTED") void renew();
  };

  const aside: AsideContext = {
    site,
    post,
    visit,
    whenKnown,
    say: call => {
      if (watching) observer.say(call);
      return watching;
    },
    report: () => asker.page(),
    beginAnew: record =>
      startWidget(site, { ...handOver(), visit: toJson(record), shunned: visit.get().visitId }),
  };

  const sleep = () => {
    observer.settle();
    core.sleep();
    sisters.close();
  };
  const wake = () => {
    sisters.wake();
    resume();
  };
  let watching = false;
  const watch = () => {
    if (facts === watching) return;
    watching = facts;
    if (facts) observer.start();
    else observer.close();
  };
  undo.push(
    keepPlace({
      host,
      onRewritten: () => startWidget(site, handOver()),
    }),
    listen(document, "visibilitychange", () => {
      observer.settle();
      // The last word, for a page that is left, too. A visit the hub does not know yet would become a second one.
      if (document.hidden && facts && visit.get().token !== null) beacon([]).catch(() => {});
      asker.page();
      void core.tell(one => one.refresh());
    }),
    listen(window, "pagehide", sleep),
    listen(document, "freeze", sleep),
    listen(document, "resume", wake),
    listen(window, "pageshow", event => {
      if (!(event as PageTransitionEvent).persisted) return;
      // Other pages of this tab have gone on with the visit.
      visit.read();
      if (facts) observer.arrive();
      wake();
    }),
    listen(document, "input", event => {
      if (event.isTrusted) quietAtMs = clock.nowMs() + TYPING_MS;
    }),
    listen(launcher, "click", () => void core.use("open", one => one.toggle())),
    listen(document, "click", event => {
      // Not everything that is clicked is an element.
      const target = (event.target as Partial<Element>).closest?.("[data-lotse-open]");
      if (!target) return;
      event.preventDefault();
      void core.use("open", one => one.open(target));
    }),
  );
  const uninstall = installApi({
    api,
    core,
    events,
    door: () => door(),
    consent: agreed => {
      const { storage = true, recognition = true } = agreed;
      if (agreed.storage !== undefined) visit.keep(agreed.storage === true ? "all" : "nothing");
      if (agreed.facts !== undefined) facts = agreed.facts === true;
      if (storage !== true || recognition !== true) unrecognise();
      else if (agreed.recognition && visit.keeping === "all")
        recognised = loadAside().then(
          one => {
            // Not if the no came first.
            if (recognised) visitor = one.readVisitor();
          },
          () => {},
        );
      watch();
    },
    aside: async (command, input) => (await loadAside()).call(aside, command, input),
    forget: sisters.forget,
    destroy: () => {
      leave();
      uninstall();
    },
  });
  wake();
  watch();
  if (given?.use) void core.use(...given.use);
  if (!given) tell("ready", {});
  return aside;
};
