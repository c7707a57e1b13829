/** Inputs about who a visitor is: the site's signed word, and the keys it signs with. */
import * as v from "valibot";
import type { SiteId } from "../ids.ts";
import { filledText, id } from "./primitives.ts";

const IDENTITY_TOKEN_MAX = 4_096;
const siteId = id<SiteId>();

export const identityInputs = {
  /** A JWT the site signed: HS256, with `kid`, `sub`, `exp` (at most an hour ahead) and `jti`. */
  "visitor:identify": v.strictObject({ token: filledText(IDENTITY_TOKEN_MAX) }),
  "identityKey:list": v.strictObject({ siteId }),
  "identityKey:add": v.strictObject({ siteId }),
  /** Tokens signed with it are refused from now on. */
  "identityKey:retire": v.strictObject({ siteId, kid: filledText(64) }),
} as const;
