/** What visitors leave when nobody is free: a number to call back, or a message. Knows no conversations and no plan. */
import type { Clock, ContactRequestView, MakeId, RequestMatter, TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { VisitorActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { RequestService } from "../../services.ts";

export interface RequestServiceDeps {
  readonly storage: Pick<Storage, "leaveRequest" | "listRequests">;
  readonly publisher: Pick<Publisher, "toAgents">;
  readonly clock: Clock;
  readonly ids: MakeId;
  /** What it is about, and whose queue it is; null if nobody can tell now. */
  readonly matterOf: (
    tenantId: TenantId,
    asked: Pick<VisitorActor, "visitId" | "siteId"> & {
      readonly topic: string | null;
      readonly skill: string | null;
    },
  ) => RequestMatter | null;
  /** Somebody is to be answered: work, if the desk does such work. */
  readonly becomeWork: (tenantId: TenantId, request: ContactRequestView) => Promise<void>;
  readonly log: Pick<Log, "warn">;
}

/** A text that is empty is none: a site's attribute may be there without a value. */
const filled = (text = ""): string | null => text || null;

export const createRequestService = (deps: RequestServiceDeps): RequestService => ({
  leave: async (actor, { kind, reach, text, topic, skill }) => {
    const { visitId, siteId } = actor;
    const asked = { topic: filled(topic), skill: filled(skill) };
    const matter = deps.matterOf(actor.tenantId, { visitId, siteId, ...asked });
    const request: ContactRequestView = {
      id: deps.ids(),
      visitId,
      kind,
      reach,
      text,
      leftAtMs: deps.clock.nowMs(),
      ...(matter ?? { ...asked, queueId: null }),
    };
    await deps.storage.leaveRequest(actor.tenantId, request);
    deps.publisher.toAgents(actor.tenantId, "request:left", request);
    // It is stored and on every console's list, whatever becomes of this
    await deps
      .becomeWork(actor.tenantId, request)
      .catch(error =>
        deps.log.warn("request not queued", { tenantId: actor.tenantId, ...errorFields(error) }),
      );
  },
  list: tenantId => deps.storage.listRequests(tenantId),
});
