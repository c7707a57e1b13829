/** One beacon: facts out, answer in. Keeps the visit's token; a token the hub no longer takes is forgotten once. */
import {
  type Beacon,
  type BeaconAnswer,
  fail,
  type Language,
  type Result,
  type SiteConfig,
} from "@lotse/protocol";
import type { VisitStore } from "../shared/visit.ts";
import type { Post } from "./natives.ts";

export interface BeaconOptions {
  readonly site: SiteConfig;
  readonly language: Language;
  readonly visit: VisitStore;
  readonly facts: () => Beacon["facts"];
  readonly post: Post;
}

export const createBeacon = ({ site, language, visit, facts, post }: BeaconOptions) => {
  const send = async (asks: Beacon["asks"]): Promise<Result<BeaconAnswer>> => {
    const { token } = visit.get();
    try {
      const body: Beacon = {
        siteKey: site.key,
        ...(token === null ? {} : { token }),
        language,
        facts: facts(),
        asks,
      };
      const result = (await post(`${site.hub}/api/v1/beacon`, body)) as Result<BeaconAnswer>;
      if (result.ok) visit.set({ visitId: result.value.visitId, token: `${result.value.token}` });
      else if (token !== null && result.error.code === "TOKEN_INVALID") {
        visit.set({ token: null, visitId: null });
        return await send(asks);
      }
      return result;
    } catch {
      return fail({ code: "UNAVAILABLE", message: "No answer" });
    }
  };
  return send;
};
