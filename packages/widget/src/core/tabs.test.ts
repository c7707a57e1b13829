/** Several tabs of one visit over networks that lose, repeat and reorder, pages that come and go, a hub that restarts. */
import { FakeNetwork } from "@lotse/client/fakeNetwork";
import { createHubConnection } from "@lotse/client/hubConnection";
import type { Message, VisitorCommand, VisitorEvents } from "@lotse/protocol";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VisitHub } from "../../test/visitHub.ts";
import type { LoaderContext } from "../shared/bridge.ts";
import { createVisitStore } from "../shared/visit.ts";
import { watch } from "./cell.ts";
import { createHubLink, type HubLink } from "./hubLink.ts";
import { linesFor, NOWHERE } from "./outboxStore.ts";
import { State } from "./state.ts";
import { Talk } from "./talk.ts";

const settle = async () => {
  for (let turn = 0; turn < 16; turn++) await Promise.resolve();
};

const textOf = ({ body }: Message) => (body.kind === "text" ? body.text : "");

/** What the tabs share: time, ids, the hub. */
const createGround = () => {
  const clock = new FakeClock();
  const ids = sequentialIds();
  return { clock, ids, hub: new VisitHub(clock, ids) };
};
type Ground = ReturnType<typeof createGround>;

/** A tab: its storage stays, its pages come and go. */
class Tab {
  stored: string | null;
  network: FakeNetwork;
  visit = this.#store();
  state = new State(false);
  hub: HubLink;
  talk: Talk;
  #close = () => {};
  readonly #ground: Ground;

  constructor(ground: Ground, stored: string | null) {
    this.#ground = ground;
    this.stored = stored;
    [this.network, this.hub, this.talk] = this.#load();
  }

  reload(): void {
    this.#close();
    [this.network, this.hub, this.talk] = this.#load();
  }

  #store() {
    return createVisitStore({
      storage: {
        read: () => this.stored,
        write: text => {
          this.stored = text;
        },
      },
      nowMs: 0,
      keeping: "all",
    });
  }

  #load(): [FakeNetwork, HubLink, Talk] {
    const { clock, ids, hub: server } = this.#ground;
    const network = new FakeNetwork(server.port());
    this.visit = this.#store();
    this.visit.set({ token: "t" });
    const state = new State(false);
    this.state = state;
    const context = { clock, visit: this.visit, site: {}, tell: () => {}, known: Promise.resolve() };
    const hub = createHubLink({
      context: context as unknown as LoaderContext,
      onStanding: standing => talk.standing(standing),
      onConnection: connection => talk.listen(connection),
      connect: () => createHubConnection<VisitorCommand, VisitorEvents>({ socket: network.socket, clock }),
    });
    const talk = new Talk({
      context: context as unknown as LoaderContext,
      state,
      hub,
      makeId: ids,
      onRefused: () => {},
      onEnded: () => {},
    });
    const stop = watch(() => hub.need(state.needsHub() || this.visit.get().inContact));
    this.#close = () => {
      stop();
      talk.close();
      hub.close();
      network.cut();
    };
    return [network, hub, talk];
  }
}

const STEPS = [
  "write",
  "write",
  "agentWrites",
  "deliver",
  "deliver",
  "deliverAny",
  "lose",
  "repeat",
  "offline",
  "online",
  "online",
  "wait",
  "reload",
  "duplicate",
  "restart",
  "end",
  "again",
] as const;
type Step = { readonly kind: (typeof STEPS)[number]; readonly tab: number; readonly index: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...STEPS),
  tab: fc.nat(3),
  index: fc.nat(20),
});

const TABS_MAX = 4;

class Visit {
  readonly ground = createGround();
  readonly tabs: Tab[] = [new Tab(this.ground, null)];
  /** What each tab's person wrote, in order. */
  readonly written: string[][] = [[]];
  /** Copied before there was a conversation: whose conversation they begin, both tabs may decide. */
  readonly copiedEarly = new Set<string>();
  /** Back in a field, and not sent from there in this play. */
  readonly givenBack = new Set<string>();
  #lines = 0;

