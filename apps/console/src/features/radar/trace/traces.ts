/** What a trace needs of the console around it, wherever it is shown. Knows neither who shows it nor what it says. */
import type { RuleId, VisitId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { PlanNames } from "../../../ui/names.ts";
import { type TraceDeps, TraceModel } from "./TraceModel.ts";

export interface Traces {
  readonly nowMs: ReadonlySignal<number>;
  readonly names: PlanNames;
  open(visitId: VisitId, ruleId: RuleId | null): TraceModel;
}

export const createTraces = (deps: TraceDeps): Traces["open"] => {
  return (visitId, ruleId) => new TraceModel(deps, { visitId, ruleId });
};

const TracesContext = createContext<Traces | null>(null);
export const TracesProvider = TracesContext.Provider;

export const useTraces = (): Traces => {
  const traces = useContext(TracesContext);
  if (traces === null) throw new Error("TracesProvider is missing");
  return traces;
};
