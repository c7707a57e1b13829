/**
 * Every place in the console and its address, both ways. Pure: knows neither the browser nor what is shown there.
 * An address that is none of ours is a place too, so that it can say so.
 */
import { type ConversationId, ID_PATTERN, type RuleId, type VisitId, type WorkItemId } from "@lotse/protocol";

export const SETTINGS_PAGES = [
  "account",
  "people",
  "queues",
  "channels",
  "blending",
  "sites",
  "audit",
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export const RULE_PARTS = ["edit", "versions", "simulation", "lift"] as const;
export type RulePart = (typeof RULE_PARTS)[number];

export type RadarPlace =
  | { readonly show: "rules" | "settings" }
  | { readonly show: "rule"; readonly ruleId: RuleId; readonly part: RulePart };

export type Route =
  | { readonly kind: "inbox"; readonly conversationId: ConversationId | null }
  /** Work that is no conversation, in the inbox's middle. */
  | { readonly kind: "work"; readonly workItemId: WorkItemId }
  /** With `why`: why the site's rules, or one of them, do or do not act for that visitor. */
  | { readonly kind: "visitors"; readonly visitId: VisitId | null; readonly why?: RuleId | "all" }
  | { readonly kind: "radar"; readonly at: RadarPlace }
  | { readonly kind: "settings"; readonly page: SettingsPage }
  /** Set-up, invitation or new password; what the link carries is no part of the place. */
  | { readonly kind: "welcome" }
  | { readonly kind: "unknown"; readonly path: string };

export const BASE = "/console";
export const HOME: Route = { kind: "inbox", conversationId: null };

const isSettingsPage = (word: string): word is SettingsPage => SETTINGS_PAGES.some(page => page === word);

/** The place in an area, or nothing if what stands there is no id. */
const idAt = <Id extends string>(words: readonly string[]): Id | null | undefined => {
  const [word, ...more] = words;
  if (word === undefined) return null;
  return more.length === 0 && ID_PATTERN.test(word) ? (word as Id) : undefined;
};

const radarAt = ([word, part = "edit", ...more]: readonly string[]): RadarPlace | null => {
  if (word === undefined) return { show: "rules" };
  if (word === "settings") return part === "edit" ? { show: "settings" } : null;
  const known = RULE_PARTS.find(one => one === part);
  if (known === undefined || more.length > 0 || !ID_PATTERN.test(word)) return null;
  return { show: "rule", ruleId: word as RuleId, part: known };
};

const visitorsAt = (words: readonly string[]): Route | null => {
  const [visit, why, rule, ...more] = words;
  const visitId = idAt<VisitId>(visit === undefined ? [] : [visit]);
  if (visitId === undefined) return null;
  if (visitId === null || why === undefined) return { kind: "visitors", visitId };
  const ruleId = idAt<RuleId>(rule === undefined ? [] : [rule, ...more]);
  return why === "why" && ruleId !== undefined ? { kind: "visitors", visitId, why: ruleId ?? "all" } : null;
};

const known = (words: readonly string[]): Route | null => {
  const [area, ...rest] = words;
  if (area === undefined) return HOME;
  if (area === "inbox") {
    const conversationId = idAt<ConversationId>(rest);
    return conversationId === undefined ? null : { kind: "inbox", conversationId };
  }
  if (area === "work") {
    const workItemId = idAt<WorkItemId>(rest);
    return workItemId ? { kind: "work", workItemId } : null;
  }
  if (area === "visitors") return visitorsAt(rest);
  if (area === "radar") {
    const at = radarAt(rest);
    return at && { kind: "radar", at };
  }
  if (area === "settings" && rest.length <= 1) {
    const page = rest[0] ?? "account";
    return isSettingsPage(page) ? { kind: "settings", page } : null;
  }
  return area === "welcome" && rest.length === 0 ? { kind: "welcome" } : null;
};

export const parseRoute = (path: string): Route => {
  const inside = path === BASE || path.startsWith(`${BASE}/`) ? path.slice(BASE.length) : null;
  const words = inside?.split("/").filter(word => word !== "");
  return (words === undefined ? null : known(words)) ?? { kind: "unknown", path };
};

export const pathOf = (route: Route): string => {
  switch (route.kind) {
    case "inbox":
      return route.conversationId === null ? `${BASE}/inbox` : `${BASE}/inbox/${route.conversationId}`;
    case "work":
      return `${BASE}/work/${route.workItemId}`;
    case "visitors": {
      const { visitId, why } = route;
      if (visitId === null) return `${BASE}/visitors`;
      const rule = why === undefined || why === "all" ? "" : `/${why}`;
      return `${BASE}/visitors/${visitId}${why === undefined ? "" : `/why${rule}`}`;
    }
    case "radar": {
      const { at } = route;
      if (at.show !== "rule") return at.show === "rules" ? `${BASE}/radar` : `${BASE}/radar/settings`;
      return `${BASE}/radar/${at.ruleId}${at.part === "edit" ? "" : `/${at.part}`}`;
    }
    case "settings":
      return `${BASE}/settings/${route.page}`;
    case "welcome":
      return `${BASE}/welcome`;
    case "unknown":
      return route.path;
  }
};
