/**
 * Which of a site's rules is near for a visitor, and what it lacks in words. Goes by the page's claims and by what the house knows
 * of itself; what only storage knows of the visitor (visits before, conversations) stays open, so that a list of thousands asks nothing.
 */
import type { CloseRule, RuleId } from "@lotse/protocol";
import type { FactSource, ReadHub } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import { type Closeness, compileCloseness, lackText, type Measure } from "@lotse/radar/verdict";
import type { VisitorRecord } from "@lotse/storage";
import type { QueueService, RadarService, SeenVisit } from "../../services.ts";
import { type House, readHouse } from "./houseFacts.ts";
import type { KnownRule, RuleBook } from "./ruleBook.ts";
import { sourceBy } from "./running.ts";

/** What is lacked is told of the first so many. */
const LACKS_MAX = 3;

const NOBODY: VisitorRecord = {
  ...{ key: "", visitNumber: 1, startedAtMs: 0, previousSeenAtMs: null },
  ...{ conversations: 0, purchases: 0, contactId: null, attributes: {} },
};

export interface NearnessDeps {
  readonly book: Pick<RuleBook, "of">;
  readonly queue: Pick<QueueService, "freeAgents" | "lookAt">;
  readonly clock: { nowMs(): number };
}

/** What the house knows of itself, and nothing of the visitor. */
export const houseOfSite = (
  { book, queue, clock }: NearnessDeps,
  { tenantId, siteId }: Pick<SeenVisit, "tenantId" | "siteId">,
): { readonly house: House; readonly read: ReadHub } => {
  const house: House = {
    ...{ nowMs: clock.nowMs(), timeZone: book.of(siteId).settings.timeZone, visitor: NOBODY },
    freeAgents: skill => queue.freeAgents(tenantId, skill),
    queue: key => queue.lookAt({ tenantId, id: siteId }, key),
  };
  const read = readHouse(house);
  const isOfVisitor = /^(visit|contact)\./;
  return { house, read: key => (isOfVisitor.test(key) ? undefined : read(key)) };
};

/** By the rule's own identity: a book that is read anew has new ones. */
const createMeasures = () => {
  const known = new WeakMap<KnownRule, Measure>();
  return (rule: KnownRule): Measure => {
    const found = known.get(rule) ?? compileCloseness(parseRule(rule.record.cel));
    known.set(rule, found);
    return found;
  };
};

/** Near is what holds, lacks one thing, or has come part of the way. */
const isNear = ({ missing, of }: Closeness): boolean =>
  Number.isFinite(missing) && of > 0 && (missing <= 1 || missing < of);

export const createNearness = (deps: NearnessDeps): Pick<RadarService, "nearOf" | "closeOf"> => {
  const measureOf = createMeasures();

  const factsOf = (seen: SeenVisit): FactSource | null => {
    const { read, house } = houseOfSite(deps, seen);
    return sourceBy(seen, { readHub: read, nowMs: house.nowMs });
  };

  return {
    nearOf: (seen, ruleId) => {
      const facts = factsOf(seen);
      if (facts === null) return null;
      const nowMs = deps.clock.nowMs();
      let best: (Closeness & { readonly ruleId: RuleId }) | null = null;
      for (const rule of deps.book.of(seen.siteId).rules) {
        if (ruleId !== undefined && rule.record.id !== ruleId) continue;
        const found = measureOf(rule)(facts, nowMs);
        if (!isNear(found)) continue;
        const isNearer =
          best === null ||
          found.missing < best.missing ||
          (found.missing === best.missing && found.open < best.open);
        if (isNearer) best = { ...found, ruleId: rule.record.id };
      }
      return best && { ruleId: best.ruleId, missing: best.missing, of: best.of };
    },
    closeOf: (seen, { ruleId }): CloseRule | null => {
      const rule = deps.book.of(seen.siteId).rules.find(({ record }) => record.id === ruleId);
      const facts = factsOf(seen);
      if (rule === undefined || facts === null) return null;
      const nowMs = deps.clock.nowMs();
      const { missing, of, lacks } = measureOf(rule)(facts, nowMs);
      return {
        ...{ ruleId, ruleName: rule.definition.name, missing, of },
        lacks: lacks.slice(0, LACKS_MAX).map(lack => lackText(lack, { facts, nowMs })),
      };
    },
  };
};
