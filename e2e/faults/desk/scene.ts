/**
 * A desk on which everything that takes some of an agent is there at once: a call with mail set aside for it, after-work, an
 * invitation, a chat that rings, one that waits, and everybody's presence. And how it goes on from there, to the end.
 */
import type { AgentId, BeaconDecision, ConversationId, RuleId, WorkView } from "@lotse/protocol";
import type { HubUnderTest } from "../hubUnderTest.ts";
import { Console, Guest } from "./people.ts";
import { DESK_PLAN } from "./plan.ts";

/** The demo's: invites whoever looks at product P. */
const RULE = "6c6f7473-6500-4000-8000-000000000003" as RuleId;

const given = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
};

/** What a console shows, but for what is new with every hub: the ids of offers, which ring anew. */
const look = async (console: Console) => {
  const { agent, offers, work = [], meter } = await console.ask("console:open", {});
  const { presence, presenceReason } = agent;
  return { presence, presenceReason, meter, work, offers: offers.map(({ workItemId }) => workItemId) };
};

type Talk = readonly [Guest, ConversationId];

export class Scene {
  readonly #hub: HubUnderTest;
  readonly anna: Console;
  readonly ben: Console;
  readonly clara: Console;
  readonly #guests: Guest[] = [];

  private constructor(hub: HubUnderTest, [anna, ben, clara]: readonly [Console, Console, Console]) {
    this.#hub = hub;
    this.anna = anna;
    this.ben = ben;
    this.clara = clara;
  }

  static async open(hub: HubUnderTest): Promise<Scene> {
    const open = (first: string): Promise<Console> =>
      Console.open(
        hub.url,
        given(
          hub.agents.find(({ name }) => name.startsWith(first)),
          first,
        ),
      );
    return new Scene(hub, [await open("Anna"), await open("Ben"), await open("Clara")]);
  }

  /** Clara administers, and takes no work. */
  async prepare(): Promise<(channel: string) => Promise<void>> {
    for (const one of [this.anna, this.ben]) await one.ask("presence:set", { presence: "away" });
    await this.clara.ask("presence:set", { presence: "away", reason: "Verwaltung" });
    const { version } = await this.clara.ask("plan:read", {});
    await this.clara.ask("plan:save", { plan: structuredClone(DESK_PLAN) as never, version });
    const { secret } = await this.clara.ask("apiKey:add", { name: "Poststelle", scopes: ["workItems"] });
    return async channel => {
      const answer = await fetch(`${this.#hub.url}/api/v1/work-items`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({ key: channel, channel, queue: "desk", subject: channel, body: "" }),
      });
      if (!answer.ok) throw new Error(`${channel}: ${await answer.text()}`);
    };
  }

  async come(asks: readonly RuleId[] = []): Promise<Guest> {
    const guest = await Guest.come(this.#hub.url, [...asks]);
    this.#guests.push(guest);
    return guest;
  }

  /** Somebody in front of a product, with the invitation that makes. */
  async invited(): Promise<{
    readonly guest: Guest;
    readonly invitation: Extract<BeaconDecision, { readonly outcome: "offer" }>["invitation"];
  }> {
    const guest = await this.come([RULE]);
    const [decision] = guest.decisions;
    if (decision?.outcome !== "offer") throw new Error(`nobody was invited: ${JSON.stringify(decision)}`);
    return { guest, invitation: decision.invitation };
  }

  async opened(): Promise<Talk> {
    const guest = await this.come();
    const { conversation } = await guest.ask("conversation:open", { skill: "desk" });
    return [guest, conversation.id];
  }

  /** All that the agents see, and who waits. */
  async look() {
    const { queue } = await this.clara.ask("console:open", {});
    return {
      ...{ anna: await look(this.anna), ben: await look(this.ben), clara: await look(this.clara) },
      waiting: queue.map(({ workItemId }) => workItemId),
    };
  }

  async idOf(console: Console): Promise<AgentId> {
    return (await console.ask("console:open", {})).agent.id;
  }

  /** What a console has of that subject. */
  async workOf(console: Console, subject: string): Promise<WorkView> {
    const { work } = await look(console);
    return given(
      work.find(each => each.subject === subject),
      subject,
    );
  }

  async done(console: Console, subject: string): Promise<WorkView> {
    const view = await this.workOf(console, subject);
    await console.ask("work:done", { workItemId: view.workItemId, assignment: view.assignment });
    return view;
  }

  /** The one thing that rings there. */
  async take(console: Console): Promise<void> {
    const { offers } = await console.ask("console:open", {});
    if (offers.length !== 1) throw new Error(`${offers.length} things ring at ${console.name}`);
    for (const { id } of offers) await console.ask("offer:accept", { offerId: id });
  }

  /** kill -9, and everybody finds the hub again. */
  async reborn(): Promise<void> {
    await this.#hub.kill();
    await this.#hub.start();
    for (const one of [this.anna, this.ben, this.clara, ...this.#guests]) one.reopen();
  }

  close(): void {
    for (const one of [this.anna, this.ben, this.clara, ...this.#guests]) one.close();
  }
}
