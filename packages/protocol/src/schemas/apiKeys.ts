/** Inputs about the keys of other systems. */
import * as v from "valibot";
import type { ApiKeyId } from "../ids.ts";
import { filledText, id } from "./primitives.ts";

const scope = v.picklist(["workItems", "presence"], "FIELD_TYPE");

export const apiKeyInputs = {
  "apiKey:list": v.strictObject({}),
  "apiKey:add": v.strictObject({
    name: filledText(100),
    scopes: v.pipe(
      v.array(scope, "FIELD_TYPE"),
      v.minLength(1, "LIMIT_RANGE"),
      v.maxLength(2, "LIMIT_RANGE"),
      v.check(scopes => new Set(scopes).size === scopes.length, "LIMIT_RANGE"),
    ),
  }),
  /** Whoever has the key is refused from now on. */
  "apiKey:revoke": v.strictObject({ apiKeyId: id<ApiKeyId>() }),
} as const;
