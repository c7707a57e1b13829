/**
 * Where an account is a member, and which of these its session works in. About the account, not about an agent: also
 * for somebody who was just removed from the tenant the session worked in.
 */
import { LotseError, type MembershipsView, ok, type TenantId } from "@lotse/protocol";
import { membershipChoiceSchema, parse } from "@lotse/protocol/schemas";
import type { Membership } from "@lotse/storage";
import { type Request, type RequestHandler, Router } from "express";
import { fromOwnOrigin } from "../../origins.ts";
import { jsonOf, readJson } from "../../transport/http/json.ts";

export interface AccountSession {
  readonly accountId: string;
  readonly email: string;
  /** Names the session towards better-auth; a secret. */
  readonly token: string;
  readonly activeTenantId: TenantId | null;
}

export interface MembershipRouteDeps {
  readonly publicUrl: string;
  readonly sessionOf: (cookie: string) => Promise<AccountSession | null>;
  readonly membershipsOf: (accountId: string) => Promise<readonly Membership[]>;
  readonly choose: (session: AccountSession, tenantId: TenantId) => Promise<void>;
}

const BODY_BYTES_MAX = 1_024;

export const createMembershipRoutes = (deps: MembershipRouteDeps): RequestHandler => {
  const sessionOf = async (request: Request): Promise<AccountSession> => {
    if (!fromOwnOrigin(request.headers, [deps.publicUrl])) {
      throw new LotseError("ORIGIN_DENIED", "Agents come from the console's own origin");
    }
    const { cookie } = request.headers;
    const session = cookie === undefined ? null : await deps.sessionOf(cookie);
    if (session === null) throw new LotseError("SESSION_REVOKED", "Nobody is signed in");
    return session;
  };

  const viewOf = async ({ accountId, activeTenantId }: AccountSession): Promise<MembershipsView> => {
    const memberships = (await deps.membershipsOf(accountId)).map(({ tenantId, tenantName, agent }) => ({
      tenantId,
      tenantName,
      agentId: agent.id,
      role: agent.role,
    }));
    const isOne = memberships.some(({ tenantId }) => tenantId === activeTenantId);
    return { memberships, activeTenantId: isOne ? activeTenantId : null };
  };

  const router = Router();
  router.get("/memberships", async (request, response) => {
    response.json(ok(await viewOf(await sessionOf(request))));
  });
  router.post("/memberships/choose", ...readJson(BODY_BYTES_MAX), async (request, response) => {
    const session = await sessionOf(request);
    const { tenantId } = parse(membershipChoiceSchema, jsonOf(request));
    const view = await viewOf(session);
    if (!view.memberships.some(membership => membership.tenantId === tenantId)) {
      throw new LotseError("NOT_FOUND", "There is no such thing, or it is not yours");
    }
    await deps.choose(session, tenantId);
    response.json(ok({ ...view, activeTenantId: tenantId }));
  });
  return router;
};
