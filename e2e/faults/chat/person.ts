/** What visitors and agents have in common: a witness file, asking until answered, reading everything in the end. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HubConnection, systemClock } from "@lotse/client";
import type { CommandInput, CommandName, CommandOutput, ConversationId } from "@lotse/protocol";
import { openWitness, type Random, type Reading, type Witness } from "@lotse/testkit/faults";
import { Correspondent, entryOf, type Pace } from "./correspondent.ts";

/** What a whole crew shares. */
export interface Crew {
  readonly hubUrl: string;
  /** Where the witness files go. */
  readonly folder: string;
  readonly onAcked: (count: number) => void;
  /** Something that no fault explains. The run is void. */
  readonly onProblem: (what: string) => void;
}

const AGAIN_MS = 200;

export const wait = (delayMs: number): Promise<void> =>
  new Promise(resolve => void systemClock.after(delayMs, resolve));

/** Asks until the hub has answered; what is refused for good is a problem of the caller's. */
export const askUntilAnswered = async <Name extends CommandName, N extends Name>(
  connection: Pick<HubConnection<Name, unknown>, "request" | "state">,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N> | null> => {
  for (;;) {
    const answer = await connection.request(name, input);
    if (answer.ok) return answer.value;
    if (["NOT_FOUND", "OFFER_ENDED", "CAPACITY_FULL"].includes(answer.error.code)) return null;
    if (connection.state.kind === "closed" || connection.state.kind === "refused") return null;
    await wait(answer.error.retryAfterMs ?? AGAIN_MS);
  }
};

/** A conversation from its beginning, through the front door. */
const readConversation = async (
  connection: Pick<HubConnection<"conversation:resume", unknown>, "request" | "state">,
  conversationId: ConversationId,
): Promise<Reading["entries"]> => {
  const entries: Reading["entries"][number][] = [];
  for (;;) {
    const afterSeq = entries.at(-1)?.seq ?? 0;
    const page = await askUntilAnswered(connection, "conversation:resume", { conversationId, afterSeq });
    if (page === null) return entries;
    entries.push(...page.messages.map(entryOf));
    if (!page.more) return entries;
  }
};

type TalkConnection = ConstructorParameters<typeof Correspondent>[0]["connection"];

export class Person {
  readonly name: string;
  readonly crew: Crew;
  readonly correspondents = new Map<ConversationId, Correspondent>();
  readonly #witness: Witness;
  readonly #random: Random;
  readonly #pace: Pace;

  constructor(name: string, crew: Crew, habits: { readonly random: Random; readonly pace: Pace }) {
    this.name = name;
    this.crew = crew;
    this.#witness = openWitness(join(crew.folder, `${name}.witness`));
    this.#random = habits.random;
    this.#pace = habits.pace;
  }

  /** Takes part in a conversation from now on; says so only once. */
  correspond(side: "visitor" | "agent", connection: TalkConnection, conversationId: ConversationId): void {
    if (this.correspondents.has(conversationId)) return;
    const correspondent = new Correspondent({
      name: this.name,
      side,
      connection,
      conversationId,
      witness: this.#witness,
      random: this.#random,
      pace: this.#pace,
      onAcked: this.crew.onAcked,
      onRefused: code => this.crew.onProblem(`${this.name}: a line was refused: ${code}`),
    });
    this.correspondents.set(conversationId, correspondent);
    correspondent.begin();
  }

  /** Everything this person may read, over a connection of its own, into a file beside the witness. */
  async readAll(
    connection: Pick<HubConnection<"conversation:resume", unknown>, "request" | "state">,
  ): Promise<void> {
    const readings: Reading[] = [];
    for (const channel of this.correspondents.keys()) {
      const entries = await readConversation(connection, channel);
      readings.push({ by: `${this.name}, in the end`, channel, entries });
    }
    writeFileSync(join(this.crew.folder, `${this.name}.reading`), JSON.stringify(readings));
  }

  closePerson(): void {
    for (const correspondent of this.correspondents.values()) correspondent.close();
    this.#witness.close();
  }
}
