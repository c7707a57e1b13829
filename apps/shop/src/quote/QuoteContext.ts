/** What every field of the form shares: answers, errors, language, and how to change an answer. */
import { createContext, use } from "react";
import type { Language } from "../shared/language.ts";
import type { QuoteErrors } from "../shared/quote/checks.ts";
import type { FieldName, QuoteValues, Step } from "../shared/quote/fields.ts";
import type { QuoteTexts } from "../shared/texts/quoteTexts.ts";

export interface QuoteForm {
  readonly language: Language;
  readonly texts: QuoteTexts;
  readonly today: string;
  readonly values: QuoteValues;
  readonly errors: QuoteErrors;
  readonly change: (name: FieldName, value: string | boolean) => void;
  /** The customer leaves a field: now it may be judged. */
  readonly leave: (name: FieldName) => void;
  readonly goTo: (step: Step) => void;
}

const QuoteContext = createContext<QuoteForm | null>(null);

export const QuoteProvider = QuoteContext.Provider;

export function useQuote(): QuoteForm {
  const form = use(QuoteContext);
  if (form === null) throw new Error("A quote field must stand inside the quote form.");
  return form;
}
