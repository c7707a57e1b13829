/**
 * Success, as the site counts it: its own word, or coming to a page that means it. Told to every rule that reached the visitor or was held out, which
 * is what makes a lift. Also the moment in which an invitation was answered by a person. Knows no rule.
 */
import type { Clock, ConversationId, RadarSettings, TenantId } from "@lotse/protocol";
import { pathOf } from "@lotse/radar";
import type { Storage } from "@lotse/storage";
import type { RadarService } from "../../services.ts";

type Request = Parameters<RadarService["decide"]>[0];

/** Conversations of which it is known that somebody has written. */
const KNOWN_MAX = 20_000;

/** `*` stands for any characters; everything else for itself. Pieces are looked for in order, so no pattern takes long. */
export const matchesPath = (pattern: string, path: string): boolean => {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return path === pattern;
  if (!path.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
};

export const createConversions = (deps: {
  readonly storage: Pick<Storage, "recordConversion" | "recordAnswered">;
  readonly clock: Pick<Clock, "nowMs">;
  /** Rules that reached the visitor longer ago are not told. */
  readonly pastMs: number;
}) => {
  const { storage, clock } = deps;
  const answered = new Set<ConversationId>();

  return {
    see: async (request: Request, { conversionPages }: RadarSettings): Promise<void> => {
      const { site, visitId, facts, conversions, arrived } = request;
      const atMs = clock.nowMs();
      const path = pathOf(facts.page.url);
      // Reloaded it is the same success; come to once more, it is another. Several patterns may mean one page
      const isSuccess = arrived && conversionPages.some(pattern => matchesPath(pattern, path));
      const page = { key: `page:${facts.visit.pages}:${path}`, once: "visit", value: null } as const;
      const pages = isSuccess ? [page] : [];
      const told = conversions.map(({ id, value }) => ({ key: id, once: "person", value }) as const);
      for (const one of [...pages, ...told]) {
        const conversion = { ...one, visitId, atMs, sinceMs: atMs - deps.pastMs };
        await storage.recordConversion(site.tenantId, conversion);
      }
    },
    answered: async (tenantId: TenantId, conversationId: ConversationId): Promise<void> => {
      if (answered.has(conversationId)) return;
      await storage.recordAnswered(tenantId, { conversationId, atMs: clock.nowMs() });
      answered.add(conversationId);
      for (const oldest of answered) {
        if (answered.size <= KNOWN_MAX) break;
        answered.delete(oldest);
      }
    },
  };
};
