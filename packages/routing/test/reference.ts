/**
 * The same rules (SPEC.md) told the naive way: arrays, scans, mutation. Slow and obvious; the engine must agree with it
 * effect for effect. Knows nothing of the engine's tables.
 */
import type { AgentId, OfferId } from "@lotse/protocol";
import {
  type Agent,
  DEFAULT_SETTINGS,
  type Item,
  type Offer,
  type Reservation,
  type RoutingEffect,
  type RoutingEvent,
  type RoutingSettings,
} from "../src/index.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type MutableItem = Mutable<Item>;

const oldestFirst = (a: Item, b: Item) => a.enqueuedAtMs - b.enqueuedAtMs || (a.id < b.id ? -1 : 1);
const knows = (agent: Agent, skill: string | null) => skill === null || agent.skills.includes(skill);

export class Reference {
  readonly agents: Mutable<Agent>[] = [];
  items: MutableItem[] = [];
  offers: Offer[] = [];
  reservations: Reservation[] = [];
  #offerNumber = 0;
  #atMs = 0;
  #effects: RoutingEffect[] = [];
  readonly #settings: RoutingSettings;
  readonly #offerId: (number: number) => OfferId;

  constructor(offerId: (number: number) => OfferId, settings: RoutingSettings = DEFAULT_SETTINGS) {
    this.#offerId = offerId;
    this.#settings = settings;
  }

  step(event: RoutingEvent, nowMs: number): readonly RoutingEffect[] {
    this.#atMs = Math.max(this.#atMs, nowMs);
    this.#effects = [];
    this.#expire();
    this.#match();
    const rejection = this.#apply(event);
    if (rejection !== null) this.#say({ effect: "rejected", event: event.type, reason: rejection });
    this.#match();
    return this.#effects;
  }

