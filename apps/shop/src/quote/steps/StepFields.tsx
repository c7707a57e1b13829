/** Which fields stand together on which step. */
import type { ReactNode } from "react";
import { confidentialFields, type FieldName, type Step } from "../../shared/quote/fields.ts";
import type { QuoteTexts } from "../../shared/texts/quoteTexts.ts";
import { Field, Group } from "../fields/Field.tsx";
import { useQuote } from "../QuoteContext.ts";
import { SummaryStep } from "./SummaryStep.tsx";

type Groups = readonly (readonly [title: keyof QuoteTexts["ui"], names: readonly FieldName[]])[];

const GROUPS: Readonly<Record<Exclude<Step, "summary">, Groups>> = {
  vehicle: [
    ["groupCertificate", ["plate", "hsn", "tsn", "firstRegistration", "holderSince"]],
    ["groupCar", ["make", "model", "fuel", "powerKw", "financing", "parkingCamera", "notes"]],
  ],
  usage: [
    ["groupDriving", ["usage", "mileage", "odometer"]],
    ["groupParking", ["parking", "parkingPostcode", "homeOwner", "railCard"]],
    ["groupDrivers", ["drivers", "youngestBirthDate"]],
  ],
  driver: [
    ["groupPerson", ["salutation", "firstName", "lastName", "birthDate", "licenceDate"]],
    ["groupAddress", ["street", "houseNumber", "postcode", "city", "email", "phone"]],
    ["groupRecord", ["noClaims", "claims"]],
  ],
  cover: [
    ["groupCover", ["cover", "tariff", "deductiblePartial", "deductibleFull", "noClaimsFull"]],
    ["groupExtras", ["breakdown", "driverProtection", "discountProtection", "workshop"]],
    ["groupStart", ["startDate", "previousInsurer"]],
  ],
};

/** Blocked for anyone who looks on: the box stays, its content never leaves the browser. */
function ConfidentialPanel(): ReactNode {
  const { texts } = useQuote();
  return (
    <fieldset className="fields confidential" data-lotse-block="">
      <legend>{texts.ui.groupConfidential}</legend>
      <p className="hint">{texts.ui.confidentialNote}</p>
      {confidentialFields.map(name => (
        <Field key={name} name={name} />
      ))}
    </fieldset>
  );
}

export function StepFields({ step }: { readonly step: Step }): ReactNode {
  if (step === "summary") return <SummaryStep />;
  return (
    <>
      {GROUPS[step].map(([title, names]) => (
        <Group key={title} title={title} names={names} />
      ))}
      {step === "driver" && <ConfidentialPanel />}
    </>
  );
}
