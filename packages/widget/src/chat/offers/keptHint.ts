/**
 * A hint as the tab keeps it from page to page, and its answer on the way to the hub: by a request that outlives the page, asked
 * again until it is taken, by the next page if need be. The hub counts the first answer. Trusts nothing it reads back.
 */
import { isFinal } from "@lotse/client";
import type { CommandInput, HintView, Result } from "@lotse/protocol";
import type { LoaderContext } from "../../shared/bridge.ts";
import { toJson } from "../../shared/json.ts";

export type HintAnswer = CommandInput<"hint:answer">["answer"];

export interface KeptHint {
  readonly hint: HintView;
  /** Then it goes without an answer. Null: not seen so far. */
  readonly untilMs: number | null;
  /** Given, and not taken so far. */
  readonly answer: HintAnswer | null;
}

const SENT_AGAIN_MS = [2_000, 8_000, 30_000];

const isWeb = (url: unknown): boolean => {
  try {
    return /^https?:$/.test(new URL(String(url)).protocol);
  } catch {
    return false;
  }
};

/** Null: nothing that could be shown. */
export const readHint = (json: string): KeptHint | null => {
  try {
    const { hint, untilMs = null, answer = null } = JSON.parse(json) as Partial<KeptHint>;
    if (typeof hint?.id !== "string" || typeof hint.text?.de !== "string" || typeof hint.text.en !== "string")
      return null;
    if (hint.kind === "link" ? !isWeb(hint.url) : hint.kind !== "callback" && hint.kind !== "message")
      return null;
    return { hint, untilMs, answer };
  } catch {
    return null;
  }
};

export const keepHint = ({ visit }: LoaderContext, kept: KeptHint): void => visit.set({ hint: toJson(kept) });

const isTaken = async (context: LoaderContext, { hint, answer }: KeptHint): Promise<boolean> => {
  const { site, visit, post } = context;
  try {
    const input = { hintId: hint.id, answer };
    const url = `${site.hub}/api/v1/commands/hint:answer`;
    const told = (await post(url, input, visit.get().token ?? "")) as Result<unknown>;
    return told.ok || isFinal(told.error.code);
  } catch {
    return false;
  }
};

export const sendAnswer = async (context: LoaderContext, kept: KeptHint, tries = 0): Promise<void> => {
  const { visit, clock } = context;
  if (await isTaken(context, kept)) {
    if (readHint(visit.get().hint)?.hint.id === kept.hint.id) visit.set({ hint: "" });
    return;
  }
  const againMs = SENT_AGAIN_MS[tries];
  if (againMs !== undefined) clock.after(againMs, () => void sendAnswer(context, kept, tries + 1));
};
