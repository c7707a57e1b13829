/**
 * The page's rarer words to the widget, fetched when one is used: who the visitor is, whether they agree to be recognised, what the
 * page has to say of the visit, and what is not there yet.
 * Imports nothing of the core: a page that says who its visitor is must not pay for a chat.
 */
import {
  type ErrorCode,
  ID_PATTERN,
  type IdentifiedView,
  type Result,
  type SiteConfig,
} from "@lotse/protocol";
import { ANSWER_WITHIN_MS, channelName, type Said } from "../shared/channel.ts";
import { makeId } from "../shared/makeId.ts";
import { type SharedVisit, VISITOR_KEY, type VisitStore } from "../shared/visit.ts";

/** The loader's side of it. */
export interface AsideContext {
  readonly site: SiteConfig;
  readonly visit: VisitStore;
  readonly post: (url: string, body: unknown, token?: string) => Promise<unknown>;
  /** Resolves once the hub knows the visit. */
  readonly whenKnown: () => Promise<void>;
  /** To whoever watches for it; false without consent. */
  readonly say: (call: readonly unknown[]) => boolean;
  /** The hub is to be told what the record holds, as soon as may be. */
  readonly report: () => void;
  /** Ends this visit here and begins another, or goes on with one a sister tab has. */
  readonly beginAnew: (record: Partial<SharedVisit>) => AsideContext;
}

export interface AsideModule {
  readonly call: (
    context: AsideContext,
    command: string,
    input: readonly unknown[],
  ) => Promise<Result<unknown>>;
  /** As which this browser is recognised from now on. Whoever calls has the visitor's consent. */
  readonly readVisitor: () => string;
}

export const readVisitor: AsideModule["readVisitor"] = () => {
  const known = localStorage.getItem(VISITOR_KEY) ?? "";
  if (ID_PATTERN.test(known)) return known;
  const fresh = makeId();
  localStorage.setItem(VISITOR_KEY, fresh);
  return fresh;
};

type Answer = Result<IdentifiedView>;

const ask = async (context: AsideContext, proof: string): Promise<Answer> => {
  await context.whenKnown();
  const url = `${context.site.hub}/api/v1/commands/visitor:identify`;
  const { token } = context.visit.get();
  const answer = (await context.post(url, { token: proof }, token ?? "")) as Answer | null;
  if (typeof answer?.ok !== "boolean") throw new Error();
  return answer;
};

/** Says it to all tabs of the site, and hears what is answered, as long as a living one needs. */
const say = (context: AsideContext, said: Said) =>
  new Promise<Partial<SharedVisit> | null>(resolve => {
    const { visitId } = context.visit.get();
    const channel = new BroadcastChannel(channelName(context.site.key));
    const done = (heard: Partial<SharedVisit> | null) => {
      channel.close();
      resolve(heard);
    };
    channel.onmessage = ({ data }) => {
      // This tab's own loader answers too.
      if (data?.token && data.visitId !== visitId && data.contactId === said) done(data);
    };
    channel.postMessage(said);
    setTimeout(done, ANSWER_WITHIN_MS, null);
  });

/** The visit is this person's now: its other tabs learn it. A visit of theirs in another tab is gone on with. */
const settle = async (context: AsideContext, { contactId }: IdentifiedView) => {
  const { visit } = context;
  const { visitId, contactId: before, inContact } = visit.get();
  if (before === contactId) return;
  visit.set({ contactId });
  await say(context, { visitId, contactId });
  const theirs = inContact ? null : await say(context, contactId);
  if (theirs && !visit.get().inContact) context.beginAnew(theirs);
};

/** A visit that is another person's already is left to that person: this one gets a visit of their own. */
const identify = async (given: AsideContext, proof: string): Promise<Result<unknown>> => {
  let context = given;
  let answer = await ask(context, proof);
  if (!answer.ok && (answer.error.code as string) === "IDENTITY_OTHER") {
    context = context.beginAnew({});
    answer = await ask(context, proof);
  }
  if (!answer.ok) return answer;
  try {
    await settle(context, answer.value);
  } catch {
    // No channel here, so no sisters either.
  }
  return { ok: true, value: { name: answer.value.name } };
};

const NAME_MAX = 80;
/** As the wire takes it. */
const VALUE_MAX = 1_000_000_000;
const CONVERSIONS_MAX = 5;

const refuse = (code: ErrorCode): Result<never> => ({ ok: false, error: { code, message: "Not taken" } });

/** `track("conversion", { value })`: success, as the site counts it. Kept until the hub has it, and counted once. */
const convert = ({ visit, say, report }: AsideContext, call: readonly unknown[]): Result<unknown> => {
  const { value = null } = Object(call[2]) as { readonly value?: unknown };
  if (value !== null && !(Number.isFinite(value) && Number(value) >= 0 && Number(value) <= VALUE_MAX))
    return refuse("LIMIT_RANGE");
  const { conversions } = visit.get();
  if (conversions.length >= CONVERSIONS_MAX) return refuse("RATE_LIMITED");
  if (say(call)) {
    visit.set({ conversions: [...conversions, { id: makeId(), value: value as number | null }] });
    report();
  }
  return { ok: true, value: {} };
};

/** Null takes a fact back. */
const isSayable = (value: unknown): boolean =>
  value === null || typeof value === "boolean" || typeof value === "string" || Number.isFinite(value);

/** `track(name)`, `fact(name, value)`: what a rule may read. */
const sayOfVisit = (
  context: AsideContext,
  command: string,
  [name, value]: readonly unknown[],
): Result<unknown> => {
  const fits = typeof name === "string" && name !== "" && name.length <= NAME_MAX;
  if (!fits || (command === "fact" && !isSayable(value))) return refuse("FIELD_TYPE");
  const said = [command, name, value];
  if (command === "track" && name === "conversion") return convert(context, said);
  context.say(said);
  return { ok: true, value: {} };
};

/** `sessionId` has its name already: the capability behind it has not been started. */
export const call: AsideModule["call"] = async (context, command, input) => {
  try {
    if (command === "track" || command === "fact") return sayOfVisit(context, command, input);
    if (command === "identify") return await identify(context, String(Object(input[0]).token));
  } catch {
    // No answer, or none that is one.
  }
  return refuse("UNAVAILABLE");
};
