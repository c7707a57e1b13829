/**
 * What a page's words mean to the plan there is. A page is written once, and queues are renamed: a word that nobody knows any
 * more must not leave a visitor waiting for somebody who does not exist. Pure; believes no page.
 */
import { agentsOf, type RoutingState } from "@lotse/routing";
import { GENERAL } from "./defaultPlan.ts";

export interface PageWords {
  readonly topic: string | null;
  /** A queue's key or a skill. */
  readonly skill: string | null;
}

export interface Meaning {
  /** Where it leads: a queue's key, or a skill that a queue needs or an agent has; null: to the site's usual queue. */
  readonly word: string | null;
  /** What it is about. */
  readonly topic: string | null;
  /** What the page asked for and nobody knows. */
  readonly unknown: string | null;
}

const isKnown = (state: RoutingState, word: string): boolean => {
  const { queues } = state.plan;
  if (word === GENERAL || queues.some(({ key, needs }) => key === word || needs.some(n => n.skill === word)))
    return true;
  for (const { skills } of agentsOf(state)) if (skills.some(({ skill }) => skill === word)) return true;
  return false;
};

/** By skill or, if a topic is a queue's name, by topic. An unknown skill is a topic, for people to read. */
export const meaningOf = (state: RoutingState, { topic, skill }: PageWords): Meaning => {
  if (skill !== null && isKnown(state, skill)) return { word: skill, topic, unknown: null };
  const word = state.plan.queues.find(({ key }) => key === topic)?.key ?? null;
  return { word, topic: topic ?? skill, unknown: skill };
};
