/** A shop on a free port and a customer who keeps cookies and follows redirects by hand. For tests only. */
import { createShop } from "../server/createShop.ts";

export const HUB = "https://hub.example:8443";
export const NOW_MS = Date.parse("2026-03-10T09:00:00Z");
export const CODE = "135790";

export interface TestShop {
  readonly origin: string;
  /** Errors that became a 500. */
  readonly failures: unknown[];
  advance(ms: number): void;
  customer(): Customer;
  close(): Promise<void>;
}

export interface Customer {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  page(path: string): Promise<string>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  postJson(path: string, body: unknown): Promise<Response>;
}

function createCustomer(origin: string): Customer {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) };
    const response = await fetch(origin + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  return {
    get: (path, headers = {}) => send(path, { headers }),
    page: async path => (await send(path, {})).text(),
    post: (path, fields) => send(path, { method: "POST", body: new URLSearchParams(fields) }),
    postJson: (path, body) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

export async function startTestShop(): Promise<TestShop> {
  let nowMs = NOW_MS;
  let ids = 0;
  const failures: unknown[] = [];
  const shop = createShop({
    hubUrl: HUB,
    siteKey: "demo",
    assets: { stylesheet: "/assets/site-test.css", quoteScript: "/assets/quote-test.js" },
    distDir: "/nowhere",
    nowMs: () => nowMs,
    makeId: () => {
      ids += 1;
      return `${String(ids).padStart(8, "0")}-id`;
    },
    makeCode: () => CODE,
    onError: error => failures.push(error),
  });
  const origin = `http://localhost:${await shop.listen(0)}`;
  return {
    origin,
    failures,
    advance(ms) {
      nowMs += ms;
    },
    customer: () => createCustomer(origin),
    close: () => shop.close(),
  };
}
