/** English: what rules would have done, and what they brought. */
const visits = (n: number): string => (n === 1 ? "1 visit" : `${n} visits`);

export const radarLiftEn = {
  "simulation.title": "Simulation",
  "simulation.explain":
    "The version is run over recorded visits and the record of who was available, by the same checks as live. Nobody is asked anything.",
  "simulation.version": "Version",
  "simulation.live": (version: number) => `Version ${version} (in force)`,
  "simulation.draft": (version: number) => `Version ${version} (draft)`,
  "simulation.former": (version: number) => `Version ${version} (published before)`,
  "simulation.start": "Simulate",
  "simulation.stop": "Stop",
  "simulation.progress": (done: number, of: number) => `${done} of ${visits(of)}`,
  "simulation.none": "Nothing was simulated yet.",
  "simulation.stopped": "Stopped before it was done.",
  "simulation.failed": "The recorded visits could not be read. Please try again.",
  "simulation.what": (version: number, days: number) =>
    `Version ${version}, ${days === 1 ? "last day" : `last ${days} days`}`,
  "simulation.empty": (days: number) =>
    `No visit was recorded ${days === 1 ? "in the last day" : `in the last ${days} days`}. Visits are recorded from now on, as far as visitors agree to it.`,
  "simulation.asked": (all: number, free: number) =>
    `Would have asked in ${visits(all)}; in ${free} of them an agent was free.`,
  "simulation.fired": (n: number) => `Would have acted in ${visits(n)}.`,
  "simulation.of": (all: number, matched: number) =>
    `Looked at ${visits(all)}; the condition was true in ${matched} of them.`,
  "simulation.heldOut": (n: number) => `${visits(n)} would have been held out, to compare with.`,
  "simulation.unknown": (n: number) =>
    `Of ${visits(n)} nobody can say: what the rule asks for was not recorded then. Facts are recorded while a published rule reads them.`,
  "simulation.visitCount": visits,
  "simulation.compared": (version: number) => `Beside version ${version}, which is in force`,
  "simulation.where": "Where it would have acted",
  "simulation.visits": "Visits",
  "simulation.times": "Times",
  "simulation.both": "Both versions",
  "simulation.onlyTried": "Only this version",
  "simulation.onlyPublished": "Only the version in force",
  "simulation.pages": "On which pages",
  "simulation.page": "Page",
  "simulation.hours": (zone: string) => `When (by the website’s clock, ${zone})`,
  "simulation.hour": "Weekday and hour",
  "simulation.at": (day: string, hour: number) => `${day}, ${String(hour).padStart(2, "0")}:00`,
  "simulation.agents": "Whose slot would have been held",
  "simulation.agent": "Agent",
  "simulation.reasons": "What stood in the way",
  "simulation.reason": "Reason",
  "simulation.examples": "Examples",
  "simulation.free": (n: number) => (n === 1 ? "1 agent was free" : `${n} agents were free`),
  "simulation.assumed":
    "Where this rule really asked, the real answer counts. Elsewhere it is assumed that the visitor accepts and talks for as long as such conversations last at the median. Other rules are taken as they really acted.",

  "suppression.notMatched": "The condition was not true at the hub",
  "suppression.outsideSchedule": "Outside the schedule",
  "suppression.outsideAudience": "Not the audience",
  "suppression.declinedEarlier": "Declined, ignored or expired before",
  "suppression.alreadyInConversation": "In a conversation already",
  "suppression.alreadyOffered": "Something was offered already",
  "suppression.tooSoon": "Something else had only just gone",
  "suppression.typing": "Was typing",
  "suppression.cappedVisit": "Often enough in this visit",
  "suppression.cappedDay": "Often enough in a day",
  "suppression.cappedWeek": "Often enough in a week",
  "suppression.overBudget": "Over the budget of all rules",
  "suppression.noAgentFree": "Nobody was free",
  "suppression.heldOut": "Held out",
  "suppression.failed": "Could not be told",
  "suppression.ruleUnknown": "The rule was not known",

  "lift.title": "Lift",
  "lift.explain":
    "Those the rule reached beside those it held out. Everybody counts on the side they were assigned to, whatever they did then.",
  "lift.nobody": "In this period the rule reached nobody.",
  "lift.gain": (points: string, low: string, high: string) =>
    `${points} percentage points more successes among those reached (95 %: ${low} to ${high}).`,
  "lift.loss": (points: string, low: string, high: string) =>
    `Fewer successes among those reached: ${points} percentage points (95 %: ${low} to ${high}).`,
  "lift.open": (points: string, low: string, high: string) =>
    `No difference can be told from chance: ${points} percentage points (95 %: ${low} to ${high}).`,
  "lift.notEnough": "Not enough data yet. What is missing:",
  "lift.missingInvited": (n: number) => `${n} more visitors reached`,
  "lift.missingHeldOut": (n: number) => `${n} more visitors held out`,
  "lift.missingConversions": (n: number) => `${n} more successes`,
  "lift.noHoldout":
    "Nobody is held out, so there is nobody to compare with. Set a holdout in the rule or for the website.",
  "lift.sides": "The two sides",
  "lift.invited": "Reached",
  "lift.heldOut": "Held out",
  "lift.visitors": "Visitors",
  "lift.converted": "Successes",
  "lift.rate": "Share",
  "lift.value": "Value",
  "lift.range": (estimate: string, low: string, high: string) => `${estimate} (95 %: ${low} to ${high})`,
  "lift.valuePerVisitor": "More value for each visitor reached",
  "lift.perMinute": (time: string) => `More successes for each minute of an agent's (${time} in all)`,
  "lift.worth": (range: string) => `in value: ${range}`,
  "lift.note": (estimate: string, low: string, high: string) =>
    `Lift for each agent-minute: ${estimate} successes (95 %: ${low} to ${high})`,
  "lift.byHand": (n: number) =>
    `${n === 1 ? "1 of the visitors held out was" : `${n} of the visitors held out were`} invited by an agent all the same. They still count as held out, so what the rule brings tends to look smaller than it is.`,
  "lift.honest": (versions: readonly number[]) =>
    `${versions.length === 1 ? `Version ${versions[0]} is what counts.` : `Versions ${versions.join(", ")} count together.`} The interval holds for one look: whoever looks again and again and stops as soon as it looks good is wrong more often than once in twenty. Decide beforehand for how long to wait.`,
};
