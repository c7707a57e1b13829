/** Who knows a fact. */
import type { FactOrigin, FactType, FactUnit } from "./FactDefinition.ts";

export const DAY_S = 86_400;
export const YEAR_S = 365 * DAY_S;

const kind =
  (source: FactOrigin) =>
  <Type extends FactType>(key: string, type: Type, unit: FactUnit | null) => ({
    key,
    type,
    unit,
    source,
  });

/** The loader has it anyway. */
export const own = kind("page");
/** Watched by a module of its own, where a rule reads it. */
export const observed = kind("observer");
export const hub = kind("hub");
