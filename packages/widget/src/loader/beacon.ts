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

export interface BeaconOptions {
  readonly site: SiteConfig;
  readonly language: Language;
  readonly visit: VisitStore;
  readonly facts: () => Beacon["facts"];
  readonly post: (url: string, body: unknown) => Promise<unknown>;
}

export const createBeacon = ({ site, language, visit, facts, post }: BeaconOptions) => {
  const once = async (asks: Beacon["asks"]): Promise<Result<BeaconAnswer>> => {
    const { token } = visit.get();
    const body: Beacon = {
      siteKey: site.key,
      ...(token === null ? {} : { token }),
      language,
      facts: facts(),
      asks,
    };
    try {
      const result = (await post(`${site.hub}/api/v1/beacon`, body)) as Result<BeaconAnswer>;
      if (result.ok) visit.set({ visitId: result.value.visitId, token: result.value.token });
      return result;
    } catch {
      return fail({ code: "UNAVAILABLE", message: "No answer" });
    }
  };
  return async (asks: Beacon["asks"]): Promise<Result<BeaconAnswer>> => {
    const result = await once(asks);
    if (result.ok || result.error.code !== "TOKEN_INVALID") return result;
    visit.set({ token: null, visitId: null });
    return once(asks);
  };
};
