/** The end: the premium line by line, all answers with a way back to them, payment and consent. */
import type { ReactNode } from "react";
import { formatDate, formatMoney } from "../../shared/language.ts";
import { fieldsOf, isShown } from "../../shared/quote/checks.ts";
import {
  confidentialFields,
  definitionOf,
  type FieldName,
  STEPS,
  type Step,
} from "../../shared/quote/fields.ts";
import { computePremium } from "../../shared/quote/premium.ts";
import { optionText } from "../../shared/texts/quoteOptions.ts";
import { Group } from "../fields/Field.tsx";
import { type QuoteForm, useQuote } from "../QuoteContext.ts";

const hidden: readonly FieldName[] = [...confidentialFields, "notes"];

function answerText(form: QuoteForm, name: FieldName): string {
  const value = form.values[name];
  const { kind } = definitionOf(name);
  if (typeof value === "boolean") return value ? form.texts.ui.yes : form.texts.ui.no;
  if (value === "") return "–";
  if (kind === "date") return formatDate(value, form.language);
  return kind === "select" || kind === "radio" ? optionText(name as never, value, form.language) : value;
}

function ReviewSection({ step }: { readonly step: Step }): ReactNode {
  const form = useQuote();
  const names = fieldsOf(step).filter(name => !hidden.includes(name) && isShown(name, form.values));
  const { short } = form.texts.steps[step];
  return (
    <section className="review">
      <div className="review-head">
        <h4>{short}</h4>
        <button
          className="link"
          type="button"
          aria-label={`${form.texts.ui.edit}: ${short}`}
          onClick={() => form.goTo(step)}
        >
          {form.texts.ui.edit}
        </button>
      </div>
      <dl>
        {names.map(name => (
          <div key={name}>
            <dt>{form.texts.fields[name].label}</dt>
            <dd>{answerText(form, name)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function PremiumTable(): ReactNode {
  const { values, today, language, texts } = useQuote();
  const premium = computePremium(values, today);
  return (
    <dl className="totals premium-lines">
      {premium.lines.map(line => (
        <div key={line.id}>
          <dt>{texts.premiumLines[line.id]}</dt>
          <dd>{formatMoney(line.cents, language)}</dd>
        </div>
      ))}
      <div className="grand">
        <dt>
          {texts.ui.premium} {texts.ui.perYear}
        </dt>
        <dd>{formatMoney(premium.yearCents, language)}</dd>
      </div>
    </dl>
  );
}

export function SummaryStep(): ReactNode {
  const { texts } = useQuote();
  return (
    <>
      <PremiumTable />
      <section>
        <h3>{texts.ui.groupReview}</h3>
        <div className="reviews">
          {STEPS.filter(step => step !== "summary").map(step => (
            <ReviewSection key={step} step={step} />
          ))}
        </div>
      </section>
      <Group title="groupPayment" names={["payment", "accountHolder", "iban", "sepa"]} />
      <Group title="groupConfirm" names={["privacy"]} />
    </>
  );
}
