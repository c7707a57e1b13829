/** What an agent can be given, as columns: names of skills with their levels beside them, so that either may be read alone. */
import type { SkillLevel } from "@lotse/protocol";
import type { AgentRecord } from "../Storage.ts";
import type { AgentRow } from "./directory.ts";

export type AgentOffer = Pick<AgentRecord, "skills" | "capacity" | "channels" | "limits">;

/** Of a skill that was written by a build without levels. */
const LEVEL_UNSAID = 3;

export const offerOf = (
  row: Pick<AgentRow, "skills" | "skill_levels" | "capacity" | "channels" | "limits">,
): AgentOffer => {
  const levels = new Map(row.skill_levels?.map(({ skill, level }) => [skill, level]));
  return {
    skills: row.skills.map((skill): SkillLevel => ({ skill, level: levels.get(skill) ?? LEVEL_UNSAID })),
    capacity: row.capacity,
    channels: row.channels,
    limits: row.limits ?? [],
  };
};

export const offerColumns = ({ skills, capacity, channels, limits }: AgentOffer) => ({
  skills: JSON.stringify(skills.map(({ skill }) => skill)),
  skill_levels: JSON.stringify(skills),
  capacity,
  channels: channels === null ? null : JSON.stringify(channels),
  limits: JSON.stringify(limits),
});
