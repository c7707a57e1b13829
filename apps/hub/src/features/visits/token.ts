/**
 * Visit tokens: who a visitor is to us, signed by the hub, for a day. Whoever holds one is that visit; it names no
 * person. Knows no storage.
 */
import type { Clock, SiteId, TenantId, VisitId } from "@lotse/protocol";
import { ID_PATTERN } from "@lotse/protocol";
import { jwtVerify, SignJWT } from "jose";
import type { VisitorActor } from "../../command.ts";

const LIFETIME_SECONDS = 24 * 3_600;
const RENEW_BELOW_SECONDS = LIFETIME_SECONDS / 2;
const AUDIENCE = "lotse:visit";

export interface VisitTokens {
  sign(actor: VisitorActor): Promise<string>;
  /** Null for whatever is not ours, not whole or not valid any more. `renew` when half of its time is over. */
  verify(token: string): Promise<{ readonly actor: VisitorActor; readonly renew: boolean } | null>;
}

const idOf = (claim: unknown): string | null =>
  typeof claim === "string" && ID_PATTERN.test(claim) ? claim : null;

const actorOf = (claims: Readonly<Record<string, unknown>>): VisitorActor | null => {
  const [visitId, siteId, tenantId] = [idOf(claims.visit), idOf(claims.site), idOf(claims.tenant)];
  if (visitId === null || siteId === null || tenantId === null) return null;
  return {
    kind: "visitor",
    visitId: visitId as VisitId,
    siteId: siteId as SiteId,
    tenantId: tenantId as TenantId,
  };
};

export const createVisitTokens = (deps: { readonly key: string; readonly clock: Clock }): VisitTokens => {
  const key = new TextEncoder().encode(deps.key);
  const nowSeconds = () => Math.floor(deps.clock.nowMs() / 1_000);
  return {
    sign: ({ visitId, siteId, tenantId }) =>
      new SignJWT({ visit: visitId, site: siteId, tenant: tenantId })
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(AUDIENCE)
        .setIssuedAt(nowSeconds())
        .setExpirationTime(nowSeconds() + LIFETIME_SECONDS)
        .sign(key),
    verify: async token => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ["HS256"],
          audience: AUDIENCE,
          requiredClaims: ["exp"],
          currentDate: new Date(deps.clock.nowMs()),
        });
        const actor = actorOf(payload);
        if (actor === null) return null;
        return { actor, renew: (payload.exp ?? 0) - nowSeconds() < RENEW_BELOW_SECONDS };
      } catch {
        return null;
      }
    },
  };
};
