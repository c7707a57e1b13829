/**
 * Keeps the address and the conversation or item looked at the same. A person's step is in the address first and can be taken
 * back; what the hub or a key chose is written into it. Knows no views.
 */
import type { ConversationId, Unsubscribe, WorkItemId } from "@lotse/protocol";
import { effect, type ReadonlySignal, untracked } from "@preact/signals";
import type { Router } from "../routing/Router.ts";
import type { Route } from "../routing/routes.ts";

export type Area = "inbox" | "visitors" | "radar" | "settings" | "unknown";

export type EnteredArea = Exclude<Area, "unknown">;

/** Where an area is entered: where one was in it last. */
export const entryTo = (
  area: EnteredArea,
  last: { readonly workItemId: WorkItemId | null; readonly conversationId: ConversationId | null },
): Route => {
  switch (area) {
    case "inbox": {
      const { workItemId, conversationId } = last;
      return workItemId === null ? { kind: "inbox", conversationId } : { kind: "work", workItemId };
    }
    case "visitors":
      return { kind: "visitors", visitId: null };
    case "radar":
      return { kind: "radar", at: { show: "rules" } };
    case "settings":
      return { kind: "settings", page: "account" };
  }
};

export const areaOf = ({ kind }: Route): Area => {
  if (kind === "work") return "inbox";
  return kind === "welcome" ? "unknown" : kind;
};

/** Whether one conversation or item is named, not only the list. */
export const isSomething = (route: Route): boolean =>
  route.kind === "work" || (route.kind === "inbox" && route.conversationId !== null);

interface Selection {
  readonly selectedId: ReadonlySignal<ConversationId | null>;
  select(id: ConversationId | null): void;
  /** Whether this conversation is one of mine. */
  has(id: ConversationId): boolean;
}

interface Work {
  select(id: WorkItemId | null): void;
}

export const followAddress = (router: Router, conversations: Selection, work: Work): Unsubscribe => {
  const stopFollowing = effect(() => {
    const route = router.route.value;
    if (route.kind === "work") untracked(() => work.select(route.workItemId));
    if (route.kind !== "inbox") return;
    untracked(() => {
      work.select(null);
      const selectedId = conversations.selectedId.value;
      if (route.conversationId !== null) conversations.select(route.conversationId);
      else if (selectedId === null) return;
      // `/console/inbox` alone is whatever is looked at; written out, so that a reload lands there again.
      else if (conversations.has(selectedId)) router.replace({ kind: "inbox", conversationId: selectedId });
      else conversations.select(null);
    });
  });
  const stopWriting = effect(() => {
    const conversationId = conversations.selectedId.value;
    untracked(() => {
      const route = router.route.value;
      if (route.kind !== "inbox" || route.conversationId === conversationId) return;
      const from = route.conversationId;
      const next: Route = { kind: "inbox", conversationId };
      // Nobody goes back to a conversation that is no longer there.
      if (from === null || !conversations.has(from)) router.replace(next);
      else router.go(next);
    });
  });
  return () => {
    stopFollowing();
    stopWriting();
  };
};
