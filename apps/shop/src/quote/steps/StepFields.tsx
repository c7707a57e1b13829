/** Which fields stand together on which step. */
import type { ReactNode } from "react";
import { confidentialFields, type Step } from "../../shared/quote/fields.ts";
import { Field, Group } from "../fields/Field.tsx";
import { useQuote } from "../QuoteContext.ts";
import { SummaryStep } from "./SummaryStep.tsx";

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
  switch (step) {
    case "vehicle":
      return (
        <>
          <Group
            title="groupCertificate"
            names={["plate", "hsn", "tsn", "firstRegistration", "holderSince"]}
          />
          <Group
            title="groupCar"
            names={["make", "model", "fuel", "powerKw", "financing", "parkingCamera", "notes"]}
          />
        </>
      );
    case "usage":
      return (
        <>
          <Group title="groupDriving" names={["usage", "mileage", "odometer"]} />
          <Group title="groupParking" names={["parking", "parkingPostcode", "homeOwner", "railCard"]} />
          <Group title="groupDrivers" names={["drivers", "youngestBirthDate"]} />
        </>
      );
    case "driver":
      return (
        <>
          <Group
            title="groupPerson"
            names={["salutation", "firstName", "lastName", "birthDate", "licenceDate"]}
          />
          <Group
            title="groupAddress"
            names={["street", "houseNumber", "postcode", "city", "email", "phone"]}
          />
          <Group title="groupRecord" names={["noClaims", "claims"]} />
          <ConfidentialPanel />
        </>
      );
    case "cover":
      return (
        <>
          <Group
            title="groupCover"
            names={["cover", "tariff", "deductiblePartial", "deductibleFull", "noClaimsFull"]}
          />
          <Group
            title="groupExtras"
            names={["breakdown", "driverProtection", "discountProtection", "workshop"]}
          />
          <Group title="groupStart" names={["startDate", "previousInsurer"]} />
        </>
      );
    case "summary":
      return <SummaryStep />;
  }
}
