/**
 * What was tried and what rules brought, for the panes that show it: one simulation for each rule looked at, and what all rules are
 * worth. Lives as long as the console. Knows no views but the way they get at it.
 */
import type { AgentConnection } from "@lotse/client";
import type { RuleId } from "@lotse/protocol";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Requests } from "../../ports.ts";
import { LiftModel } from "./lift/LiftModel.ts";
import { SimulationModel } from "./simulation/SimulationModel.ts";

export interface FiguresDeps {
  readonly connection: Requests;
  /** Without it nothing is heard of how far a simulation is until one looks again. */
  readonly on?: AgentConnection["on"];
}

export class Figures {
  readonly #deps: FiguresDeps;
  readonly #simulations = new Map<RuleId, SimulationModel>();
  readonly lift: LiftModel;

  constructor(deps: FiguresDeps) {
    this.#deps = deps;
    this.lift = new LiftModel(deps.connection);
    deps.on?.("simulation:progressed", view => this.#simulations.get(view.ruleId)?.heard(view));
  }

  simulationOf(ruleId: RuleId): SimulationModel {
    const known = this.#simulations.get(ruleId);
    if (known !== undefined) return known;
    const model = new SimulationModel(ruleId, this.#deps.connection);
    this.#simulations.set(ruleId, model);
    return model;
  }
}

const FiguresContext = createContext<Figures | null>(null);
export const FiguresProvider = FiguresContext.Provider;

export const useFigures = (): Figures => {
  const figures = useContext(FiguresContext);
  if (figures === null) throw new Error("FiguresProvider is missing");
  return figures;
};
