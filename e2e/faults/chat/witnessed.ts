/** A connection that writes down every line handed over and every acknowledgement, before anybody acts on it. */
import type { LogConnection } from "@lotse/client";
import type { CommandInput, CommandName, CommandOutput, Result } from "@lotse/protocol";
import type { Witness } from "@lotse/testkit/faults";

export interface Watching {
  readonly witness: Witness;
  readonly onAcked: (count: number) => void;
  readonly onRefused: (code: string) => void;
}

type Send = CommandInput<"message:send">;

const noteAnswer = (input: Send, answer: Result<CommandOutput<"message:send">>, watching: Watching): void => {
  if (!answer.ok) return;
  for (const { first, count, firstSeq, duplicate } of answer.value.acked) {
    for (const [offset, { clientId }] of input.messages.slice(first, first + count).entries()) {
      const seq = firstSeq + offset;
      watching.witness.note({ kind: "acked", channel: input.conversationId, id: clientId, seq, duplicate });
    }
    watching.onAcked(count);
  }
  for (const { code } of answer.value.refused) watching.onRefused(code);
};

export const witnessed = (connection: LogConnection, watching: Watching): LogConnection => ({
  get state() {
    return connection.state;
  },
  onState: fn => connection.onState(fn),
  on: (event, fn) => connection.on(event, fn),
  request: async <N extends CommandName & Parameters<LogConnection["request"]>[0]>(
    name: N,
    input: CommandInput<N>,
  ): Promise<Result<CommandOutput<N>>> => {
    if (name !== "message:send") return connection.request(name, input);
    const send = input as Send;
    for (const { clientId, text } of send.messages) {
      watching.witness.note({ kind: "sent", channel: send.conversationId, id: clientId, text });
    }
    const answer = await connection.request("message:send", send);
    noteAnswer(send, answer, watching);
    return answer as Result<CommandOutput<N>>;
  },
});
