/**
 * The desk as the naive reference sees it: plain arrays, and every question answered by looking at everything. Knows nothing
 * of the engine's tables; only the arithmetic of the estimate is shared.
 */
import type { AgentId, ChannelId, Queue, QueueId, RoutingPlan, SiteId, SkillLevel } from "@lotse/protocol";
import type {
  Agent,
  HelpMode,
  Item,
  ItemPlace,
  Offer,
  Pace,
  Reservation,
  Weight,
  Why,
} from "../src/index.ts";
import { paceAt, withTake } from "../src/pace.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export type DeskAgent = Mutable<Omit<Agent, "holds" | "parked">>;

export interface DeskItem
  extends Mutable<Omit<Item, "standing" | "helpers" | "speakers" | "pending" | "why">> {
  /** In the order of time: what was held first. */
  heldSeq: number;
  placedAtMs: number;
  relaxedTo: number;
  soleFor: AgentId | null;
  helpers: { readonly agentId: AgentId; readonly seq: number; readonly purpose: HelpMode }[];
}

export interface DeskHold {
  readonly seq: number;
  readonly kind: "assignment" | "assist" | "wrapUp" | "offer" | "reservation";
  readonly channel: ChannelId;
  readonly weight: Weight;
  readonly item?: DeskItem;
  readonly offer?: DeskOffer;
}

export type DeskOffer = Offer & { readonly seq: number };

export interface WrapUp {
  readonly agentId: AgentId;
  readonly itemId: DeskItem["id"];
  readonly channel: ChannelId;
  /** Weighs nothing. */
  isIdle: boolean;
  readonly untilMs: number;
  readonly seq: number;
}

interface Wanted {
  readonly channel: ChannelId;
  readonly needs: readonly SkillLevel[];
  readonly soleFor: AgentId | null;
  readonly isCobrowsing: boolean;
  readonly place: ItemPlace;
  readonly passes: Item["passes"];
}

type Lane = Pick<Item, "queueId" | "channel" | "priority">;

const levelOf = (agent: DeskAgent, skill: string) =>
  agent.skills.find(each => each.skill === skill)?.level ?? 0;

export class Desk {
  agents: DeskAgent[] = [];
  items: DeskItem[] = [];
  offers: DeskOffer[] = [];
  reservations: (Reservation & { readonly seq: number })[] = [];
  wrapUps: WrapUp[] = [];
  closed = new Set<QueueId>();
  closedSites = new Set<SiteId>();

  isClosed({ queueId, siteId }: { readonly queueId: QueueId; readonly siteId?: SiteId }): boolean {
    return this.closed.has(queueId) || (siteId !== undefined && this.closedSites.has(siteId));
  }

  paces = new Map<string, Pace>();
  atMs = 0;
  plan: RoutingPlan;

  constructor(plan: RoutingPlan) {
    this.plan = plan;
  }

  agent(id: AgentId): DeskAgent | undefined {
    return this.agents.find(each => each.id === id);
  }

  item(id: string): DeskItem | undefined {
    return this.items.find(each => each.id === id);
  }

  queue(id: QueueId): Queue {
    const queue = this.plan.queues.find(each => each.id === id);
    if (queue === undefined) throw new Error(`no queue ${id}`);
    return queue;
  }

  channel(id: ChannelId) {
    const channel = this.plan.channels.find(each => each.id === id);
    if (channel === undefined) throw new Error(`no channel ${id}`);
    return channel;
  }

  weight(of: { channel: ChannelId; isCobrowsing?: boolean; isIdle?: boolean }): Weight {
    const { weight, cobrowseWeight } = this.channel(of.channel);
    if (of.isIdle) return 0;
    return weight === "all" ? "all" : weight + (of.isCobrowsing ? cobrowseWeight : 0);
  }

