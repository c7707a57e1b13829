/**
 * Intervals of 95 % for the difference between two independent groups. Shares: the hybrid score interval, method 10 of R. G. Newcombe,
 * "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17
 * (1998) 873-890, made of the single score intervals of E. B. Wilson (JASA 22 (1927) 209-212): it never leaves -1 to 1, and is honest
 * about shares near 0, where nearly all conversion rates are. Means: Welch's unequal variances (Biometrika 34 (1947) 28-35), with
 * the normal's quantile, as the groups are never small here (see `lift.ts`). Pure.
 */
import type { Interval } from "@lotse/protocol";

/** The normal distribution's 97.5 % quantile. */
const Z = 1.959_963_984_540_054;

export interface Share {
  readonly successes: number;
  readonly of: number;
}

/** Wilson's. */
export const shareInterval = ({ successes, of }: Share): Interval => {
  const estimate = successes / of;
  const middle = (2 * successes + Z ** 2) / (2 * (of + Z ** 2));
  const half = (Z * Math.sqrt(Z ** 2 + 4 * successes * (1 - estimate))) / (2 * (of + Z ** 2));
  return { estimate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** Newcombe's: the first less the second. */
export const differenceOfShares = (one: Share, other: Share): Interval => {
  const [a, b] = [shareInterval(one), shareInterval(other)];
  const estimate = a.estimate - b.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(a.estimate - a.low, b.high - b.estimate),
    high: estimate + Math.hypot(a.high - a.estimate, b.estimate - b.low),
  };
};

export interface Sums {
  readonly of: number;
  readonly sum: number;
  readonly squares: number;
}

const meanOf = ({ sum, of }: Sums): number => sum / of;

/** Of the mean; rounding never makes it less than nothing. */
const varianceOf = ({ of, sum, squares }: Sums): number =>
  of < 2 ? 0 : Math.max(0, squares - sum ** 2 / of) / (of - 1) / of;

/** Welch's: the first less the second. */
export const differenceOfMeans = (one: Sums, other: Sums): Interval => {
  const estimate = meanOf(one) - meanOf(other);
  const half = Z * Math.sqrt(varianceOf(one) + varianceOf(other));
  return { estimate, low: estimate - half, high: estimate + half };
};

export const times = ({ estimate, low, high }: Interval, factor: number): Interval => ({
  ...{ estimate: estimate * factor, low: low * factor, high: high * factor },
});
