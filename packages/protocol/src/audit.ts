/** The audit trail: who did what to what. Ids and names of people with accounts; never what anybody wrote. */
import type { AgentId, ApiKeyId, VisitId } from "./ids.ts";

export type AuditActor =
  | { readonly kind: "agent"; readonly agentId: AgentId; readonly name: string }
  | { readonly kind: "visitor"; readonly visitId: VisitId }
  /** Another system, by its key. */
  | { readonly kind: "apiKey"; readonly apiKeyId: ApiKeyId; readonly name: string }
  | { readonly kind: "system" };

export interface AuditEntry {
  /** Grows with time, within a tenant. */
  readonly id: number;
  readonly atMs: number;
  /** In the past tense, like `site:changed`. */
  readonly event: string;
  readonly actor: AuditActor;
  /** What it was done to, by name: `{ siteId: "…" }`. */
  readonly subject: Readonly<Record<string, string>>;
}
