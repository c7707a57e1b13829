/** Who knows a fact, and whether anybody does yet. */
import type { FactOrigin, FactType, FactUnit } from "./FactDefinition.ts";

export const DAY_S = 86_400;
export const YEAR_S = 365 * DAY_S;

const kind =
  (source: FactOrigin, planned: boolean) =>
  <Type extends FactType>(key: string, type: Type, unit: FactUnit | null) => ({
    key,
    type,
    unit,
    source,
    planned,
  });

/** The loader has it today. */
export const own = kind("page", false);
/** Watched by a module of its own, where a rule reads it. */
export const observed = kind("observer", false);
export const hub = kind("hub", false);
