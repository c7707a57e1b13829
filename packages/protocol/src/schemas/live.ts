/** What consoles ask of those who are on a site now. */
import * as v from "valibot";
import type { InvitationId, RuleId, SiteId, VisitId } from "../ids.ts";
import { count, filledText, id, madeId, text, whole } from "./primitives.ts";
import { ruleDefinitionSchema } from "./rules.ts";

/** Of the list, at once. */
const PAGE_MAX = 100;
const OFFSET_MAX = 100_000;

const visitId = id<VisitId>();
const siteId = id<SiteId>();
const ruleId = id<RuleId>();

const page = {
  /** Those who are there, or, for those who lead, those who have gone in the last hours. */
  who: v.exactOptional(v.picklist(["here", "left"], "FIELD_TYPE")),
  /** Without one, all that whoever asks may see. */
  siteId: v.exactOptional(siteId),
  /** In the page's address or title. */
  page: v.exactOptional(text(200)),
  basket: v.exactOptional(v.picklist(["filled"], "FIELD_TYPE")),
  /** Only those of whom this rule lacks something, but not everything. */
  ruleId: v.exactOptional(ruleId),
  sort: v.picklist(["newest", "longest", "basket", "close"], "FIELD_TYPE"),
  offset: count(OFFSET_MAX),
  limit: whole(1, PAGE_MAX),
};

/** Made by the console, so that what follows is told from what it asked before. */
const viewId = madeId<string>();

export const liveInputs = {
  "visitors:list": v.strictObject(page),
  "visitors:watch": v.strictObject({ viewId, ...page }),
  "visitors:unwatch": v.strictObject({ viewId }),
  /** Without a rule: all that are published for the visit's site, and all that decided something about it. */
  "radar:trace": v.strictObject({ visitId, ruleId: v.exactOptional(ruleId) }),
  /** A published rule, or a definition that nobody has saved. */
  "radar:matching": v.strictObject({
    siteId,
    ruleId: v.exactOptional(ruleId),
    definition: v.exactOptional(ruleDefinitionSchema),
  }),
  /** Without a text, the usual words. */
  "visitor:invite": v.strictObject({
    visitId,
    kind: v.picklist(["chat", "cobrowse"], "FIELD_TYPE"),
    text: v.exactOptional(filledText(500)),
  }),
  "visitor:withdraw": v.strictObject({ invitationId: id<InvitationId>() }),
  "visitor:invitations": v.strictObject({}),
} as const;