  #say(effect: RoutingEffect): void {
    this.#effects.push(effect);
  }

  #load(agent: Agent): number {
    const assigned = this.items.filter(i => i.place.at === "assigned" && i.place.agentId === agent.id);
    const ringing = this.offers.filter(o => o.agentId === agent.id);
    const reserved = this.reservations.filter(r => r.agentId === agent.id);
    return assigned.length + ringing.length + reserved.length;
  }

  #candidates(skill: string | null): Agent[] {
    return this.agents
      .filter(a => a.presence === "available" && this.#load(a) < a.capacity && knows(a, skill))
      .sort(
        (a, b) => this.#load(a) - this.#load(b) || a.idleSinceMs - b.idleSinceMs || (a.id < b.id ? -1 : 1),
      );
  }

  #match(): void {
    for (const item of [...this.items].sort(oldestFirst)) {
      if (item.place.at !== "waiting") continue;
      const times = (agent: Agent) => item.passes.find(p => p.agentId === agent.id)?.times ?? 0;
      const best = this.#candidates(item.skill)
        .filter(a => !item.passes.some(p => p.agentId === a.id && p.againAtMs > this.#atMs))
        .sort((a, b) => times(a) - times(b))[0];
      if (best === undefined) continue;
      const id = this.#offerId(++this.#offerNumber);
      const expiresAtMs = this.#atMs + this.#settings.offerTimeoutMs;
      const offer = { id, itemId: item.id, agentId: best.id, offeredAtMs: this.#atMs, expiresAtMs };
      this.offers.push(offer);
      item.place = { at: "offered", offerId: id, agentId: best.id };
      this.#say({ effect: "offered", offer });
    }
  }

  #expire(): void {
    const due = [
      ...this.offers.map(offer => ({ kind: "offer" as const, atMs: offer.expiresAtMs, id: offer.id, offer })),
      ...this.reservations.map(reservation => ({
        kind: "reservation" as const,
        atMs: reservation.expiresAtMs,
        id: reservation.id,
        reservation,
      })),
    ]
      .filter(each => each.atMs <= this.#atMs)
      .sort((a, b) => a.atMs - b.atMs || (a.kind + a.id < b.kind + b.id ? -1 : 1));
    for (const each of due) {
      if (each.kind === "offer") this.#endOffer(each.offer, "timedOut");
      else this.#endReservation(each.reservation, "expired");
    }
  }

  #endOffer(offer: Offer, reason: "accepted" | "declined" | "timedOut" | "withdrawn"): void {
    this.offers = this.offers.filter(each => each !== offer);
    this.#say({ effect: "offerEnded", offer, reason });
    const item = this.items.find(each => each.id === offer.itemId);
    if (item === undefined) return;
    item.place = { at: "waiting" };
    if (reason === "declined" || reason === "timedOut") {
      const times = (item.passes.find(p => p.agentId === offer.agentId)?.times ?? 0) + 1;
      const againAtMs = this.#atMs + this.#settings.passPauseMs;
      item.passes = [
        ...item.passes.filter(p => p.agentId !== offer.agentId),
        { agentId: offer.agentId, times, againAtMs },
      ];
      this.#touch(offer.agentId);
    }
    if (reason !== "accepted") this.#say({ effect: "queued", itemId: item.id });
  }

  #endReservation(
    reservation: Reservation,
    reason: "accepted" | "declined" | "expired" | "withdrawn" | "left",
  ) {
    this.reservations = this.reservations.filter(each => each !== reservation);
    this.#say({ effect: "reservationEnded", reservation, reason });
  }

  #touch(id: AgentId): void {
    const agent = this.agents.find(each => each.id === id);
    if (agent !== undefined) agent.idleSinceMs = this.#atMs;
  }

  #assign(item: MutableItem, agentId: AgentId): void {
    item.place = { at: "assigned", agentId };
    this.#touch(agentId);
    this.#say({ effect: "assigned", itemId: item.id, agentId });
  }

  #giveBack(agent: Agent): void {
    const tooMany = () => agent.presence !== "available" || this.#load(agent) > agent.capacity;
    const skillOf = (offer: Offer) => this.items.find(i => i.id === offer.itemId)?.skill ?? null;
    for (;;) {
      const offers = this.offers.filter(o => o.agentId === agent.id);
      const reservations = this.reservations.filter(r => r.agentId === agent.id);
      const offer = offers.findLast(o => tooMany() || !knows(agent, skillOf(o)));
      const reservation = reservations.findLast(r => tooMany() || !knows(agent, r.skill));
      if (offer !== undefined) this.#endOffer(offer, "withdrawn");
      else if (reservation !== undefined) this.#endReservation(reservation, "withdrawn");
      else return;
    }
  }

  #apply(event: RoutingEvent): Extract<RoutingEffect, { effect: "rejected" }>["reason"] | null {
    switch (event.type) {
      case "agentSet": {
        if (!Number.isSafeInteger(event.agent.capacity) || event.agent.capacity < 0) return "invalid";
        let agent = this.agents.find(each => each.id === event.agent.id);
        if (agent === undefined) {
          agent = { ...event.agent, presence: "offline", idleSinceMs: this.#atMs, holds: [] };
          this.agents.push(agent);
        }
        agent.capacity = event.agent.capacity;
        agent.skills = event.agent.skills;
        this.#giveBack(agent);
        return null;
      }
      case "presenceSet": {
        const agent = this.agents.find(each => each.id === event.agentId);
        if (agent === undefined) return "unknown";
        if (agent.presence === event.presence) return null;
        agent.presence = event.presence;
        if (event.presence === "available") this.#touch(agent.id);
        this.#say({ effect: "presenceChanged", agentId: agent.id, presence: event.presence });
        this.#giveBack(agent);
        return null;
      }
      case "itemAdded":
        if (this.items.some(each => each.id === event.item.id)) return "duplicate";
        this.items.push({ ...event.item, place: { at: "waiting" }, passes: [] });
        this.#say({ effect: "queued", itemId: event.item.id });
        return null;
      case "itemEnded": {
        const item = this.items.find(each => each.id === event.itemId);
        if (item === undefined) return "unknown";
        const offer = this.offers.find(each => each.itemId === item.id);
        if (offer !== undefined) this.#endOffer(offer, "withdrawn");
        if (item.place.at === "assigned") this.#touch(item.place.agentId);
        this.items = this.items.filter(each => each !== item);
        this.#say({ effect: "itemEnded", itemId: item.id });
        return null;
      }
      case "offerAccepted":
      case "offerDeclined": {
        const offer = this.offers.find(each => each.id === event.offerId);
        if (offer === undefined) return "unknown";
        if (offer.agentId !== event.agentId) return "foreign";
        this.#endOffer(offer, event.type === "offerAccepted" ? "accepted" : "declined");
        const item = this.items.find(each => each.id === offer.itemId);
        if (item !== undefined && event.type === "offerAccepted") this.#assign(item, event.agentId);
        return null;
      }
      case "reservationAsked": {
        const { invitationId, skill } = event;
        if (this.reservations.some(each => each.id === invitationId)) return "duplicate";
        const agent = this.#candidates(skill)[0];
        if (agent === undefined) {
          this.#say({ effect: "notReserved", invitationId });
          return null;
        }
        const expiresAtMs = this.#atMs + this.#settings.reservationMs;
        const reservation = { id: invitationId, agentId: agent.id, skill, expiresAtMs };
        this.reservations.push(reservation);
        this.#say({ effect: "reserved", reservation });
        return null;
      }
      case "reservationAccepted": {
        const reservation = this.reservations.find(each => each.id === event.invitationId);
        if (reservation === undefined) return "unknown";
        if (this.items.some(each => each.id === event.item.id)) return "duplicate";
        this.#endReservation(reservation, "accepted");
        const item: MutableItem = { ...event.item, place: { at: "waiting" }, passes: [] };
        this.items.push(item);
        this.#assign(item, reservation.agentId);
        return null;
      }
      case "reservationEnded": {
        const reservation = this.reservations.find(each => each.id === event.invitationId);
        if (reservation === undefined) return "unknown";
        this.#endReservation(reservation, event.reason);
        return null;
      }
      default:
        return null;
    }
  }
}
