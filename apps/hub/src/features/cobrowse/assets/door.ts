/**
 * Who may have assets fetched: whoever looks at a shared page, by a ticket that the hub gave them over the stream and that ends with
 * their connection. The mirror is of another origin than the console and has no cookies; so a ticket stands for the agent. One whose
 * session is over, or a stranger's, is answered like one that never was.
 */
import {
  type CobrowseId,
  LotseError,
  type MakeId,
  type SiteId,
  type StreamEvents,
  type Unsubscribe,
} from "@lotse/protocol";
import { Router } from "express";
import type { AgentActor } from "../../../command.ts";
import type { AssetProxy } from "./proxy.ts";
import { type AssetSite, sourcesOf } from "./sources.ts";

export interface AssetDoorDeps {
  readonly ids: MakeId;
  readonly proxy: AssetProxy;
  readonly hosts: ReadonlySet<string>;
  readonly siteOf: (id: SiteId) => (AssetSite & { readonly enabled: boolean }) | null;
  readonly onSiteChanged: (fn: (site: { readonly id: SiteId }) => void) => Unsubscribe;
  readonly isShared: (actor: AgentActor, cobrowseId: CobrowseId) => boolean;
}

export interface AssetDoor {
  /** For as long as the viewer is connected: tells where assets are to be had, and again when the site's settings change. */
  open(viewer: AssetViewer): Unsubscribe;
  readonly routes: Router;
}

export interface AssetViewer {
  readonly actor: AgentActor;
  readonly cobrowseId: CobrowseId;
  readonly siteId: SiteId;
  /** Of the mirror document: assets are had below it. */
  readonly mirrorUrl: string;
  readonly tell: (assets: StreamEvents["stream:assets"]) => void;
}

/** What is loaded as a part of a page; never a page, a frame or a script of its own. */
const PARTS = new Set(["style", "image", "font", "empty"]);
const KEPT_S = 300;

const HEADERS = {
  // An SVG opened by itself runs nothing, and is of no origin.
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  "Cache-Control": `private, max-age=${KEPT_S}`,
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

const nothing = (): LotseError => new LotseError("NOT_FOUND", "There is nothing here");

export const createAssetDoor = (deps: AssetDoorDeps): AssetDoor => {
  const tickets = new Map<string, AssetViewer>();

  const tell = (ticket: string, viewer: AssetViewer): void => {
    const site = deps.siteOf(viewer.siteId);
    if (site === null) return;
    viewer.tell({ base: `${viewer.mirrorUrl}/fetched/${ticket}`, ...sourcesOf(site, deps.hosts) });
  };
  deps.onSiteChanged(site => {
    for (const [ticket, viewer] of tickets) if (viewer.siteId === site.id) tell(ticket, viewer);
  });

  const admit = (ticket: string): { readonly viewer: AssetViewer; readonly site: AssetSite } => {
    const viewer = tickets.get(ticket);
    const site = viewer === undefined ? null : deps.siteOf(viewer.siteId);
    if (viewer === undefined || site === null || !site.enabled) throw nothing();
    if (!deps.isShared(viewer.actor, viewer.cobrowseId)) throw nothing();
    return { viewer, site };
  };

  const routes = Router();
  routes.get("/:ticket", async (request, response) => {
    const { viewer, site } = admit(request.params.ticket);
    if (!PARTS.has(request.get("sec-fetch-dest") ?? "empty")) throw nothing();
    const { u } = request.query;
    if (typeof u !== "string") throw new LotseError("URL_INVALID", "An asset has one address");
    const { type, bytes } = await deps.proxy.fetch(site, u, viewer.actor.agentId);
    response.set({ ...HEADERS, "Content-Type": type }).end(bytes);
  });

  return {
    routes,
    open: viewer => {
      const ticket = deps.ids();
      tickets.set(ticket, viewer);
      tell(ticket, viewer);
      return () => void tickets.delete(ticket);
    },
  };
};
