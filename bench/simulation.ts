/**
 * A simulation as large as the hub records: a draft, and beside it the version in force, over 20,000 visits of four moments each, on the
 * whole hub with the embedded database in memory. Nobody's availability is recorded, so the version that invites stays unknown.
 * How long it takes from asking to the figures, and how long another console waits for an answer meanwhile, beside the same without a
 * simulation. A figure for people; that it does not block is asserted: no answer may take a second.
 *
 *     npm run bench -- simulation
 */
import { randomUUID } from "node:crypto";
import type { CommandInput, Facts, SiteId, VisitId } from "@lotse/protocol";
import type { RecordedMoment } from "@lotse/storage";
import { DEMO_RULE, DEMO_TENANT, nordwindSeed } from "../apps/hub/src/demo/nordwind.ts";
import { ADMINISTRATOR, CAST, SUPERVISOR } from "../apps/hub/src/test/cast.ts";
import { type AgentLine, startWholeHub, type WholeHub } from "../apps/hub/src/test/wholeHub.ts";

const VISITS = 20_000;
const BATCH = 200;
const DAYS = 20;
const DAY_MS = 86_400_000;
/** The hub's clock stands still here, and with it what one console may ask in a while: 300 questions. */
const PAUSE_MS = 100;
const ANSWER_MAX_MS = 1_000;
const SITE = nordwindSeed(() => "").sites[0]?.id as SiteId;

const factsAt = (formMs: number, pages: number) =>
  ({
    page: { url: `http://localhost:3301/quote/${pages}`, title: "Angebot", referrer: "" },
    visit: { pages, ms: formMs + 5_000 },
    forms: { quote: { activeMs: formMs, active: true } },
    products: {},
  }) satisfies Facts;

/** A third of them stays in the form for longer than two minutes. */
const momentsFrom = (startMs: number, n: number): readonly RecordedMoment[] =>
  [0, 1, 2, 3].map(step => {
    const formMs = step * (n % 3 === 0 ? 50_000 : 20_000);
    return {
      atMs: startMs + formMs + 1,
      change: factsAt(formMs, step + 1),
      ...(step === 0 ? { whole: true as const } : {}),
    };
  });

const record = async (hub: WholeHub): Promise<void> => {
  const beginMs = hub.clock.nowMs() - DAYS * DAY_MS;
  for (let from = 0; from < VISITS; from += BATCH) {
    const ids = Array.from({ length: BATCH }, () => randomUUID() as VisitId);
    for (let step = 0; step < 4; step++) {
      const updates = ids.flatMap((id, at) => {
        const n = from + at;
        const startMs = beginMs + Math.floor(((n + 0.5) / VISITS) * (DAYS - 1) * DAY_MS);
        const moment = momentsFrom(startMs, n)[step];
        if (moment === undefined) return [];
        const facts = factsAt(0, step + 1);
        return [{ id, siteId: SITE, atMs: moment.atMs, language: "de" as const, facts, step: null, moment }];
      });
      await hub.storage.recordVisits(DEMO_TENANT, updates);
    }
  }
};

/** One question after the other until `isOver`; how long each waited, shortest first. */
const askOn = async (line: AgentLine, isOver: () => boolean): Promise<readonly number[]> => {
  const waits: number[] = [];
  while (!isOver()) {
    const askedAtMs = performance.now();
    await line.ask("rules:read", { ruleId: DEMO_RULE });
    waits.push(performance.now() - askedAtMs);
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  return waits.sort((one, other) => one - other);
};

const at = (waits: readonly number[], share: number): number =>
  waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;

const row = (name: string, waits: readonly number[]): void =>
  console.log(
    `  ${name.padEnd(28)} ${String(waits.length).padStart(6)} answers  median ${at(waits, 0.5).toFixed(1)} ms  99 % ${at(waits, 0.99).toFixed(1)} ms  longest ${at(waits, 1).toFixed(1)} ms`,
  );

const draft = async (line: AgentLine): Promise<number> => {
  const { rules } = await line.ask("rules:list", {});
  const rule = rules.find(({ id }) => id === DEMO_RULE);
  if (rule === undefined) throw new Error("the demo has a rule");
  const action = { do: "showMessage", text: { de: "Hallo", en: "Hello" } } as const;
  const definition = { ...rule.newest.definition, cel: 'form("quote").seconds > 120', action };
  const { rule: saved } = await line.ask("rules:save", {
    ...{ siteId: rule.siteId, ruleId: rule.id, version: rule.newest.version },
    definition: definition as CommandInput<"rules:save">["definition"],
  });
  return saved.newest.version;
};

const hub = await startWholeHub({ cast: CAST });
try {
  await record(hub);
  const trying = await hub.agent(ADMINISTRATOR);
  const other = await hub.agent(SUPERVISOR);
  const version = await draft(trying);
  const quietUntilMs = performance.now() + 3_000;
  const quiet = await askOn(other, () => performance.now() > quietUntilMs);
  const startedAtMs = performance.now();
  let tookMs = 0;
  const simulated = (async () => {
    await trying.ask("rules:simulate", { ruleId: DEMO_RULE, version, days: 30 });
    for (;;) {
      const view = await trying.next("simulation:progressed");
      if (view.state === "running") continue;
      tookMs = performance.now() - startedAtMs;
      return view;
    }
  })();
  const [view, busy] = await Promise.all([simulated, askOn(other, () => tookMs > 0)]);
  if (view.state !== "done" || view.result === null) throw new Error(`The simulation is ${view.state}`);
  const { visits, tried, published } = view.result;
  console.log(
    `\n  ${visits.toLocaleString("en")} visits in ${(tookMs / 1_000).toFixed(1)} s (${Math.round(visits / (tookMs / 1_000)).toLocaleString("en")} a second); the draft acts in ${tried.fired}, of ${published?.unknown} nobody can say for the other`,
  );
  row("hub without a simulation", quiet);
  row("hub while it runs", busy);
  if (at(busy, 1) > ANSWER_MAX_MS) throw new Error("The hub kept somebody waiting while it simulated");
} finally {
  await hub.close();
}
