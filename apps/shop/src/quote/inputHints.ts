/** What browsers and on-screen keyboards should know about a field. */
import type { TextName } from "../shared/quote/fields.ts";

interface InputHints {
  readonly autoComplete?: string;
  readonly inputMode?: "numeric" | "email" | "tel" | "text";
  readonly type?: "email" | "tel";
  readonly size?: "half" | "third" | "two-thirds";
}

export const inputHints: Partial<Record<TextName, InputHints>> = {
  hsn: { inputMode: "numeric", size: "half" },
  tsn: { size: "half" },
  make: { size: "half" },
  model: { size: "half" },
  fuel: { size: "half" },
  powerKw: { inputMode: "numeric", size: "half" },
  firstRegistration: { size: "half" },
  holderSince: { size: "half" },
  mileage: { inputMode: "numeric", size: "half" },
  odometer: { inputMode: "numeric", size: "half" },
  parking: { size: "half" },
  parkingPostcode: { inputMode: "numeric", size: "half" },
  youngestBirthDate: { size: "half" },
  salutation: { autoComplete: "honorific-prefix", size: "third" },
  firstName: { autoComplete: "given-name", size: "third" },
  lastName: { autoComplete: "family-name", size: "third" },
  birthDate: { autoComplete: "bday", size: "half" },
  licenceDate: { size: "half" },
  street: { autoComplete: "address-line1", size: "two-thirds" },
  houseNumber: { size: "third" },
  postcode: { autoComplete: "postal-code", inputMode: "numeric", size: "third" },
  city: { autoComplete: "address-level2", size: "two-thirds" },
  email: { autoComplete: "email", type: "email", inputMode: "email", size: "half" },
  phone: { autoComplete: "tel", type: "tel", inputMode: "tel", size: "half" },
  noClaims: { size: "half" },
  claims: { size: "half" },
  points: { size: "half" },
  deductiblePartial: { size: "half" },
  deductibleFull: { size: "half" },
  noClaimsFull: { size: "half" },
  startDate: { size: "half" },
  previousInsurer: { size: "half" },
};
