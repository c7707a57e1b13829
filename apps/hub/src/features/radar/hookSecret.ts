/** What calls of a site's hooks are signed with: follows from the hub's own key, so the database holds none. */
import { hkdfSync } from "node:crypto";
import type { SiteId, TenantId } from "@lotse/protocol";

const SECRET_BYTES = 32;

export const deriveHookSecret = (
  hubKey: string,
  of: { readonly tenantId: TenantId; readonly siteId: SiteId },
): string => {
  const purpose = `lotse:hook:${of.tenantId}:${of.siteId}`;
  return Buffer.from(hkdfSync("sha256", hubKey, "", purpose, SECRET_BYTES)).toString("base64url");
};