  holds(id: AgentId): DeskHold[] {
    const holds: DeskHold[] = [];
    for (const item of this.items) {
      const hold = { channel: item.channel, weight: this.weight(item), item };
      if (item.place.at === "assigned" && item.place.agentId === id) {
        holds.push({ ...hold, kind: "assignment", seq: item.heldSeq });
      }
      for (const { agentId, seq } of item.helpers) {
        if (agentId === id) {
          holds.push({ ...hold, weight: this.weight({ ...item, isIdle: false }), kind: "assist", seq });
        }
      }
    }
    for (const offer of this.offers.filter(each => each.agentId === id)) {
      const item = this.item(offer.itemId);
      if (item === undefined) continue;
      const weight = this.weight({ ...item, isIdle: false });
      holds.push({ kind: "offer", channel: item.channel, weight, offer, seq: offer.seq });
    }
    for (const each of [...this.reservations, ...this.wrapUps].filter(one => one.agentId === id)) {
      const kind = "untilMs" in each ? "wrapUp" : "reservation";
      holds.push({ kind, channel: each.channel, weight: this.weight(each), seq: each.seq });
    }
    return holds.sort((a, b) => a.seq - b.seq);
  }

  load(agent: DeskAgent, holds = this.holds(agent.id)): number {
    const units = holds.reduce((sum, { weight }) => sum + (weight === "all" ? 0 : weight), 0);
    return holds.some(({ weight }) => weight === "all") ? Math.max(units, agent.capacity, 1) : units;
  }

  isOver(agent: DeskAgent): boolean {
    const holds = this.holds(agent.id);
    const wholes = holds.filter(({ weight }) => weight === "all").length;
    const units = holds.reduce((sum, { weight }) => sum + (weight === "all" ? 0 : weight), 0);
    if (wholes === 0) return units > agent.capacity;
    return wholes > 1 || units > 0 || agent.capacity === 0;
  }

  hasRoom(agent: DeskAgent): boolean {
    const holds = this.holds(agent.id);
    if (holds.some(({ weight }) => weight === "all")) return false;
    return agent.presence === "available" && this.load(agent, holds) < agent.capacity;
  }

  needs(item: Pick<DeskItem, "queueId" | "needs">, relaxedTo: number): SkillLevel[] {
    const queue = this.queue(item.queueId);
    const all = [...(queue.relaxations[relaxedTo]?.needs ?? queue.needs), ...item.needs];
    return [...new Set(all.map(({ skill }) => skill))].sort().map(skill => ({
      skill,
      level: Math.max(...all.filter(each => each.skill === skill).map(({ level }) => level)),
    }));
  }

  isFit(agent: DeskAgent, channel: ChannelId, needs: readonly SkillLevel[]): boolean {
    if (agent.channels !== null && !agent.channels.includes(channel)) return false;
    return needs.every(({ skill, level }) => levelOf(agent, skill) >= level);
  }

  wanted(item: DeskItem): Wanted {
    return { ...item, needs: this.needs(item, item.relaxedTo) };
  }

