/**
 * The mirror document's headers. It shows what visitors' pages contain, so it may load pictures, fonts and style
 * sheets from the site's own origins and what the hub fetches for it; its only script is ours. Knows no requests.
 */
export interface MirrorPolicy {
  /** The sites' allowed origins, as in SiteRecord: exact, or with a wildcard port. */
  readonly siteOrigins: readonly string[];
  /** Who may frame the mirror: the console's origin. */
  readonly consoleOrigin: string;
  /** Where the mirror document is; the assets that the hub fetches are below it, and nothing else of the hub is loaded as one. */
  readonly mirrorUrl: string;
}

/** Anything else (a quote, a semicolon, a path) could end the directive and start another. */
const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?$/i;

/** A policy's path holds no query, and none of what ends a source. */
const fetchedFrom = (mirrorUrl: string): readonly string[] => {
  const { origin, pathname } = new URL(mirrorUrl);
  return ORIGIN.test(origin) && /^[\w/.%~-]*$/.test(pathname) ? [`${origin}${pathname}/fetched/`] : [];
};

export const mirrorContentSecurityPolicy = ({
  siteOrigins,
  consoleOrigin,
  mirrorUrl,
}: MirrorPolicy): string => {
  const own = [...new Set(siteOrigins)].filter(origin => ORIGIN.test(origin));
  const assets = [...own, ...fetchedFrom(mirrorUrl)].join(" ");
  const ancestors = ORIGIN.test(consoleOrigin) ? consoleOrigin : "'none'";
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'unsafe-inline' ${assets}`.trimEnd(),
    `img-src data: ${assets}`.trimEnd(),
    `font-src data: ${assets}`.trimEnd(),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join("; ");
};

export const mirrorHeaders = (policy: MirrorPolicy): Readonly<Record<string, string>> => ({
  "Content-Security-Policy": mirrorContentSecurityPolicy(policy),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-site",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
});
