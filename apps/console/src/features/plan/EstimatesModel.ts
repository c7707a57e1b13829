/** How good the told waits were, over so many days. Reads; estimates nothing itself. Knows no views. */
import type { EstimateRow } from "@lotse/protocol";
import { ok } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Requests } from "../../ports.ts";
import { Loading } from "../../ui/loading.ts";

export const PERIODS = [1, 7, 30, 90] as const;
export type PeriodDays = (typeof PERIODS)[number];

/** With fewer waits, one of them more or less would turn the verdict. */
const ENOUGH = 20;
/** A range is meant to hold four of five. */
const SHARE_MEANT = 0.8;

export type Verdict = "tooFew" | "good" | "tooShort" | "tooLong";

/** Whether what was told can be relied on; if not, to which side it was wrong. */
export const verdictOn = ({ count, insideShare, meanErrorMs }: EstimateRow): Verdict => {
  if (count < ENOUGH) return "tooFew";
  if (insideShare >= SHARE_MEANT) return "good";
  return meanErrorMs > 0 ? "tooShort" : "tooLong";
};

type Rows = Loading<readonly EstimateRow[]>;

export class EstimatesModel {
  readonly #connection: Requests;
  readonly #days = signal<PeriodDays>(30);
  readonly #rows;

  readonly days: ReadonlySignal<PeriodDays> = this.#days;

  constructor(connection: Requests) {
    this.#connection = connection;
    this.#rows = signal(this.#over(this.#days.value));
  }

  /** Of the days chosen; those of others are never shown for them. */
  get rows(): ReadonlySignal<Rows> {
    return this.#rows;
  }

  async load(): Promise<void> {
    await this.#rows.value.load();
  }

  async choose(days: PeriodDays): Promise<void> {
    this.#days.value = days;
    this.#rows.value = this.#over(days);
    await this.load();
  }

  #over(days: PeriodDays): Rows {
    return new Loading(async () => {
      const result = await this.#connection.request("estimates:read", { days });
      return result.ok ? ok(result.value.rows) : result;
    });
  }
}
