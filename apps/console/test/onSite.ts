/** Those who are on the site in the console's pictures and stories; their list, invitations and traces as the hub tells them. */
import {
  type AgentId,
  type CommandInput,
  type CommandOutput,
  type ErrorCode,
  fail,
  type InvitationId,
  type LiveVisitor,
  type LiveVisitors,
  MANUAL_RULE_ID,
  type OwnInvitation,
  ok,
  type RuleId,
  type RuleTrace,
  type SiteId,
  type TraceLine,
  type VisitId,
} from "@lotse/protocol";
import type { FakeHub } from "./fakeHub.ts";

const id = <T extends string>(n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as T;

export const VISIT = id<VisitId>(550);
const SITE = id<SiteId>(3);
export const SHOP_SITE = id<SiteId>(4);
export const QUOTE_RULE = id<RuleId>(801);
const ADVENT_RULE = id<RuleId>(802);
const HOUR_MS = 3_600_000;

const both = (de: string, en: string) => ({ de, en });

export const liveVisitor = (n: number, given: Partial<LiveVisitor> = {}): LiveVisitor => ({
  visitId: id<VisitId>(n),
  siteId: SITE,
  visitorLabel: `Visitor ${(0x3f2a + n - 550).toString(16).toUpperCase()}`,
  page: {
    url: "https://www.nordwind.example/versicherungen/kfz/berechnen?schritt=2",
    title: "Kfz-Versicherung berechnen",
  },
  pages: 5,
  startedAtMs: Date.now() - 760_000,
  lastSeenAtMs: Date.now() - 4_000,
  inView: true,
  language: "de",
  device: "phone",
  basket: null,
  contact: "none",
  close: null,
  ...given,
});

export const fewVisitors = (): LiveVisitor[] => [
  liveVisitor(550, {
    basket: { value: 1249.9, count: 2 },
    close: {
      ruleId: QUOTE_RULE,
      ruleName: "Hilfe beim Antrag",
      ...{ missing: 1, of: 2 },
      lacks: [
        {
          text: both(
            "der Besucher länger als 2 Minuten im Formular „quote“ war (jetzt 47 Sekunden)",
            "the visitor has been in form “quote” for more than 2 minutes (now 47 seconds)",
          ),
          turnsAtMs: Date.now() + 73_000,
        },
      ],
    },
  }),
  liveVisitor(551, {
    language: "en",
    device: "desktop",
    contact: "talking",
    page: { url: "https://www.nordwind.example/", title: "" },
    pages: 1,
    startedAtMs: Date.now() - 20_000,
  }),
  liveVisitor(552, {
    visitorLabel: "Dr. Annegret Müller-Lüdenscheidt-Wolkenstein",
    device: null,
    basket: { value: null, count: 1 },
    page: {
      url: "https://www.nordwind.example/ratgeber/haftpflicht",
      title:
        "Kraftfahrzeughaftpflichtversicherung, Teilkaskoversicherung und Vollkaskoversicherung im Vergleich: was sich wann lohnt und worauf Sie achten sollten",
    },
    lastSeenAtMs: Date.now() - 110_000,
    startedAtMs: Date.now() - 3 * HOUR_MS,
    close: { ruleId: ADVENT_RULE, ruleName: "Weihnachtsaktion", missing: 0, of: 1, lacks: [] },
  }),
];

const line = (depth: number, text: readonly [string, string], given: Partial<TraceLine>): TraceLine => ({
  ...{ depth, text: both(...text), verdict: "no", decides: true, turnsAtMs: null },
  ...given,
});

/** Nothing stands in its way. */
export const wouldGo = (): RuleTrace => {
  const trace = quoteTrace();
  return { ...trace, now: trace.now && { ...trace.now, lacks: null, gate: { kind: "go" } } };
};

export const quoteTrace = (): RuleTrace => ({
  ruleId: QUOTE_RULE,
  name: "Hilfe beim Antrag",
  state: "published",
  version: 2,
  now: {
    atMs: Date.now(),
    lines: [
      line(0, ["alles davon zutrifft: nein", "all of these hold: no"], {}),
      line(1, ["mindestens eines davon zutrifft: nein", "at least one of these holds: no"], {}),
      line(
        2,
        [
          "der Besucher länger als 2 Minuten im Formular „quote“ war: nein (jetzt 47 Sekunden)",
          "the visitor has been in form “quote” for more than 2 minutes: no (now 47 seconds)",
        ],
        { turnsAtMs: Date.now() + 73_000 },
      ),
      line(
        2,
        [
          "der Besucher das Produkt „P“ angesehen hat: hier unbekannt",
          "the visitor has looked at product “P”: unknown here",
        ],
        { verdict: "unknown" },
      ),
      line(
        1,
        [
          "mindestens ein Berater mit „Sales“ frei ist: ja (jetzt 2 Berater)",
          "at least one agent with “Sales” is free: yes (now 2 agents)",
        ],
        { verdict: "yes", decides: false },
      ),
    ],
    lacks: both(
      "Sie träfe zu, wenn der Besucher länger als 2 Minuten im Formular „quote“ war.",
      "It would hold if the visitor has been in form “quote” for more than 2 minutes.",
    ),
    gate: { kind: "suppressed", reason: "notMatched" },
    agents: [],
  },
  steps: [
    { atMs: Date.now() - 600_000, outcome: "matched", reason: null, version: 1, value: null },
    { atMs: Date.now() - 600_000, outcome: "suppressed", reason: "typing", version: 1, value: null },
    { atMs: Date.now() - 300_000, outcome: "converted", reason: null, version: 2, value: 1249.9 },
  ],
  versions: [
    {
      version: 1,
      sentence: both(
        "wenn der Besucher länger als 1 Minute im Formular „quote“ war",
        "if the visitor has been in form “quote” for more than 1 minute",
      ),
    },
  ],
});

export const nobodyFree = (): RuleTrace => {
  const trace = quoteTrace();
  return {
    ...trace,
    now: trace.now && {
      ...trace.now,
      lacks: null,
      gate: { kind: "suppressed", reason: "noAgentFree" },
      agents: [
        {
          agent: { id: id<AgentId>(1), name: "Anna Petersen" },
          whyNot: [{ why: "full", used: 4, units: 4, weight: 1 }],
        },
        { agent: { id: id<AgentId>(3), name: "Clara Yılmaz" }, whyNot: [{ why: "away", reason: "Pause" }] },
      ],
    },
  };
};

const manualTrace = (): RuleTrace => ({
  ...{ ruleId: MANUAL_RULE_ID, name: "", state: "manual", version: null, now: null, versions: [] },
  steps: [
    { atMs: Date.now() - 200_000, outcome: "shown", reason: null, version: 0, value: null },
    { atMs: Date.now() - 180_000, outcome: "expired", reason: null, version: 0, value: null },
  ],
});

export class VisitorsOfHub {
  readonly #hub: FakeHub;
  #viewId = "";
  #query: CommandInput<"visitors:list"> | null = null;
  all: LiveVisitor[] = fewVisitors();
  left: LiveVisitor[] = [
    liveVisitor(570, {
      lastSeenAtMs: Date.now() - HOUR_MS,
      inView: false,
      startedAtMs: Date.now() - 2 * HOUR_MS,
    }),
  ];
  sites: LiveVisitors["sites"] = [{ id: SITE, name: "Nordwind" }];
  traces: RuleTrace[] = [quoteTrace(), manualTrace()];
  presence: CommandOutput<"radar:trace">["presence"] = "inView";
  traceFailsWith: ErrorCode | null = null;
  invitation: OwnInvitation | null = null;
  refuseWith: ErrorCode | null = null;
  failWith: ErrorCode | null = null;

  constructor(hub: FakeHub) {
    this.#hub = hub;
    const { answers } = hub;
    answers.set("visitors:watch", ({ viewId, ...query }: CommandInput<"visitors:watch">) => {
      if (this.failWith !== null) return fail({ code: this.failWith, message: "" });
      this.#viewId = viewId;
      this.#query = query;
      return ok(this.#list(query));
    });
    answers.set("visitors:unwatch", () => ok({}));
    answers.set("visitor:invitations", () =>
      ok({ invitations: this.invitation?.state === "offered" ? [this.invitation] : [] }),
    );
    answers.set("visitor:invite", (input: CommandInput<"visitor:invite">) => {
      if (this.refuseWith !== null) return fail({ code: this.refuseWith, message: "" });
      this.invitation = {
        id: id<InvitationId>(990),
        ...{ visitId: input.visitId, visitorLabel: "Visitor 3F2A", kind: input.kind, state: "offered" },
        ...{ reachedAtMs: null, expiresAtMs: Date.now() + 90_000 },
      };
      return ok({ invitation: this.invitation });
    });
    answers.set("visitor:withdraw", () => ok({ invitation: this.#becomes({ state: "withdrawn" }) }));
    answers.set("radar:trace", ({ visitId, ruleId }: CommandInput<"radar:trace">) => {
      if (this.traceFailsWith !== null) return fail({ code: this.traceFailsWith, message: "" });
      return ok<CommandOutput<"radar:trace">>({
        ...{ visitId, visitorLabel: "Visitor 3F2A", presence: this.presence },
        lastSeenAtMs: Date.now() - (this.presence === "gone" ? HOUR_MS : 4_000),
        rules: this.traces.filter(trace => ruleId === undefined || trace.ruleId === ruleId),
      });
    });
  }

  /** The hub tells whoever looks. */
  become(all: readonly LiveVisitor[]): void {
    this.all = [...all];
    if (this.#query === null) return;
    this.#hub.tell("visitors:changed", { ...this.#list(this.#query), viewId: this.#viewId });
  }

  /** The hub tells what became of the invitation. */
  invited(part: Partial<OwnInvitation>): void {
    this.#hub.tell("invitation:changed", this.#becomes(part));
  }

  #becomes(part: Partial<OwnInvitation>): OwnInvitation {
    if (this.invitation === null) throw new Error("nobody is invited");
    this.invitation = { ...this.invitation, ...part };
    return this.invitation;
  }

  #list({ who, page = "", siteId, ...asked }: CommandInput<"visitors:list">): LiveVisitors {
    const { basket, offset, limit, ruleId } = asked;
    const found = (who === "left" ? this.left : this.all).filter(
      one =>
        `${one.page.url} ${one.page.title}`.toLowerCase().includes(page.toLowerCase()) &&
        (siteId === undefined || one.siteId === siteId) &&
        (basket === undefined || one.basket !== null) &&
        (ruleId === undefined || one.close?.ruleId === ruleId),
    );
    return {
      serverNowMs: Date.now(),
      visitors: found.slice(offset, offset + limit),
      total: found.length,
      onSite: this.all.length,
      sites: this.sites,
      goneAfterMs: 150_000,
    };
  }
}