  /** B1 B2 and the limits, of somebody who does all this. */
  #isBlended(agent: DeskAgent, channel: ChannelId, holds: readonly DeskHold[]): boolean {
    const active = holds.filter(({ kind }) => kind !== "wrapUp");
    const count = (channels: readonly ChannelId[]) =>
      active.filter(held => channels.includes(held.channel)).length;
    if (agent.limits.some(limit => limit.channel === channel && count([channel]) >= limit.items)) return true;
    return this.plan.blending.some(rule => {
      if (rule.rule === "exclude") return rule.no.includes(channel) && count(rule.during) > 0;
      if (rule.rule === "atMost")
        return rule.channels.includes(channel) && count(rule.channels) >= rule.items;
      return false;
    });
  }

  /** What keeps him from nothing but the pause after a pass. */
  isOpenTo(agent: DeskAgent, wanted: Wanted, holds = this.holds(agent.id)): boolean {
    if (agent.presence !== "available") return false;
    if (wanted.soleFor !== null && wanted.soleFor !== agent.id) return false;
    if (wanted.place.at === "parked") {
      const { ruleId } = wanted.place;
      const rule = this.plan.blending.find(each => each.id === ruleId);
      const counted = rule?.rule === "interrupt" ? rule.counted : [];
      if (holds.some(held => held.kind !== "wrapUp" && counted.includes(held.channel))) return false;
    } else if (!this.isFit(agent, wanted.channel, wanted.needs)) return false;
    if (this.#isBlended(agent, wanted.channel, holds)) return false;
    const weight = this.weight({ channel: wanted.channel, isCobrowsing: wanted.isCobrowsing });
    if (holds.some(held => held.weight === "all")) return false;
    const load = this.load(agent, holds);
    return weight === "all" ? load === 0 && agent.capacity > 0 : load + weight <= agent.capacity;
  }

  isPaused(agent: DeskAgent, { passes }: Pick<Wanted, "passes">): boolean {
    return passes.some(pass => pass.agentId === agent.id && pass.againAtMs > this.atMs);
  }

  /** Q8: he makes room for something that comes before it; what is nothing's that waits comes last. */
  isKeptBefore({ keptFor }: DeskAgent, wanted: DeskItem): boolean {
    const kept = this.items.find(({ id }) => id === keptFor);
    return (
      kept !== undefined && kept.id !== wanted.id && (wanted.id === "" || this.compare(wanted, kept) > 0)
    );
  }

  mayTake(agent: DeskAgent, wanted: Wanted, holds?: DeskHold[]): boolean {
    const isOpen = !this.isPaused(agent, wanted) && this.isOpenTo(agent, wanted, holds);
    return isOpen && !this.isKeptBefore(agent, wanted as DeskItem);
  }

  /** Q1, of those given. */
  best(
    agents: readonly DeskAgent[],
    wanted: { queueId: QueueId; passes: Item["passes"]; preferredAgentId: AgentId | null },
  ): DeskAgent | undefined {
    const { prefers } = this.queue(wanted.queueId);
    const keys = (agent: DeskAgent) => [
      wanted.passes.find(pass => pass.agentId === agent.id)?.times ?? 0,
      agent.id === wanted.preferredAgentId ? 0 : 1,
      -prefers.filter(({ skill, level }) => levelOf(agent, skill) >= level).length,
      this.load(agent),
      agent.idleSinceMs,
    ];
    const compare = (a: DeskAgent, b: DeskAgent) => {
      const [of, to] = [keys(a), keys(b)];
      const differs = of.findIndex((key, at) => key !== to[at]);
      return differs < 0 ? (a.id < b.id ? -1 : 1) : (of[differs] ?? 0) - (to[differs] ?? 0);
    };
    return [...agents].sort(compare)[0];
  }

  due(item: Pick<DeskItem, "queueId" | "channel" | "priority" | "enqueuedAtMs">): number {
    const { serviceLevels, priority } = this.queue(item.queueId);
    const { priorityMs, defaultTargetMs } = this.plan.settings;
    const level = serviceLevels.find(each => each.channel === item.channel);
    return item.enqueuedAtMs + (level?.withinMs ?? defaultTargetMs) - (priority + item.priority) * priorityMs;
  }

  /** K1: who comes first. */
  compare(a: DeskItem, b: DeskItem): number {
    return this.due(a) - this.due(b) || a.enqueuedAtMs - b.enqueuedAtMs || (a.id < b.id ? -1 : 1);
  }

  line(queueId: QueueId): DeskItem[] {
    return this.items.filter(
      item => item.queueId === queueId && (item.place.at === "waiting" || item.place.at === "offered"),
    );
  }

  lane({ queueId, channel, priority }: Lane): DeskItem[] {
    return this.items.filter(
      item =>
        item.place.at === "waiting" &&
        item.queueId === queueId &&
        item.channel === channel &&
        item.priority === priority,
    );
  }

  pace(lane: Lane): Pace {
    const known = this.paces.get([lane.queueId, lane.channel, lane.priority].join());
    return paceAt(known, this.atMs, this.lane(lane).length > 0);
  }

  tick(lane: Lane): void {
    this.paces.set([lane.queueId, lane.channel, lane.priority].join(), this.pace(lane));
  }

  take(lane: Lane): void {
    this.paces.set([lane.queueId, lane.channel, lane.priority].join(), withTake(this.pace(lane)));
  }

  why(agent: DeskAgent, item: DeskItem, given: Pick<Why, "how" | "ruleId">): Why {
    const needs = this.needs(item, item.relaxedTo);
    const wanted = [...needs, ...this.queue(item.queueId).prefers].map(({ skill }) => skill);
    return {
      ...given,
      among: this.agents.filter(each => this.hasRoom(each) && this.isFit(each, item.channel, needs)).length,
      skills: [...new Set(wanted)]
        .sort()
        .filter(skill => levelOf(agent, skill) > 0)
        .map(skill => ({ skill, level: levelOf(agent, skill) })),
      relaxedTo: item.relaxedTo,
      passes: item.passes.find(pass => pass.agentId === agent.id)?.times ?? 0,
    };
  }
}
