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
import { HubClock } from "./hubClock.ts";
import { Link } from "./link.ts";
import { type HubSocket, listen } from "./socket.ts";
import type { ConnectionState, HubConnection } from "./types.ts";

const ANSWER_WITHIN_MS = 10_000;

const failure = (code: ErrorCode): Result<never> => fail({ code, message: code });

const isResult = (answer: unknown): answer is Result<never> =>
  typeof answer === "object" && answer !== null && "ok" in answer && typeof answer.ok === "boolean";

class SocketConnection<Name extends CommandName, Events> implements HubConnection<Name, Events> {
  readonly #link: Link;
  readonly #socket: HubSocket;
  readonly #clock: Clock;
  readonly #hubClock = new HubClock();
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
    if (this.state.kind !== "online") return Promise.resolve(failure("UNAVAILABLE"));
    return new Promise(resolve => {
      const settle = (answer: Result<never>) => {
        if (!this.#open.delete(settle)) return;
        cancel();
        resolve(answer);
      };
      const cancel = this.#clock.after(ANSWER_WITHIN_MS, () => settle(failure("TIMEOUT")));
      this.#open.add(settle);
      const askedAtMs = this.#clock.nowMs();
      this.#socket.emit(name, input, (answer: unknown) => {
        if (isResult(answer)) this.#learnTime(askedAtMs, answer);
        settle(isResult(answer) ? answer : failure("INTERNAL"));
      });
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

  hubNowMs(): number {
    return this.#clock.nowMs() + this.#hubClock.aheadMs;
  }

  renew(): void {
    this.#link.renew();
  }

  close(): void {
    this.#link.close();
    this.#answerAll();
    for (const undo of this.#undo) undo();
    this.#undo.clear();
  }

  #learnTime(askedAtMs: number, answer: Result<{ readonly serverNowMs?: unknown } | null>): void {
    const hubNowMs = answer.ok ? answer.value?.serverNowMs : null;
    if (typeof hubNowMs !== "number") return;
    this.#hubClock.heard({ askedAtMs, heardAtMs: this.#clock.nowMs(), hubNowMs });
  }

  #answerAll(): void {
    for (const settle of [...this.#open]) settle(failure("UNAVAILABLE"));
  }
}

export const createHubConnection = <Name extends CommandName, Events>(options: {
  readonly socket: HubSocket;
  readonly clock: Clock;
}): HubConnection<Name, Events> => new SocketConnection<Name, Events>(options.socket, options.clock);
