/** What is kept of an agent says by itself whom the radar counts as free: the engine's state is not needed for it (Q1, Q8). */
import type { ChannelId, SkillLevel } from "@lotse/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agentsOf, freeAgents, type RoutingState, takesOf } from "../src/index.ts";
import { histories, play } from "./histories.ts";

interface Row {
  readonly skills: readonly SkillLevel[];
  readonly takes: readonly ChannelId[];
}

const rowsOf = (state: RoutingState): readonly Row[] =>
  [...agentsOf(state)].map(agent => ({ skills: agent.skills, takes: takesOf(state, agent) }));

const isFreeFor = ({ skills, takes }: Row, channel: ChannelId, needs: readonly SkillLevel[]): boolean =>
  takes.includes(channel) &&
  needs.every(({ skill, level }) => skills.some(has => has.skill === skill && has.level >= level));

/** How often what is counted mattered: agents with room for some channels and not for others, and those kept for something. */
interface Tally {
  some: number;
  kept: number;
}

const check = (state: RoutingState, tally: Tally): void => {
  const rows = rowsOf(state);
  const { queues, channels } = state.plan;
  for (const { id: queueId, needs } of queues) {
    for (const { id: channel } of channels) {
      const free = rows.filter(row => isFreeFor(row, channel, needs)).length;
      expect(free, `${queueId} ${channel}`).toBe(freeAgents(state, { queueId, channel }));
    }
  }
  tally.some += rows.filter(({ takes }) => takes.length > 0 && takes.length < channels.length).length;
  tally.kept += [...agentsOf(state)].filter(
    ({ presence, keptFor }) => presence === "available" && keptFor !== null,
  ).length;
};

test("Q1 Q8 whoever is free for a queue's channel is told from the rows alone, whatever happened", {
  timeout: 120_000,
}, () => {
  const tally = { some: 0, kept: 0 };
  const property = fc.property(histories(250), history => {
    for (const { result } of play(history)) check(result.state, tally);
  });
  fc.assert(property, { numRuns: 25, endOnFailure: true });
  expect(tally.some).toBeGreaterThan(0);
  expect(tally.kept).toBeGreaterThan(0);
});
