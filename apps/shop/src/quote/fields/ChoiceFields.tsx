/** Choices: a select, a group of radio cards, a checkbox. */
import type { ReactNode } from "react";
import { type CheckboxName, definitionOf, type TextName } from "../../shared/quote/fields.ts";
import { optionNote, optionText } from "../../shared/texts/quoteOptions.ts";
import { inputHints } from "../inputHints.ts";
import { useQuote } from "../QuoteContext.ts";
import { controlAttributes, controlId, FieldError, FieldFrame } from "./FieldFrame.tsx";

export function SelectField({ name }: { readonly name: TextName }): ReactNode {
  const form = useQuote();
  const hints = inputHints[name];
  return (
    <FieldFrame name={name} size={hints?.size}>
      <select
        {...controlAttributes(form, name)}
        autoComplete={hints?.autoComplete ?? "off"}
        value={form.values[name]}
        onChange={event => form.change(name, event.currentTarget.value)}
        onBlur={() => form.leave(name)}
      >
        <option value="">{form.texts.ui.choose}</option>
        {definitionOf(name).options?.map(option => (
          <option key={option} value={option}>
            {optionText(name, option, form.language)}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

interface RadioProps {
  readonly name: TextName;
  readonly option: string;
  readonly isFirst: boolean;
}

function RadioCard({ name, option, isFirst }: RadioProps): ReactNode {
  const { values, change, language } = useQuote();
  const note = optionNote(name, option, language);
  // The first one answers to the field's id: that is where focus goes when the choice is missing.
  const id = isFirst ? controlId(name) : `${controlId(name)}-${option}`;
  return (
    <label className="choice" htmlFor={id}>
      <input
        id={id}
        type="radio"
        name={name}
        value={option}
        checked={values[name] === option}
        onChange={() => change(name, option)}
      />
      <span className="choice-text">
        {optionText(name, option, language)}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}

export function RadioField({ name }: { readonly name: TextName }): ReactNode {
  const { errors, texts } = useQuote();
  const id = controlId(name);
  return (
    <div
      className="field radios"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-required="true"
      aria-invalid={errors[name] ? true : undefined}
      aria-describedby={errors[name] ? `${id}-error` : undefined}
    >
      <p className="label" id={`${id}-label`}>
        {texts.fields[name].label}
      </p>
      <div className="choices">
        {definitionOf(name).options?.map((option, index) => (
          <RadioCard key={option} name={name} option={option} isFirst={index === 0} />
        ))}
      </div>
      <FieldError name={name} />
    </div>
  );
}

export function CheckboxField({ name }: { readonly name: CheckboxName }): ReactNode {
  const form = useQuote();
  return (
    <div className="field tick">
      <input
        {...controlAttributes(form, name)}
        aria-required={name === "sepa" || name === "privacy" ? true : undefined}
        type="checkbox"
        checked={form.values[name]}
        onChange={event => form.change(name, event.currentTarget.checked)}
      />
      <label htmlFor={controlId(name)}>{form.texts.fields[name].label}</label>
      <FieldError name={name} />
    </div>
  );
}
