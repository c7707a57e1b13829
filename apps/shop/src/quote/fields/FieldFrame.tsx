/** Label, hint and error around a control, and the attributes that link them to it. */
import type { ReactNode } from "react";
import { definitionOf, type FieldName } from "../../shared/quote/fields.ts";
import { quoteErrorTexts } from "../../shared/texts/quoteErrors.ts";
import { type QuoteForm, useQuote } from "../QuoteContext.ts";

export const controlId = (name: FieldName): string => `quote-${name}`;

export interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-required": true | undefined;
}

export function controlAttributes(form: QuoteForm, name: FieldName): ControlAttributes {
  const id = controlId(name);
  const ids = [form.texts.fields[name].hint ? `${id}-hint` : "", form.errors[name] ? `${id}-error` : ""];
  return {
    id,
    name,
    "aria-describedby": ids.filter(Boolean).join(" ") || undefined,
    "aria-invalid": form.errors[name] ? true : undefined,
    "aria-required": definitionOf(name).optional ? undefined : true,
  };
}

export function FieldError({ name }: { readonly name: FieldName }): ReactNode {
  const { errors, language } = useQuote();
  const code = errors[name];
  if (!code) return null;
  return (
    <p className="error" id={`${controlId(name)}-error`}>
      {quoteErrorTexts[language][code]}
    </p>
  );
}

interface FrameProps {
  readonly name: FieldName;
  readonly size?: string | undefined;
  readonly children: ReactNode;
}

export function FieldFrame({ name, size, children }: FrameProps): ReactNode {
  const { texts } = useQuote();
  const { label, hint } = texts.fields[name];
  return (
    <div className={`field ${size ?? ""}`}>
      <label htmlFor={controlId(name)}>
        {label}
        {definitionOf(name).optional && <span className="optional"> ({texts.ui.optional})</span>}
      </label>
      {hint && (
        <p className="hint" id={`${controlId(name)}-hint`}>
          {hint}
        </p>
      )}
      {children}
      <FieldError name={name} />
    </div>
  );
}
