/**
 * Pages that an agent lays before the visitor: only addresses of the web, of the site itself or of origins that it allows; a message
 * like any other, stored once. Knows neither grants nor sharings but by what it is told of them.
 */
import {
  type AgentId,
  type CommandInput,
  type ConversationId,
  LotseError,
  type Message,
  type MessageBody,
  type PagePush,
  type SiteId,
} from "@lotse/protocol";
import type { AppendOutcome, SiteRecord } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import { originAllowed } from "../../origins.ts";
import type { ConversationService, QueueService } from "../../services.ts";
import type { Post } from "./post.ts";
import type { TalkDeps } from "./talk.ts";

export interface PushDeps {
  readonly siteOf: (id: SiteId) => SiteRecord | null;
  /** The grant under which this agent leads the visitor through the site now; null: there is none. */
  readonly leading: (conversationId: ConversationId, agentId: AgentId) => number | null;
  /** It was stored for the first time. */
  readonly pushed: (
    conversationId: ConversationId,
    agent: AgentActor,
    push: PagePush & { readonly grant: number | null },
  ) => void;
}

export interface PagePusher {
  push(actor: AgentActor, input: CommandInput<"page:push">): Promise<Message>;
}

/** Throws URL_INVALID and URL_NOT_ALLOWED. */
export const readPushed = (
  url: string,
  site: Pick<SiteRecord, "origins" | "pushOrigins">,
): { readonly url: string; readonly isOwn: boolean } => {
  if (!URL.canParse(url)) throw new LotseError("URL_INVALID", "It is no address", { field: "url" });
  const { protocol, origin, username, password, href } = new URL(url);
  const isWeb = (protocol === "https:" || protocol === "http:") && `${username}${password}` === "";
  const isOwn = isWeb && originAllowed(site.origins, origin);
  if (isOwn || (isWeb && site.pushOrigins.includes(origin))) return { url: href, isOwn };
  throw new LotseError("URL_NOT_ALLOWED", "The site does not let its visitors be sent there", {
    field: "url",
  });
};

const bodyOf = (push: PagePush): MessageBody => ({
  kind: "text",
  text: push.title === null ? push.url : `${push.title}\n${push.url}`,
  push,
});

export const createPagePusher = (
  deps: PushDeps & {
    readonly post: Post;
    readonly findToWrite: ConversationService["findFor"];
    readonly written: TalkDeps["written"];
    readonly refuseStale: QueueService["refuseStale"];
  },
): PagePusher => {
  const store = async (
    actor: AgentActor,
    { conversationId, clientId }: CommandInput<"page:push">,
    push: PagePush,
  ): Promise<AppendOutcome | undefined> => {
    const author = { kind: "agent", agent: { id: actor.agentId, name: actor.name } } as const;
    const draft = { conversationId, clientId, author, body: bodyOf(push) };
    return (await deps.post.store(actor.tenantId, [draft]))[0];
  };

  return {
    push: async (actor, input) => {
      const { conversationId, kind, title = null, assignment } = input;
      deps.refuseStale(conversationId, assignment);
      const record = await deps.findToWrite(actor, conversationId);
      const site = record === null ? null : deps.siteOf(record.siteId);
      if (site === null) throw new LotseError("NOT_FOUND", "There is no such conversation");
      const { url, isOwn } = readPushed(input.url, site);
      const grant = isOwn && kind === "page" ? deps.leading(conversationId, actor.agentId) : null;
      const push = { url, kind, title, opens: grant !== null };
      let outcome = await store(actor, input, push);
      // Sent again after the grant began or ended, it is what it was.
      if (outcome?.ok === false && outcome.code === "IDEMPOTENCY_MISMATCH") {
        outcome = await store(actor, input, { ...push, opens: !push.opens });
      }
      if (outcome?.ok !== true) throw new LotseError(outcome?.code ?? "INTERNAL", "It was not stored");
      if (!outcome.duplicate) {
        deps.written(actor.tenantId, conversationId, "agent");
        deps.pushed(conversationId, actor, { ...push, grant });
      }
      return outcome.message;
    },
  };
};
