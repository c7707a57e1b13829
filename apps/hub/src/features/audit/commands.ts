/** The audit trail, read by those who answer for it. */
import type { Storage } from "@lotse/storage";
import { type AnyCommand, defineCommand } from "../../command.ts";

export const createAuditCommands = (storage: Pick<Storage, "listAudit">): readonly AnyCommand[] => [
  defineCommand({
    name: "audit:list",
    audience: "agent",
    summary: "Who did what to what, newest first; for administrators.",
    access: ({ actor }) => (actor.role === "administrator" ? "allow" : "deny"),
    run: ({ actor, input }) => storage.listAudit(actor.tenantId, input),
    audit: "none",
  }),
];
