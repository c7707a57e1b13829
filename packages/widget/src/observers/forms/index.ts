/** How the visitor gets on with the forms that rules ask for. Counts and times alone; what is entered is nobody's business. */
import type { Unsubscribe } from "@lotse/protocol";
import { guard } from "../../shared/guard.ts";
import { native } from "../../shared/native.ts";
import { createStopwatch, restart, type Stopwatch, settle } from "../stopwatch.ts";
import type { Kept, ObserverDefinition, Watch } from "../Watch.ts";
import { insideOf } from "../where.ts";
import { FormLedger, LEFT_AFTER_MS } from "./FormLedger.ts";
import { fieldName, fieldsMarked, formsAround, formsPresent, lengthIn } from "./fields.ts";

const COUNTS = ["fieldsTouched", "errors", "retyped", "left"] as const;
const NOTHING: ReadonlySet<string> = new Set();

const wants = (watch: Watch, ...names: readonly string[]): boolean =>
  names.some(name => watch.about(`form.${name}`).length > 0);

/** Time in the visible form since something was last entered in it. */
const createHesitation = (watch: Watch) => {
  const names = watch.about("form.hesitationMs");
  const watches = new Map<string, Stopwatch>(names.map(name => [name, createStopwatch()]));
  const runs = (name: string) => {
    const { forms } = watch.facts;
    return Object.hasOwn(forms, name) && forms[name]?.sinceMs != null;
  };
  const tell = (name: string) => watch.set("form.hesitationMs", watches.get(name), name);
  return {
    entered: (name: string) => {
      const one = watches.get(name);
      if (one === undefined) return;
      restart(one, runs(name), watch.clock.nowMs());
      tell(name);
    },
    settle: () => {
      for (const [name, one] of watches) if (settle(one, runs(name), watch.clock.nowMs())) tell(name);
    },
    recall: (kept: Kept) => {
      for (const [name, one] of watches) {
        const before = Object(kept.hesitation)[name] as unknown;
        restart(one, runs(name), watch.clock.nowMs());
        if (Number.isSafeInteger(before)) one.accumulatedMs = Math.max(0, before as number);
        tell(name);
      }
    },
    keep: () => Object.fromEntries([...watches].map(([name, one]) => [name, elapsedOf(one, watch)])),
  };
};

const elapsedOf = (one: Stopwatch, { clock }: Watch): number =>
  one.accumulatedMs + (one.sinceMs === null ? 0 : Math.max(0, clock.nowMs() - one.sinceMs));

/** The page marks a field, or no longer: the next look counts. */
const watchMarks = (watch: Watch) => {
  const mutations = new (native(self, "MutationObserver"))(guard(() => watch.lookSoon()));
  mutations.observe(document, { subtree: true, attributeFilter: ["aria-invalid"] });
  watch.onEnd(() => mutations.disconnect());
};

export const forms: ObserverDefinition = {
  name: "forms",
  facts: ["form.hesitationMs", ...COUNTS.map(name => `form.${name}`)],
  start: watch => {
    const names = new Set(COUNTS.flatMap(name => watch.about(`form.${name}`)));
    const ledger = new FormLedger(names);
    const hesitation = createHesitation(watch);
    let cancel: Unsubscribe = () => {};
    watch.onEnd(() => cancel());
    const tell = (all: Iterable<string>) => {
      for (const name of all) {
        const facts = ledger.factsOf(name, watch.clock.nowMs());
        for (const fact of COUNTS) watch.set(`form.${fact}`, facts[fact], name);
      }
    };
    const on = (type: string, fn: (form: string, field: Element) => void) =>
      watch.listen(type, event => {
        const path = insideOf(event);
        const [field] = path;
        // Scripts enter and send things, too; that is not the visitor.
        if (!event.isTrusted || field === undefined) return;
        const around = formsAround(path);
        for (const form of around) fn(form, field);
        tell(around.filter(name => names.has(name)));
      });
    const entered = (form: string, field: Element) => {
      if (names.has(form)) ledger.entered(form, fieldName(field), lengthIn(field));
      hesitation.entered(form);
    };
    on("input", entered);
    // A text's `change` only says that its field was left.
    on("change", (form, field) => lengthIn(field) ?? entered(form, field));
    on("submit", form => ledger.sent(form));
    if (wants(watch, "errors")) {
      on("invalid", (form, field) => ledger.refused(form, fieldName(field)));
      watchMarks(watch);
    }
    return {
      recall: kept => {
        ledger.recall(kept);
        hesitation.recall(kept);
      },
      keep: () => ({ ...ledger.keep(), hesitation: hesitation.keep() }),
      settle: () => hesitation.settle(),
      look: () => {
        if (wants(watch, "left")) {
          const seek = () => ledger.present(formsPresent(), watch.clock.nowMs());
          seek();
          cancel();
          // What was only being faded in is there by now.
          cancel = watch.clock.after(LEFT_AFTER_MS, () => {
            seek();
            tell(names);
          });
        }
        const marked = wants(watch, "errors") ? fieldsMarked() : new Map<string, ReadonlySet<string>>();
        for (const name of names) ledger.marked(name, marked.get(name) ?? NOTHING);
        tell(names);
      },
    };
  },
};
