/**
 * What a visitor is told before waiting, from what the hub knows by itself: who is free, and who waits for the same
 * skill. Promises nothing and holds nothing: between the look and the first line somebody else may come.
 */
import type { ContactOutlook } from "@lotse/protocol";
import { freeAgents, unassignedItems } from "@lotse/routing";
import type { Memory } from "./book.ts";
import { CHAT, destinationOf } from "./defaultPlan.ts";

const UNKNOWN = { queue: null, opensAtMs: null, position: null, expectedMs: null, lowMs: null, highMs: null };

/** Without a memory nothing can be given out at the moment. */
export const outlookOf = (memory: Memory | null, skill: string | null): ContactOutlook => {
  const alternatives = ["callback", "message"] as const;
  if (memory === null) return { ...UNKNOWN, state: "busy", alternatives };
  const { routing } = memory;
  const wanted = { channel: CHAT, ...destinationOf(routing.plan, skill) };
  if (freeAgents(routing, wanted) > 0) return { ...UNKNOWN, state: "free", alternatives: [] };
  const before = unassignedItems(routing).filter(({ queueId }) => queueId === wanted.queueId).length;
  return { ...UNKNOWN, state: "busy", position: before + 1, alternatives };
};
