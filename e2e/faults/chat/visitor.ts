/** A visitor as the widget makes one: beacon, visit token, connection, conversation. No page around it. */
import { connectVisitor, systemClock, type VisitorConnection } from "@lotse/client";
import type { Beacon, BeaconAnswer, Result } from "@lotse/protocol";
import type { Random } from "@lotse/testkit/faults";
import type { Pace } from "./correspondent.ts";
import { askUntilAnswered, type Crew, Person, wait } from "./person.ts";

const PAGE = "http://localhost:3301";
const AGAIN_MS = 300;

export const beacon: Beacon = {
  siteKey: "demo",
  language: "de",
  facts: {
    page: { url: `${PAGE}/quote`, title: "Quote", referrer: "" },
    visit: { pages: 1, ms: 1_000 },
    forms: {},
    products: {},
  },
  asks: [],
};

/** Null: the hub did not answer. */
export const sendBeacon = async (
  hubUrl: string,
  given: Partial<Beacon> = {},
): Promise<BeaconAnswer | null> => {
  try {
    const response = await fetch(`${hubUrl}/api/v1/beacon`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: PAGE },
      body: JSON.stringify({ ...beacon, ...given }),
    });
    const answer = (await response.json()) as Result<BeaconAnswer>;
    return answer.ok ? answer.value : null;
  } catch {
    return null;
  }
};

export class Visitor extends Person {
  #token = "";
  #connection: VisitorConnection | null = null;

  static async arrive(name: string, crew: Crew, habits: { random: Random; pace: Pace }): Promise<Visitor> {
    const visitor = new Visitor(name, crew, habits);
    for (;;) {
      const answer = await sendBeacon(crew.hubUrl);
      if (answer !== null) {
        visitor.#token = answer.token;
        break;
      }
      await wait(AGAIN_MS);
    }
    visitor.#connection = visitor.#connect();
    await visitor.#open(visitor.#connection);
    return visitor;
  }

  get online(): boolean {
    return this.#connection?.state.kind === "online";
  }

  async read(): Promise<void> {
    const connection = this.#connect();
    await this.readAll(connection);
    connection.close();
  }

  close(): void {
    this.closePerson();
    this.#connection?.close();
  }

  #connect(): VisitorConnection {
    const connection = connectVisitor({ hubUrl: this.crew.hubUrl, clock: systemClock, token: this.#token });
    connection.onState(state => {
      if (state.kind === "refused") this.crew.onProblem(`${this.name} was refused: ${state.code}`);
    });
    return connection;
  }

  async #open(connection: VisitorConnection): Promise<void> {
    const opened = await askUntilAnswered(connection, "conversation:open", {});
    if (opened === null) this.crew.onProblem(`${this.name} got no conversation`);
    else this.correspond("visitor", connection, opened.conversation.id);
  }
}
