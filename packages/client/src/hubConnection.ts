/**
 * Commands and events over one link. Every command gets an answer: the hub's, TIMEOUT, or UNAVAILABLE when the
 * connection is down or goes down meanwhile. Repeats nothing; that is the business of whoever can do it safely.
 */
import {
  type Clock,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type ErrorCode,
  fail,
  type Result,
  type Unsubscribe,
} from "@lotse/protocol";
import { Link } from "./link.ts";
import { type HubSocket, listen } from "./socket.ts";
import type { ConnectionState, HubConnection } from "./types.ts";

const ANSWER_WITHIN_MS = 10_000;

const failure = (code: ErrorCode, message: string): Result<never> => fail({ code, message });

const isResult = (answer: unknown): answer is Result<never> =>
  typeof answer === "object" && answer !== null && "ok" in answer && typeof answer.ok === "boolean";

class SocketConnection<Name extends CommandName, Events> implements HubConnection<Name, Events> {
  readonly #link: Link;
  readonly #socket: HubSocket;
  readonly #clock: Clock;
  readonly #open = new Set<(answer: Result<never>) => void>();
  readonly #undo = new Set<Unsubscribe>();

  constructor(socket: HubSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.#link = new Link(socket, clock);
    this.#link.onState(state => {
      if (state.kind !== "online") this.#answerAll();
    });
  }

  get state(): ConnectionState {
    return this.#link.state;
  }

  onState(fn: (state: ConnectionState) => void): Unsubscribe {
    return this.#link.onState(fn);
  }

  request<N extends Name>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>> {
    if (this.state.kind !== "online") return Promise.resolve(failure("UNAVAILABLE", "Not connected"));
    return new Promise(resolve => {
      const settle = (answer: Result<never>) => {
        if (!this.#open.delete(settle)) return;
        cancel();
        resolve(answer);
      };
      const cancel = this.#clock.after(ANSWER_WITHIN_MS, () =>
        settle(failure("TIMEOUT", "No answer in time")),
      );
      this.#open.add(settle);
      this.#socket.emit(name, input, (answer: unknown) =>
        settle(isResult(answer) ? answer : failure("INTERNAL", "The answer is no result")),
      );
    });
  }

  on<E extends keyof Events>(event: E, fn: (payload: Events[E]) => void): Unsubscribe {
    const undo = listen(this.#socket, event as string, fn);
    this.#undo.add(undo);
    return () => {
      this.#undo.delete(undo);
      undo();
    };
  }

  close(): void {
    this.#link.close();
    this.#answerAll();
    for (const undo of this.#undo) undo();
    this.#undo.clear();
  }

  #answerAll(): void {
    for (const settle of [...this.#open]) settle(failure("UNAVAILABLE", "The connection was lost"));
  }
}

export const createHubConnection = <Name extends CommandName, Events>(options: {
  readonly socket: HubSocket;
  readonly clock: Clock;
}): HubConnection<Name, Events> => new SocketConnection<Name, Events>(options.socket, options.clock);
