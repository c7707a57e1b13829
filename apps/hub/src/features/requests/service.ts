/** What visitors leave when nobody is free: a number to call back, or a message. Knows no conversations. */
import type { Clock, ContactRequestView, MakeId, TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { RequestService } from "../../services.ts";

export interface RequestServiceDeps {
  readonly storage: Pick<Storage, "leaveRequest" | "listRequests">;
  readonly publisher: Pick<Publisher, "toAgents">;
  readonly clock: Clock;
  readonly ids: MakeId;
  /** Somebody is to be called back: work, if the desk does such work. */
  readonly callbackLeft: (tenantId: TenantId, request: ContactRequestView) => Promise<void>;
  readonly log: Pick<Log, "warn">;
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
    if (kind !== "callback") return;
    // It is stored and on every console's list, whatever becomes of this
    await deps
      .callbackLeft(actor.tenantId, request)
      .catch(error =>
        deps.log.warn("callback not queued", { tenantId: actor.tenantId, ...errorFields(error) }),
      );
  },
  list: tenantId => deps.storage.listRequests(tenantId),
});
