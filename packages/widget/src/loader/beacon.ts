/** One beacon: facts out, answer in; rejects without one. Keeps the visit's token; a token the hub no longer takes is forgotten once. */
import type { Beacon, BeaconAnswer, Conversion, Language, Result, SiteConfig } from "@lotse/protocol";
import type { VisitStore } from "../shared/visit.ts";
import type { Post } from "./natives.ts";

type Told = Pick<Beacon, "facts" | "visitor" | "hidden" | "typing"> & {
  readonly conversions?: readonly Conversion[];
};

export interface BeaconOptions {
  readonly site: SiteConfig;
  readonly language: Language;
  readonly visit: VisitStore;
  /** What may be told of the visit. */
  readonly told: () => Told;
  readonly post: Post;
}

export const createBeacon = ({ site, language, visit, told, post }: BeaconOptions) => {
  const send = async (asks: Beacon["asks"]): Promise<Result<BeaconAnswer>> => {
    const { token } = visit.get();
    const body: Omit<Beacon, "conversions"> & Told = {
      siteKey: site.key,
      token: token ?? undefined,
      language,
      revision: site.revision,
      asks,
      ...told(),
    };
    const result = (await post(`${site.hub}/api/v1/beacon`, body)) as Result<BeaconAnswer>;
    if (result.ok) {
      const { visitId, token } = result.value;
      // What came meanwhile is told next time, once more with what was told: the hub knows that by its id.
      const isTaken = visit.get().conversions === body.conversions;
      visit.set({ visitId, token: `${token}`, ...(isTaken && { conversions: [] }) });
    } else if (token !== null && result.error.code === "TOKEN_INVALID") {
      visit.set({ token: null, visitId: null });
      return await send(asks);
    }
    return result;
  };
  return send;
};
