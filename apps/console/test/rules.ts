/** The rules of the console's pictures and stories, kept, versioned and published as the hub does it. */
import {
  type AgentCard,
  type AgentId,
  type CommandInput,
  fail,
  ok,
  type RadarSettings,
  type Result,
  type RuleDeed,
  type RuleDefinition,
  type RuleId,
  type RuleVersionView,
  type RuleView,
  type SiteId,
} from "@lotse/protocol";
import type { Answer } from "./fakeHub.ts";

const id = <T extends string>(n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as T;

export const SITE = id<SiteId>(30);
export const FORM_RULE = id<RuleId>(801);
export const RETIRED_RULE = id<RuleId>(802);
const HOUR_MS = 3_600_000;
/** Tuesday, 24 November 2026, 10:00 in Berlin. */
const THEN_MS = Date.UTC(2026, 10, 24, 9);

const card = (n: number, name: string): AgentCard => ({ id: id<AgentId>(n), name });
export const ME = card(1, "Anna Petersen");
export const CLARA = card(3, "Clara Yılmaz");

export const definition = (given: Partial<RuleDefinition> = {}): RuleDefinition => ({
  name: "Hilfe beim Antrag",
  cel: '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0',
  priority: 10,
  schedule: { fromMs: null, untilMs: null, week: null },
  audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
  caps: { perVisit: 1, perDay: 2, perWeek: null },
  holdoutPercent: 10,
  action: {
    do: "inviteToChat",
    skill: "Sales",
    text: { de: "Kann ich Ihnen beim Antrag helfen?", en: "May I help you with the form?" },
  },
  ...given,
});

interface Kept {
  readonly id: RuleId;
  state: RuleView["state"];
  publishedVersion: number | null;
  versions: RuleVersionView[];
}

const version = (n: number, given: Partial<RuleVersionView>): RuleVersionView => ({
  version: n,
  definition: definition(),
  savedAtMs: THEN_MS + n * HOUR_MS,
  savedBy: ME,
  publishedAtMs: null,
  publishedBy: null,
  deeds: given.publishedAtMs
    ? [{ did: "published", atMs: given.publishedAtMs, by: given.publishedBy ?? null }]
    : [],
  ...given,
});

type Save = {
  readonly ruleId?: RuleId;
  readonly version: number;
  readonly definition: RuleDefinition;
};

export class RulesOfHub {
  rules: Kept[] = [
    {
      id: FORM_RULE,
      state: "published",
      publishedVersion: 2,
      versions: [
        version(3, { definition: definition({ priority: 20, holdoutPercent: 20 }), savedBy: CLARA }),
        version(2, { publishedAtMs: THEN_MS + 2.5 * HOUR_MS, publishedBy: ME }),
        version(1, {
          definition: definition({ cel: 'form("quote").seconds > 60', name: "Hilfe" }),
          savedAtMs: null,
          savedBy: null,
          publishedAtMs: 0,
        }),
      ],
    },
    {
      id: RETIRED_RULE,
      state: "retired",
      publishedVersion: 1,
      versions: [
        version(1, {
          definition: definition({
            name: "Weihnachtsaktion für die Kraftfahrzeughaftpflichtversicherung",
            priority: -5,
            cel: "basket.value >= 99.9 && !page.exitIntent",
            action: {
              do: "openLink",
              url: "https://www.nordwind.example/advent",
              text: { de: "Advent", en: "Advent" },
            },
          }),
          publishedAtMs: THEN_MS + HOUR_MS,
          publishedBy: CLARA,
        }),
      ],
    },
  ];
  settings: RadarSettings = {
    timeZone: "Europe/Berlin",
    budget: { perVisit: 3, perDay: 5, perWeek: 10 },
    holdoutPercent: 0,
    conversionPages: ["/bestellung/*/danke"],
  };
  settingsVersion = 1;
  #next = 810;

  constructor(answers: Map<string, Answer>) {
    answers.set("rules:list", () => ok({ rules: this.rules.map(rule => this.#view(rule)) }));
    answers.set("rules:read", ({ ruleId }: { ruleId: RuleId }) =>
      this.#with(ruleId, rule => this.#read(rule)),
    );
    answers.set("rules:save", (input: Save) => this.#save(input));
    answers.set("rules:publish", (input: CommandInput<"rules:publish">) => this.#publish(input));
    answers.set("rules:rollBack", (input: CommandInput<"rules:rollBack">) => this.#publish(input));
    answers.set("rules:retire", (input: CommandInput<"rules:retire">) =>
      this.#decide(input, rule => {
        rule.state = "retired";
        this.#note(rule, rule.publishedVersion, "retired");
      }),
    );
    answers.set("radar:matching", () =>
      ok({
        atMs: Date.now(),
        ...{ onSite: 12, matching: 2, waiting: 1, unknown: 3 },
        visitors: [
          {
            visitId: id(551),
            visitorLabel: "Visitor 3F2A",
            page: { url: "https://www.nordwind.example/kfz", title: "Kfz-Versicherung berechnen" },
            startedAtMs: THEN_MS,
          },
        ],
      }),
    );
    answers.set("rules:settings", () => ok(this.#settings()));
    answers.set(
      "rules:configure",
      ({ settings, version: seen }: { settings: RadarSettings; version: number }) => {
        if (seen !== this.settingsVersion) return fail({ code: "RULES_STALE", message: "" });
        this.settings = settings;
        this.settingsVersion++;
        return ok(this.#settings());
      },
    );
  }

  newest(ruleId: RuleId): RuleDefinition | undefined {
    return this.rules.find(({ id: known }) => known === ruleId)?.versions[0]?.definition;
  }

  /** The one that was saved last of all. */
  get last(): Kept | undefined {
    return this.rules.at(-1);
  }

  /** Another manager. */
  savedBySomebodyElse(ruleId: RuleId, given: Partial<RuleDefinition>): void {
    const rule = this.rules.find(known => known.id === ruleId);
    const newest = rule?.versions[0];
    if (rule === undefined || newest === undefined) throw new Error("no such rule");
    const next = version(newest.version + 1, {
      definition: { ...newest.definition, ...given },
      savedBy: CLARA,
    });
    rule.versions = [next, ...rule.versions];
  }

  #with(ruleId: RuleId, how: (rule: Kept) => unknown): Result<unknown> {
    const rule = this.rules.find(known => known.id === ruleId);
    return rule === undefined ? fail({ code: "NOT_FOUND", message: "" }) : ok(how(rule));
  }

  #view({ id: ruleId, state, publishedVersion, versions }: Kept): RuleView {
    const [newest] = versions;
    if (newest === undefined) throw new Error("a rule without versions");
    const live = state === "published" ? versions.find(one => one.version === publishedVersion) : undefined;
    return { id: ruleId, siteId: SITE, state, publishedVersion, inForce: live ?? null, newest };
  }

  #read(rule: Kept) {
    return { rule: this.#view(rule), versions: rule.versions };
  }

  #save({ ruleId, version: seen, definition: saved }: Save): Result<unknown> {
    const told = { warnings: [], cost: { tests: 1, timed: 0, reads: 1, characters: 10 } };
    if (ruleId === undefined) {
      const rule: Kept = {
        id: id<RuleId>(this.#next++),
        state: "draft",
        publishedVersion: null,
        versions: [version(1, { definition: saved })],
      };
      this.rules.push(rule);
      return ok({ rule: this.#view(rule), ...told });
    }
    const rule = this.rules.find(known => known.id === ruleId);
    if (rule === undefined) return fail({ code: "NOT_FOUND", message: "" });
    if (rule.versions[0]?.version !== seen) return fail({ code: "RULES_STALE", message: "" });
    rule.versions = [version(seen + 1, { definition: saved }), ...rule.versions];
    return ok({ rule: this.#view(rule), ...told });
  }

  /** By whoever has seen what is in force. */
  #decide({ ruleId, inForce }: CommandInput<"rules:retire">, how: (rule: Kept) => void): Result<unknown> {
    const known = this.rules.find(rule => rule.id === ruleId);
    if (known !== undefined && (known.state === "published" ? known.publishedVersion : null) !== inForce) {
      return fail({ code: "RULES_STALE", message: "" });
    }
    return this.#with(ruleId, rule => {
      how(rule);
      return { rule: this.#view(rule) };
    });
  }

  #publish({ version: wanted, ...seen }: CommandInput<"rules:publish">): Result<unknown> {
    return this.#decide(seen, rule => {
      rule.state = "published";
      rule.publishedVersion = wanted;
      rule.versions = rule.versions.map(one =>
        one.version === wanted ? { ...one, publishedAtMs: THEN_MS + 9 * HOUR_MS, publishedBy: ME } : one,
      );
      this.#note(rule, wanted, "published");
    });
  }

  #note(rule: Kept, of: number | null, did: RuleDeed["did"]): void {
    // What is done later is later
    const before = this.rules.flatMap(one => one.versions).flatMap(({ deeds }) => deeds);
    const atMs = Math.max(THEN_MS + 9 * HOUR_MS, ...before.map(deed => deed.atMs + 60_000));
    const deed = { did, atMs, by: ME };
    rule.versions = rule.versions.map(one =>
      one.version === of ? { ...one, deeds: [...one.deeds, deed] } : one,
    );
  }

  #settings() {
    return {
      siteId: SITE,
      settings: this.settings,
      version: this.settingsVersion,
      hookSecret: "aG9vay1zZWNyZXQtb2YtdGhlLXNpdGU",
    };
  }
}
