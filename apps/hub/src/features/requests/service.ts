/** What visitors leave when nobody is free: a number to call back, or a message. Knows no conversations. */
import type { Clock, ContactRequestView, MakeId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { Publisher } from "../../publisher.ts";
import type { RequestService } from "../../services.ts";

export interface RequestServiceDeps {
  readonly storage: Pick<Storage, "leaveRequest" | "listRequests">;
  readonly publisher: Pick<Publisher, "toAgents">;
  readonly clock: Clock;
  readonly ids: MakeId;
}

export const createRequestService = (deps: RequestServiceDeps): RequestService => ({
  leave: async (actor, { kind, reach, text }) => {
    const request: ContactRequestView = {
      id: deps.ids(),
      visitId: actor.visitId,
      kind,
      reach,
      text,
      leftAtMs: deps.clock.nowMs(),
    };
    await deps.storage.leaveRequest(actor.tenantId, request);
    deps.publisher.toAgents(actor.tenantId, "request:left", request);
  },
  list: tenantId => deps.storage.listRequests(tenantId),
});
