/**
 * What a draft changes of a plan, part by part, and the same change made to another plan: that is how a draft outlives
 * somebody else's save. Pure; knows no hub and no words.
 */
import type { BlendingRule, Channel, Queue, RoutingPlan, SitePlan } from "@lotse/protocol";
import { same } from "../../ui/same.ts";

export type How = "added" | "removed" | "changed";

interface Changed<Part extends string, T> {
  readonly part: Part;
  readonly how: How;
  /** As it will be; removed, as it was. */
  readonly what: T;
  /** The fields that differ, if it was there before. */
  readonly fields: readonly string[];
}

export type PlanChange =
  | Changed<"queue", Queue>
  | Changed<"channel", Channel>
  | Changed<"rule", BlendingRule>
  | Changed<"site", NamedSite>
  | Changed<"settings", RoutingPlan["settings"]>;

interface Named {
  readonly id: string;
}

export interface NamedSite extends SitePlan, Named {}

const sitesOf = ({ sites = [] }: RoutingPlan): readonly NamedSite[] =>
  sites.map(site => ({ ...site, id: site.siteId }));

/** A website without a word in the plan is there all the same: it says nothing, which can change. */
const alsoSilent = (sites: readonly NamedSite[], others: readonly NamedSite[]): readonly NamedSite[] => {
  const silent = others.filter(({ id }) => !sites.some(site => site.id === id));
  return [...sites, ...silent.map(site => ({ ...site, queueId: null, hours: null }))];
};

const fieldsOf = (before: object, after: object): readonly string[] => {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])].filter(name => !same(was.get(name), is.get(name)));
};

const listChanges = <Part extends string, T extends Named>(
  part: Part,
  before: readonly T[],
  after: readonly T[],
): Changed<Part, T>[] => {
  const changed = after.flatMap((what): Changed<Part, T>[] => {
    const was = before.find(({ id }) => id === what.id);
    if (was === undefined) return [{ part, how: "added", what, fields: [] }];
    return same(was, what) ? [] : [{ part, how: "changed", what, fields: fieldsOf(was, what) }];
  });
  const removed = before.filter(({ id }) => !after.some(other => other.id === id));
  return [...changed, ...removed.map(what => ({ part, how: "removed" as const, what, fields: [] }))];
};

const siteChanges = (before: readonly NamedSite[], after: readonly NamedSite[]) =>
  listChanges("site", alsoSilent(before, after), alsoSilent(after, before));

export const changesOf = (before: RoutingPlan, after: RoutingPlan): readonly PlanChange[] => {
  const fields = fieldsOf(before.settings, after.settings);
  return [
    ...listChanges("queue", before.queues, after.queues),
    ...listChanges("channel", before.channels, after.channels),
    ...listChanges("rule", before.blending, after.blending),
    ...siteChanges(sitesOf(before), sitesOf(after)),
    ...(fields.length === 0
      ? []
      : [{ part: "settings" as const, how: "changed" as const, what: after.settings, fields }]),
  ];
};

interface Versions<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

const rebaseList = <T extends Named>({ base, mine, theirs }: Versions<readonly T[]>): T[] => {
  const by = (list: readonly T[], id: string) => list.find(item => item.id === id);
  const isMine = (id: string) => !same(by(base, id), by(mine, id));
  const ids = [...new Set([...theirs, ...mine].map(({ id }) => id))];
  return ids.flatMap(id => by(isMine(id) ? mine : theirs, id) ?? []);
};

/** A part of the plan, named so that both sides' changes can be compared. */
const nameOf = (change: PlanChange): string =>
  change.part === "settings" ? "settings" : `${change.part} ${change.what.id}`;

export interface Rebased {
  readonly plan: RoutingPlan;
  /** What both sides changed: there the draft's word stands. */
  readonly both: readonly PlanChange[];
}

/** My changes of `base`, made to `theirs`. */
export const rebase = ({ base, mine, theirs }: Versions<RoutingPlan>): Rebased => {
  const part = <K extends "queues" | "channels" | "blending">(name: K) => ({
    base: base[name],
    mine: mine[name],
    theirs: theirs[name],
  });
  const sites = rebaseList({ base: sitesOf(base), mine: sitesOf(mine), theirs: sitesOf(theirs) });
  const touched = new Set(changesOf(base, theirs).map(nameOf));
  return {
    plan: {
      channels: rebaseList<Channel>(part("channels")),
      queues: rebaseList<Queue>(part("queues")),
      sites: sites.map(({ siteId, queueId, hours }) => ({ siteId, queueId, hours })),
      blending: rebaseList<BlendingRule>(part("blending")),
      settings: same(base.settings, mine.settings) ? theirs.settings : mine.settings,
    },
    both: changesOf(base, mine).filter(
      change => touched.has(nameOf(change)) && !sameIn(change, { mine, theirs }),
    ),
  };
};

/** Both sides changed it alike: then nothing is lost. */
const sameIn = (change: PlanChange, plans: { readonly mine: RoutingPlan; readonly theirs: RoutingPlan }) => {
  const others = changesOf(plans.theirs, plans.mine).map(nameOf);
  return !others.includes(nameOf(change));
};
