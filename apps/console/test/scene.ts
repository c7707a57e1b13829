/** People and conversations for the console's pictures and stories. */
import {
  type AgentId,
  type AgentView,
  acknowledge,
  type ClientMessageId,
  type CobrowseId,
  type CobrowseView,
  type CommandInput,
  type CommandOutput,
  type ContactRequestView,
  type ConversationForAgent,
  type ConversationId,
  type Message,
  type OfferId,
  type OfferView,
  ok,
  type QueueEntry,
  type SiteId,
  type VisitId,
  type VisitView,
  type WorkItemId,
} from "@lotse/protocol";
import type { FakeHub } from "./fakeHub.ts";
import { VisitorsOfHub } from "./onSite.ts";
import { Organisation } from "./organisation.ts";
import { PlanOfHub } from "./routingPlan.ts";
import { RulesOfHub } from "./rules.ts";

const id = <T extends string>(n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as T;

export const ANNA: AgentView = {
  id: id<AgentId>(1),
  name: "Anna Petersen",
  email: "anna@nordwind.example",
  role: "agent",
  skills: [{ skill: "Sales", level: 3 }],
  capacity: 4,
  channels: null,
  limits: [],
  presence: "available",
  presenceReason: null,
};

export class Scene {
  readonly #hub: FakeHub;
  readonly #messages = new Map<ConversationId, Message[]>();
  readonly conversations: ConversationForAgent[] = [];
  readonly startMs = Date.now();
  agent: AgentView = ANNA;
  offers: OfferView[] = [];
  queue: QueueEntry[] = [];
  /** Null = one callback. */
  requests: ContactRequestView[] | null = null;

  /** What a hub tells that knows work of every kind. */
  work: Pick<CommandOutput<"console:open">, "work" | "meter" | "colleagues"> = {};

  readonly organisation: Organisation;
  readonly plan: PlanOfHub;
  readonly rules: RulesOfHub;
  readonly visitors: VisitorsOfHub;

  constructor(hub: FakeHub) {
    this.#hub = hub;
    const { answers } = hub;
    this.organisation = new Organisation(answers);
    this.plan = new PlanOfHub(answers);
    this.rules = new RulesOfHub(answers);
    this.visitors = new VisitorsOfHub(hub);
    answers.set("console:open", () =>
      ok({
        serverNowMs: Date.now(),
        ...this.work,
        agent: this.agent,
        offers: this.offers,
        conversations: this.conversations,
        queue: this.queue,
        requests: this.requests ?? [
          {
            id: id(900),
            visitId: id<VisitId>(901),
            kind: "callback",
            reach: "+49 40 1234567",
            text: "Bitte wegen der Schadenfreiheitsklasse zurückrufen.",
            leftAtMs: this.startMs - 1_500_000,
          },
        ],
      }),
    );
    answers.set("presence:set", ({ presence, reason }: CommandInput<"presence:set">) => {
      this.agent = { ...this.agent, presence, presenceReason: reason ?? null };
      return ok({ agent: this.agent });
    });
    answers.set("offer:accept", () => {
      const offer = this.offers.shift();
      const conversation = this.conversation(50, offer?.visitorLabel ?? "?");
      return ok({ conversation });
    });
    answers.set("conversation:resume", ({ conversationId }: { conversationId: ConversationId }) =>
      ok({
        conversation: this.conversations.find(known => known.id === conversationId),
        messages: this.#messages.get(conversationId) ?? [],
        more: false,
      }),
    );
    answers.set("message:send", ({ conversationId, messages }: CommandInput<"message:send">) =>
      ok(
        acknowledge(
          messages.map(({ clientId, text }) => ({
            ok: true,
            message: this.say(conversationId, "agent", text, 0, clientId),
            duplicate: false,
          })),
        ),
      ),
    );
    answers.set("receipt:mark", ({ deliveredSeq, readSeq }: { deliveredSeq: number; readSeq: number }) =>
      ok({ deliveredSeq, readSeq }),
    );
    answers.set("visit:show", () => ok({ visit: this.visit() }));
    answers.set("cobrowse:request", ({ conversationId }: { conversationId: ConversationId }) =>
      ok({ cobrowse: this.cobrowse(conversationId, "requested") }),
    );
    answers.set("cobrowse:stop", () => {
      const first = this.conversations[0];
      if (first === undefined) throw new Error("no conversation");
      return ok({ cobrowse: this.cobrowse(first.id, "ended") });
    });
  }

  conversation(n: number, visitorLabel: string, topic: string | null = null): ConversationForAgent {
    const conversation: ConversationForAgent = {
      id: id<ConversationId>(n),
      visitId: id<VisitId>(n + 500),
      state: "active",
      agent: { id: ANNA.id, name: ANNA.name },
      topic,
      position: null,
      openedAtMs: this.startMs - 600_000,
      endedAtMs: null,
      lastSeq: 0,
      receipts: { visitor: { deliveredSeq: 0, readSeq: 0 }, agent: { deliveredSeq: 0, readSeq: 0 } },
      visitorLabel,
      lastMessage: null,
      cobrowse: null,
    };
    this.conversations.push(conversation);
    this.#messages.set(conversation.id, []);
    return conversation;
  }

  /** Said `agoMs` ago; told to the console at once. */
  say(
    conversationId: ConversationId,
    by: "visitor" | "agent",
    text: string,
    agoMs = 0,
    clientId?: ClientMessageId,
  ): Message {
    const messages = this.#messages.get(conversationId) ?? [];
    const seq = messages.length + 1;
    const message: Message = {
      conversationId,
      seq,
      clientId: clientId ?? id<ClientMessageId>(1_000_000 + seq),
      author: by === "visitor" ? { kind: "visitor" } : { kind: "agent", agent: ANNA },
      body: { kind: "text", text },
      sentAtMs: Date.now() - agoMs,
    };
    messages.push(message);
    this.#hub.tell("message:sent", { conversationId, messages: [message] });
    return message;
  }

  notice(conversationId: ConversationId, agoMs: number): void {
    const messages = this.#messages.get(conversationId) ?? [];
    messages.push({
      conversationId,
      seq: messages.length + 1,
      clientId: id<ClientMessageId>(2_000_000 + messages.length),
      author: { kind: "system" },
      body: { kind: "notice", notice: "agentJoined", agent: ANNA },
      sentAtMs: Date.now() - agoMs,
    });
  }

  offer(n: number, visitorLabel: string, topic: string | null): OfferView {
    const offer: OfferView = {
      id: id<OfferId>(n),
      workItemId: id<WorkItemId>(n + 10),
      conversationId: id<ConversationId>(50),
      visitId: id<VisitId>(550),
      visitorLabel,
      skill: "Sales",
      topic,
      waitedMs: 42_000,
      expiresAtMs: Date.now() + 25_000,
    };
    this.offers.push(offer);
    return offer;
  }

  cobrowse(conversationId: ConversationId, state: CobrowseView["state"]): CobrowseView {
    return {
      id: id<CobrowseId>(77),
      conversationId,
      agent: { id: ANNA.id, name: ANNA.name },
      state,
      requestedAtMs: this.startMs,
      startedAtMs: null,
      endedAtMs: null,
      endedBy: state === "ended" ? "agent" : null,
    };
  }

  visit(): VisitView {
    const base = "https://www.nordwind.example";
    const steps = [
      ["/", "Nordwind Versicherung – Gut versichert"],
      ["/versicherungen", "Alle Versicherungen im Überblick"],
      ["/versicherungen/kfz", "Kfz-Versicherung: Haftpflicht, Teilkasko, Vollkasko"],
      ["/versicherungen/kfz/berechnen?schritt=1", "Kfz-Versicherung berechnen"],
      ["/versicherungen/kfz/berechnen?schritt=2", "Kfz-Versicherung berechnen"],
    ] as const;
    const page = { url: `${base}${steps[4][0]}`, title: steps[4][1] };
    return {
      id: this.conversations[0]?.visitId ?? id<VisitId>(550),
      siteId: id<SiteId>(3),
      siteName: "Nordwind Versicherung",
      visitorLabel: this.conversations[0]?.visitorLabel ?? "Visitor 3F2A",
      startedAtMs: this.startMs - 760_000,
      lastSeenAtMs: this.startMs,
      language: "de",
      page,
      journey: steps.map(([path, title], index) => ({
        url: `${base}${path}`,
        title,
        atMs: this.startMs - 760_000 + index * 150_000,
      })),
      facts: {
        page: { ...page, referrer: "https://www.suchmaschine.example/?q=kfz" },
        visit: { pages: 5, ms: 700_000 },
        forms: { quote: { activeMs: 214_000, active: true } },
        products: { P: { viewing: false, name: "Kasko Komfort Plus" } },
      },
    };
  }
}
