/**
 * Who could have taken one more conversation, at a moment of the past: as recorded, without what the tried rule really took from
 * anybody, and with what it takes in the trial. Pure; moments come in order, and so does the record.
 */
import type { AgentId, AvailabilityRow, ChannelId, SkillLevel } from "@lotse/protocol";

export interface Hold {
  readonly agentId: AgentId;
  readonly fromMs: number;
  /** Infinity: it goes on. */
  readonly untilMs: number;
}

export interface Demand {
  readonly needs: readonly SkillLevel[];
  /** By the plan's hours. */
  readonly isOpenAt: (atMs: number) => boolean;
}

export interface FreeAgent {
  readonly agentId: AgentId;
  /** How many more, as far as the record lets one tell. */
  readonly spare: number;
}

export interface Timeline {
  /** The record of what was before, so far; in order. */
  add(rows: readonly AvailabilityRow[]): void;
  /** Just before this moment: what is decided at it is not in the record yet. */
  before(atMs: number): ReadonlyMap<AgentId, AvailabilityRow>;
}

export const createTimeline = (): Timeline => {
  const now = new Map<AgentId, AvailabilityRow>();
  let coming: AvailabilityRow[] = [];
  let taken = 0;
  return {
    add: rows => {
      coming = [...coming.slice(taken), ...rows];
      taken = 0;
    },
    before: atMs => {
      for (let row = coming[taken]; row !== undefined && row.atMs < atMs; row = coming[taken]) {
        now.set(row.agentId, row);
        taken += 1;
      }
      return now;
    },
  };
};

const masters = (skills: readonly SkillLevel[], needs: readonly SkillLevel[]): boolean =>
  needs.every(({ skill, level }) => skills.some(one => one.skill === skill && one.level >= level));

const byAgent = (holds: readonly Hold[]): ReadonlyMap<AgentId, readonly Hold[]> => {
  const found = new Map<AgentId, Hold[]>();
  for (const hold of holds) {
    const known = found.get(hold.agentId);
    if (known === undefined) found.set(hold.agentId, [hold]);
    else known.push(hold);
  }
  return found;
};

export interface AvailabilityOptions {
  readonly timeline: Timeline;
  /** That the rule really took. */
  readonly real: readonly Hold[];
  readonly channel: ChannelId;
  /** Units of capacity that one conversation takes. */
  readonly weight: number | "all";
}

export interface Availability {
  /** Most room first; null: it is not recorded. */
  free(demand: Demand, atMs: number): readonly FreeAgent[] | null;
  take(hold: Hold): void;
}

export const createAvailability = (options: AvailabilityOptions): Availability => {
  const { timeline, channel, weight } = options;
  const realOf = byAgent(options.real);
  const takenOf = new Map<AgentId, Hold[]>();

  /** What is in the record began before the moment, and ends at the latest with it. */
  const givenBack = (agentId: AgentId, atMs: number): number =>
    (realOf.get(agentId) ?? []).filter(hold => hold.fromMs < atMs && atMs <= hold.untilMs).length;
  const taken = (agentId: AgentId, atMs: number): number =>
    (takenOf.get(agentId) ?? []).filter(hold => hold.fromMs <= atMs && atMs < hold.untilMs).length;

  const recordedRoom = ({ takes, load, capacity }: AvailabilityRow): number => {
    if (takes?.includes(channel) !== true) return 0;
    return weight === "all" || weight === 0 ? 1 : Math.max(1, Math.floor((capacity - load) / weight));
  };

  const roomOf = (row: AvailabilityRow, atMs: number): number =>
    recordedRoom(row) + givenBack(row.agentId, atMs) - taken(row.agentId, atMs);

  return {
    free: ({ needs, isOpenAt }, atMs) => {
      const rows = [...timeline.before(atMs).values()];
      if (rows.length === 0) return null;
      if (!isOpenAt(atMs)) return [];
      const able = rows.filter(row => row.presence === "available" && masters(row.skills, needs));
      if (able.some(({ takes }) => takes === null)) return null;
      return able
        .map(row => ({ agentId: row.agentId, spare: roomOf(row, atMs) }))
        .filter(({ spare }) => spare > 0)
        .sort((one, other) => other.spare - one.spare || (one.agentId < other.agentId ? -1 : 1));
    },
    take: hold => {
      const holds = (takenOf.get(hold.agentId) ?? []).filter(each => each.untilMs > hold.fromMs);
      takenOf.set(hold.agentId, [...holds, hold]);
    },
  };
};
