/** What all rules are worth over so many days, asked together: one question for the list and for each rule. Knows no views. */
import type { LiftView, RuleId } from "@lotse/protocol";
import { ok } from "@lotse/protocol";
import { signal } from "@preact/signals";
import type { Requests } from "../../../ports.ts";
import { Loading } from "../../../ui/loading.ts";

export const PERIODS = [7, 30, 90, 365] as const;
export type PeriodDays = (typeof PERIODS)[number];
type Lifts = Loading<ReadonlyMap<RuleId, LiftView>>;

export class LiftModel {
  readonly #connection: Requests;
  readonly days = signal<PeriodDays>(90);
  readonly #lifts;

  constructor(connection: Requests) {
    this.#connection = connection;
    this.#lifts = signal(this.#over(this.days.value));
  }

  /** Of the days chosen; those of others are never shown for them. */
  get lifts(): Lifts {
    return this.#lifts.value;
  }

  async load(): Promise<void> {
    await this.#lifts.value.load();
  }

  async choose(days: PeriodDays): Promise<void> {
    this.days.value = days;
    this.#lifts.value = this.#over(days);
    await this.load();
  }

  #over(days: PeriodDays): Lifts {
    return new Loading(async () => {
      const result = await this.#connection.request("rules:lift", { days });
      return result.ok ? ok(new Map(result.value.rules.map(lift => [lift.ruleId, lift]))) : result;
    });
  }
}
