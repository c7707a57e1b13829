/** `/api/auth` behind an Express of its own, on a free port: the accounts' front door without the rest of the hub. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type AgentId, LotseError, type SiteId, type TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { sequentialIds } from "@lotse/testkit";
import express, { type ErrorRequestHandler } from "express";
import { statusOf } from "../../../transport/http/errors.ts";
import { type AccountsDeps, createAccounts } from "../accounts.ts";

export const ANNA = { name: "Anna Petersen", email: "Anna@nordwind.example", password: "anna-lotse-demo" };

/** Agents whose connections the accounts wanted looked at again. */
export const rechecked: string[] = [];

const tellCode: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = error instanceof LotseError ? statusOf(error.code) : (error?.status ?? 500);
  response.status(status).json({ code: error instanceof LotseError ? error.code : "UNKNOWN" });
};

export interface Door {
  readonly url: string;
  readonly agentOf: (headers: NodeJS.Dict<string | string[]>) => Promise<unknown>;
  readonly post: (path: string, options?: PostOptions) => Promise<Response>;
  readonly server: Server;
}

export interface PostOptions {
  readonly body?: unknown;
  readonly cookie?: string;
  /** Null sends none. */
  readonly origin?: string | null;
  readonly address?: string;
}

/** Each test comes from an address of its own unless it says otherwise: the limit counts by address. */
let lastAddress = 0;
export const nextAddress = (): string => `198.51.100.${++lastAddress}`;

export const openDoor = async (deps: AccountsDeps, publicUrl?: string): Promise<Door> => {
  const app = express();
  app.set("trust proxy", 1);
  const server = createServer(app).listen(0, "127.0.0.1");
  await new Promise(resolve => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { handler, agentOf } = createAccounts(deps).signInAt({
    publicUrl: publicUrl ?? url,
    signInsChanged: async agentIds => void rechecked.push(...agentIds),
  });
  app.all("/api/auth/{*path}", handler);
  app.use(tellCode);
  const post = (path: string, { body = {}, cookie, origin = publicUrl ?? url, address }: PostOptions = {}) =>
    fetch(`${url}/api/auth${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Forwarded-For": address ?? nextAddress(),
        ...(origin === null ? {} : { Origin: origin }),
        ...(cookie === undefined ? {} : { Cookie: cookie }),
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url, agentOf, post, server };
};

/** As a browser would send it back. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map(cookie => cookie.split(";")[0])
    .join("; ");

export const seed = async (storage: Storage, accountId: string) => {
  const makeId = sequentialIds();
  const tenantId = makeId() as TenantId;
  const agentId = makeId() as AgentId;
  await storage.seedTenant({
    tenant: { id: tenantId, name: "Nordwind" },
    sites: [
      {
        id: makeId() as SiteId,
        key: "demo",
        name: "Nordwind Versicherung",
        enabled: true,
        origins: [],
        language: "de",
        strictMasking: false,
        maskRules: [],
        assetOrigins: [],
        pushOrigins: [],
        consent: "assumed",
      },
    ],
    rules: [],
    agents: [
      {
        id: agentId,
        accountId,
        name: ANNA.name,
        email: ANNA.email,
        role: "agent",
        skills: [],
        capacity: 3,
        channels: null,
        limits: [],
      },
    ],
  });
  return { tenantId, agentId };
};
