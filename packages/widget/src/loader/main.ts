/**
 * The one script a page pays for. Draws the button, watches for the moment to offer help, and fetches the rest when
 * somebody wants it. The hub puts the site's settings in the place of `__LOTSE_SITE__`.
 */
import type { SiteConfig } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import { findDoor } from "./api.ts";
import { startWidget } from "./widget.ts";

declare const __LOTSE_SITE__: SiteConfig;

guard(() => {
  const site = __LOTSE_SITE__;
  const door = findDoor();
  const given = door?.();
  if (door && !given) return;
  if (site.enabled && /^http/.test(location.protocol)) startWidget(site, given);
})();
