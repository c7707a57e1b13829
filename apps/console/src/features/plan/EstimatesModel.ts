/** How good the told waits were and what came of the service levels, over so many days. Reads; estimates nothing itself. Knows no views. */
import type { CommandOutputs, EstimateRow, ServiceRow } from "@lotse/protocol";
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

export type ServiceVerdict = "tooFew" | "reached" | "missed";

/** Whether as many were answered in time as were meant to be. */
export const verdictOnService = ({ within, counted, goalShare }: ServiceRow): ServiceVerdict => {
  if (counted < ENOUGH) return "tooFew";
  return within / counted >= goalShare ? "reached" : "missed";
};

/** A queue's kind of work, with what there is to say of it: at least one of the two. */
export interface Lane extends Pick<EstimateRow, "queue" | "channel"> {
  readonly told: EstimateRow | null;
  readonly service: ServiceRow | null;
}

type Figures = CommandOutputs["estimates:read"];

/** A service level for which nobody came says nothing, unless somebody was told a wait. */
export const lanesOf = ({ rows, services }: Figures): readonly Lane[] => {
  const isOf = (row: EstimateRow, service: ServiceRow): boolean =>
    row.queue?.id === service.queue.id && row.channel === service.channel;
  const told = rows.map(row => ({
    ...{ queue: row.queue, channel: row.channel, told: row },
    service: services.find(service => isOf(row, service)) ?? null,
  }));
  const untold = services
    .filter(service => service.counted > 0 && !rows.some(row => isOf(row, service)))
    .map(service => ({ queue: service.queue, channel: service.channel, told: null, service }));
  return [...told, ...untold];
};

type Lanes = Loading<readonly Lane[]>;

export class EstimatesModel {
  readonly #connection: Requests;
  readonly #days = signal<PeriodDays>(30);
  readonly #lanes;

  readonly days: ReadonlySignal<PeriodDays> = this.#days;

  constructor(connection: Requests) {
    this.#connection = connection;
    this.#lanes = signal(this.#over(this.#days.value));
  }

  /** Of the days chosen; those of others are never shown for them. */
  get lanes(): ReadonlySignal<Lanes> {
    return this.#lanes;
  }

  async load(): Promise<void> {
    await this.#lanes.value.load();
  }

  async choose(days: PeriodDays): Promise<void> {
    this.#days.value = days;
    this.#lanes.value = this.#over(days);
    await this.load();
  }

  #over(days: PeriodDays): Lanes {
    return new Loading(async () => {
      const result = await this.#connection.request("estimates:read", { days });
      return result.ok ? ok(lanesOf(result.value)) : result;
    });
  }
}
