/** What visitors leave when nobody is free: a number to call back, or a message. Knows no conversations and no plan. */
import {
  type Clock,
  type ContactRequestView,
  LotseError,
  type MakeId,
  type RequestMatter,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import { isPhone } from "@lotse/protocol/phone";
import type { Storage } from "@lotse/storage";
import type { VisitorActor } from "../../command.ts";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { RequestService } from "../../services.ts";
import { requestIdOf } from "./requestId.ts";

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
  /** Who leaves something waits no longer, unless they began to afterwards. Harmless if they do not wait. */
  readonly leaveLine: (tenantId: TenantId, visitId: VisitId, leftAtMs: number) => Promise<void>;
  /** Somebody is to be answered: work, if the desk does such work. The same request again is the same work. */
  readonly becomeWork: (tenantId: TenantId, request: ContactRequestView) => Promise<void>;
  readonly log: Pick<Log, "warn">;
}

/** A text that is empty is none: a site's attribute may be there without a value. */
const filled = (text = ""): string | null => text || null;

/** Whoever leaves a mail address to be called back, or a number to be written to, is told while they can still say better. */
const refuseUnreachable = (kind: ContactRequestView["kind"], reach: string): void => {
  if (kind === "callback" && !isPhone(reach))
    throw new LotseError("PHONE_INVALID", "That is no telephone number", { field: "reach" });
  if (kind === "message" && !reach.includes("@"))
    throw new LotseError("EMAIL_INVALID", "That is no e-mail address", { field: "reach" });
};

export const createRequestService = (deps: RequestServiceDeps): RequestService => {
  /** It is stored and on every console's list, whatever becomes of this. */
  const attempt = (tenantId: TenantId, what: string, act: Promise<void>): Promise<void> =>
    act.catch(error => deps.log.warn(what, { tenantId, ...errorFields(error) }));

  return {
    leave: async (actor, { clientId, kind, reach, text, topic, skill }) => {
      refuseUnreachable(kind, reach);
      const { tenantId, visitId, siteId } = actor;
      const asked = { topic: filled(topic), skill: filled(skill) };
      const matter = deps.matterOf(tenantId, { visitId, siteId, ...asked });
      const { request, isNew } = await deps.storage.leaveRequest(tenantId, {
        id: clientId === undefined ? deps.ids() : requestIdOf(visitId, clientId),
        visitId,
        kind,
        reach,
        text,
        leftAtMs: deps.clock.nowMs(),
        ...(matter ?? { ...asked, queueId: null }),
      });
      if (isNew) deps.publisher.toAgents(tenantId, "request:left", request);
      // Also when it is known: the hub may have died in between
      await attempt(tenantId, "line not left", deps.leaveLine(tenantId, visitId, request.leftAtMs));
      await attempt(tenantId, "request not queued", deps.becomeWork(tenantId, request));
    },
    list: tenantId => deps.storage.listRequests(tenantId),
  };
};
