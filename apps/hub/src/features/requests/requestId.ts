/** What a request is called in storage. Pure: left again, by the same visit and under the same name, it is the same one. */
import { createHash } from "node:crypto";
import type { ClientRequestId, VisitId } from "@lotse/protocol";

/** A UUID of version 8, "custom". Of the visit's own: nobody meets, or takes, the name of somebody else's request. */
export const requestIdOf = (visitId: VisitId, clientId: ClientRequestId): string => {
  const hex = createHash("sha256").update(`request ${visitId} ${clientId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
