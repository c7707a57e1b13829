/** The page's rarer words to the widget, fetched when one is used: who the visitor is, and what is not there yet. */
import { fail, type Result } from "@lotse/protocol";

/** Who the hub takes the visitor for. */
export interface Identified {
  readonly name: string | null;
}

/** The loader's side of it. */
export interface AsideContext {
  readonly hub: string;
  readonly post: (url: string, body: unknown, token?: string) => Promise<unknown>;
  /** The visit's token, once the hub knows the visit. */
  readonly token: () => Promise<string>;
  /** Ends this visit here and begins another. */
  readonly beginAnew: () => AsideContext;
}

export interface AsideModule {
  readonly call: (context: AsideContext, command: string, input: unknown) => Promise<Result<unknown>>;
}

const ask = async ({ hub, post, token }: AsideContext, proof: string): Promise<Result<Identified>> => {
  const url = `${hub}/api/v1/commands/visitor:identify`;
  const answer = (await post(url, { token: proof }, await token())) as Result<Identified> | null;
  if (typeof answer?.ok !== "boolean") throw new Error();
  return answer;
};

/** A visit that is another person's already is left to that person: this one gets a visit of their own. */
const identify = async (context: AsideContext, proof: string): Promise<Result<Identified>> => {
  const answer = await ask(context, proof);
  const other = !answer.ok && (answer.error.code as string) === "IDENTITY_OTHER";
  return other ? ask(context.beginAnew(), proof) : answer;
};

/** `track`, `fact` and `sessionId` have their names already: the capabilities behind them have not been started. */
export const call: AsideModule["call"] = async (context, command, input) => {
  try {
    if (command === "identify") return await identify(context, String(Object(input).token));
  } catch {
    // No answer, or none that is one.
  }
  return fail({ code: "UNAVAILABLE", message: "Not available" });
};
