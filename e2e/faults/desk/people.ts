/**
 * Agents and visitors of a desk whose hub dies: each has one connection, which is made anew when the hub is back, and says
 * what it wants until it is answered.
 */
import { type AgentConnection, connectVisitor, systemClock, type VisitorConnection } from "@lotse/client";
import type {
  AgentCommand,
  Beacon,
  CommandInput,
  CommandOutput,
  ConversationId,
  Message,
  VisitorCommand,
} from "@lotse/protocol";
import { connect, type SignIn, signIn } from "../chat/agent.ts";
import { askUntilAnswered } from "../chat/person.ts";
import { beacon, sendBeacon } from "../chat/visitor.ts";

const answered = <T>(answer: T | null, what: string): T => {
  if (answer === null) throw new Error(`${what} was refused`);
  return answer;
};

export class Console {
  readonly name: string;
  #connection: AgentConnection;
  readonly #again: () => AgentConnection;

  private constructor(name: string, again: () => AgentConnection) {
    this.name = name;
    this.#again = again;
    this.#connection = again();
  }

  static async open(hubUrl: string, who: SignIn): Promise<Console> {
    const cookie = answered(await signIn(hubUrl, who), `${who.name}'s sign-in`);
    return new Console(who.name, () => connect(hubUrl, cookie));
  }

  async ask<N extends AgentCommand>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return answered(await askUntilAnswered(this.#connection, name, input), `${this.name}: ${name}`);
  }

  /** The hub is another process now. */
  reopen(): void {
    this.#connection.close();
    this.#connection = this.#again();
  }

  close(): void {
    this.#connection.close();
  }
}

/** What a page is that shows the product by which the demo's rule invites. */
const showingProduct = ({ facts }: Beacon): Partial<Beacon> => ({
  facts: { ...facts, products: { P: { viewing: true, name: "P" } } },
});

export class Guest {
  #connection: VisitorConnection;
  readonly #again: () => VisitorConnection;
  readonly decisions: NonNullable<Awaited<ReturnType<typeof sendBeacon>>>["decisions"];

  private constructor(again: () => VisitorConnection, decisions: Guest["decisions"]) {
    this.#again = again;
    this.#connection = again();
    this.decisions = decisions;
  }

  /** With `asks`, in front of the product that lets the rule invite. */
  static async come(hubUrl: string, asks: Beacon["asks"] = []): Promise<Guest> {
    const looks = asks.length === 0 ? {} : { ...showingProduct(beacon), asks };
    const { token, decisions } = answered(await sendBeacon(hubUrl, looks), "a beacon");
    return new Guest(() => connectVisitor({ hubUrl, clock: systemClock, token }), decisions);
  }

  async ask<N extends VisitorCommand>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return answered(await askUntilAnswered(this.#connection, name, input), name);
  }

  /** All that stands in it, of the hub's own words the kind. */
  async read(conversationId: ConversationId): Promise<readonly string[]> {
    const { messages } = await this.ask("conversation:resume", { conversationId, afterSeq: 0 });
    return messages.map(({ body }: Message) => (body.kind === "notice" ? body.notice : body.kind));
  }

  reopen(): void {
    this.#connection.close();
    this.#connection = this.#again();
  }

  close(): void {
    this.#connection.close();
  }
}
