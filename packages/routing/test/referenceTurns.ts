/**
 * The naive reference, third part: what falls due, and who gets what. Looks at everything, every time; see SPEC.md for the
 * rules.
 */
import type { Overflow } from "@lotse/protocol";
import type { NewItem } from "../src/index.ts";
import type { DeskAgent, DeskItem } from "./referenceDesk.ts";
import { ReferenceWork } from "./referenceWork.ts";

type Due = { readonly atMs: number; readonly key: string; readonly happen: () => void };

export class ReferenceTurns extends ReferenceWork {
  #isDone({ overflown }: DeskItem, overflow: Overflow): boolean {
    return overflown.some(each => JSON.stringify(each) === JSON.stringify(overflow));
  }

  #reviewAtMs(item: DeskItem): number {
    const queue = this.queue(item.queueId);
    const waits = queue.overflows.flatMap(each =>
      each.when === "after" && each.condition.if === "waited" && !this.#isDone(item, each)
        ? [each.condition.moreThanMs]
        : [],
    );
    const waited = [...queue.relaxations.map(({ afterMs }) => afterMs), ...waits];
    if (item.soleFor !== null) waited.push(this.plan.settings.preferAgentMs);
    const times = [...waited.map(ms => item.enqueuedAtMs + ms), ...item.passes.map(pass => pass.againAtMs)];
    if (this.#isYielding(item)) {
      const due = this.due(item);
      for (let n = 1; n < 2 ** 40; n *= 2) times.push(due + (n - 1) * this.#stepMs(item));
    }
    return Math.min(...times.filter(atMs => atMs > item.placedAtMs));
  }

  #dueItems(): Due[] {
    return this.items.flatMap(item => {
      if (item.place.at === "parked") {
        const atMs = this.due(item) > item.placedAtMs ? this.due(item) : Number.POSITIVE_INFINITY;
        return [{ atMs, key: `review ${item.id}`, happen: () => this.put(item, item.place) }];
      }
      if (item.place.at === "waiting") {
        const happen = () => this.put(item, item.place);
        return [{ atMs: this.#reviewAtMs(item), key: `review ${item.id}`, happen }];
      }
      const { idle } = this.channel(item.channel);
      if (item.place.at !== "assigned" || idle === null || idle.then === "keep" || item.isIdle) return [];
      const { agentId } = item.place;
      const happen = () => {
        if (idle.then === "end") this.end(item, "idle");
        else {
          item.isIdle = true;
          this.say({ effect: "idled", itemId: item.id, agentId });
        }
      };
      return [{ atMs: item.touchedAtMs + idle.afterMs, key: `idle ${item.id}`, happen }];
    });
  }

  #dues(): Due[] {
    const offers = this.offers.map(offer => ({
      atMs: offer.expiresAtMs,
      key: `offer ${offer.id}`,
      happen: () => {
        this.endOffer(offer, "timedOut");
        const agent = this.agent(offer.agentId);
        const { awayAfterMisses: most } = this.plan.settings;
        if (agent === undefined) return;
        agent.misses += 1;
        if (most !== null && agent.misses >= most && agent.presence === "available") {
          this.presence(agent, "away", "missed");
        }
      },
    }));
    const reservations = this.reservations.map(each => ({
      atMs: each.expiresAtMs,
      key: `reservation ${each.id}`,
      happen: () => this.endReservation(each, "expired"),
    }));
    const wrapUps = this.wrapUps.map(each => ({
      atMs: each.untilMs,
      key: `wrapUp ${each.agentId}/${each.itemId}`,
      happen: () => void this.endWrapUp(each),
    }));
    const leases = this.agents.map(agent => ({
      atMs: agent.leaseAtMs ?? Number.POSITIVE_INFINITY,
      key: `lease ${agent.id}`,
      happen: () => this.#endLease(agent),
    }));
    return [...offers, ...reservations, ...wrapUps, ...leases, ...this.#dueItems()];
  }

  protected expire(): void {
    for (;;) {
      const [due] = this.#dues()
        .filter(each => each.atMs <= this.atMs)
        .sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1));
      if (due === undefined) return;
      due.happen();
    }
  }

  protected endWrapUp(ended: {
    readonly agentId: DeskAgent["id"];
    readonly itemId: DeskItem["id"];
  }): boolean {
    const { agentId, itemId } = ended;
    const before = this.wrapUps.length;
    this.wrapUps = this.wrapUps.filter(each => each.agentId !== agentId || each.itemId !== itemId);
    if (this.wrapUps.length === before) return false;
    this.say({ effect: "wrapUpEnded", itemId, agentId });
    return true;
  }

  #endLease(agent: DeskAgent): void {
    const isAtWork = this.holds(agent.id).some(({ kind }) => kind === "assignment");
    if (agent.presence === "away" && isAtWork) {
      agent.leaseAtMs = this.atMs + this.plan.settings.leaseMs;
      return;
    }
    agent.leaseAtMs = null;
    const parked = this.items.filter(({ place }) => place.at === "parked" && place.agentId === agent.id);
    for (const item of parked.sort((a, b) => a.heldSeq - b.heldSeq)) {
      this.release(item, "lease", { preferredAgentId: agent.id });
    }
    if (agent.presence !== "offline") return;
    for (const { kind, item } of this.holds(agent.id)) {
      if (kind === "assignment" && item !== undefined) this.release(item, "lease");
      if (kind === "assist" && item !== undefined) this.endAssist(item, agent.id);
    }
  }

  protected distribute(): void {
    for (;;) {
      while (this.#giveOne() || this.#interruptOne());
      if (this.unsettled.size === 0) {
        if (!this.#makeRoom()) return;
        continue;
      }
      const items = [...this.unsettled].flatMap(id => this.item(id) ?? []);
      this.unsettled.clear();
      for (const item of items.sort((a, b) => this.compare(a, b))) {
        if (item.place.at === "waiting") this.#overflow(item);
      }
    }
  }

  #isYielding(item: DeskItem): boolean {
    const { blending } = this.plan;
    const limits = blending.filter(rule => rule.rule === "atMost" && rule.channels.includes(item.channel));
    if (limits.length >= 2) return true;
    if (blending.some(rule => rule.rule === "exclude" && rule.no.includes(item.channel))) return true;
    const weights = this.plan.channels.map(({ weight }) =>
      weight === "all" ? Number.POSITIVE_INFINITY : weight,
    );
    const own = this.weight({ ...item, isIdle: false });
    return own === "all" ? weights.some(Number.isFinite) : own > Math.min(...weights);
  }

  #isLate(item: DeskItem): boolean {
    if (this.due(item) > this.atMs) return false;
    if (item.place.at === "parked") return true;
    return item.place.at === "waiting" && item.soleFor === null && this.#isYielding(item);
  }

  #keptFor(item: DeskItem): number {
    return this.agents.filter(({ keptFor }) => keptFor === item.id).length;
  }

  #stepMs({ queueId, channel }: DeskItem): number {
    const level = this.queue(queueId).serviceLevels.find(each => each.channel === channel);
    return Math.max(1_000, level?.withinMs ?? this.plan.settings.defaultTargetMs);
  }

  /** Late by one, three, seven times its target: two, four, eight. */
  #wantedFor(item: DeskItem): number {
    if (item.place.at === "parked") return 1;
    const lateBy = (this.atMs - this.due(item)) / this.#stepMs(item);
    return 2 ** Math.floor(Math.log2(lateBy + 1));
  }

  /** Q8: for each late item that yields to others, the first of its kind, an agent is kept. */
  #makeRoom(): boolean {
    const couldTake = (agent: DeskAgent, item: DeskItem) =>
      !this.isPaused(agent, item) && this.isOpenTo(agent, this.wanted(item), []);
    const over = this.agents.filter(agent => {
      if (agent.keptFor === null) return false;
      const item = this.item(agent.keptFor);
      if (item?.place.at === "offered") return item.place.agentId !== agent.id;
      return item === undefined || !this.#isLate(item) || !couldTake(agent, item);
    });
    for (const agent of over) agent.keptFor = null;
    if (over.length > 0) return true;
    const kindOf = (item: DeskItem) => {
      const { queueId, place } = item;
      const { channel, needs } = this.wanted(item);
      const parked = place.at === "parked" ? [place.agentId, place.ruleId] : [];
      return JSON.stringify([queueId, channel, needs, item.isCobrowsing, ...parked]);
    };
    const done = new Set<string>();
    for (const item of this.ranked()) {
      const isOpen = item.place.at === "parked" || (item.place.at === "waiting" && item.soleFor === null);
      if (!isOpen || done.has(kindOf(item))) continue;
      if (!this.#isLate(item) || item.passes.every(({ againAtMs }) => againAtMs <= this.atMs)) {
        done.add(kindOf(item));
      }
      if (!this.#isLate(item)) continue;
      for (let kept = this.#keptFor(item); kept < this.#wantedFor(item); kept++) {
        const open = this.agents.filter(agent => agent.keptFor === null && couldTake(agent, item));
        const least = Math.min(...open.map(agent => this.load(agent, this.holds(agent.id))));
        const agent = this.best(
          open.filter(each => this.load(each, this.holds(each.id)) === least),
          item,
        );
        if (agent !== undefined) agent.keptFor = item.id;
      }
    }
    return false;
  }

  protected ranked(): DeskItem[] {
    const keyed = this.items.map(item => ({ item, dueAtMs: this.due(item) }));
    return keyed
      .sort((a, b) => a.dueAtMs - b.dueAtMs || this.compare(a.item, b.item))
      .map(({ item }) => item);
  }

  /** Q2: the highest-ranked that anybody may take goes to the best. */
  #giveOne(): boolean {
    const holds = new Map(this.agents.map(({ id }) => [id, this.holds(id)]));
    for (const item of this.ranked()) {
      const { place } = item;
      if (place.at !== "waiting" && place.at !== "parked") continue;
      const wanted = this.wanted(item);
      const agent = this.best(
        this.agents.filter(each => this.mayTake(each, wanted, holds.get(each.id))),
        item,
      );
      if (agent === undefined) continue;
      if (place.at === "parked") {
        this.assign(item, agent.id, this.why(agent, item, { how: "returned", ruleId: place.ruleId }));
      } else {
        const how = item.preferredAgentId === agent.id ? "preferred" : "best";
        const why = this.why(agent, item, { how, ruleId: null });
        this.give(item, { agentId: agent.id, purpose: "work", fromAgentId: null, why });
      }
      this.settle(agent.id);
      return true;
    }
    return false;
  }

  /** B3, word for word. */
  #interruptOne(): boolean {
    for (const rule of this.plan.blending) {
      if (rule.rule !== "interrupt") continue;
      const counted = (rule.queues ?? this.plan.queues.map(({ id }) => id)).flatMap(queueId => {
        const inQueue = this.items.filter(
          item =>
            item.place.at === "waiting" && item.queueId === queueId && rule.counted.includes(item.channel),
        );
        return inQueue.length > rule.moreThan ? inQueue : [];
      });
      const free = this.agents.filter(agent => {
        const holds = this.holds(agent.id);
        const isOnly = holds.every(({ kind, channel }) => {
          return (
            (kind === "assignment" || kind === "offer" || kind === "wrapUp") &&
            rule.interruptible.includes(channel)
          );
        });
        return holds.length > 0 && isOnly;
      });
      for (const item of counted.sort((a, b) => this.compare(a, b))) {
        const wanted = this.wanted(item);
        const agent = this.best(
          free.filter(each => !this.isPaused(each, wanted) && this.isOpenTo(each, wanted, [])),
          item,
        );
        if (agent === undefined) continue;
        this.#interrupt(agent, item, rule.id);
        return true;
      }
    }
    return false;
  }

  #interrupt(agent: DeskAgent, item: DeskItem, ruleId: string): void {
    for (const held of this.holds(agent.id)) {
      if (held.offer !== undefined) this.endOffer(held.offer, "withdrawn");
      if (held.item === undefined) continue;
      this.dismiss(held.item);
      this.put(held.item, { at: "parked", agentId: agent.id, ruleId }, { isIdle: false });
      this.say({ effect: "parked", itemId: held.item.id, agentId: agent.id, ruleId });
    }
    for (const each of this.wrapUps) if (each.agentId === agent.id) each.isIdle = true;
    const why = this.why(agent, item, { how: "interrupt", ruleId });
    this.give(item, { agentId: agent.id, purpose: "work", fromAgentId: null, why });
    this.settle(agent.id);
  }

  protected isDue({ condition }: Overflow, item: NewItem): boolean {
    switch (condition.if) {
      case "closed":
        return this.isClosed(item);
      case "nobodyOnDuty": {
        const needs = this.needs(item, -1);
        return !this.agents.some(
          each => each.presence === "available" && this.isFit(each, item.channel, needs),
        );
      }
      case "waiting":
        return (
          this.line(item.queueId).filter(({ place }) => place.at === "waiting").length > condition.moreThan
        );
      case "expectedWait":
        return (this.estimate(item) ?? 0) > condition.moreThanMs;
      case "waited":
        return this.atMs >= item.enqueuedAtMs + condition.moreThanMs;
    }
  }

  #overflow(item: DeskItem): void {
    const { overflows } = this.queue(item.queueId);
    const from = item.queueId;
    const overflow = overflows.find(
      each =>
        each.when === "after" &&
        !this.#isDone(item, each) &&
        (each.then.to !== "queue" || ![...item.visited, from].includes(each.then.queueId)) &&
        this.isDue(each, item),
    );
    if (overflow === undefined) return;
    const { then, condition: reason } = overflow;
    if (then.to === "queue") {
      this.say({ effect: "overflowed", itemId: item.id, fromQueueId: from, toQueueId: then.queueId, reason });
      this.tick({ ...item, queueId: then.queueId });
      const change = { queueId: then.queueId, visited: [...item.visited, from], overflown: [] };
      this.put(item, item.place, change);
      return;
    }
    this.say({ effect: "alternativeDue", itemId: item.id, to: then.to, reason });
    this.put(item, item.place, { overflown: [...item.overflown, overflow] });
  }
}
