/** The commands around simulations: those who lead a desk try what they have written. */
import { type AgentActor, type AnyCommand, defineCommand } from "../../../command.ts";
import type { Simulations } from "./service.ts";

const ifLeading = ({ actor }: { readonly actor: AgentActor }) => (actor.role === "agent" ? "deny" : "allow");

export const createSimulationCommands = (simulations: Simulations): readonly AnyCommand[] => [
  defineCommand({
    name: "rules:simulate",
    audience: "agent",
    summary:
      "Runs a version of a rule over recorded visits; how far it is, and its figures, are told and asked for.",
    access: ifLeading,
    run: async ({ actor, input }) => ({ simulation: await simulations.start(actor, input) }),
    audit: "none",
  }),
  defineCommand({
    name: "rules:simulation",
    audience: "agent",
    summary:
      "The simulation of this rule that whoever asks has started last, with its figures once it is done.",
    access: ifLeading,
    run: async ({ actor, input }) => ({ simulation: await simulations.show(actor, input.ruleId) }),
    audit: "none",
  }),
  defineCommand({
    name: "rules:stopSimulation",
    audience: "agent",
    summary: "Ends it before it is done.",
    access: ifLeading,
    run: async ({ actor, input }) => ({ simulation: await simulations.stop(actor, input.ruleId) }),
    audit: "none",
  }),
];
