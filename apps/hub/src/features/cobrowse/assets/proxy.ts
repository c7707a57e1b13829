/**
 * Fetches a page's asset for the mirror: of origins that the site allows, in turns, kept for a while, and sheets with their own addresses
 * leading here, too. Knows neither who asks nor how they are answered.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import { type AssetAddress, rewriteCssGently } from "@lotse/cobrowse/assets";
import type { Clock } from "@lotse/protocol";
import { LotseError } from "@lotse/protocol";
import type { Get } from "../../../egress/get.ts";
import { createMemory } from "./memory.ts";
import { type AssetSite, mayFetch, sourcesOf } from "./sources.ts";
import { createTurns } from "./turns.ts";
import { ACCEPT, bytesMaxOf, SHEET, SHEET_SHOWN_CHARACTERS_MAX, typeShown } from "./types.ts";

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface AssetProxyDeps {
  readonly clock: Clock;
  readonly get: Get;
  /** Hosts that need not have TLS. */
  readonly hosts: ReadonlySet<string>;
}

export interface AssetProxy {
  /** `party`: whose turn it is. Throws what `Get` throws, and RATE_LIMITED. */
  fetch(site: AssetSite, url: string, party: string): Promise<Asset>;
}

const TURNS = { atOnce: 16, atOncePerKey: 6, waitingPerKey: 300 };
const MEMORY = { bytesMax: 64_000_000, keptMs: 300_000 };

/** Beside the sheet itself: the same place, asked for another address. */
export const assetQuery = (url: string): string => {
  const [address = "", fragment] = url.split("#", 2);
  return `?u=${encodeURIComponent(address)}${fragment === undefined ? "" : `#${fragment}`}`;
};

const textOf = (bytes: Buffer, charset: string | null): string => {
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    return bytes.toString("utf8");
  }
};

export const createAssetProxy = ({ clock, get, hosts }: AssetProxyDeps): AssetProxy => {
  const turns = createTurns(TURNS);
  const memory = createMemory<Asset>({ clock, limits: MEMORY, sizeOf: ({ bytes }) => bytes.length });

  const fetchAnew = async (site: AssetSite, url: string): Promise<Asset> => {
    const got = await get({ url, accept: ACCEPT, mayGo: at => mayFetch(site, at), bytesMax: bytesMaxOf });
    const type = typeShown(got.type, got.bytes);
    if (type === null) throw new LotseError("CONTENT_TYPE", "The other system's type is not supported");
    if (got.type !== SHEET) return { type, bytes: got.bytes };
    const { origins, fontOrigins } = sourcesOf(site, hosts);
    const address: AssetAddress = (found, kind) => {
      const { origin } = new URL(found);
      const isOurs = origins.includes(origin) || (kind === "font" && fontOrigins.includes(origin));
      return isOurs ? assetQuery(found) : null;
    };
    const text = textOf(got.bytes, got.charset);
    const charactersMax = SHEET_SHOWN_CHARACTERS_MAX;
    const css = await rewriteCssGently(text, { base: got.url, address, charactersMax, pause: nextTurn });
    if (css === null) throw new LotseError("PAYLOAD_TOO_LARGE", "The sheet is too large with its addresses");
    return { type, bytes: Buffer.from(css) };
  };

  return {
    fetch: (site, url, party) => {
      // What was fetched under other settings may lead elsewhere.
      const key = JSON.stringify([site.id, site.origins, site.assetOrigins, url]);
      return memory.get(key, () => turns.take(party, () => fetchAnew(site, url)));
    },
  };
};
