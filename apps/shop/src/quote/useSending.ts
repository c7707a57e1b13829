/** Sends the finished form and turns the server's answer into what the customer sees next. */
import type { Dispatch } from "react";
import { fieldsOf } from "../shared/quote/checks.ts";
import { type QuoteValues, STEPS, type Step } from "../shared/quote/fields.ts";
import type { SendResult } from "./send.ts";
import type { QuoteAction } from "./state.ts";

interface Options {
  readonly send: (values: QuoteValues) => Promise<SendResult>;
  readonly dispatch: Dispatch<QuoteAction>;
  readonly onAccepted: (next: string) => void;
  /** The server found a wrong answer on this step. */
  readonly onRejected: (step: Step) => void;
}

export function useSending({ send, dispatch, onAccepted, onRejected }: Options) {
  return async (values: QuoteValues): Promise<void> => {
    dispatch({ type: "sending" });
    const result = await send(values);
    if (result.state === "accepted") return onAccepted(result.next);
    if (result.state === "failed") return dispatch({ type: "failed" });
    dispatch({ type: "rejected", errors: result.errors });
    const step = STEPS.find(one => fieldsOf(one).some(name => result.errors[name]));
    if (step) onRejected(step);
  };
}
