/** Getting in over HTTP: better-auth's routes, the console's settings, memberships and one-time links. */
import { type AccountLinkView, type MembershipsView, ok, type TenantId } from "@lotse/protocol";
import { ask, call, done, type Fetch, isRecord } from "../../http/call.ts";
import type { AuthApi, ConsoleConfig, DemoAgent, Membership } from "../../ports.ts";

const isDemoAgent = (value: unknown): value is DemoAgent =>
  isRecord(value) &&
  typeof value.name === "string" &&
  typeof value.email === "string" &&
  typeof value.password === "string";

const parseConfig = (value: unknown): ConsoleConfig | null => {
  if (!isRecord(value) || typeof value.mirrorUrl !== "string") return null;
  const agents = Array.isArray(value.demoAgents) ? value.demoAgents.filter(isDemoAgent) : null;
  const shopPort = typeof value.shopPort === "number" ? value.shopPort : null;
  return { mirrorUrl: value.mirrorUrl, demoAgents: agents, shopPort };
};

const isMembership = (value: unknown): value is Membership =>
  isRecord(value) &&
  typeof value.tenantId === "string" &&
  typeof value.tenantName === "string" &&
  (value.role === "agent" || value.role === "supervisor" || value.role === "administrator");

const parseMemberships = (value: unknown): MembershipsView | null => {
  if (!isRecord(value) || !Array.isArray(value.memberships)) return null;
  const active = value.activeTenantId;
  return {
    memberships: value.memberships.filter(isMembership),
    activeTenantId: typeof active === "string" ? (active as TenantId) : null,
  };
};

const LINK_KINDS = ["setup", "invitation", "password"] as const;

const parseLink = (value: unknown): AccountLinkView | null => {
  if (!isRecord(value)) return null;
  const kind = LINK_KINDS.find(known => known === value.kind);
  if (kind === undefined || typeof value.tenantName !== "string") return null;
  return {
    kind,
    tenantName: value.tenantName,
    name: typeof value.name === "string" ? value.name : null,
    email: typeof value.email === "string" ? value.email : null,
    hasPassword: value.hasPassword === true,
    expiresAtMs: typeof value.expiresAtMs === "number" ? value.expiresAtMs : 0,
  };
};

export const createAuthApi = (fetch: Fetch): AuthApi => ({
  config: () => ask(fetch, "/api/v1/console-config", parseConfig),
  session: async () => {
    const result = await call(fetch, "/api/auth/get-session");
    if (result.ok) return ok({ signedIn: isRecord(result.value) && isRecord(result.value.user) });
    return result.error.code === "CREDENTIALS_INVALID" ? ok({ signedIn: false }) : result;
  },
  signIn: credentials =>
    ask(
      fetch,
      "/api/auth/sign-in/email",
      answer => (isRecord(answer) && answer.twoFactorRedirect === true ? "secondFactor" : "signedIn"),
      credentials,
    ),
  verifyCode: code => ask(fetch, "/api/auth/two-factor/verify-totp", done, { code }),
  verifyBackupCode: code => ask(fetch, "/api/auth/two-factor/verify-backup-code", done, { code }),
  signOut: () => ask(fetch, "/api/auth/sign-out", done, {}),
  memberships: () => ask(fetch, "/api/v1/memberships", parseMemberships),
  choose: tenantId => ask(fetch, "/api/v1/memberships/choose", done, { tenantId }),
  readLink: token => ask(fetch, "/api/v1/account-links/read", parseLink, { token }),
  redeemLink: redemption =>
    ask(
      fetch,
      "/api/v1/account-links/redeem",
      answer => (isRecord(answer) && typeof answer.email === "string" ? { email: answer.email } : null),
      redemption,
    ),
});
