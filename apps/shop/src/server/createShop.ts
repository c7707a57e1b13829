/**
 * The demo site as a whole: everything it needs is handed in, nothing is read from the environment and
 * nothing is printed. Of Lotse it knows one address: the script tag in the layout.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Assets } from "./assets.ts";
import { type Shop, viewOf } from "./context.ts";
import { badRequestPage, errorPage, notFoundPage } from "./pages/info.ts";
import { catalogueRoutes } from "./routes/catalogue.ts";
import { checkoutRoutes } from "./routes/checkout.ts";
import { quoteRoutes } from "./routes/quote.ts";
import { sameSitePosts, securityHeaders } from "./security.ts";
import { createSessions } from "./sessions.ts";

export interface ShopOptions {
  readonly hubUrl: string;
  readonly siteKey: string;
  readonly assets: Assets;
  /** Where the built files lie; served under /assets. */
  readonly distDir: string;
  readonly nowMs: () => number;
  readonly makeId: () => string;
  /** Six digits for the one-time-code step. */
  readonly makeCode: () => string;
  /** Told of every error that became a 500. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningShop {
  /** Resolves with the port, which is a free one when 0 was asked for. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

export class PortTaken extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program. Stop it, or choose another port: SHOP_PORT=${port + 10} npm start`,
    );
    this.name = "PortTaken";
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function errorPages(shop: Shop, onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = isRecord(error) && typeof error.status === "number" ? error.status : 500;
    const theirs = status >= 400 && status < 500;
    if (!theirs) onError(error);
    const view = viewOf(shop, req, res);
    res.status(theirs ? status : 500).send((theirs ? badRequestPage(view) : errorPage(view)).text);
  };
}

function createApp(shop: Shop, options: ShopOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.use(securityHeaders(options.hubUrl));
  app.get("/healthz", (_req, res) => {
    res.json({ ok: true });
  });
  app.use(
    "/assets",
    express.static(join(options.distDir, "assets"), { immutable: true, maxAge: "1y", index: false }),
  );
  app.use(sameSitePosts);
  app.use(express.urlencoded({ extended: false, limit: "20kb" }));
  app.use(express.json({ limit: "50kb" }));
  app.use((_req, res, next) => {
    res.set("Cache-Control", "private, no-cache");
    next();
  });
  app.use(catalogueRoutes(shop), checkoutRoutes(shop), quoteRoutes(shop));
  app.use((req, res) => {
    res.status(404).send(notFoundPage(viewOf(shop, req, res)).text);
  });
  app.use(errorPages(shop, options.onError ?? (() => {})));
  return app;
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTaken(port) : error);
    });
    // A demo: for this machine only, like the hub it belongs to.
    server.listen({ port, host: "127.0.0.1" }, () => resolve((server.address() as AddressInfo).port));
  });
}

export function createShop(options: ShopOptions): RunningShop {
  const { nowMs, makeId } = options;
  const shop: Shop = { ...options, sessions: createSessions({ nowMs, makeId }) };
  const server = createServer(createApp(shop, options));
  return {
    listen: port => listenOn(server, port),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
