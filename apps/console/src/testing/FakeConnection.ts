/** A hub as far as a model sees it: says what a test tells it to, keeps what it was asked. For tests only. */
import type { AgentConnection, ConnectionState } from "@lotse/client";
import {
  type AgentCommand,
  type AgentEvents,
  type CommandInput,
  type CommandOutput,
  type ErrorCode,
  fail,
  ok,
  type Result,
  type Unsubscribe,
} from "@lotse/protocol";

type Listener = (payload: never) => void;

export class FakeConnection implements AgentConnection {
  state: ConnectionState = { kind: "connecting" };
  readonly asked: { readonly name: AgentCommand; readonly input: unknown }[] = [];
  readonly #answers = new Map<AgentCommand, (input: never) => Result<unknown> | Promise<Result<unknown>>>();
  readonly #listeners = new Map<keyof AgentEvents, Set<Listener>>();
  readonly #states = new Set<(state: ConnectionState) => void>();

  answer<N extends AgentCommand>(name: N, output: CommandOutput<N>): void {
    this.#answers.set(name, () => ok(output));
  }

  refuse(name: AgentCommand, code: ErrorCode): void {
    this.#answers.set(name, () => fail({ code, message: "" }));
  }

  /** Answers as the test reckons. */
  answerWith(name: AgentCommand, answer: (input: never) => Result<unknown>): void {
    this.#answers.set(name, answer);
  }

  /** Answers when the test says so. */
  hold<N extends AgentCommand>(name: N): (output: CommandOutput<N>) => void {
    let release: (output: CommandOutput<N>) => void = () => undefined;
    const held = new Promise<Result<unknown>>(resolve => {
      release = output => resolve(ok(output));
    });
    this.#answers.set(name, () => held);
    return release;
  }

  request<N extends AgentCommand>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>> {
    this.asked.push({ name, input });
    const answer = this.#answers.get(name);
    const result = answer === undefined ? ok({}) : answer(input as never);
    return Promise.resolve(result) as Promise<Result<CommandOutput<N>>>;
  }

  on<E extends keyof AgentEvents>(event: E, fn: (payload: AgentEvents[E]) => void): Unsubscribe {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(fn));
    return () => listeners.delete(fn);
  }

  tell<E extends keyof AgentEvents>(event: E, payload: AgentEvents[E]): void {
    for (const fn of this.#listeners.get(event) ?? []) fn(payload as never);
  }

  onState(fn: (state: ConnectionState) => void): Unsubscribe {
    this.#states.add(fn);
    return () => this.#states.delete(fn);
  }

  become(state: ConnectionState): void {
    this.state = state;
    for (const fn of this.#states) fn(state);
  }

  hubNowMs: () => number = () => 0;

  namesAsked(): AgentCommand[] {
    return this.asked.map(({ name }) => name);
  }

  renew(): void {}

  close(): void {
    this.become({ kind: "closed" });
  }
}

/** Lets every answer that is ready arrive. */
export const settle = () => new Promise<void>(resolve => setImmediate(resolve));
