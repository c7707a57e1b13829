/**
 * Opens the live page of the conversation looked at, for as long as its visitor shares it, and makes room for it. Withdraws
 * a question that has come to mean another conversation. Knows no views.
 */
import type { CobrowseId, ConversationId, Unsubscribe } from "@lotse/protocol";
import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";

export const followCobrowse = (
  talking: ReadonlySignal<ConversationModel | null>,
  show: (id: CobrowseId | null) => void,
): Unsubscribe => {
  const activeId = computed<CobrowseId | null>(() => {
    const cobrowse = talking.value?.view.value.cobrowse ?? null;
    return cobrowse?.state === "active" ? cobrowse.id : null;
  });
  return effect(() => {
    const id = activeId.value;
    untracked(() => show(id));
  });
};

/** "End this conversation?" means the one on the screen: it must never come to mean another. */
export const onOtherConversation = (
  talking: ReadonlySignal<ConversationModel | null>,
  changed: () => void,
): Unsubscribe => {
  const asked = computed<ConversationId | null>(() => {
    const selected = talking.value;
    return selected === null || selected.ended.value ? null : selected.id;
  });
  return effect(() => {
    asked.value;
    untracked(changed);
  });
};
