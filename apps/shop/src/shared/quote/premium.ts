/**
 * The demo tariff: answers in, yearly premium out. Pure and deterministic, so browser and server agree to the cent.
 * The figures are invented but behave like a real tariff: claim-free years, region, mileage and age weigh most.
 */
import { fullYears, isDay } from "../days.ts";
import type { QuoteValues } from "./fields.ts";
import { parseWholeNumber } from "./formats.ts";

export const PREMIUM_LINES = ["liability", "partial", "full", "extras", "discounts"] as const;
export type PremiumLine = (typeof PREMIUM_LINES)[number];

export interface Premium {
  readonly lines: readonly { readonly id: PremiumLine; readonly cents: number }[];
  readonly yearCents: number;
  readonly instalmentCents: number;
  readonly instalmentsPerYear: number;
}

const PAYMENTS: Readonly<Record<string, { readonly perYear: number; readonly factor: number }>> = {
  year: { perYear: 1, factor: 1 },
  half: { perYear: 2, factor: 1.03 },
  quarter: { perYear: 4, factor: 1.05 },
  month: { perYear: 12, factor: 1.06 },
};

/** By the first digit of the postcode: claims differ between regions. */
const REGIONS = [0.97, 1.12, 0.93, 0.98, 1.06, 1.09, 1.04, 0.99, 1.08, 1.01] as const;
const TARIFFS: Readonly<Record<string, number>> = { basic: 0.92, comfort: 1, premium: 1.14 };
const PARKING: Readonly<Record<string, number>> = {
  street: 1.06,
  drive: 1,
  carport: 0.97,
  garage: 0.92,
  shared: 0.95,
};
const DEDUCTIBLES: Readonly<Record<string, number>> = {
  "0": 1.3,
  "150": 1,
  "300": 0.84,
  "500": 0.9,
  "1000": 0.76,
};
const USAGES: Readonly<Record<string, number>> = { private: 1, commute: 1.05, business: 1.24 };

/** An answer that is no key of its table (not given yet, or nonsense from an old draft) weighs nothing. */
const factor = (table: Readonly<Record<string, number>>, key: string): number =>
  Object.hasOwn(table, key) ? (table[key] ?? 1) : 1;

const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Falls from 100 % in the first year towards 20 % after 35 years without a claim. */
export function noClaimsFactor(text: string): number {
  if (text === "1/2") return 0.8;
  const years = Number(text);
  return years > 0 ? 0.18 + 0.5 * Math.exp(-(years - 1) / 9) : 1;
}

function ageFactor(birthDate: string, today: string): number {
  if (!isDay(birthDate)) return 1;
  const age = fullYears(birthDate, today);
  if (age < 21) return 1.75;
  if (age < 25) return 1.35;
  if (age < 30) return 1.1;
  return age >= 75 ? 1.2 : 1;
}

function riskFactor(values: QuoteValues, today: string): number {
  const mileage = parseWholeNumber(values.mileage) ?? 12_000;
  const power = parseWholeNumber(values.powerKw) ?? 85;
  const youngest = values.drivers === "me" ? 1 : ageFactor(values.youngestBirthDate, today);
  return (
    (REGIONS[Number(values.parkingPostcode.charAt(0))] ?? 1) *
    within(0.78 + mileage / 60_000, 0.8, 2) *
    within(1 + (power - 85) / 450, 0.88, 1.6) *
    Math.max(ageFactor(values.birthDate, today), youngest) *
    factor(USAGES, values.usage) *
    (1 + 0.18 * within(parseWholeNumber(values.claims) ?? 0, 0, 3))
  );
}

function coverCents(values: QuoteValues, today: string): Record<"liability" | "partial" | "full", number> {
  const risk = riskFactor(values, today) * factor(TARIFFS, values.tariff);
  const hull = risk * factor(PARKING, values.parking) * (values.workshop ? 0.88 : 1);
  const partial = values.cover === "partial" || values.cover === "full";
  const full = values.cover === "full";
  return {
    liability: Math.round(62_000 * risk * noClaimsFactor(values.noClaims)),
    partial: partial ? Math.round(9_800 * hull * factor(DEDUCTIBLES, values.deductiblePartial)) : 0,
    full: full
      ? Math.round(
          54_000 * hull * factor(DEDUCTIBLES, values.deductibleFull) * noClaimsFactor(values.noClaimsFull),
        )
      : 0,
  };
}

export function computePremium(values: QuoteValues, today: string): Premium {
  const { liability, partial, full } = coverCents(values, today);
  const base = liability + partial + full;
  const extras =
    (values.breakdown ? 1_490 : 0) +
    (values.driverProtection ? 2_900 : 0) +
    (values.discountProtection ? Math.round(base * 0.09) : 0);
  const rate = (values.homeOwner ? 0.04 : 0) + (values.railCard ? 0.02 : 0);
  const camera = values.parkingCamera ? Math.round(full * 0.03) : 0;
  const discounts = -(Math.round(base * rate) + camera);
  const yearCents = base + extras + discounts;
  const payment = (Object.hasOwn(PAYMENTS, values.payment) && PAYMENTS[values.payment]) || {
    perYear: 1,
    factor: 1,
  };
  const amounts: Record<PremiumLine, number> = { liability, partial, full, extras, discounts };
  return {
    lines: PREMIUM_LINES.map(id => ({ id, cents: amounts[id] })).filter(line => line.cents !== 0),
    yearCents,
    instalmentCents: Math.round((yearCents * payment.factor) / payment.perYear),
    instalmentsPerYear: payment.perYear,
  };
}
