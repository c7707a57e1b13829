/** What members' tests do over and over, over the hub's own HTTP and sockets. */
import { createHash } from "node:crypto";
import type {
  AccountLinkView,
  AgentId,
  CommandInput,
  CommandOutput,
  ErrorCode,
  MemberView,
  Result,
} from "@lotse/protocol";
import type { DemoAgent } from "../../../demo/nordwind.ts";
import { type AgentLine, cookieOf, type WholeHub } from "../../../test/wholeHub.ts";

export const PASSWORD = "korrekt-pferd-batterie";

const digestOf = (password: string): string => createHash("sha256").update(password).digest("hex");

/** Argon2id takes as long as it is good; these tests ask it hundreds of times and are not about it. */
export const QUICK = {
  hash: async (password: string): Promise<string> => digestOf(password),
  verify: async ({ hash, password }: { readonly hash: string; readonly password: string }) =>
    digestOf(password) === hash,
};

export const LINKS_WITHOUT_END = { links: { points: 1e9, perMs: 1 } };

export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

export const codeOf = (result: Result<unknown>): ErrorCode | "ok" => (result.ok ? "ok" : result.error.code);

export const readLink = async (hub: WholeHub, token: string): Promise<Result<AccountLinkView>> =>
  (await hub.request("/api/v1/account-links/read", { body: { token } })).json() as never;

export const redeem = async (
  hub: WholeHub,
  token: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Result<{ email: string }>> => {
  const body = { token, password: PASSWORD, ...more };
  return (await hub.request("/api/v1/account-links/redeem", { body })).json() as never;
};

export const person = (name: string, change: Partial<CommandInput<"member:invite">> = {}) => ({
  name,
  email: `${name.toLowerCase()}@nordwind.example`,
  role: "agent" as const,
  skills: [{ skill: "Sales", level: 3 }],
  capacity: 2,
  ...change,
});

export const invite = (
  admin: AgentLine,
  name: string,
  change: Partial<CommandInput<"member:invite">> = {},
): Promise<CommandOutput<"member:invite">> => admin.ask("member:invite", person(name, change));

/** Invited and joined. */
export const join = async (
  hub: WholeHub,
  admin: AgentLine,
  guest: { readonly name: string } & Partial<CommandInput<"member:invite">>,
): Promise<MemberView> => {
  const { member, link } = await invite(admin, guest.name, guest);
  const joined = await redeem(hub, tokenOf(link));
  if (!joined.ok) throw new Error(joined.error.code);
  return member;
};

export const signInAs = async (hub: WholeHub, email: string, password = PASSWORD): Promise<string> => {
  const response = await hub.signIn({ email, password } as DemoAgent);
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
  return cookieOf(response);
};

/** What the hub says to a console with this cookie; "ok" if it lets it in. */
export const welcomeOf = async (hub: WholeHub, cookie: string): Promise<string> => {
  try {
    (await hub.console(cookie)).close();
    return "ok";
  } catch (error) {
    return (error as { data?: { code?: string } }).data?.code ?? "unknown";
  }
};

export const memberOf = async (admin: AgentLine, agentId: AgentId): Promise<MemberView | undefined> =>
  (await admin.ask("member:list", {})).members.find(({ id }) => id === agentId);
