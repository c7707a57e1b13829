/**
 * Response headers and the same-site rule for form posts. The policy is the one a careful insurer would set:
 * nothing inline, nothing evaluated, the hub the only other origin.
 */
import type { RequestHandler } from "express";
import helmet from "helmet";

export function contentSecurityPolicy(hubUrl: string): Record<string, string[]> {
  const socket = hubUrl.replace(/^http/, "ws");
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'", hubUrl],
    "style-src": ["'self'"],
    "connect-src": ["'self'", hubUrl, socket],
    "img-src": ["'self'", hubUrl],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
  };
}

export const securityHeaders = (hubUrl: string): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(hubUrl) },
    // The mirror document lives on the hub's origin and shows this site's pictures.
    crossOriginResourcePolicy: { policy: "cross-origin" },
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    // Plain http on localhost; whoever puts TLS in front sets this there.
    strictTransportSecurity: false,
  });

/** Browsers say where a request comes from. A post that another site started is refused; the cookie alone proves nothing. */
export const sameSitePosts: RequestHandler = (req, res, next) => {
  if (req.method === "GET" || req.method === "HEAD") return next();
  const origin = req.get("origin");
  const site = req.get("sec-fetch-site");
  const foreignOrigin = origin !== undefined && origin !== `${req.protocol}://${req.get("host")}`;
  const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
  if (!foreignOrigin && !foreignSite) return next();
  res.status(403).type("text/plain").send("This form was sent from another site.\n");
};
