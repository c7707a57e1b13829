/** The naive reference, second part: giving, taking back, falling due. Arrays, scans, mutation; see SPEC.md for the rules. */
import type {
  AgentId,
  InvitationEnd,
  OfferEnd,
  OfferId,
  Presence,
  QueueId,
  RoutingPlan,
} from "@lotse/protocol";
import type { NewItem, OfferPurpose, RoutingEffect, Why } from "../src/index.ts";
import { estimateAt } from "../src/pace.ts";
import { Desk, type DeskAgent, type DeskItem, type DeskOffer } from "./referenceDesk.ts";

interface Ask {
  readonly agentId: AgentId;
  readonly purpose: OfferPurpose;
  readonly fromAgentId: AgentId | null;
  readonly why: Why;
}

const without = <T>(list: readonly T[], gone: T): T[] => list.filter(each => each !== gone);

export class ReferenceWork extends Desk {
  protected effects: RoutingEffect[] = [];
  protected unsettled = new Set<string>();
  #seq = 0;
  #offerNumber = 0;
  readonly #offerId: (number: number) => OfferId;

  constructor(plan: RoutingPlan, offerId: (number: number) => OfferId) {
    super(plan);
    this.#offerId = offerId;
  }

  protected say(effect: RoutingEffect): void {
    this.effects.push(effect);
  }

  protected nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  touch(id: AgentId): void {
    const agent = this.agent(id);
    if (agent !== undefined) agent.idleSinceMs = this.atMs;
  }

  fresh(item: NewItem): DeskItem {
    const place = { at: "waiting" as const };
    const made = { ...item, place, passes: [], assignment: 0, estimatedMs: null, visited: [], overflown: [] };
    const quiet = {
      sinceMs: this.atMs,
      hasWaited: false,
      isCobrowsing: false,
      isIdle: false,
      touchedAtMs: this.atMs,
      helpers: [],
    };
    const stands = { heldSeq: 0, placedAtMs: this.atMs, relaxedTo: this.#relaxedTo(item), soleFor: null };
    return { ...made, ...quiet, ...stands };
  }

  #relaxedTo({ queueId, enqueuedAtMs }: NewItem): number {
    return this.queue(queueId).relaxations.findLastIndex(each => enqueuedAtMs + each.afterMs <= this.atMs);
  }

