/**
 * Which web origins may talk to us. An allowed origin is exact (`https://shop.example`), or a pattern whose only
 * wildcard is the port (`http://localhost:*`). Everything is compared as a whole, so `https://shop.example.evil.com`,
 * `null` and `HTTPS://shop.example/` never match. Knows nothing of sites or requests.
 */

/** `scheme://host` and, if it is not the scheme's own, `:port`, as browsers send it; null if it is anything else. */
const parseOrigin = (
  origin: string,
): { readonly scheme: string; readonly host: string; readonly port: string } | null => {
  const parts = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?$/.exec(origin);
  const [, scheme, host, port] = parts ?? [];
  if (scheme === undefined || host === undefined) return null;
  return { scheme, host, port: port ?? "" };
};

/** True if the text may stand in a list of allowed origins. */
export const isOriginPattern = (text: string): boolean => {
  if (!text.endsWith(":*")) return parseOrigin(text) !== null;
  const named = parseOrigin(text.slice(0, -2));
  return named !== null && named.port === "";
};

export const originMatches = (pattern: string, origin: string): boolean => {
  const asked = parseOrigin(origin);
  if (asked === null) return false;
  if (!pattern.endsWith(":*")) return pattern === origin;
  const allowed = parseOrigin(pattern.slice(0, -2));
  return (
    allowed !== null && allowed.port === "" && allowed.scheme === asked.scheme && allowed.host === asked.host
  );
};

export const originAllowed = (patterns: readonly string[], origin: string): boolean =>
  patterns.some(pattern => originMatches(pattern, origin));

/**
 * For requests that carry an agent's cookie. A browser sends `Origin` with everything but same-origin reads, and
 * `Sec-Fetch-Site`, which pages cannot set, with those; whoever sends neither is not our console.
 */
export const fromOwnOrigin = (
  headers: {
    readonly origin?: string | undefined;
    readonly "sec-fetch-site"?: string | string[] | undefined;
  },
  own: readonly string[],
): boolean =>
  headers.origin === undefined ? headers["sec-fetch-site"] === "same-origin" : own.includes(headers.origin);
