/** The organisation's sites: where the widget runs, under which rules, and the keys that prove who a visitor is. */

import type { DriftFinding, IdentityKeyView, SiteView } from "@lotse/protocol";
import { ok, type Result, type SiteId, type WireError } from "@lotse/protocol";
import type { Requests } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

export type SiteChange = Partial<
  Pick<SiteView, "name" | "enabled" | "origins" | "strictMasking" | "maskRules" | "assetOrigins" | "consent">
>;

export interface SitesDeps {
  readonly connection: Requests;
  readonly onError: (error: WireError) => void;
}

export class SitesModel {
  readonly #deps: SitesDeps;
  readonly #keys = new Map<SiteId, Loading<readonly IdentityKeyView[]>>();
  readonly #drift = new Map<SiteId, Loading<readonly DriftFinding[]>>();
  readonly sites: Loading<readonly SiteView[]>;

  constructor(deps: SitesDeps) {
    this.#deps = deps;
    this.sites = new Loading(async () => {
      const result = await deps.connection.request("site:list", {});
      return result.ok ? ok(result.value.sites) : result;
    });
  }

  /** The form shows what is wrong itself. */
  async change(
    siteId: SiteId,
    { origins, maskRules, assetOrigins, ...others }: SiteChange,
  ): Promise<Result<true>> {
    const input = {
      siteId,
      ...others,
      ...(origins === undefined ? {} : { origins: [...origins] }),
      ...(maskRules === undefined ? {} : { maskRules: [...maskRules] }),
      ...(assetOrigins === undefined ? {} : { assetOrigins: [...assetOrigins] }),
    };
    const result = await this.#deps.connection.request("site:change", input);
    if (!result.ok) return result;
    const { site } = result.value;
    this.sites.change(sites => sites.map(other => (other.id === siteId ? site : other)));
    return ok(true);
  }

  /** A switch has no place of its own to say what went wrong. */
  async turn(siteId: SiteId, change: SiteChange): Promise<void> {
    const result = await this.change(siteId, change);
    if (!result.ok) this.#deps.onError(result.error);
  }

  keysOf(siteId: SiteId): Loading<readonly IdentityKeyView[]> {
    const known = this.#keys.get(siteId);
    if (known !== undefined) return known;
    const keys = new Loading(async () => {
      const result = await this.#deps.connection.request("identityKey:list", { siteId });
      return result.ok ? ok(result.value.keys) : result;
    });
    this.#keys.set(siteId, keys);
    return keys;
  }

  driftOf(siteId: SiteId): Loading<readonly DriftFinding[]> {
    const known = this.#drift.get(siteId);
    if (known !== undefined) return known;
    const drift = new Loading(async () => {
      const result = await this.#deps.connection.request("drift:list", { siteId });
      return result.ok ? ok(result.value.findings) : result;
    });
    this.#drift.set(siteId, drift);
    return drift;
  }

  async dismiss(siteId: SiteId, finding: string): Promise<void> {
    const result = await this.#deps.connection.request("drift:dismiss", { siteId, finding });
    if (!result.ok) this.#deps.onError(result.error);
    else this.driftOf(siteId).change(findings => findings.filter(one => one.finding !== finding));
  }

  async addKey(siteId: SiteId): Promise<void> {
    const result = await this.#deps.connection.request("identityKey:add", { siteId });
    if (!result.ok) this.#deps.onError(result.error);
    else this.keysOf(siteId).change(keys => [...keys, result.value.key]);
  }

  async retireKey(siteId: SiteId, kid: string): Promise<void> {
    const result = await this.#deps.connection.request("identityKey:retire", { siteId, kid });
    if (!result.ok) this.#deps.onError(result.error);
    else void this.keysOf(siteId).load();
  }
}
