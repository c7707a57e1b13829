/**
 * The one script a page pays for. Draws the button, watches for the moment to offer help, and fetches the rest when
 * somebody wants it. The hub puts the site's settings in the place of `__LOTSE_SITE__`.
 */
import type { BeaconAnswer, Language, SiteConfig } from "@lotse/protocol";
import { createFactSource, createRuleSet, toWireFacts } from "@lotse/radar";
import type { Core, CoreModule, LoaderContext } from "../shared/bridge.ts";
import { createVisitStore } from "../shared/visit.ts";
import { createEvents, installApi, isInstalled } from "./api.ts";
import { createAsker } from "./asker.ts";
import { createBeacon } from "./beacon.ts";
import { createHost, createLauncher } from "./launcher.ts";
import { clock, guard, listen, post, tabStorage } from "./natives.ts";
import { createObserver } from "./observer.ts";

declare const __LOTSE_SITE__: SiteConfig;

const pageLanguage = (fallback: Language): Language => {
  const declared = document.documentElement.lang.slice(0, 2).toLowerCase();
  return declared === "de" || declared === "en" ? declared : fallback;
};

/** The core, fetched on first use; a failed fetch is tried again on the next. */
const createCoreLoader = (context: LoaderContext) => {
  let core: Promise<Core> | null = null;
  let gone = false;
  const load = async (): Promise<Core> => {
    const module: CoreModule = await import(/* @vite-ignore */ context.site.modules.core);
    if (gone) throw new Error("destroyed");
    return module.startCore(context);
  };
  return {
    use: (command: string, fn: (core: Core) => void) => {
      core ??= load();
      core.then(guard(fn)).catch(() => {
        core = null;
        context.tell("error", { command, code: "UNAVAILABLE", message: "The widget could not be loaded" });
      });
    },
    /** Only if it is there already. */
    tell: (fn: (core: Core) => void) => void core?.then(guard(fn)).catch(() => {}),
    close: () => {
      gone = true;
      core?.then(guard(one => one.destroy())).catch(() => {});
    },
  };
};

const start = (site: SiteConfig) => {
  const language = pageLanguage(site.language);
  const visit = createVisitStore(tabStorage, clock.nowMs());
  const { host, root } = createHost();
  const launcher = createLauncher(root, language);
  const events = createEvents();
  let tellKnown = () => {};
  const known = new Promise<void>(resolve => {
    tellKnown = resolve;
  });
  if (visit.get().token !== null) tellKnown();
  const core = createCoreLoader({
    site,
    language,
    clock,
    host,
    root,
    launcher,
    visit,
    tell: events.tell,
    known: () => known,
  });

  const place = () => {
    if (!host.isConnected) document.documentElement.append(host);
  };
  const observer = createObserver({
    clock,
    visit,
    onChanged: keys => asker.changed(keys),
    onPage: () => asker.page(),
    onRebuilt: place,
  });
  const beacon = createBeacon({
    site,
    language,
    visit,
    facts: () => toWireFacts(observer.facts, clock.nowMs()),
    post,
  });
  const heed = (answer: BeaconAnswer) => {
    tellKnown();
    for (const decision of answer.decisions) {
      if (decision.outcome === "offer") core.use("offer", one => one.offer(decision.invitation));
    }
    if (answer.inContact && !visit.get().inContact) {
      visit.set({ inContact: true });
      core.use("resume", one => one.refresh());
    }
  };
  const asker = createAsker({
    clock,
    rules: createRuleSet(site.rules),
    facts: createFactSource(observer.facts),
    quiet: { get: () => visit.get().quietUntilMs, set: quietUntilMs => visit.set({ quietUntilMs }) },
    isAwake: () => document.visibilityState === "visible",
    mayAsk: () => !visit.get().inContact,
    send: beacon,
    onAnswer: heed,
  });

  const undo = [
    listen(document, "visibilitychange", () => {
      asker.wake();
      core.tell(one => one.refresh());
    }),
    listen(window, "pagehide", () => {
      // A visit the hub does not know yet would become a second one.
      if (visit.get().token !== null) void beacon([]);
      observer.keep();
    }),
    listen(window, "pageshow", event => {
      if (!(event as PageTransitionEvent).persisted) return;
      observer.shown();
      core.tell(one => one.refresh());
    }),
    listen(launcher.button, "click", () => core.use("open", one => one.toggle())),
    listen(document, "click", event => {
      const target = event.target instanceof Element ? event.target.closest("[data-lotse-open]") : null;
      if (target === null) return;
      event.preventDefault();
      const topic = (target.getAttribute("data-lotse-open") ?? "").slice(0, 100);
      core.use("open", one => one.open(topic === "" ? {} : { topic }));
    }),
  ];
  const destroy = () => {
    for (const one of undo) one();
    observer.close();
    asker.close();
    core.close();
    host.remove();
    uninstall();
  };
  const uninstall = installApi(
    {
      open: input => core.use("open", one => one.open(input)),
      close: () => core.tell(one => one.close()),
      share: () => core.use("cobrowse.start", one => one.share()),
      stopSharing: () => core.tell(one => one.stopSharing()),
      destroy,
    },
    events,
  );
  place();
  observer.start();
  if (visit.get().inContact || visit.get().stopping !== null) core.use("resume", one => one.refresh());
  events.tell("ready", {});
};

guard(() => {
  const site = __LOTSE_SITE__;
  if (site.enabled && !isInstalled() && location.protocol.startsWith("http")) start(site);
})();
