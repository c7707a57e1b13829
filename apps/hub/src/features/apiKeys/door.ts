/**
 * The way in for other systems: `Authorization: Bearer KEY`, few tries per address, a share per key. Knows no feature that
 * lies behind it.
 */
import { type ApiScope, LotseError } from "@lotse/protocol";
import type { TakeOne } from "../../limits.ts";
import type { ApiDoor } from "../../services.ts";
import type { ApiKeyService } from "./service.ts";

export const createApiDoor =
  (deps: {
    readonly keys: Pick<ApiKeyService, "callerOf">;
    readonly takeAddress: TakeOne;
    readonly takeKey: TakeOne;
  }): ApiDoor =>
  async (request, scope: ApiScope) => {
    // Before anything is looked up: knocking costs, too
    deps.takeAddress(request.ip ?? "unknown");
    const secret = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? "")?.[1];
    if (secret === undefined) throw new LotseError("TOKEN_INVALID", "Send the API key as a bearer token");
    const caller = await deps.keys.callerOf(secret, scope);
    deps.takeKey(caller.keyId);
    return caller;
  };
