/** A rule's versions, and the one that is run over recorded visits: started, heard of, stopped. Counts nothing itself. Knows no views. */
import type { RuleId, RuleVersionView, RuleView, SimulationView, WireError } from "@lotse/protocol";
import { ok } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";
import { Loading } from "../../../ui/loading.ts";

export const PERIODS = [1, 7, 30] as const;
export type PeriodDays = (typeof PERIODS)[number];

export interface Tried {
  readonly rule: RuleView;
  /** Newest first. */
  readonly versions: readonly RuleVersionView[];
}

export class SimulationModel {
  readonly #ruleId: RuleId;
  readonly #connection: Requests;
  readonly #view = signal<SimulationView | null>(null);
  readonly #problem = signal<WireError | null>(null);
  readonly #version = signal<number | null>(null);

  readonly versions: Loading<Tried>;
  readonly view: ReadonlySignal<SimulationView | null> = this.#view;
  readonly problem: ReadonlySignal<WireError | null> = this.#problem;
  readonly days = signal<PeriodDays>(30);

  constructor(ruleId: RuleId, connection: Requests) {
    this.#ruleId = ruleId;
    this.#connection = connection;
    this.versions = new Loading(async () => {
      const result = await connection.request("rules:read", { ruleId });
      return result.ok ? ok(result.value) : result;
    });
  }

  /** Which one would be tried: the newest, until another is chosen. */
  get version(): number | null {
    const state = this.versions.state.value;
    return (
      this.#version.value ?? (state.kind === "shown" ? (state.value.versions[0]?.version ?? null) : null)
    );
  }

  choose(version: number): void {
    this.#version.value = version;
  }

  /** The hub knows whether something runs, also what another console of the same person has started. */
  async load(): Promise<void> {
    const [, result] = await Promise.all([
      this.versions.load(),
      this.#connection.request("rules:simulation", { ruleId: this.#ruleId }),
    ]);
    if (result.ok) this.#view.value = result.value.simulation;
  }

  async start(): Promise<void> {
    const version = this.version;
    if (version === null) return;
    const what = { ruleId: this.#ruleId, version, days: this.days.value };
    const result = await this.#connection.request("rules:simulate", what);
    this.#problem.value = result.ok ? null : result.error;
    // A small one is done before its beginning is acknowledged
    if (result.ok && this.#view.value?.state !== "running") await this.#read(result.value.simulation);
  }

  async stop(): Promise<void> {
    const result = await this.#connection.request("rules:stopSimulation", { ruleId: this.#ruleId });
    this.#problem.value = result.ok ? null : result.error;
    if (result.ok) this.#view.value = result.value.simulation;
  }

  heard(view: SimulationView): void {
    this.#view.value = view;
  }

  async #read(begun: SimulationView): Promise<void> {
    const result = await this.#connection.request("rules:simulation", { ruleId: this.#ruleId });
    this.#view.value = result.ok ? (result.value.simulation ?? begun) : begun;
  }
}
