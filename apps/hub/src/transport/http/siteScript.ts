/** `/s/KEY.js`: the loader with the site's settings and compiled rules inside. Knows no rule language. */
import { PROTOCOL_VERSION, type SiteConfig } from "@lotse/protocol";
import { watchedKeys } from "@lotse/radar";
import type { SiteRecord } from "@lotse/storage";
import { Router } from "express";
import type { SiteRules } from "../../services.ts";
import type { SiteDirectory } from "../../sites.ts";
import type { WidgetBuild } from "./assets.ts";

const PLACEHOLDER = "__LOTSE_SITE__";
/** How long a browser may go without asking; a kill switch or a new rule takes this long. */
const CACHE_SECONDS = 60;

export interface SiteScriptDeps {
  readonly sites: SiteDirectory;
  readonly publicUrl: () => string;
  readonly widget: () => WidgetBuild | null;
  readonly rulesFor: (site: SiteRecord) => Promise<SiteRules>;
}

const NO_RULES = { rules: [] };

const configOf = async (
  site: SiteRecord,
  files: WidgetBuild["modules"],
  deps: SiteScriptDeps,
): Promise<SiteConfig> => {
  const given = site.enabled ? await deps.rulesFor(site) : NO_RULES;
  const watch = watchedKeys(given.rules);
  const url = (file: string) => `${deps.publicUrl()}/m/${file}`;
  return {
    key: site.key,
    hub: deps.publicUrl(),
    protocol: PROTOCOL_VERSION,
    enabled: site.enabled,
    language: site.language,
    ...given,
    ...(watch.length > 0 ? { watch } : {}),
    modules: {
      core: url(files.core),
      // The one that watches reads forms and products, too
      reader: url(watch.length > 0 ? files.observers : files.reader),
      aside: url(files.aside),
    },
    strictMasking: site.strictMasking,
    consent: site.consent,
  };
};

/** JSON that may stand anywhere in a script, an inline one included. */
export const scriptSafeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

export const createSiteScriptRoute = (deps: SiteScriptDeps): Router => {
  const scriptFor = async (key: string): Promise<{ readonly status: number; readonly body: string }> => {
    const site = deps.sites.byKey(key);
    const widget = deps.widget();
    if (site === null) return { status: 404, body: "/* Lotse: there is no such site. */\n" };
    if (widget === null) return { status: 503, body: "/* Lotse: the widget is not built. */\n" };
    const json = scriptSafeJson(await configOf(site, widget.modules, deps));
    return { status: 200, body: widget.loader.split(PLACEHOLDER).join(json) };
  };
  const router = Router();
  router.get("/:file", async (request, response, next) => {
    const key = /^([\w-]{1,64})\.js$/.exec(request.params.file)?.[1];
    if (key === undefined) return next();
    const { status, body } = await scriptFor(key);
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cache-Control", status === 200 ? `public, max-age=${CACHE_SECONDS}` : "no-store");
    response.status(status).type("text/javascript").send(body);
  });
  return router;
};
