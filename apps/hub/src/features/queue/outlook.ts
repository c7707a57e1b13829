/**
 * What a visitor is told before waiting, from what the hub knows by itself: who is free, and who waits for the same
 * skill. Promises nothing and holds nothing: between the look and the first line somebody else may come.
 */
import type { ContactOutlook } from "@lotse/protocol";
import { freeAgents, unassignedItems } from "@lotse/routing";
import type { Memory } from "./book.ts";

const UNKNOWN = { queue: null, opensAtMs: null, position: null, expectedMs: null, lowMs: null, highMs: null };

/** Without a memory nothing can be given out at the moment. */
export const outlookOf = (memory: Memory | null, skill: string | null): ContactOutlook => {
  const alternatives = ["callback", "message"] as const;
  if (memory === null) return { ...UNKNOWN, state: "busy", alternatives };
  const { routing } = memory;
  if (freeAgents(routing, skill) > 0) return { ...UNKNOWN, state: "free", alternatives: [] };
  const before = unassignedItems(routing).filter(item => item.skill === skill).length;
  return { ...UNKNOWN, state: "busy", position: before + 1, alternatives };
};
