import type { MakeId } from "@lotse/protocol";

/** Valid, readable, repeatable ids: 00000000-0000-4000-8000-000000000001 and so on. */
export const sequentialIds = (): MakeId => {
  let last = 0;
  return () => `00000000-0000-4000-8000-${String(++last).padStart(12, "0")}`;
};
