/** What other systems did, for the audit trail: by which key, to what. What cannot be stored is told in the log. */
import type { Clock } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { KeyAudit } from "../../services.ts";

export const createKeyAudit =
  (deps: {
    readonly storage: Pick<Storage, "appendAudit">;
    readonly clock: Pick<Clock, "nowMs">;
    readonly log: Pick<Log, "info" | "error">;
  }): KeyAudit =>
  async ({ tenantId, keyId, name }, { event, subject }) => {
    const actor = { kind: "apiKey", apiKeyId: keyId, name } as const;
    deps.log.info("audit", { audit: event, actor: "apiKey", tenantId });
    await deps.storage
      .appendAudit(tenantId, [{ atMs: deps.clock.nowMs(), event, actor, subject }])
      .catch(error => deps.log.error("audit not stored", { tenantId, ...errorFields(error) }));
  };
