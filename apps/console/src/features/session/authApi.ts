/** Sign-in over HTTP: better-auth's routes and the console's settings. Turns every failure into a closed code. */
import { type ErrorCode, fail, ok, type Result } from "@lotse/protocol";
import type { AuthApi, ConsoleConfig, DemoAgent } from "../../ports.ts";

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const codeOf = (status: number): ErrorCode => {
  if (status === 429) return "RATE_LIMITED";
  if (status === 401 || status === 403) return "CREDENTIALS_INVALID";
  return status >= 500 ? "UNAVAILABLE" : "FIELD_TYPE";
};

const call = async (fetch: Fetch, url: string, body?: unknown): Promise<Result<unknown>> => {
  const init: RequestInit =
    body === undefined
      ? { credentials: "same-origin" }
      : {
          method: "POST",
          credentials: "same-origin",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        };
  try {
    const response = await fetch(url, init);
    if (!response.ok) return fail({ code: codeOf(response.status), message: `HTTP ${response.status}` });
    return ok(await response.json());
  } catch {
    return fail({ code: "UNAVAILABLE", message: "No answer" });
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isDemoAgent = (value: unknown): value is DemoAgent =>
  isRecord(value) &&
  typeof value.name === "string" &&
  typeof value.email === "string" &&
  typeof value.password === "string";

/** The settings may come bare or inside a `Result`. */
const parseConfig = (body: unknown): ConsoleConfig | null => {
  const value = isRecord(body) && body.ok === true ? body.value : body;
  if (!isRecord(value) || typeof value.mirrorUrl !== "string") return null;
  const agents = Array.isArray(value.demoAgents) ? value.demoAgents.filter(isDemoAgent) : null;
  return { mirrorUrl: value.mirrorUrl, demoAgents: agents };
};

export const createAuthApi = (fetch: Fetch): AuthApi => ({
  config: async () => {
    const result = await call(fetch, "/api/v1/console-config");
    if (!result.ok) return result;
    const config = parseConfig(result.value);
    return config === null ? fail({ code: "INTERNAL", message: "Settings not understood" }) : ok(config);
  },
  session: async () => {
    const result = await call(fetch, "/api/auth/get-session");
    if (result.ok) return ok({ signedIn: isRecord(result.value) && isRecord(result.value.user) });
    return result.error.code === "CREDENTIALS_INVALID" ? ok({ signedIn: false }) : result;
  },
  signIn: async credentials => {
    const result = await call(fetch, "/api/auth/sign-in/email", credentials);
    return result.ok ? ok(true) : result;
  },
  signOut: async () => {
    const result = await call(fetch, "/api/auth/sign-out", {});
    return result.ok ? ok(true) : result;
  },
});
