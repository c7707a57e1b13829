/**
 * What people's browsers open: the console under a strict policy with Trusted Types, the mirror under a policy of
 * its own, the widget's modules for every page of the world. Knows files and headers, no features.
 */
import { join } from "node:path";
import express, { type RequestHandler, type Response, Router } from "express";
import helmet from "helmet";
import type { AssetFolders } from "./assets.ts";

const YEAR_MS = 31_536_000_000;

export interface PageDeps {
  readonly folders: AssetFolders;
  readonly publicUrl: () => string;
  readonly mirrorUrl: () => string;
  /** The mirror document's own headers, its Content-Security-Policy above all. */
  readonly mirrorHeaders: () => Readonly<Record<string, string>>;
}

export const widgetModules = (folders: AssetFolders): RequestHandler =>
  express.static(join(folders.widget, "modules"), {
    index: false,
    immutable: true,
    maxAge: YEAR_MS,
    setHeaders: (response: Response) => {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    },
  });

const consolePolicy = (deps: PageDeps): string => {
  const socketUrl = deps.publicUrl().replace(/^http/, "ws");
  return [
    "default-src 'none'",
    "base-uri 'none'",
    // Forms are sent by script; nothing of the console ever navigates with one.
    "form-action 'none'",
    "frame-ancestors 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self' ${socketUrl}`,
    `frame-src ${new URL(deps.mirrorUrl()).origin}`,
    "require-trusted-types-for 'script'",
    // No policy may be made either: nothing in the console has a string to trust.
    "trusted-types 'none'",
  ].join("; ");
};

const HASHED = /[/\\]assets[/\\]/;

/** The console's own files; a path that is none of them is a view inside the console. */
export const consolePages = (deps: PageDeps): Router => {
  const router = Router();
  const index = join(deps.folders.console, "index.html");
  router.use((_request, response, next) => {
    response.setHeader("Content-Security-Policy", consolePolicy(deps));
    next();
  });
  router.use(
    express.static(deps.folders.console, {
      index: "index.html",
      setHeaders: (response: Response, path: string) => {
        response.setHeader(
          "Cache-Control",
          HASHED.test(path) ? `public, max-age=${YEAR_MS / 1_000}, immutable` : "no-cache",
        );
      },
    }),
  );
  // Without a pattern: one would decode the path, and an address mistyped is for the console to tell a person about.
  router.use((request, response, next) => {
    if ((request.method !== "GET" && request.method !== "HEAD") || /\.\w+$/.test(request.path)) return next();
    response.sendFile(index, { headers: { "Cache-Control": "no-cache" } });
  });
  return router;
};

/** The document that shows a visitor's page to an agent. It may be framed, by the console alone. */
export const mirrorPage =
  (deps: PageDeps): RequestHandler =>
  (_request, response) => {
    response.removeHeader("X-Frame-Options");
    response.set(deps.mirrorHeaders());
    response.sendFile(join(deps.folders.console, "mirror.html"), {
      headers: { "Cache-Control": "no-cache" },
    });
  };

/** For everything that is not a page of ours: nothing in an answer may ever run or be framed. */
export const baseHeaders = (isHttps: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"] },
    },
    strictTransportSecurity: isHttps ? { maxAge: YEAR_MS / 1_000 } : false,
  });
