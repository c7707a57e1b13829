/**
 * What a rule does once the gate lets it. An invitation reserves a slot and is stored with it; everything else is written down first
 * and done then, so that nobody is shown or told twice; whether a call was taken is written down after it. Knows neither why it may nor how another system is reached.
 */
import type {
  BeaconDecision,
  Clock,
  HintContent,
  InvitationView,
  MakeId,
  RadarNotice,
  RuleAction,
  TenantId,
} from "@lotse/protocol";
import type { DecisionRecord } from "@lotse/storage";
import type { QueueService } from "../../services.ts";
import { type DecisionLog, lineOf, type Subject } from "./decisionLog.ts";
import { isInviting } from "./definition.ts";
import type { HookCalls, Person } from "./hookCalls.ts";

export interface ActionDeps {
  readonly queue: Pick<QueueService, "invite">;
  readonly decisionLog: DecisionLog;
  readonly clock: Pick<Clock, "nowMs">;
  readonly ids: MakeId;
  readonly labelOf: (visitId: Subject["visitId"]) => string;
  /** To the agents with the skill; to all if there is none. */
  readonly notify: (tenantId: TenantId, skill: string | null, notice: RadarNotice) => void;
  readonly calls: Pick<HookCalls, "start">;
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

  /** What comes of it is written down by whoever calls. */
  const call = async (subject: Subject, url: string, person: Person): Promise<readonly DecisionRecord[]> => {
    const { tenantId, visitId, rule } = subject;
    const { id: ruleId, name: ruleName, version: ruleVersion, siteId } = rule.record;
    const body = {
      event: "rule.matched",
      ruleId,
      ruleName,
      ruleVersion,
      visitId,
      atMs: clock.nowMs(),
    } as const;
    const lines = await decisionLog.matched(subject);
    deps.calls.start(subject, { tenantId, siteId, url, body }, person);
    return lines;
  };

  return async (subject: Subject, person: Person): Promise<Done> => {
    const { action } = subject.rule.definition;
    if (isInviting(action)) return invite(subject);
    if (action.do !== "notifyAgent" && action.do !== "callHook") return hint(subject, action);
    const decision = { ruleId: subject.rule.record.id, outcome: "done" } as const;
    if (action.do === "callHook") {
      return { decision, lines: await call(subject, action.url, person), invitation: null };
    }
    const lines = await decisionLog.shown(subject);
    notify(subject, action);
    return { decision, lines, invitation: null };
  };
};
