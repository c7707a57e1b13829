/**
 * The rules of the demo's site as its administrator keeps them, and its visitors as the site names them: over the wire, beside
 * `wholeHub.ts`. Knows no test's rules.
 */
import { randomUUID } from "node:crypto";
import type {
  CommandInput,
  IdentityKeyView,
  RadarSettings,
  RuleAction,
  RuleDefinition,
  RuleId,
  SiteId,
} from "@lotse/protocol";
import { type JWTPayload, SignJWT } from "jose";
import { nordwindSeed } from "../demo/nordwind.ts";
import type { AgentLine, WholeHub } from "./wholeHub.ts";

export const SITE = nordwindSeed(() => "").sites[0]?.id as SiteId;
export const WORDS = { de: "Hallo", en: "Hello" } as const;
export const MESSAGE = { do: "showMessage", text: WORDS } as const;
export const NO_CAPS = { perVisit: null, perDay: null, perWeek: null } as const;
export const EVERYBODY = { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" } as const;

export interface RuleKit {
  /** For everybody, always, as often as may be, unless said otherwise; holds at once. */
  publish(action: RuleAction, more?: Partial<RuleDefinition>): Promise<RuleId>;
  configure(settings: Partial<RadarSettings>): Promise<void>;
  /** As the site says it, in the middle of a visit. */
  identify(visitToken: string, who: JWTPayload & { readonly sub: string }): Promise<void>;
}

export const createRuleKit = (hub: WholeHub, administrator: AgentLine): RuleKit => {
  let known: Promise<{ readonly key: IdentityKeyView }> | undefined;
  const sign = async (who: JWTPayload): Promise<string> => {
    known ??= administrator.ask("identityKey:add", { siteId: SITE });
    const { kid, secret } = (await known).key;
    const exp = Math.floor(hub.clock.nowMs() / 1_000) + 60;
    return new SignJWT({ jti: randomUUID(), exp, ...who })
      .setProtectedHeader({ alg: "HS256", kid })
      .sign(new TextEncoder().encode(secret));
  };

  return {
    publish: async (action, more = {}) => {
      const definition: RuleDefinition = {
        ...{ name: action.do, cel: "true", priority: 0, holdoutPercent: 0, action },
        schedule: { fromMs: null, untilMs: null, week: null },
        ...{ audience: EVERYBODY, caps: NO_CAPS, ...more },
      };
      const draft = { siteId: SITE, version: 0, definition } as CommandInput<"rules:save">;
      const { rule } = await administrator.ask("rules:save", draft);
      await administrator.ask("rules:publish", { ruleId: rule.id, version: 1, inForce: null });
      return rule.id;
    },
    configure: async settings => {
      const before = await administrator.ask("rules:settings", { siteId: SITE });
      const change = { siteId: SITE, version: before.version, settings: { ...before.settings, ...settings } };
      await administrator.ask("rules:configure", change as CommandInput<"rules:configure">);
    },
    identify: async (visitToken, who) => {
      const token = await sign(who);
      const visitor = await hub.visitor(visitToken);
      await visitor.ask("visitor:identify", { token });
      visitor.close();
    },
  };
};
