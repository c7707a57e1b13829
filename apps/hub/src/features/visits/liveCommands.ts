/**
 * Who is on the sites now, why rules do or do not do something for them, and an agent's own invitation. Agents see visitors of the
 * sites they serve; traces tell who is left out on purpose, and are for those who lead.
 */
import {
  type CommandOutput,
  type Facts,
  INVITE_WORDS,
  type LiveVisitors,
  LotseError,
  type RuleDefinition,
  type RuleId,
  type SiteId,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import { type AgentActor, type AnyCommand, defineCommand } from "../../command.ts";
import type { QueueService, RadarService } from "../../services.ts";
import type { LiveQuery } from "./liveList.ts";
import type { LiveVisit } from "./liveVisit.ts";

export interface LiveCommandDeps {
  readonly live: {
    list(actor: AgentActor, query: LiveQuery): LiveVisitors;
    watch(actor: AgentActor, view: { readonly id: string; readonly query: LiveQuery }): LiveVisitors;
    unwatch(actor: AgentActor, id: string): void;
    /** On the site now. */
    find(tenantId: TenantId, visitId: VisitId): LiveVisit | null;
    /** Also one that has gone. */
    read(tenantId: TenantId, visitId: VisitId): Promise<LiveVisit | null>;
    on(siteId: SiteId, tenantId: TenantId): readonly LiveVisit[];
  };
  readonly queue: Pick<
    QueueService,
    "serves" | "inviteOwn" | "withdrawOwn" | "mayWithdraw" | "ownInvitations"
  >;
  readonly radar: Pick<RadarService, "trace" | "matching" | "askByHand">;
  readonly isSiteOf: (tenantId: TenantId, siteId: SiteId) => boolean;
  /** The published definition, or null. */
  readonly definitionOf: (siteId: SiteId, ruleId: RuleId) => RuleDefinition | null;
  /** Throws what keeps it from being a rule that a site could afford. */
  readonly checkDefinition: (tenantId: TenantId, definition: RuleDefinition) => Promise<void>;
  readonly labelOf: (visitId: VisitId) => string;
}

const pageOf = (facts: Facts | null) => ({ url: facts?.page.url ?? "", title: facts?.page.title ?? "" });

const listCommands = ({ live, queue, isSiteOf }: LiveCommandDeps): readonly AnyCommand[] => {
  const mayList = ({
    actor,
    input,
  }: {
    readonly actor: AgentActor;
    readonly input: Pick<LiveQuery, "siteId" | "who">;
  }) => {
    const { siteId, who } = input;
    if (who === "left" && actor.role === "agent") return "deny";
    if (siteId === undefined) return "allow";
    return isSiteOf(actor.tenantId, siteId) && queue.serves(actor, siteId) ? "allow" : "deny";
  };
  return [
    defineCommand({
      name: "visitors:list",
      audience: "agent",
      summary: "A page of those who are on the sites that the agent serves, as of now.",
      access: mayList,
      run: ({ actor, input }) => live.list(actor, input),
      audit: "none",
    }),
    defineCommand({
      name: "visitors:watch",
      audience: "agent",
      summary: "As visitors:list, and changes are told for a minute; asked again, it goes on.",
      access: mayList,
      run: ({ actor, input: { viewId, ...query } }) => live.watch(actor, { id: viewId, query }),
      audit: "none",
    }),
    defineCommand({
      name: "visitors:unwatch",
      audience: "agent",
      summary: "Nothing more is told of this view.",
      access: () => "allow",
      run: ({ actor, input }) => {
        live.unwatch(actor, input.viewId);
        return {};
      },
      audit: "none",
    }),
  ];
};

const radarCommands = (deps: LiveCommandDeps): readonly AnyCommand[] => {
  const { live, radar, isSiteOf } = deps;
  return [
    defineCommand({
      name: "radar:trace",
      audience: "agent",
      summary: "Why rules did or did not do what they do for a visitor, now and before.",
      access: async ({ actor, input }) =>
        actor.role !== "agent" && (await live.read(actor.tenantId, input.visitId)) !== null
          ? "allow"
          : "deny",
      run: async ({ actor, input: { visitId, ruleId } }): Promise<CommandOutput<"radar:trace">> => {
        const visit = await live.read(actor.tenantId, visitId);
        if (visit === null) throw new LotseError("NOT_FOUND", "There is no such visit");
        const isGone = live.find(actor.tenantId, visitId) === null;
        const traced = await radar.trace(visit, { isGone, ...(ruleId === undefined ? {} : { ruleId }) });
        return { visitId, visitorLabel: deps.labelOf(visitId), lastSeenAtMs: visit.lastSeenAtMs, ...traced };
      },
      audit: "none",
    }),
    defineCommand({
      name: "radar:matching",
      audience: "agent",
      summary: "Whom a rule fits now, be it published or only written.",
      access: ({ actor, input }) =>
        actor.role !== "agent" && isSiteOf(actor.tenantId, input.siteId) ? "allow" : "deny",
      run: async ({ actor, input: { siteId, ruleId, definition } }) => {
        if (definition !== undefined) await deps.checkDefinition(actor.tenantId, definition);
        const rule = definition ?? (ruleId === undefined ? null : deps.definitionOf(siteId, ruleId));
        if (rule === null) throw new LotseError("NOT_FOUND", "No such rule is published");
        return radar.matching(rule, live.on(siteId, actor.tenantId), visit => ({
          visitId: visit.id,
          visitorLabel: deps.labelOf(visit.id),
          page: pageOf(visit.facts),
          startedAtMs: visit.startedAtMs,
        }));
      },
      audit: "none",
    }),
  ];
};

const invitationCommands = ({ live, queue, radar }: LiveCommandDeps): readonly AnyCommand[] => [
  defineCommand({
    name: "visitor:invite",
    audience: "agent",
    summary: "Holds the agent's own slot for a visitor who is on the site, and invites them.",
    access: async ({ actor, input }) => {
      const visit = await live.read(actor.tenantId, input.visitId);
      return visit !== null && queue.serves(actor, visit.siteId) ? "allow" : "deny";
    },
    run: async ({ actor, input: { visitId, kind, text } }) => {
      const visit = live.find(actor.tenantId, visitId);
      if (visit === null) throw new LotseError("VISITOR_GONE", "The visitor is not on the site any more");
      const { tenantId, siteId } = visit;
      const invitation = await radar.askByHand({ tenantId, siteId, visitId }, refusal =>
        queue.inviteOwn(actor, {
          ...{ visitId, siteId, cobrowse: kind === "cobrowse", refusal },
          text: text === undefined ? INVITE_WORDS : { de: text, en: text },
        }),
      );
      return { invitation };
    },
    audit: "visitor:invited",
    about: ({ input }, { invitation }) => ({ kind: input.kind, invitationId: invitation.id }),
  }),
  defineCommand({
    name: "visitor:withdraw",
    audience: "agent",
    summary: "Takes the agent's own invitation back.",
    access: ({ actor, input }) => (queue.mayWithdraw(actor, input.invitationId) ? "allow" : "deny"),
    run: async ({ actor, input }) => ({ invitation: await queue.withdrawOwn(actor, input.invitationId) }),
    audit: "none",
  }),
  defineCommand({
    name: "visitor:invitations",
    audience: "agent",
    summary: "The agent's own invitations that are open.",
    access: () => "allow",
    run: ({ actor }) => ({ invitations: queue.ownInvitations(actor) }),
    audit: "none",
  }),
];

export const createLiveCommands = (deps: LiveCommandDeps): readonly AnyCommand[] => [
  ...listCommands(deps),
  ...radarCommands(deps),
  ...invitationCommands(deps),
];
