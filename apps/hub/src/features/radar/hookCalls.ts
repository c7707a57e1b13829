/**
 * Calls of other systems on their way: the visitor's page waits for none. What came of one is written down once it is known: done if it
 * was taken, failed if not, so that caps and lift know only what was. Until then the same is not called again for the same person.
 * Knows neither the network nor why a rule may call.
 */
import type { RuleId } from "@lotse/protocol";
import { errorFields, type Log } from "../../log.ts";
import type { DecisionLog, Subject } from "./decisionLog.ts";
import type { HookCall } from "./hook.ts";

/** Whom a decision is about. */
export interface Person {
  /** The visit and whatever else they are known by. */
  readonly names: readonly string[];
  /** Not while something else is decided about them. */
  readonly inTurn: (run: () => Promise<void>) => Promise<void>;
}

export interface HookCalls {
  isUnderWay(ruleId: RuleId, names: Person["names"]): boolean;
  start(subject: Subject, call: HookCall, person: Person): void;
}

export const createHookCalls = (deps: {
  /** Rejects if the other system did not take it. */
  readonly callHook: (call: HookCall) => Promise<void>;
  readonly decisionLog: Pick<DecisionLog, "done" | "suppressed">;
  readonly log: Pick<Log, "warn">;
}): HookCalls => {
  const { decisionLog, log } = deps;
  const underWay = new Map<RuleId, Set<Person["names"]>>();

  const isTaken = (subject: Subject, call: HookCall): Promise<boolean> =>
    deps.callHook(call).then(
      () => true,
      error => {
        const { tenantId, rule } = subject;
        log.warn("hook not called", { tenantId, ruleId: rule.record.id, ...errorFields(error) });
        return false;
      },
    );

  const write = async (subject: Subject, wasTaken: boolean): Promise<void> => {
    if (wasTaken) await decisionLog.done(subject);
    else await decisionLog.suppressed(subject, { reason: "failed", matched: false, history: [] });
  };

  return {
    isUnderWay: (ruleId, names) =>
      [...(underWay.get(ruleId) ?? [])].some(others => others.some(name => names.includes(name))),
    start: (subject, call, { names, inTurn }) => {
      const { id } = subject.rule.record;
      const others = underWay.get(id) ?? new Set();
      underWay.set(id, others.add(names));
      void isTaken(subject, call).then(wasTaken =>
        // Whoever decides meanwhile sees it under way or written down, and never neither
        inTurn(async () => {
          try {
            await write(subject, wasTaken);
          } catch (error) {
            log.warn("decision not written", { tenantId: subject.tenantId, ...errorFields(error) });
          } finally {
            others.delete(names);
            if (others.size === 0) underWay.delete(id);
          }
        }),
      );
    },
  };
};
