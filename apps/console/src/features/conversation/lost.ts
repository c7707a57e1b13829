/**
 * What became of a conversation that was this agent's when the connection was lost and is not any more: it ended, or
 * others have it. Asks the hub; knows no views.
 */
import type { AgentConnection } from "@lotse/client";
import type { ConversationId, Result, WorkExplanation } from "@lotse/protocol";

/**
 * To whom it went. `others`: a hub that was started anew meanwhile knows no more than that; `owner`: this agent only helped.
 * `asked`: the hub has not said it yet.
 */
export type Lost =
  | { readonly to: "line" | "others" | "owner" | "asked" }
  | { readonly to: "colleague"; readonly name: string };

export interface LostDeps {
  readonly connection: Pick<AgentConnection, "request">;
  /** Where the conversation is as work; null: it was never seen as such. */
  readonly explain: (id: ConversationId) => Promise<Result<WorkExplanation>> | null;
}

const lostTo = ({ place, agent }: WorkExplanation): Lost => {
  if (place === "waiting" || place === "offered") return { to: "line" };
  return agent === null ? { to: "others" } : { to: "colleague", name: agent.name };
};

/** Null: it ended, and is not lost. Still `asked`, if the connection went again: whoever is back asks anew. */
export const askWhere = async (
  { connection, explain }: LostDeps,
  { id, lastSeq }: { readonly id: ConversationId; readonly lastSeq: number },
): Promise<Lost | null> => {
  const read = await connection.request("conversation:resume", { conversationId: id, afterSeq: lastSeq });
  // What ended while it was this agent's is still theirs to read.
  if (read.ok) return null;
  if (read.error.code !== "NOT_FOUND") return { to: "asked" };
  const explained = await explain(id);
  if (explained?.ok === true) return lostTo(explained.value);
  return { to: explained === null || explained.error.code === "NOT_FOUND" ? "others" : "asked" };
};
