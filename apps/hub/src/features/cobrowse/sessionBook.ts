/**
 * Sessions in memory: the open ones, the latest of those that are over (an answer may come twice), and one turn at a
 * time per conversation, so that two clicks never make two sessions. Knows no rules about them.
 */
import type { CobrowseId, ConversationId } from "@lotse/protocol";
import { isOpen, type Session } from "./session.ts";

const OVER_MAX = 1_000;

export interface SessionBook {
  get(id: CobrowseId): Session | null;
  openOf(conversationId: ConversationId): Session | null;
  allOpen(): readonly Session[];
  put(session: Session): void;
  inTurn<T>(conversationId: ConversationId, action: () => Promise<T>): Promise<T>;
}

export const createSessionBook = (): SessionBook => {
  const byId = new Map<CobrowseId, Session>();
  const open = new Map<ConversationId, CobrowseId>();
  const over: CobrowseId[] = [];
  const turns = new Map<ConversationId, Promise<unknown>>();
  const get = (id: CobrowseId): Session | null => byId.get(id) ?? null;

  return {
    get,
    openOf: conversationId => {
      const id = open.get(conversationId);
      return id === undefined ? null : get(id);
    },
    allOpen: () => [...open.values()].flatMap(id => get(id) ?? []),
    put: session => {
      const known = byId.get(session.id);
      byId.set(session.id, session);
      if (isOpen(session)) {
        open.set(session.conversationId, session.id);
        return;
      }
      if (open.get(session.conversationId) === session.id) open.delete(session.conversationId);
      if (known !== undefined && !isOpen(known)) return;
      over.push(session.id);
      const [oldest] = over.length > OVER_MAX ? over.splice(0, 1) : [];
      if (oldest !== undefined) byId.delete(oldest);
    },
    inTurn: (conversationId, action) => {
      const before = turns.get(conversationId) ?? Promise.resolve();
      const mine = before.then(action, action);
      const settled = mine.then(
        () => {},
        () => {},
      );
      turns.set(conversationId, settled);
      void settled.then(() => {
        if (turns.get(conversationId) === settled) turns.delete(conversationId);
      });
      return mine;
    },
  };
};
