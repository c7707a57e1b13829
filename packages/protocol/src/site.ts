/** What `/s/SITE_KEY.js` carries besides the loader: the site's settings and compiled rules. */
import type { Language } from "./entities.ts";
import type { RuleId } from "./ids.ts";

/** A rule's JSON form as `@lotse/radar` compiles it: nested arrays of strings, numbers and booleans. */
export type RuleJson = string | number | boolean | readonly RuleJson[];

export interface SiteRule {
  readonly id: RuleId;
  readonly when: RuleJson;
}

/**
 * What of a site's pages agents see, over what is always masked. `show` lifts only the strict preset. `pages`: a path in
 * which `*` stands for anything; absent: everywhere.
 */
export interface MaskRule {
  readonly selector: string;
  readonly action: "mask" | "block" | "show";
  readonly pages?: string;
}

/** What the recorder goes by; never part of the site's public script. */
export interface Masking {
  readonly strict: boolean;
  readonly rules: readonly MaskRule[];
}

export interface SiteConfig {
  readonly key: string;
  /** Origin of the hub, no trailing slash. */
  readonly hub: string;
  readonly protocol: number;
  /** False = kill switch: the loader does nothing at all. */
  readonly enabled: boolean;
  /** Language when the page declares none of ours. */
  readonly language: Language;
  readonly rules: readonly SiteRule[];
  /** Of these rules, for beacons; absent: a hub that does not count. */
  readonly revision?: number;
  /** The facts that are watched because a rule reads them, by the radar's keys. Absent: none, and nothing is watched. */
  readonly watch?: readonly string[];
  /**
   * Hashed ES modules, absolute URLs. `reader`: for pages with forms or products; where something is to be watched, for all
   * pages, and the module that watches it, too. `aside`: what pages rarely ask for.
   */
  readonly modules: { readonly core: string; readonly reader?: string; readonly aside?: string };
  /** All inputs masked, not only the ones that are always masked. */
  readonly strictMasking: boolean;
  /** Whether the page has the visitor's consent to facts and storage by itself, or says so by `Lotse.consent`. Absent: assumed. */
  readonly consent?: "assumed" | "asked";
}