  readonly #play: Readonly<Record<Step["kind"], (tab: Tab, index: number) => void>> = {
    write: tab => this.#write(tab),
    agentWrites: () => this.ground.hub.agentWrites(`agent ${++this.#lines}`),
    deliver: tab => tab.network.deliver(0),
    deliverAny: (tab, index) => tab.network.deliver(index),
    lose: (tab, index) => tab.network.drop(index),
    repeat: (tab, index) => tab.network.double(index),
    offline: tab => tab.network.cut(),
    online: tab => tab.network.join(),
    wait: (_tab, index) => this.ground.clock.advance(index * 700),
    reload: tab => tab.reload(),
    duplicate: tab => this.#duplicate(tab),
    restart: () => {
      for (const { network } of this.tabs) network.cut();
    },
    end: tab => tab.talk.end(),
    again: ({ state, talk }) => {
      if (state.talking()?.conversation.state === "ended") talk.startAnew();
    },
  };

  play({ kind, tab: which, index }: Step): void {
    const tab = this.tabs[which % this.tabs.length];
    if (tab !== undefined) this.#play[kind](tab, index);
  }

  /** From here on the network is good, and every page has its time. */
  async heal(): Promise<void> {
    for (const { network } of this.tabs) network.cut();
    for (let round = 0; round < 30; round++) {
      for (const { network } of this.tabs) {
        network.join();
        await settle();
        while (network.waiting > 0) {
          network.deliver(0);
          await settle();
        }
      }
      this.ground.clock.advance(31_000);
      await settle();
    }
  }

  #write(tab: Tab): void {
    const contact = tab.state.contact.peek();
    if (contact.kind === "talking" && contact.conversation.state === "ended") return;
    for (const text of tab.talk.draft.split("\n")) this.givenBack.add(text);
    const text = `line ${++this.#lines}`;
    this.written[this.tabs.indexOf(tab)]?.push(text);
    tab.talk.send(text);
  }

  #duplicate(tab: Tab): void {
    if (this.tabs.length === TABS_MAX) return;
    for (const { text } of linesFor(tab.visit, NOWHERE)) this.copiedEarly.add(text);
    this.tabs.push(new Tab(this.ground, tab.stored));
    this.written.push([]);
  }

  /** What a tab still holds of what was written, and shows: refused lines, and what is back in the field. */
  held(): Set<string> {
    const held = new Set(this.givenBack);
    for (const { talk, state } of this.tabs) {
      for (const { text, refused } of state.talking()?.log.pending ?? [])
        if (refused !== null) held.add(text);
      for (const text of talk.draft.split("\n")) held.add(text);
    }
    return held;
  }
}

describe("the tabs of a visit", () => {
  it("show what the hub has, gapless; each line is stored once in its writer's order, or still in sight", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 150, size: "max" }), async steps => {
        const visit = new Visit();
        for (const one of steps) {
          visit.play(one);
          await settle();
        }
        await visit.heal();
        const { talks } = visit.ground.hub;
        for (const { state } of visit.tabs) {
          const talking = state.talking();
          expect(state.contact.peek().kind).not.toBe("opening");
          if (talking === null) continue;
          const truth = talks.find(({ id }) => id === talking.conversation.id);
          expect(talking.log.messages).toEqual(truth?.messages);
          expect(talking.conversation.state).toBe(truth?.ended ? "ended" : "active");
          expect(talking.log.pending.filter(({ refused }) => refused === null)).toEqual([]);
        }
        const held = visit.held();
        const stored = talks.flatMap(({ messages }) => messages.map(textOf));
        for (const text of visit.written.flat()) {
          const times = stored.filter(one => one === text).length;
          if (times === 0) expect(held).toContain(text);
          else if (!visit.copiedEarly.has(text)) expect([text, times]).toEqual([text, 1]);
        }
        for (const { messages } of talks) {
          const texts = messages.map(textOf);
          expect(new Set(texts).size).toBe(texts.length);
          for (const mine of visit.written) {
            expect(texts.filter(text => mine.includes(text))).toEqual(
              mine.filter(text => texts.includes(text)),
            );
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});
