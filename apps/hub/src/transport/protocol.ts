/** Which version of the wire the other end speaks, for both transports. How an older one speaks is `v2.ts`'s. */
import { isSpoken, LotseError, PROTOCOL_OLDEST, PROTOCOL_VERSION } from "@lotse/protocol";
import type { Dispatch } from "./dispatch.ts";
import { dispatchV2 } from "./v2.ts";

/** Throws VERSION_UNSUPPORTED, which is final: the client fetches its code anew instead of trying again. */
export const checkProtocol = (protocol: unknown): number => {
  if (typeof protocol === "number" && isSpoken(protocol)) return protocol;
  const spoken = `${PROTOCOL_OLDEST} to ${PROTOCOL_VERSION}`;
  throw new LotseError("VERSION_UNSUPPORTED", `This hub speaks protocols ${spoken}`);
};

export const dispatchIn = (protocol: number, dispatch: Dispatch): Dispatch =>
  protocol === PROTOCOL_OLDEST ? dispatchV2(dispatch) : dispatch;
