/** Small checks on parsed JSON. A failed one means a forged stream: REPLAY_INVALID, never a repair. */
import { LotseError } from "@lotse/protocol";

export type Json = Readonly<Record<string, unknown>>;

export const invalid = (what: string): LotseError =>
  new LotseError("REPLAY_INVALID", `The recording is not well-formed: ${what}`);

export const object = (value: unknown, what: string): Json => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(what);
  return value as Json;
};

export const list = (value: unknown, what: string, max: number): readonly unknown[] => {
  if (!Array.isArray(value) || value.length > max) throw invalid(what);
  return value;
};

export const text = (value: unknown, what: string, max: number): string => {
  if (typeof value !== "string" || value.length > max) throw invalid(what);
  return value;
};

export const number = (value: unknown, what: string): number => {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 1e9) throw invalid(what);
  return value;
};

export const id = (value: unknown, what: string): number => {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 2_147_483_647) {
    throw invalid(what);
  }
  return value as number;
};

export const flag = (value: unknown): true | undefined => (value === true ? true : undefined);

export const optional = <T>(value: unknown, check: (value: unknown) => T): T | undefined =>
  value === undefined || value === null ? undefined : check(value);
