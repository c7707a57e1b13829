/**
 * The call of a site's hook: a JSON body, signed together with the time at which it was made, so that whoever receives it knows that it is
 * ours and not an old one. Knows no network: how a request goes out safely comes in as a function.
 */
import { createHmac } from "node:crypto";
import type { Clock, MakeId, RuleId, SiteId, TenantId, VisitId } from "@lotse/protocol";
import type { Post } from "../../egress/post.ts";

/** Ids and the rule's name: nothing of what the visitor did or wrote. */
export interface HookBody {
  readonly event: "rule.matched";
  readonly ruleId: RuleId;
  readonly ruleName: string;
  readonly ruleVersion: number;
  readonly visitId: VisitId;
  readonly atMs: number;
}

export interface HookCall {
  readonly tenantId: TenantId;
  readonly siteId: SiteId;
  readonly url: string;
  readonly body: HookBody;
}

/** `sha256=` and the HMAC of the timestamp, a dot and the body. */
export const signatureOf = (
  secret: string,
  { timestamp, body }: { timestamp: string; body: string },
): string => `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;

export const createHook =
  (deps: {
    readonly post: Post;
    readonly secretOf: (tenantId: TenantId, siteId: SiteId) => string;
    readonly clock: Pick<Clock, "nowMs">;
    readonly ids: MakeId;
  }) =>
  async ({ tenantId, siteId, url, body }: HookCall): Promise<void> => {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(deps.clock.nowMs() / 1_000));
    await deps.post({
      url,
      body: text,
      headers: {
        "content-type": "application/json",
        "lotse-delivery": deps.ids(),
        "lotse-timestamp": timestamp,
        "lotse-signature": signatureOf(deps.secretOf(tenantId, siteId), { timestamp, body: text }),
      },
    });
  };
