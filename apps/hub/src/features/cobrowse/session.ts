/** A co-browsing session and its phases. Data only. */
import type {
  AgentCard,
  CobrowseEndedBy,
  CobrowseId,
  CobrowseView,
  ConversationId,
  SiteId,
  TenantId,
  VisitId,
} from "@lotse/protocol";

export type Phase =
  | { readonly state: "requested" }
  | { readonly state: "active"; readonly startedAtMs: number }
  | { readonly state: "declined"; readonly endedAtMs: number }
  | {
      readonly state: "ended";
      readonly startedAtMs: number | null;
      readonly endedAtMs: number;
      readonly endedBy: CobrowseEndedBy;
    };

export interface Session {
  readonly id: CobrowseId;
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly siteId: SiteId;
  readonly visitId: VisitId;
  readonly agent: AgentCard;
  readonly requestedAtMs: number;
  readonly phase: Phase;
}

export const isOpen = ({ phase }: Session): boolean =>
  phase.state === "requested" || phase.state === "active";

export const viewOf = ({ id, conversationId, agent, requestedAtMs, phase }: Session): CobrowseView => ({
  id,
  conversationId,
  agent,
  state: phase.state,
  requestedAtMs,
  startedAtMs: "startedAtMs" in phase ? phase.startedAtMs : null,
  endedAtMs: "endedAtMs" in phase ? phase.endedAtMs : null,
  endedBy: "endedBy" in phase ? phase.endedBy : null,
});
