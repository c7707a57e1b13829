/** An agent as the console makes one: sign-in, cookie, connection, and whatever rings is taken. */
import { type AgentConnection, systemClock } from "@lotse/client";
import { createHubConnection } from "@lotse/client/hubConnection";
import {
  type AgentCommand,
  type AgentEvents,
  type ConversationForAgent,
  NAMESPACES,
  type OfferView,
  PROTOCOL_VERSION,
} from "@lotse/protocol";
import type { Random } from "@lotse/testkit/faults";
import { io } from "socket.io-client";
import type { Pace } from "./correspondent.ts";
import { askUntilAnswered, type Crew, Person, wait } from "./person.ts";

export interface SignIn {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const AGAIN_MS = 300;

export const signIn = async (hubUrl: string, { email, password }: SignIn): Promise<string | null> => {
  try {
    const response = await fetch(`${hubUrl}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: hubUrl },
      body: JSON.stringify({ email, password }),
    });
    const cookies = response.headers.getSetCookie().map(cookie => cookie.split(";")[0]);
    return response.ok && cookies.length > 0 ? cookies.join("; ") : null;
  } catch {
    return null;
  }
};

/** `connectAgent` with what a browser adds by itself: the cookie and the origin. */
export const connect = (hubUrl: string, cookie: string): AgentConnection =>
  createHubConnection<AgentCommand, AgentEvents>({
    clock: systemClock,
    socket: io(hubUrl + NAMESPACES.agent, {
      autoConnect: false,
      forceNew: true,
      transports: ["websocket"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: { protocol: PROTOCOL_VERSION },
      extraHeaders: { cookie, origin: hubUrl },
    }),
  });

export class Agent extends Person {
  #cookie = "";
  #connection: AgentConnection | null = null;

  static async arrive(who: SignIn, crew: Crew, habits: { random: Random; pace: Pace }): Promise<Agent> {
    const agent = new Agent(who.name, crew, habits);
    for (;;) {
      const cookie = await signIn(crew.hubUrl, who);
      if (cookie !== null) {
        agent.#cookie = cookie;
        break;
      }
      await wait(AGAIN_MS);
    }
    agent.#connection = agent.#work();
    return agent;
  }

  get online(): boolean {
    return this.#connection?.state.kind === "online";
  }

  async read(): Promise<void> {
    const connection = connect(this.crew.hubUrl, this.#cookie);
    await this.readAll(connection);
    connection.close();
  }

  close(): void {
    this.closePerson();
    this.#connection?.close();
  }

  #work(): AgentConnection {
    const connection = connect(this.crew.hubUrl, this.#cookie);
    connection.on("offer:made", offer => void this.#accept(connection, offer));
    connection.on("conversation:changed", conversation => this.#take(connection, conversation));
    connection.onState(state => {
      if (state.kind === "refused") this.crew.onProblem(`${this.name} was refused: ${state.code}`);
      if (state.kind === "online") void this.#openConsole(connection);
    });
    return connection;
  }

  async #openConsole(connection: AgentConnection): Promise<void> {
    const opened = await askUntilAnswered(connection, "console:open", {});
    if (opened === null) return;
    for (const conversation of opened.conversations) this.#take(connection, conversation);
    for (const offer of opened.offers) void this.#accept(connection, offer);
  }

  async #accept(connection: AgentConnection, { id }: OfferView): Promise<void> {
    const accepted = await askUntilAnswered(connection, "offer:accept", { offerId: id });
    const conversation = accepted?.conversation ?? null;
    if (conversation !== null) this.#take(connection, conversation);
  }

  #take(connection: AgentConnection, { id, agent, state }: ConversationForAgent): void {
    if (state === "active" && agent?.name === this.name) this.correspond("agent", connection, id);
  }
}
