/** Facts of the house: its clock, its hours, its agents and queues. The hub alone knows them. */
import type { FactDetails } from "./FactDefinition.ts";
import { DAY_S, hub } from "./kinds.ts";

export const HOUSE_FACTS = {
  "time.hour": {
    ...hub("time.hour", "number", "hour"),
    range: { min: 0, max: 23 },
    description: { de: "Stunde nach der Uhr der Website, 0 bis 23", en: "Hour by the site's clock, 0 to 23" },
    example: "time.hour >= 9 && time.hour < 18",
  },
  "time.weekday": {
    ...hub("time.weekday", "number", "weekday"),
    range: { min: 1, max: 7 },
    description: {
      de: "Wochentag nach der Uhr der Website: 1 ist Montag, 7 ist Sonntag",
      en: "Weekday by the site's clock: 1 is Monday, 7 is Sunday",
    },
    example: "time.weekday in [6, 7]",
  },
  "time.minuteOfDay": {
    ...hub("time.minuteOfDay", "number", "minuteOfDay"),
    range: { min: 0, max: 1_439 },
    description: {
      de: "Minuten seit Mitternacht nach der Uhr der Website: 510 ist 8:30 Uhr",
      en: "Minutes since midnight by the site's clock: 510 is 8:30",
    },
    example: "time.minuteOfDay >= 510",
  },
  "hours.open": {
    ...hub("hours.open", "boolean", null),
    argument: "hours",
    description: {
      de: "Die Warteschlange hat jetzt nach ihren Öffnungszeiten offen",
      en: "The queue is open now by its business hours",
    },
    example: 'hours("advice").open',
  },
  "skill.free": {
    ...hub("skill.free", "number", "agents"),
    argument: "skill",
    range: { min: 0, max: 100_000 },
    description: {
      de: "Berater mit dieser Fähigkeit, die jetzt ein Gespräch annehmen können",
      en: "Agents with this skill who can take a conversation now",
    },
    example: 'skill("Sales").free > 0',
  },
  "queue.waiting": {
    ...hub("queue.waiting", "number", "waiting"),
    argument: "queue",
    range: { min: 0, max: 1_000_000 },
    description: { de: "Anliegen, die in der Warteschlange warten", en: "Items that wait in the queue" },
    example: 'queue("advice").waiting < 5',
  },
  "queue.expectedSeconds": {
    ...hub("queue.expectedMs", "duration", "seconds"),
    argument: "queue",
    range: { min: 0, max: DAY_S },
    description: {
      de: "Erwartete Wartezeit für den, der jetzt käme; ohne Schätzung unbekannt",
      en: "Expected wait of somebody who came now; unknown where nothing can be estimated",
    },
    example: 'queue("advice").expectedSeconds < 60',
  },
} as const satisfies Record<string, FactDetails>;
