/**
 * The quote form's fields: on which step, of which kind, with which choices. Data only: what is valid stands
 * in `checks.ts`, what they are called in `texts/`.
 */
export const STEPS = ["vehicle", "usage", "driver", "cover", "summary"] as const;
export type Step = (typeof STEPS)[number];

const noClaims = ["0", "1/2", ...Array.from({ length: 35 }, (_, index) => String(index + 1))];

export interface FieldDefinition {
  readonly step: Step;
  readonly kind: "text" | "notes" | "date" | "select" | "radio" | "checkbox";
  readonly options?: readonly string[];
  readonly maxLength?: number;
  /** May stay empty. Checkboxes always may; a consent is enforced by its check. */
  readonly optional?: true;
}

export const quoteFields = {
  plate: { step: "vehicle", kind: "text", maxLength: 12 },
  hsn: { step: "vehicle", kind: "text", maxLength: 4 },
  tsn: { step: "vehicle", kind: "text", maxLength: 3 },
  make: {
    step: "vehicle",
    kind: "select",
    options: ["Audi", "BMW", "Fiat", "Ford", "Hyundai", "Kia", "Mercedes-Benz", "Opel", "Peugeot", "Renault"]
      .concat(["SEAT", "Škoda", "Tesla", "Toyota", "Volkswagen", "Volvo"])
      .concat("other"),
  },
  model: { step: "vehicle", kind: "text", maxLength: 60 },
  fuel: { step: "vehicle", kind: "select", options: ["petrol", "diesel", "electric", "hybrid", "gas"] },
  powerKw: { step: "vehicle", kind: "text", maxLength: 4 },
  firstRegistration: { step: "vehicle", kind: "date" },
  holderSince: { step: "vehicle", kind: "date" },
  financing: { step: "vehicle", kind: "radio", options: ["paid", "loan", "lease"] },
  parkingCamera: { step: "vehicle", kind: "checkbox" },
  notes: { step: "vehicle", kind: "notes", maxLength: 1000, optional: true },

  usage: { step: "usage", kind: "radio", options: ["private", "commute", "business"] },
  mileage: { step: "usage", kind: "text", maxLength: 7 },
  odometer: { step: "usage", kind: "text", maxLength: 9 },
  parking: { step: "usage", kind: "select", options: ["street", "drive", "carport", "garage", "shared"] },
  parkingPostcode: { step: "usage", kind: "text", maxLength: 5 },
  drivers: { step: "usage", kind: "radio", options: ["me", "partner", "family"] },
  youngestBirthDate: { step: "usage", kind: "date" },
  homeOwner: { step: "usage", kind: "checkbox" },
  railCard: { step: "usage", kind: "checkbox" },

  salutation: { step: "driver", kind: "select", options: ["ms", "mr", "none"] },
  firstName: { step: "driver", kind: "text", maxLength: 80 },
  lastName: { step: "driver", kind: "text", maxLength: 80 },
  birthDate: { step: "driver", kind: "date" },
  licenceDate: { step: "driver", kind: "date" },
  street: { step: "driver", kind: "text", maxLength: 80 },
  houseNumber: { step: "driver", kind: "text", maxLength: 12 },
  postcode: { step: "driver", kind: "text", maxLength: 5 },
  city: { step: "driver", kind: "text", maxLength: 80 },
  email: { step: "driver", kind: "text", maxLength: 254 },
  phone: { step: "driver", kind: "text", maxLength: 30, optional: true },
  noClaims: { step: "driver", kind: "select", options: noClaims },
  claims: { step: "driver", kind: "select", options: ["0", "1", "2", "3"] },
  points: { step: "driver", kind: "select", options: ["0", "1", "2", "3", "4", "5", "6", "7"] },
  drivingBan: { step: "driver", kind: "radio", options: ["no", "yes"] },
  claimsRemark: { step: "driver", kind: "text", maxLength: 200, optional: true },

  cover: { step: "cover", kind: "radio", options: ["liability", "partial", "full"] },
  tariff: { step: "cover", kind: "radio", options: ["basic", "comfort", "premium"] },
  deductiblePartial: { step: "cover", kind: "select", options: ["0", "150", "300"] },
  deductibleFull: { step: "cover", kind: "select", options: ["300", "500", "1000"] },
  noClaimsFull: { step: "cover", kind: "select", options: noClaims },
  breakdown: { step: "cover", kind: "checkbox" },
  driverProtection: { step: "cover", kind: "checkbox" },
  discountProtection: { step: "cover", kind: "checkbox" },
  workshop: { step: "cover", kind: "checkbox" },
  startDate: { step: "cover", kind: "date" },
  previousInsurer: { step: "cover", kind: "select", options: ["none", "direct", "regional", "other"] },

  payment: { step: "summary", kind: "radio", options: ["year", "half", "quarter", "month"] },
  accountHolder: { step: "summary", kind: "text", maxLength: 80 },
  iban: { step: "summary", kind: "text", maxLength: 42 },
  sepa: { step: "summary", kind: "checkbox" },
  privacy: { step: "summary", kind: "checkbox" },
} as const satisfies Readonly<Record<string, FieldDefinition>>;

export type FieldName = keyof typeof quoteFields;

type Value<K extends FieldName> = (typeof quoteFields)[K]["kind"] extends "checkbox" ? boolean : string;
export type QuoteValues = { readonly [K in FieldName]: Value<K> };

/** Names by the type of their value, so that views need no casts. */
export type CheckboxName = { [K in FieldName]: QuoteValues[K] extends boolean ? K : never }[FieldName];
export type TextName = Exclude<FieldName, CheckboxName>;

export const fieldNames = Object.keys(quoteFields) as readonly FieldName[];

export const definitionOf = (name: FieldName): FieldDefinition => quoteFields[name];

/** Nothing is chosen in advance that costs money or gives consent. */
export const emptyQuote = {
  ...Object.fromEntries(fieldNames.map(name => [name, definitionOf(name).kind === "checkbox" ? false : ""])),
  payment: "year",
} as QuoteValues;

/** Shown in the blocked panel alone: repeated nowhere, so that a helper who sees the page never sees them. */
export const confidentialFields: readonly FieldName[] = ["points", "drivingBan", "claimsRemark"];
