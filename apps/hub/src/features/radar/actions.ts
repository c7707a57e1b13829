/**
 * What a rule does once the gate lets it. An invitation reserves a slot and is stored with it; everything else is written down first
 * and done then, so that nobody is shown, told or called twice. Knows neither why it may nor how another system is reached.
 */
import type {
  BeaconDecision,
  Clock,
  HintContent,
  InvitationView,
  MakeId,
  RadarNotice,
  RuleAction,
  SiteId,
  TenantId,
} from "@lotse/protocol";
import type { DecisionRecord } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import type { QueueService } from "../../services.ts";
import { type DecisionLog, lineOf, type Subject } from "./decisionLog.ts";
import { isInviting } from "./definition.ts";
import type { HookCall } from "./hook.ts";

export interface ActionDeps {
  readonly queue: Pick<QueueService, "invite">;
  readonly decisionLog: DecisionLog;
  readonly clock: Pick<Clock, "nowMs">;
  readonly ids: MakeId;
  readonly labelOf: (visitId: Subject["visitId"]) => string;
  /** To the agents with the skill; to all if there is none. */
  readonly notify: (tenantId: TenantId, skill: string | null, notice: RadarNotice) => void;
  /** Rejects if the other system did not take it. */
  readonly callHook: (call: HookCall) => Promise<void>;
  readonly log: Pick<Log, "warn">;
}

type Told<Outcome extends "hint" | "done"> = Omit<
  Extract<BeaconDecision, { readonly outcome: Outcome }>,
  "retryAfterMs"
>;

export interface Done {
  /** When the page may ask again is not this one's to say. Null: the slot went between looking and reserving. */
  readonly decision:
    | Extract<BeaconDecision, { readonly outcome: "offer" }>
    | Told<"hint">
    | Told<"done">
    | null;
  readonly lines: readonly DecisionRecord[];
  readonly invitation: InvitationView | null;
}

type Hinting = Extract<RuleAction, { readonly do: "offerCallback" | "showMessage" | "openLink" }>;

const contentOf = (action: Hinting): HintContent => {
  switch (action.do) {
    case "offerCallback":
      return { kind: "callback", text: action.text };
    case "showMessage":
      return { kind: "message", text: action.text };
    case "openLink":
      return { kind: "link", text: action.text, url: action.url };
  }
};

export const createActions = (deps: ActionDeps) => {
  const { queue, decisionLog, clock } = deps;

  const invite = async (subject: Subject): Promise<Done> => {
    const { tenantId, visitId, rule, share } = subject;
    const lines = await decisionLog.matched(subject);
    const invitation = await queue.invite({ tenantId, visitId, rule: rule.record, share });
    if (invitation === null) return { decision: null, lines, invitation };
    const shown = lineOf(subject, { outcome: "shown", invitationId: invitation.id }, clock.nowMs());
    const decision = { ruleId: rule.record.id, outcome: "offer", invitation } as const;
    return { decision, lines: [...lines, shown], invitation };
  };

  const hint = async (subject: Subject, action: Hinting): Promise<Done> => {
    const id = deps.ids();
    const ruleId = subject.rule.record.id;
    const lines = await decisionLog.shown(subject, id);
    const shown = { id, ruleId, ...contentOf(action) };
    return { decision: { ruleId, outcome: "hint", hint: shown }, lines, invitation: null };
  };

  const notify = (subject: Subject, { skill, text }: Extract<RuleAction, { do: "notifyAgent" }>): void => {
    const { tenantId, visitId, rule } = subject;
    const { id: ruleId, name: ruleName } = rule.record;
    const visitorLabel = deps.labelOf(visitId);
    deps.notify(tenantId, skill, { ruleId, ruleName, visitId, visitorLabel, text, atMs: clock.nowMs() });
  };

  /** The visitor's page does not wait for another system. */
  const call = (subject: Subject, siteId: SiteId, url: string): void => {
    const { tenantId, visitId, rule } = subject;
    const { id: ruleId, name: ruleName, version: ruleVersion } = rule.record;
    const body = {
      event: "rule.matched",
      ruleId,
      ruleName,
      ruleVersion,
      visitId,
      atMs: clock.nowMs(),
    } as const;
    deps.callHook({ tenantId, siteId, url, body }).catch(async error => {
      deps.log.warn("hook not called", { tenantId, ruleId, ...errorFields(error) });
      await decisionLog
        .suppressed(subject, { reason: "failed", matched: false, history: [] })
        .catch(again => deps.log.warn("decision not written", { tenantId, ...errorFields(again) }));
    });
  };

  return async (subject: Subject): Promise<Done> => {
    const { action } = subject.rule.definition;
    if (isInviting(action)) return invite(subject);
    if (action.do !== "notifyAgent" && action.do !== "callHook") return hint(subject, action);
    const lines = await decisionLog.shown(subject);
    if (action.do === "notifyAgent") notify(subject, action);
    else call(subject, subject.rule.record.siteId, action.url);
    return { decision: { ruleId: subject.rule.record.id, outcome: "done" }, lines, invitation: null };
  };
};
