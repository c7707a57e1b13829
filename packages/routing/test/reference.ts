/**
 * The same rules (SPEC.md) told the naive way. Slow and obvious; the engine must agree with it effect for effect. This part
 * hears events; the others are below it.
 */
import type { QueueId } from "@lotse/protocol";
import {
  contradictionsOf,
  type Holder,
  type NewItem,
  type RoutingEffect,
  type RoutingEvent,
} from "../src/index.ts";
import type { DeskAgent, DeskItem } from "./referenceDesk.ts";
import { ReferenceTurns } from "./referenceTurns.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;
type Verdict = Extract<RoutingEffect, { effect: "rejected" }>["reason"] | null;

const atWork = (agent: DeskAgent): DeskAgent =>
  agent.presence === "away" ? { ...agent, presence: "available" } : agent;

export class Reference extends ReferenceTurns {
  step(event: RoutingEvent, nowMs: number): readonly RoutingEffect[] {
    this.atMs = Math.max(this.atMs, nowMs);
    this.effects = [];
    this.expire();
    this.distribute();
    const reason = this.#apply(event);
    if (reason !== null) this.say({ effect: "rejected", event: event.type, reason });
    this.distribute();
    return this.effects;
  }

  #heldBy(item: DeskItem | undefined, holder: Holder): DeskItem | "unknown" | "stale" {
    if (item === undefined) return "unknown";
    const { place } = item;
    if (place.at !== "assigned" || place.agentId !== holder.agentId) return "stale";
    return place.assignment === holder.assignment ? item : "stale";
  }

  #add(item: NewItem): Verdict {
    if (this.item(item.id) !== undefined) return "duplicate";
    let [queueId, visited]: [QueueId, readonly QueueId[]] = [item.queueId, []];
    for (;;) {
      const at = { ...item, queueId };
      const been = [...visited, queueId];
      const overflow = this.queue(queueId).overflows.find(
        each =>
          each.when === "before" &&
          (each.then.to !== "queue" || !been.includes(each.then.queueId)) &&
          this.isDue(each, at),
      );
      if (overflow === undefined) break;
      const { then, condition: reason } = overflow;
      if (then.to !== "queue") {
        this.say({ effect: "turnedAway", itemId: item.id, queueId, to: then.to, reason });
        return null;
      }
      this.say({
        effect: "overflowed",
        itemId: item.id,
        fromQueueId: queueId,
        toQueueId: then.queueId,
        reason,
      });
      [queueId, visited] = [then.queueId, been];
    }
    const fresh = this.fresh({ ...item, queueId });
    const isNext = this.agents.some(agent => this.mayTake(agent, this.wanted(fresh)));
    const estimatedMs = isNext ? 0 : this.estimate(fresh);
    this.tick({ ...item, queueId });
    this.items.push(fresh);
    Object.assign(fresh, { visited, estimatedMs });
    this.stand(fresh);
    this.say({ effect: "queued", itemId: item.id });
    return null;
  }

  #ask(item: DeskItem, { agentId, holder, purpose }: AskByName): Verdict {
    const agent = this.agent(agentId);
    if (agent === undefined) return "unknown";
    if (agentId === holder.agentId) return "invalid";
    const wanted = { ...this.wanted(item), needs: [], soleFor: null, place: { at: "waiting" as const } };
    if (!this.isOpenTo(agent, wanted)) return "notEligible";
    const how = purpose === "transfer" ? "transfer" : "assist";
    const why = this.why(agent, item, { how, ruleId: null });
    this.give(item, { agentId, purpose, fromAgentId: holder.agentId, why });
    this.settle(agentId);
    return null;
  }

  #transfer({ itemId, holder, to }: Of<"itemTransferred">): Verdict {
    const item = this.#heldBy(this.item(itemId), holder);
    if (typeof item === "string") return item;
    if (to.to === "queue") {
      const passes = this.passed(item, holder.agentId);
      this.tick({ ...item, queueId: to.queueId });
      this.release(item, "transferred", {
        queueId: to.queueId,
        visited: [...item.visited, item.queueId],
        passes,
      });
      return null;
    }
    const agent = this.agent(to.agentId);
    if (agent !== undefined && item.helpers.some(({ agentId }) => agentId === to.agentId)) {
      this.assign(item, to.agentId, this.why(agent, item, { how: "transfer", ruleId: null }));
      return null;
    }
    for (const offer of this.pending(item)) {
      if (offer.purpose === "transfer") this.endOffer(offer, "withdrawn");
    }
    return this.#ask(item, { agentId: to.agentId, holder, purpose: "transfer" });
  }

  #assist({ itemId, holder, helperId, purpose }: Of<"assistAsked">): Verdict {
    const item = this.#heldBy(this.item(itemId), holder);
    if (typeof item === "string") return item;
    const asked = this.pending(item).find(offer => offer.agentId === helperId);
    if (asked?.purpose === purpose || asked?.purpose === "transfer") return "duplicate";
    const helping = item.helpers.find(({ agentId }) => agentId === helperId);
    if (helping?.purpose === purpose) return "duplicate";
    if (helping !== undefined) {
      item.helpers = item.helpers.map(each => (each === helping ? { ...each, purpose } : each));
      this.say({ effect: "assistChanged", itemId, helperId, purpose });
      return null;
    }
    if (asked !== undefined) this.endOffer(asked, "withdrawn");
    return this.#ask(item, { agentId: helperId, holder, purpose });
  }

  #pick({ itemId, agentId }: Of<"itemPicked">): Verdict {
    const [item, agent] = [this.item(itemId), this.agent(agentId)];
    if (item === undefined || agent === undefined) return "unknown";
    const offer = this.offers.find(each => each.itemId === itemId && each.purpose === "work");
    if (offer?.agentId === agentId) {
      this.endOffer(offer, "accepted");
      this.complete(item, offer);
      this.settle(agentId);
      return null;
    }
    if (item.place.at !== "waiting") return "foreign";
    if (!this.queue(item.queueId).pick) return "notAllowed";
    if (!this.isOpenTo(atWork(agent), this.wanted(item))) return "notEligible";
    this.assign(item, agentId, this.why(agent, item, { how: "picked", ruleId: null }));
    this.settle(agentId);
    return null;
  }

  #next({ agentId }: Of<"nextAsked">): Verdict {
    const agent = this.agent(agentId);
    if (agent === undefined) return "unknown";
    const ranked = this.ranked();
    const ringing = ranked.flatMap(
      item => this.offers.find(each => each.itemId === item.id && each.agentId === agentId) ?? [],
    );
    if (ringing[0] !== undefined) {
      this.accept(ringing[0]);
      return null;
    }
    const item = ranked.find(
      ({ place, ...each }) =>
        (place.at === "waiting" || place.at === "parked") &&
        this.isOpenTo(atWork(agent), this.wanted({ ...each, place })) &&
        !this.isKeptBefore(agent, { ...each, place }),
    );
    if (item === undefined) {
      this.say({ effect: "nothingNext", agentId });
      return null;
    }
    this.assign(item, agentId, this.why(agent, item, { how: "next", ruleId: null }));
    this.settle(agentId);
    return null;
  }

  #setPlan({ plan }: Of<"planSet">): Verdict {
    if (contradictionsOf(plan).some(({ isFatal }) => isFatal)) return "contradictory";
    for (const item of this.items) this.tick(item);
    this.plan = plan;
    for (const item of this.items.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (item.place.at !== "assigned") this.stand(item);
      else {
        item.touchedAtMs = this.atMs;
        if (this.channel(item.channel).idle?.then !== "release") item.isIdle = false;
      }
      if (item.place.at === "parked") item.heldSeq = this.nextSeq();
    }
    for (const agent of [...this.agents].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      this.settle(agent.id);
      this.unpark(agent);
    }
    return null;
  }

  #reserve(event: Of<"reservationAsked">): Verdict {
    const { invitationId: id, queueId, channel, needs } = event;
    if (this.reservations.some(each => each.id === id)) return "duplicate";
    const item = this.fresh({
      ...{ id: "" as DeskItem["id"], queueId, channel, needs },
      ...{ priority: 0, preferredAgentId: null, enqueuedAtMs: this.atMs },
    });
    const free = this.agents.filter(
      each =>
        (event.agentId ?? each.id) === each.id &&
        !event.absent?.includes(each.id) &&
        this.mayTake(each, { ...item, needs: this.needs(item, -1) }),
    );
    const agent = this.isClosed(event) ? undefined : this.best(free, item);
    if (agent === undefined) {
      this.say({ effect: "notReserved", invitationId: id });
      return null;
    }
    const expiresAtMs = this.atMs + (event.holdMs ?? this.plan.settings.reservationMs);
    const reservation = { id, agentId: agent.id, queueId, channel, needs, expiresAtMs };
    this.reservations.push({ ...reservation, seq: this.nextSeq() });
    this.say({ effect: "reserved", reservation });
    return null;
  }

  #acceptReservation({ invitationId, item, absent = [] }: Of<"reservationAccepted">): Verdict {
    const reservation = this.reservations.find(each => each.id === invitationId);
    if (reservation === undefined) return "unknown";
    if (this.item(item.id) !== undefined) return "duplicate";
    const { channel, queueId, needs } = reservation;
    const unnamed = { id: "" as DeskItem["id"], preferredAgentId: null };
    const sought = this.fresh({ ...item, ...unnamed, channel, queueId });
    const asked = { ...sought, needs: this.needs({ queueId, needs: [...needs, ...item.needs] }, -1) };
    const others = this.agents.filter(each => !absent.includes(each.id) && this.mayTake(each, asked));
    const own = absent.includes(reservation.agentId) ? undefined : this.agent(reservation.agentId);
    const agent = own ?? this.best(others, { ...sought, passes: [] });
    this.endReservation(reservation, agent === undefined ? "withdrawn" : "accepted");
    if (agent === undefined) return null;
    const fresh = { ...this.fresh({ ...item, channel, queueId }), estimatedMs: 0 };
    this.tick({ ...item, queueId });
    this.items.push(fresh);
    this.stand(fresh);
    this.assign(fresh, agent.id, this.why(agent, fresh, { how: "reserved", ruleId: null }));
    this.settle(agent.id);
    return null;
  }

  #setAgent({ agent: profile }: Of<"agentSet">): Verdict {
    if (profile.capacity < 0) return "invalid";
    let agent = this.agent(profile.id);
    if (agent === undefined) {
      const times = { sinceMs: this.atMs, leaseAtMs: null, idleSinceMs: this.atMs, misses: 0, keptFor: null };
      agent = { ...profile, presence: "offline", reason: null, ...times };
      this.agents.push(agent);
    }
    Object.assign(agent, profile);
    this.settle(agent.id);
    this.unpark(agent);
    this.unsettle("nobodyOnDuty");
    return null;
  }

  #touchItem({ itemId }: Of<"itemTouched">): Verdict {
    const item = this.item(itemId);
    if (item === undefined) return "unknown";
    if (item.place.at !== "assigned") return null;
    const wasIdle = item.isIdle;
    Object.assign(item, { touchedAtMs: this.atMs, isIdle: false });
    if (wasIdle) this.#settleAll(item);
    return null;
  }

  #settleAll(item: DeskItem): void {
    const offers = this.offers.filter(each => each.itemId === item.id);
    const ids = [...item.helpers, ...offers].map(({ agentId }) => agentId);
    if (item.place.at === "assigned") ids.push(item.place.agentId);
    for (const id of ids) this.settle(id);
  }

  #apply(event: RoutingEvent): Verdict {
    switch (event.type) {
      case "planSet":
        return this.#setPlan(event);
      case "queueOpened":
        this.closed.delete(event.queueId);
        return null;
      case "queueClosed":
        this.closed.add(event.queueId);
        this.unsettle("closed", event.queueId);
        return null;
      case "siteOpened":
        this.closedSites.delete(event.siteId);
        return null;
      case "siteClosed":
        this.closedSites.add(event.siteId);
        this.unsettle("closed");
        return null;
      case "agentSet":
        return this.#setAgent(event);
      case "presenceSet": {
        const agent = this.agent(event.agentId);
        if (agent === undefined) return "unknown";
        this.presence(agent, event.presence, event.reason);
        return null;
      }
      case "itemAdded":
        return this.#add(event.item);
      case "itemEnded": {
        const known = this.item(event.itemId);
        const item = event.holder === null ? (known ?? "unknown") : this.#heldBy(known, event.holder);
        if (typeof item === "string") return item;
        this.end(item, "asked");
        return null;
      }
      case "itemTouched":
        return this.#touchItem(event);
      case "itemWeightSet": {
        const item = this.item(event.itemId);
        if (item === undefined) return "unknown";
        if (item.isCobrowsing === event.isCobrowsing) return null;
        item.isCobrowsing = event.isCobrowsing;
        if (item.place.at === "waiting" || item.place.at === "parked") this.put(item, item.place);
        else this.#settleAll(item);
        return null;
      }
      case "itemPicked":
        return this.#pick(event);
      case "itemTransferred":
        return this.#transfer(event);
      case "itemRequeued": {
        const item = this.#heldBy(this.item(event.itemId), event.holder);
        if (typeof item === "string") return item;
        this.release(item, "requeued", { passes: this.passed(item, event.holder.agentId) });
        return null;
      }
      case "assistAsked":
        return this.#assist(event);
      case "assistEnded": {
        const item = this.item(event.itemId);
        const { helperId } = event;
        if (item === undefined) return "unknown";
        if (item.helpers.some(({ agentId }) => agentId === helperId)) {
          this.endAssist(item, helperId);
          return null;
        }
        const asked = this.pending(item).filter(
          each => each.agentId === helperId && each.purpose !== "transfer",
        );
        for (const offer of asked) this.endOffer(offer, "withdrawn");
        return asked.length > 0 ? null : "unknown";
      }
      case "nextAsked":
        return this.#next(event);
      case "wrapUpEnded":
        return this.endWrapUp(event) ? null : "unknown";
      case "offerAccepted":
      case "offerDeclined": {
        const offer = this.offers.find(each => each.id === event.offerId);
        if (offer === undefined) return "unknown";
        if (offer.agentId !== event.agentId) return "foreign";
        const agent = this.agent(event.agentId);
        if (agent !== undefined) agent.misses = 0;
        if (event.type === "offerAccepted") this.accept(offer);
        else this.endOffer(offer, "declined");
        return null;
      }
      case "reservationAsked":
        return this.#reserve(event);
      case "consoleLost": {
        if (this.agent(event.agentId) === undefined) return "unknown";
        for (const each of this.reservations.filter(one => one.agentId === event.agentId)) {
          this.endReservation(each, "withdrawn");
        }
        return null;
      }
      case "reservationAccepted":
        return this.#acceptReservation(event);
      case "reservationEnded": {
        const reservation = this.reservations.find(each => each.id === event.invitationId);
        if (reservation === undefined) return "unknown";
        this.endReservation(reservation, event.reason);
        return null;
      }
      default:
        return null;
    }
  }
}

interface AskByName {
  readonly agentId: DeskAgent["id"];
  readonly holder: Holder;
  readonly purpose: "transfer" | "consult" | "conference";
}
