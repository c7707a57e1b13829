/** The right control for a field, or nothing when the answers so far make it pointless. */
import type { ReactNode } from "react";
import { isShown } from "../../shared/quote/checks.ts";
import { type CheckboxName, definitionOf, type FieldName, type TextName } from "../../shared/quote/fields.ts";
import type { QuoteTexts } from "../../shared/texts/quoteTexts.ts";
import { useQuote } from "../QuoteContext.ts";
import { CheckboxField, RadioField, SelectField } from "./ChoiceFields.tsx";
import { NotesField, TextField } from "./TextField.tsx";

const isCheckbox = (name: FieldName): name is CheckboxName => definitionOf(name).kind === "checkbox";

function textControl(name: TextName): ReactNode {
  switch (definitionOf(name).kind) {
    case "select":
      return <SelectField name={name} />;
    case "radio":
      return <RadioField name={name} />;
    case "notes":
      return <NotesField name={name} />;
    default:
      return <TextField name={name} />;
  }
}

export function Field({ name }: { readonly name: FieldName }): ReactNode {
  const { values } = useQuote();
  if (!isShown(name, values)) return null;
  return isCheckbox(name) ? <CheckboxField name={name} /> : textControl(name);
}

interface GroupProps {
  readonly title: keyof QuoteTexts["ui"];
  readonly names: readonly FieldName[];
}

export function Group({ title, names }: GroupProps): ReactNode {
  const { texts } = useQuote();
  return (
    <fieldset className="fields">
      <legend>{texts.ui[title]}</legend>
      {names.map(name => (
        <Field key={name} name={name} />
      ))}
    </fieldset>
  );
}
