/** Beside the form: the premium as soon as it can be known, and where to get help. */
import type { ReactNode } from "react";
import { formatMoney } from "../shared/language.ts";
import { computePremium } from "../shared/quote/premium.ts";
import { useQuote } from "./QuoteContext.ts";

const INSTALMENTS = {
  1: "instalmentYear",
  2: "instalmentHalf",
  4: "instalmentQuarter",
  12: "instalmentMonth",
} as const;

function PremiumPanel(): ReactNode {
  const { values, today, language, texts } = useQuote();
  const { ui } = texts;
  const isKnown = values.cover !== "" && values.tariff !== "";
  const premium = computePremium(values, today);
  const instalment = INSTALMENTS[premium.instalmentsPerYear as keyof typeof INSTALMENTS];
  return (
    <section className="panel premium" aria-label={ui.premium}>
      <h2>{ui.premium}</h2>
      <div role="status">
        {isKnown ? (
          <>
            <p className="premium-amount">{formatMoney(premium.instalmentCents, language)}</p>
            <p>{ui[instalment]}</p>
          </>
        ) : (
          <p>{ui.premiumPending}</p>
        )}
      </div>
    </section>
  );
}

export function Aside(): ReactNode {
  const { ui } = useQuote().texts;
  return (
    <aside className="quote-aside">
      <PremiumPanel />
      <section className="panel">
        <h2>{ui.helpTitle}</h2>
        <p>{ui.helpText}</p>
        <p>
          <button className="button quiet wide" type="button" data-lotse-open="quote">
            {ui.helpButton}
          </button>
        </p>
        <p className="hint">{ui.helpPhone}</p>
      </section>
    </aside>
  );
}
