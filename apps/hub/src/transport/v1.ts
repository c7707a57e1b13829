/**
 * Protocol 1, for tabs that were open before the hub learned batches: they say and hear one line at a time. The only
 * file that knows how they speak; it goes when PROTOCOL_OLDEST rises. Knows no sockets and no features.
 */
import { type CommandOutput, fail, type MessagesSent, type Result, type WireError } from "@lotse/protocol";
import type { Dispatch } from "./dispatch.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const LINE_FIELDS = ["clientId", "text"];

/** `{ conversationId, clientId, text }` as a batch of one. What is no such thing is left for the schema to refuse. */
const batchOf = (input: unknown): unknown => {
  if (!isObject(input) || Object.hasOwn(input, "messages")) return { conversationId: null };
  const line = Object.entries(input).filter(([field]) => LINE_FIELDS.includes(field));
  const others = Object.entries(input).filter(([field]) => !LINE_FIELDS.includes(field));
  return { ...Object.fromEntries(others), messages: [Object.fromEntries(line)] };
};

const singleError = (error: WireError): WireError =>
  error.field === undefined ? error : { ...error, field: error.field.replace(/^messages\.0\./, "") };

const singleAnswer = (result: Result<unknown>): Result<unknown> => {
  if (!result.ok) return fail(singleError(result.error));
  const { acked, refused } = result.value as CommandOutput<"message:send">;
  const [range] = acked;
  if (range !== undefined) {
    const { firstSeq: seq, sentAtMs, duplicate } = range;
    return { ok: true, value: { seq, sentAtMs, duplicate } };
  }
  return fail({ code: refused[0]?.code ?? "INTERNAL", message: "The message was not stored" });
};

/** Commands as protocol 1 says them, answered as it expects. */
export const dispatchV1 =
  (dispatch: Dispatch): Dispatch =>
  async request => {
    if (request.name !== "message:send") return dispatch(request);
    return singleAnswer(await dispatch({ ...request, inputs: request.inputs.map(batchOf) }));
  };

/** What protocol 1 hears instead of this event; null if the same. */
export const eventsV1 = (event: string, payload: unknown): readonly unknown[] | null =>
  event === "message:sent" ? (payload as MessagesSent).messages : null;
