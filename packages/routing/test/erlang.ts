/**
 * What queueing theory says of one queue with Poisson arrivals and exponential service, and how far a simulation may
 * stray from it. `load` is in Erlangs (arrivals per mean service); times are in mean services. Knows no engine.
 */

export interface Desk {
  readonly agents: number;
  readonly load: number;
}

/** Erlang C: nobody gives up (A. K. Erlang, 1917; by the stable recursion of Erlang B). */
export const erlangC = ({ agents, load }: Desk) => {
  let lost = 1;
  for (let servers = 1; servers <= agents; servers++) lost = (load * lost) / (servers + load * lost);
  const waits = lost / (1 - (load / agents) * (1 - lost));
  return {
    waits,
    meanWait: waits / (agents - load),
    /** First come, first served only. */
    waitsLongerThan: (time: number): number => waits * Math.exp(-(agents - load) * time),
  };
};

/** Erlang A: who waits gives up after an exponential time of mean `patience` (Palm, 1946; by birth and death). */
export const erlangA = ({ agents, load, patience }: Desk & { readonly patience: number }) => {
  let weight = 1;
  let [total, waiting, queued] = [0, 0, 0];
  for (let inside = 0; inside < agents + 100 * (load + agents); inside++) {
    if (inside > 0) {
      const leaving = Math.min(inside, agents) + Math.max(0, inside - agents) / patience;
      weight *= load / leaving;
    }
    total += weight;
    if (inside >= agents) waiting += weight;
    queued += weight * Math.max(0, inside - agents);
  }
  return { waits: waiting / total, abandons: queued / total / patience / load };
};

export interface Interval {
  readonly mean: number;
  /** 99.9 % of all runs have the true mean no further away. */
  readonly halfWidth: number;
}

const BATCHES = 30;
/** Student's t, 29 degrees of freedom, two-sided 99.9 %. */
const T_29 = 3.659;

/** Batch means: those who follow each other wait alike, whole batches hardly do. */
export const intervalOf = (values: readonly number[]): Interval => {
  const size = Math.floor(values.length / BATCHES);
  const means = Array.from({ length: BATCHES }, (_, batch) => {
    const own = values.slice(batch * size, (batch + 1) * size);
    return own.reduce((sum, value) => sum + value, 0) / size;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, halfWidth: T_29 * Math.sqrt(variance / BATCHES) };
};
