/** What the commands around members and sites take, and the bodies of the requests that come without a session. */
import * as v from "valibot";
import type { AgentId, SiteId, TenantId } from "../ids.ts";
import { isSelector } from "../selector.ts";
import { CHANNELS_MAX, channelId, SKILLS_MAX, skillLevels, units } from "./planParts.ts";
import { count, filledText, id, text } from "./primitives.ts";

export const EMAIL_MAX = 254;
export const PASSWORD_MAX = 256;

/**
 * A mail address as accounts are known by: one line, ASCII, lower case. Anything that could end a header or hide in
 * one (line breaks, controls, spaces inside) is refused, never repaired.
 */
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;

export const email = v.pipe(
  text(EMAIL_MAX),
  v.transform(value => value.replace(/^ +| +$/g, "").toLowerCase()),
  v.regex(EMAIL, "EMAIL_INVALID"),
);

const role = v.picklist(["agent", "supervisor", "administrator"], "FIELD_TYPE");
const personName = filledText(100);
const skills = skillLevels(SKILLS_MAX);
const capacity = units;
const channels = v.nullable(
  v.pipe(v.array(channelId, "FIELD_TYPE"), v.maxLength(CHANNELS_MAX, "LIMIT_RANGE")),
);
const limits = v.pipe(
  v.array(v.strictObject({ channel: channelId, items: count(1_000) }), "FIELD_TYPE"),
  v.maxLength(CHANNELS_MAX, "LIMIT_RANGE"),
);
const agentId = id<AgentId>();
const nothing = v.strictObject({});
/** Checked by the hub, which knows what an origin is: URL_INVALID. */
const origin = filledText(300);
const origins = v.pipe(v.array(origin, "FIELD_TYPE"), v.maxLength(50, "LIMIT_RANGE"));

export const MASK_RULES_MAX = 100;
const MASK_TEXT_MAX = 200;
const maskRules = v.pipe(
  v.array(
    v.strictObject({
      selector: v.pipe(filledText(MASK_TEXT_MAX), v.check(isSelector, "SELECTOR_INVALID")),
      action: v.picklist(["mask", "block", "show"], "FIELD_TYPE"),
      pages: v.exactOptional(
        v.pipe(
          text(MASK_TEXT_MAX),
          v.check(path => /^[/*]/.test(path), "FIELD_TYPE"),
        ),
      ),
    }),
    "FIELD_TYPE",
  ),
  v.maxLength(MASK_RULES_MAX, "LIMIT_RANGE"),
);

export const memberInputs = {
  "member:list": nothing,
  "member:invite": v.strictObject({
    ...{ name: personName, email, role, skills, capacity },
    channels: v.exactOptional(channels),
    limits: v.exactOptional(limits),
  }),
  "member:change": v.strictObject({
    agentId,
    name: v.exactOptional(personName),
    role: v.exactOptional(role),
    skills: v.exactOptional(skills),
    capacity: v.exactOptional(capacity),
    channels: v.exactOptional(channels),
    limits: v.exactOptional(limits),
  }),
  /** For a member: a link to a new password. For somebody invited: the invitation's link anew. */
  "member:renewLink": v.strictObject({ agentId }),
  "member:signOut": v.strictObject({ agentId }),
  "member:remove": v.strictObject({ agentId }),
  "site:list": nothing,
  "site:change": v.strictObject({
    siteId: id<SiteId>(),
    name: v.exactOptional(filledText(100)),
    enabled: v.exactOptional(v.boolean("FIELD_TYPE")),
    origins: v.exactOptional(origins),
    strictMasking: v.exactOptional(v.boolean("FIELD_TYPE")),
    maskRules: v.exactOptional(maskRules),
    assetOrigins: v.exactOptional(origins),
    pushOrigins: v.exactOptional(origins),
    consent: v.exactOptional(v.picklist(["assumed", "asked"], "FIELD_TYPE")),
  }),
} as const;

/** The secret of a one-time link. Anything else than a link's text is simply no link. */
const linkToken = text(200);

export const accountLinkReadSchema = v.strictObject({ token: linkToken });
export const accountLinkRedeemSchema = v.strictObject({
  token: linkToken,
  password: text(PASSWORD_MAX),
  name: v.exactOptional(personName),
  email: v.exactOptional(email),
  tenantName: v.exactOptional(filledText(100)),
  siteOrigin: v.exactOptional(origin),
});
export const membershipChoiceSchema = v.strictObject({ tenantId: id<TenantId>() });
