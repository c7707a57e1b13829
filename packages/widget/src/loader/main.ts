/**
 * The one script a page pays for. Draws the button, watches for the moment to offer help, and fetches the rest when
 * somebody wants it. The hub puts the site's settings in the place of `__LOTSE_SITE__`.
 */
import type { BeaconAnswer, Language, SiteConfig } from "@lotse/protocol";
import { createFactSource, createRuleSet, toWireFacts } from "@lotse/radar";
import { guard } from "../shared/guard.ts";
import { clip } from "../shared/text.ts";
import { createVisitStore } from "../shared/visit.ts";
import { createEvents, installApi, isInstalled } from "./api.ts";
import { Asker } from "./asker.ts";
import { createBeacon } from "./beacon.ts";
import { CoreLoader } from "./coreLoader.ts";
import { createHost, createLauncher } from "./launcher.ts";
import { clock, listen, post, tabStorage } from "./natives.ts";
import { Observer } from "./observer.ts";

declare const __LOTSE_SITE__: SiteConfig;

const pageLanguage = (fallback: Language): Language => {
  const declared = document.documentElement.lang.slice(0, 2).toLowerCase();
  return declared === "de" || declared === "en" ? declared : fallback;
};

const start = (site: SiteConfig) => {
  const language = pageLanguage(site.language);
  const visit = createVisitStore(tabStorage, clock.nowMs());
  const { host, root } = createHost();
  const launcher = createLauncher(root, language);
  const events = createEvents();
  let becomeKnown = () => {};
  const known = new Promise<void>(resolve => {
    becomeKnown = resolve;
    if (visit.get().token !== null) resolve();
  });
  const { tell } = events;
  const core = new CoreLoader({ site, language, clock, host, root, launcher, visit, tell, known });
  const refresh = () => core.use("resume", one => one.refresh());
  const place = () => {
    if (!host.isConnected) document.documentElement.append(host);
  };

  const observer = new Observer({
    clock,
    visit,
    onChanged: keys => asker.changed(keys),
    onPage: () => asker.page(),
    onRebuilt: place,
  });
  const facts = () => toWireFacts(observer.facts, clock.nowMs());
  const beacon = createBeacon({ site, language, visit, facts, post });
  const heed = ({ decisions, inContact }: BeaconAnswer) => {
    becomeKnown();
    for (const decision of decisions) {
      if (decision.outcome === "offer") core.use("offer", one => one.offer(decision.invitation));
    }
    if (!inContact || visit.get().inContact) return;
    visit.set({ inContact });
    refresh();
  };
  const asker = new Asker({
    clock,
    rules: createRuleSet(site.rules),
    facts: createFactSource(observer.facts),
    visit,
    isAwake: () => document.visibilityState === "visible",
    send: beacon,
    onAnswer: heed,
  });

  const undo = [
    listen(document, "visibilitychange", () => {
      asker.changed([]);
      core.tell(one => one.refresh());
    }),
    listen(window, "pagehide", () => {
      // A visit the hub does not know yet would become a second one.
      if (visit.get().token !== null) void beacon([]);
      observer.keep();
    }),
    listen(window, "pageshow", event => {
      if (!(event as PageTransitionEvent).persisted) return;
      observer.arrive();
      core.tell(one => one.refresh());
    }),
    listen(launcher.button, "click", () => core.use("open", one => one.toggle())),
    listen(document, "click", event => {
      const target = event.target instanceof Element && event.target.closest("[data-lotse-open]");
      if (!target) return;
      event.preventDefault();
      const topic = clip(target.getAttribute("data-lotse-open") ?? "", 100);
      core.use("open", one => one.open(topic ? { topic } : {}));
    }),
    installApi({
      core,
      events,
      destroy: () => {
        for (const one of undo) one();
        for (const one of [observer, asker, core]) one.close();
        host.remove();
      },
    }),
  ];
  place();
  observer.start();
  const { inContact, stopping } = visit.get();
  if (inContact || stopping !== null) refresh();
  tell("ready", {});
};

guard(() => {
  const site = __LOTSE_SITE__;
  if (site.enabled && !isInstalled() && location.protocol.startsWith("http")) start(site);
})();
