/**
 * What is valid in the quote form. The same functions run in the browser while the customer types and on the
 * server when the form arrives. Pure: `today` is handed in.
 */
import { addDays, addYears, fullYears, isDay } from "../days.ts";
import { ibanFault } from "../iban.ts";
import { isEmail, isHouseNumber, isName, isPhone, isPostcode, isStreet } from "../person.ts";
import { isHsn, isPlate, isTsn } from "../vehicle.ts";
import type { QuoteErrorCode } from "./errorCodes.ts";
import { definitionOf, type FieldName, fieldNames, type QuoteValues, type Step } from "./fields.ts";
import { parseWholeNumber } from "./formats.ts";

export type QuoteErrors = Partial<Record<FieldName, QuoteErrorCode>>;

interface Context {
  readonly values: QuoteValues;
  readonly today: string;
}

type Check = (text: string, context: Context) => QuoteErrorCode | null;

const unless = (isValid: (text: string) => boolean, code: QuoteErrorCode): Check => {
  return text => (isValid(text) ? null : code);
};

const wholeNumber = (min: number, max: number, code: QuoteErrorCode): Check => {
  return text => {
    const value = parseWholeNumber(text);
    return value !== null && value >= min && value <= max ? null : code;
  };
};

const pastDay: Check = (text, { today }) => {
  if (text > today) return "dateFuture";
  return text < "1930-01-01" ? "dateTooEarly" : null;
};

const holderSince: Check = (text, { values, today }) => {
  if (text > addDays(today, 90)) return "dateFuture";
  return isDay(values.firstRegistration) && text < values.firstRegistration ? "beforeRegistration" : null;
};

const adultDay: Check = (text, { today }) => {
  if (text > today) return "dateFuture";
  if (fullYears(text, today) > 110) return "dateTooEarly";
  return fullYears(text, today) < 17 ? "tooYoung" : null;
};

/** The moped licence comes at 15, the car at 17: an earlier day is a slip. */
const licenceDay: Check = (text, { values, today }) => {
  if (text > today) return "dateFuture";
  return isDay(values.birthDate) && text < addYears(values.birthDate, 15) ? "licenceTooEarly" : null;
};

/** Claim-free years cannot be older than the licence. */
const noClaims: Check = (text, { values, today }) => {
  if (!isDay(values.licenceDate) || text === "1/2") return null;
  return Number(text) > Math.max(0, fullYears(values.licenceDate, today)) ? "noClaimsTooHigh" : null;
};

const startDay: Check = (text, { today }) => {
  if (text < today) return "startPast";
  return text > addYears(today, 1) ? "startFar" : null;
};

const checks: Partial<Record<FieldName, Check>> = {
  plate: unless(isPlate, "plate"),
  hsn: unless(isHsn, "hsn"),
  tsn: unless(isTsn, "tsn"),
  powerKw: wholeNumber(1, 1_000, "powerRange"),
  firstRegistration: pastDay,
  holderSince,
  mileage: wholeNumber(1_000, 150_000, "mileageRange"),
  odometer: wholeNumber(0, 999_999, "odometerRange"),
  parkingPostcode: unless(isPostcode, "postcode"),
  youngestBirthDate: adultDay,
  firstName: unless(isName, "name"),
  lastName: unless(isName, "name"),
  birthDate: adultDay,
  licenceDate: licenceDay,
  street: unless(isStreet, "street"),
  houseNumber: unless(isHouseNumber, "houseNumber"),
  postcode: unless(isPostcode, "postcode"),
  city: unless(isName, "city"),
  email: unless(isEmail, "email"),
  phone: unless(isPhone, "phone"),
  noClaims,
  noClaimsFull: noClaims,
  startDate: startDay,
  accountHolder: unless(isName, "name"),
  iban: text => ibanFault(text),
};

const CONSENTS: readonly FieldName[] = ["sepa", "privacy"];

/** Fields that belong to the answers given so far; the others are neither shown nor checked. */
export function isShown(name: FieldName, values: QuoteValues): boolean {
  if (name === "youngestBirthDate") return values.drivers === "partner" || values.drivers === "family";
  if (name === "deductiblePartial" || name === "workshop")
    return values.cover === "partial" || values.cover === "full";
  if (name === "deductibleFull" || name === "noClaimsFull") return values.cover === "full";
  return true;
}

export function checkField(name: FieldName, context: Context): QuoteErrorCode | null {
  const definition = definitionOf(name);
  const value = context.values[name];
  if (!isShown(name, context.values)) return null;
  if (typeof value === "boolean") return CONSENTS.includes(name) && !value ? "consent" : null;
  if (value.trim() === "") return definition.optional ? null : definition.options ? "choose" : "required";
  if (value.length > (definition.maxLength ?? 200)) return "tooLong";
  if (definition.options && !definition.options.includes(value)) return "choose";
  if (definition.kind === "date" && !isDay(value)) return "date";
  return checks[name]?.(value, context) ?? null;
}

export const fieldsOf = (step: Step): readonly FieldName[] =>
  fieldNames.filter(name => definitionOf(name).step === step);

export function checkFields(names: readonly FieldName[], context: Context): QuoteErrors {
  const errors: QuoteErrors = {};
  for (const name of names) {
    const code = checkField(name, context);
    if (code !== null) errors[name] = code;
  }
  return errors;
}

export const checkQuote = (context: Context): QuoteErrors => checkFields(fieldNames, context);