  #soleFor(item: DeskItem): AgentId | null {
    if (item.place.at === "parked") return item.place.agentId;
    const id = item.preferredAgentId;
    if (id === null || this.atMs >= item.enqueuedAtMs + this.plan.settings.preferAgentMs) return null;
    if (this.agent(id)?.presence !== "available" || item.passes.some(pass => pass.agentId === id))
      return null;
    return id;
  }

  /** The item is where it is anew. */
  stand(item: DeskItem): void {
    item.placedAtMs = this.atMs;
    item.relaxedTo = this.#relaxedTo(item);
    item.soleFor = this.#soleFor(item);
    const hasAfter = this.queue(item.queueId).overflows.some(each => each.when === "after");
    if (item.place.at === "waiting" && hasAfter) this.unsettled.add(item.id);
    else this.unsettled.delete(item.id);
  }

  put(item: DeskItem, place: DeskItem["place"], change: Partial<DeskItem> = {}): void {
    this.tick(item);
    const was = item.place;
    const isElsewhere = change.queueId !== undefined && change.queueId !== item.queueId;
    if (was.at === "waiting" && this.atMs > item.sinceMs) item.hasWaited = true;
    if (isElsewhere || place.at === "assigned" || place.at === "parked") item.hasWaited = false;
    if (isElsewhere || place.at !== was.at) item.sinceMs = this.atMs;
    Object.assign(item, change, { place });
    this.tick(item);
    this.unsettled.delete(item.id);
    if (was.at === "assigned") this.touch(was.agentId);
    if (place.at === "assigned" || place.at === "parked") item.heldSeq = this.nextSeq();
    if (place.at === "assigned") this.touch(place.agentId);
    else this.stand(item);
  }

  dismiss(item: DeskItem): void {
    for (const offer of this.pending(item)) this.endOffer(offer, "withdrawn");
    for (const { agentId } of [...item.helpers]) this.endAssist(item, agentId);
  }

  pending(item: DeskItem): DeskOffer[] {
    return this.offers.filter(each => each.itemId === item.id && each.purpose !== "work");
  }

  endAssist(item: DeskItem, helperId: AgentId): void {
    item.helpers = item.helpers.filter(({ agentId }) => agentId !== helperId);
    this.say({ effect: "assistEnded", itemId: item.id, helperId });
  }

  assign(item: DeskItem, agentId: AgentId, why: Why): void {
    this.dismiss(item);
    const { place: was, assignment: last, queueId, id: itemId, estimatedMs } = item;
    if (was.at === "assigned") {
      this.say({ effect: "released", itemId, agentId: was.agentId, reason: "transferred" });
    }
    const assignment = last + 1;
    const hasWaited = item.hasWaited || (was.at === "waiting" && this.atMs > item.sinceMs);
    const change = { assignment, isIdle: false, touchedAtMs: this.atMs, passes: [], overflown: [] };
    this.put(item, { at: "assigned", agentId, assignment }, change);
    this.say({ effect: "assigned", itemId, agentId, assignment, why });
    if ((was.at !== "waiting" && was.at !== "offered") || why.how === "reserved") return;
    if (hasWaited) this.take(item);
    const actualMs = Math.max(0, this.atMs - item.enqueuedAtMs);
    if (last === 0) this.say({ effect: "waited", itemId, queueId, estimatedMs, actualMs });
  }

  complete(item: DeskItem, { purpose, agentId, why }: Ask): void {
    if (purpose === "work" || purpose === "transfer") {
      this.assign(item, agentId, why);
      return;
    }
    item.helpers = [...item.helpers, { agentId, seq: this.nextSeq(), purpose }];
    this.say({ effect: "assistStarted", itemId: item.id, helperId: agentId, purpose });
  }

  give(item: DeskItem, ask: Ask): void {
    const { answer, ringMs } = this.channel(item.channel);
    if (answer === "auto") {
      this.complete(item, ask);
      return;
    }
    this.#offerNumber += 1;
    const id = this.#offerId(this.#offerNumber);
    const times = { offeredAtMs: this.atMs, expiresAtMs: this.atMs + ringMs };
    const offer = { id, itemId: item.id, ...ask, ...times };
    if (ask.purpose === "work") this.put(item, { at: "offered", offerId: id, agentId: ask.agentId });
    this.offers.push({ ...offer, seq: this.nextSeq() });
    this.say({ effect: "offered", offer });
  }

  protected passed(item: DeskItem, agentId: AgentId): DeskItem["passes"] {
    const times = (item.passes.find(pass => pass.agentId === agentId)?.times ?? 0) + 1;
    const againAtMs = this.atMs + this.plan.settings.passPauseMs;
    return [...item.passes.filter(pass => pass.agentId !== agentId), { agentId, times, againAtMs }];
  }

  endOffer(ended: DeskOffer, reason: OfferEnd): void {
    const { seq: _, ...offer } = ended;
    this.offers = without(this.offers, ended);
    this.say({ effect: "offerEnded", offer, reason });
    const item = this.item(offer.itemId);
    const hasPassed = reason === "declined" || reason === "timedOut";
    if (hasPassed) this.touch(offer.agentId);
    if (item === undefined || offer.purpose !== "work") return;
    const passes = hasPassed ? this.passed(item, offer.agentId) : item.passes;
    this.put(item, { at: "waiting" }, { passes });
    if (reason !== "accepted") this.say({ effect: "queued", itemId: item.id });
  }

  accept(offer: DeskOffer): void {
    const item = this.item(offer.itemId);
    this.endOffer(offer, "accepted");
    if (item !== undefined) this.complete(item, offer);
    this.settle(offer.agentId);
  }

  release(
    item: DeskItem,
    reason: "lease" | "requeued" | "transferred",
    change: Partial<DeskItem> = {},
  ): void {
    if (item.place.at !== "assigned" && item.place.at !== "parked") return;
    this.dismiss(item);
    this.say({ effect: "released", itemId: item.id, agentId: item.place.agentId, reason });
    this.put(item, { at: "waiting" }, { isIdle: false, ...change });
    this.say({ effect: "queued", itemId: item.id });
  }

  end(item: DeskItem, reason: "asked" | "idle"): void {
    const offer = this.offers.find(each => each.itemId === item.id && each.purpose === "work");
    if (offer !== undefined) this.endOffer(offer, "withdrawn");
    this.dismiss(item);
    const { id: itemId, channel, isIdle, place } = item;
    this.tick(item);
    this.unsettled.delete(itemId);
    this.items = without(this.items, item);
    if (place.at === "assigned") this.touch(place.agentId);
    this.say({ effect: "itemEnded", itemId, reason });
    const { wrapUpMs } = this.channel(channel);
    if (place.at !== "assigned" || wrapUpMs === 0) return;
    const { agentId } = place;
    const untilMs = this.atMs + wrapUpMs;
    this.wrapUps.push({ agentId, itemId, channel, isIdle, untilMs, seq: this.nextSeq() });
    this.say({ effect: "wrapUpStarted", itemId, agentId, untilMs });
  }

  endReservation(ended: (typeof this.reservations)[number], reason: InvitationEnd): void {
    const { seq: _, ...reservation } = ended;
    this.reservations = without(this.reservations, ended);
    this.say({ effect: "reservationEnded", reservation, reason });
  }

  /** A5: gives back what he may keep no longer, newest first. */
  settle(id: AgentId): void {
    for (;;) {
      const agent = this.agent(id);
      if (agent === undefined) return;
      const offers = this.offers.filter(each => each.agentId === id);
      const reservations = this.reservations.filter(each => each.agentId === id);
      const isTooMuch = agent.presence !== "available" || this.isOver(agent);
      const offer =
        (isTooMuch ? offers.at(-1) : undefined) ??
        (isTooMuch && reservations.length > 0
          ? undefined
          : offers.findLast(each => this.#isLost(agent, each)));
      const reservation = isTooMuch
        ? reservations.at(-1)
        : reservations.findLast(
            ({ channel, ...each }) =>
              this.#isExcluded(agent, channel) || !this.isFit(agent, channel, this.needs(each, -1)),
          );
      if (offer !== undefined) this.endOffer(offer, "withdrawn");
      else if (reservation !== undefined) this.endReservation(reservation, "withdrawn");
      else return;
    }
  }

  /** B1: what he does already forbids it. */
  #isExcluded(agent: DeskAgent, channel: string): boolean {
    const works = this.holds(agent.id).filter(({ kind }) => kind === "assignment" || kind === "assist");
    return this.plan.blending.some(
      rule =>
        rule.rule === "exclude" &&
        rule.no.includes(channel) &&
        works.some(held => rule.during.includes(held.channel)),
    );
  }

  #isLost(agent: DeskAgent, offer: DeskOffer): boolean {
    const item = this.item(offer.itemId);
    if (item === undefined) return false;
    if (this.#isExcluded(agent, item.channel)) return true;
    return offer.purpose === "work" && !this.isFit(agent, item.channel, this.needs(item, item.relaxedTo));
  }

  /** B4: what has become too heavy for its agent is everybody's. */
  unpark({ id, capacity }: DeskAgent): void {
    const parked = this.items.filter(({ place }) => place.at === "parked" && place.agentId === id);
    for (const item of parked.sort((a, b) => a.heldSeq - b.heldSeq)) {
      const weight = this.weight(item);
      if (weight === "all" ? capacity <= 0 : weight > capacity) this.release(item, "requeued");
    }
  }

  presence(agent: DeskAgent, presence: Presence, reason: string | null): void {
    const was = agent.presence;
    if (was === presence && agent.reason === reason) return;
    Object.assign(agent, { presence, reason });
    this.say({ effect: "presenceChanged", agentId: agent.id, presence, reason });
    if (was === presence) return;
    agent.sinceMs = this.atMs;
    agent.leaseAtMs = presence === "available" ? null : this.atMs + this.plan.settings.leaseMs;
    if (presence === "available") Object.assign(agent, { idleSinceMs: this.atMs, misses: 0 });
    for (const item of this.items) {
      const isHis = item.place.at === "waiting" && item.soleFor === agent.id;
      if (was === "available" && isHis) this.put(item, item.place);
    }
    this.settle(agent.id);
    this.unsettle("nobodyOnDuty");
  }

  unsettle(condition: "nobodyOnDuty" | "closed", only: QueueId | null = null): void {
    for (const item of this.items) {
      const { overflows } = this.queue(item.queueId);
      if (only !== null && item.queueId !== only) continue;
      if (item.place.at !== "waiting") continue;
      if (overflows.some(each => each.when === "after" && each.condition.if === condition)) {
        this.unsettled.add(item.id);
      }
    }
  }

  estimate(item: NewItem): number | null {
    const asItem = this.fresh(item);
    const lane = this.lane(item);
    const before = lane.filter(each => each.id !== item.id && this.compare(each, asItem) < 0).length;
    return estimateAt(this.pace(item), before + 1)?.expectedMs ?? null;
  }
}
