/**
 * The first look at untrusted JSON, before any schema: not deep, not vast, and without the three keys that mean
 * something to JavaScript. Schemas then only ever see harmless trees.
 */
import { LotseError } from "@lotse/protocol";

const DEPTH_MAX = 20;
const NODES_MAX = 20_000;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Without entries that pages have named like that; in place. Everything else stays to be looked at. */
export const dropRiskyNames = (record: unknown): void => {
  if (typeof record !== "object" || record === null) return;
  for (const key of FORBIDDEN_KEYS) if (Object.hasOwn(record, key)) Reflect.deleteProperty(record, key);
};

/** Throws JSON_TOO_DEEP, PAYLOAD_TOO_LARGE or FIELD_UNKNOWN. Walks with a list, so depth never costs stack. */
export const guardInput = (input: unknown): void => {
  let level: unknown[] = [input];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) throw new LotseError("JSON_TOO_DEEP", "The input is nested too deeply");
    nodes += level.length;
    if (nodes > NODES_MAX) throw new LotseError("PAYLOAD_TOO_LARGE", "The input has too many parts");
    level = level.flatMap(childrenOf);
  }
};

const childrenOf = (value: unknown): unknown[] => {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw new LotseError("FIELD_TYPE", "Binary data is not expected here");
  }
  for (const key of Object.keys(value)) {
    if (FORBIDDEN_KEYS.has(key))
      throw new LotseError("FIELD_UNKNOWN", "The input has a field that is not known");
  }
  return Object.values(value);
};
