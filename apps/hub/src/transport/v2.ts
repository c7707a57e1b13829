/**
 * Protocol 2, for consoles that were open before the hub learned levels of skills and work that is no conversation: a
 * skill is its name to them, and what they could not show is left out. A visitor's tab says and hears what today's does.
 * The only file that knows how they speak; it goes when PROTOCOL_OLDEST rises. Knows no sockets and no features.
 */
import {
  type AgentEvents,
  type AgentView,
  type CommandName,
  type CommandOutput,
  type ErrorCode,
  fail,
  type OfferView,
  ok,
  type QueueEntry,
  type Result,
  type SkillLevel,
  type WireError,
} from "@lotse/protocol";
import type { Dispatch, DispatchRequest } from "./dispatch.ts";

/** Of a skill that a console without levels gives somebody; the middle one, as for those stored without. */
const LEVEL_UNSAID = 3;

type Known = ReadonlyMap<unknown, number>;
const NOTHING_KNOWN: Known = new Map();
const DENIALS: readonly ErrorCode[] = ["NOT_FOUND", "FORBIDDEN"];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const namesOnly = (agent: AgentView): unknown => ({
  ...agent,
  skills: agent.skills.map(({ skill }) => skill),
});

const isConversation = ({ conversationId }: QueueEntry | OfferView): boolean => conversationId !== null;

/** To help a colleague is nothing such a console could show as what it is. */
const isShown = (offer: OfferView): boolean =>
  isConversation(offer) && (offer.from === undefined || offer.from.kind === "transfer");

const levelsOf = (skills: readonly unknown[], known: Known): readonly unknown[] =>
  skills.map(skill =>
    // What is no name is left for the schema to refuse, even where today's console might say it.
    typeof skill === "string" ? { skill, level: known.get(skill) ?? LEVEL_UNSAID } : null,
  );

const withLevels = (input: unknown, known: Known): unknown =>
  isObject(input) && Array.isArray(input.skills)
    ? { ...input, skills: levelsOf(input.skills, known) }
    : input;

/** Whoever knows no levels changes none: a skill that somebody keeps stays as good as it was. */
const knownLevels = async (
  dispatch: Dispatch,
  { actor, inputs }: DispatchRequest,
): Promise<Result<Known>> => {
  const [input] = inputs;
  if (!isObject(input) || !Array.isArray(input.skills)) return ok(NOTHING_KNOWN);
  const listed = await dispatch({ name: "member:list", inputs: [{}], actor });
  // Who may not see members may not change them: that is for the command itself to say.
  if (!listed.ok) return DENIALS.includes(listed.error.code) ? ok(NOTHING_KNOWN) : listed;
  const { members } = listed.value as CommandOutput<"member:list">;
  const skills: readonly SkillLevel[] = members.find(({ id }) => id === input.agentId)?.skills ?? [];
  return ok(new Map(skills.map(({ skill, level }) => [skill, level])));
};

type Answers = { readonly [Name in CommandName]?: (value: CommandOutput<Name>) => unknown };

const ANSWERS: Answers = {
  "console:open": ({ agent, offers, conversations, queue, ...rest }) => ({
    ...rest,
    agent: namesOnly(agent),
    offers: offers.filter(isShown),
    conversations: conversations.filter(({ helping }) => helping === undefined),
    queue: queue.filter(isConversation),
  }),
  "presence:set": ({ agent }) => ({ agent: namesOnly(agent) }),
  "member:list": ({ members }) => ({ members: members.map(namesOnly) }),
  "member:invite": ({ member, ...link }) => ({ ...link, member: namesOnly(member) }),
  "member:change": ({ member }) => ({ member: namesOnly(member) }),
};

const ownField = (error: WireError): WireError =>
  error.field === undefined ? error : { ...error, field: error.field.replace(/^(skills\.\d+)\..*$/, "$1") };

const answered = (name: unknown, result: Result<unknown>): Result<unknown> => {
  if (!result.ok) return fail(ownField(result.error));
  const own = typeof name === "string" && Object.hasOwn(ANSWERS, name) ? ANSWERS[name as CommandName] : null;
  return own ? ok(own(result.value as never)) : result;
};

/** Commands as protocol 2 says them, answered as it expects. */
export const dispatchV2 =
  (dispatch: Dispatch): Dispatch =>
  async request => {
    const { name, inputs } = request;
    if (name !== "member:invite" && name !== "member:change") return answered(name, await dispatch(request));
    const known = name === "member:change" ? await knownLevels(dispatch, request) : ok(NOTHING_KNOWN);
    if (!known.ok) return known;
    const told = inputs.map(input => withLevels(input, known.value));
    return answered(name, await dispatch({ ...request, inputs: told }));
  };

type Told = { readonly [Event in keyof AgentEvents]?: (payload: AgentEvents[Event]) => readonly unknown[] };

const TOLD: Told = {
  "presence:changed": agent => [namesOnly(agent)],
  "queue:changed": ({ queue }) => [{ queue: queue.filter(isConversation) }],
  "offer:made": offer => (isShown(offer) ? [offer] : []),
};

/** What protocol 2 hears instead of this event; null if the same. */
export const eventsV2 = (event: string, payload: unknown): readonly unknown[] | null => {
  const own = Object.hasOwn(TOLD, event) ? TOLD[event as keyof AgentEvents] : undefined;
  return own === undefined ? null : own(payload as never);
};
