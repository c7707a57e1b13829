/** The shell in which the quote form runs, and the page that says the request has arrived. */
import { fill } from "../../shared/fill.ts";
import { formatDate, formatMoney } from "../../shared/language.ts";
import { type Html, html } from "../html.ts";
import type { QuoteReceipt } from "../sessions.ts";
import type { View } from "../view.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

export function quotePage(view: View): Html {
  const { t } = view;
  const main = html`<div class="wrap page quote-page">
    <h1>${t.quoteTitle}</h1><p class="lead">${t.quoteLead}</p>
    <div id="quote-app"><p class="loading">${t.quoteLoading}</p><noscript><p class="notice">${t.quoteNoScript}</p></noscript></div>
  </div>`;
  const head = html`<script type="module" src="${view.assets.quoteScript}"></script>`;
  return layout(view, { title: t.quoteTitle, main, head, description: t.quoteLead });
}

export function quoteDonePage(view: View, receipt: QuoteReceipt): Html {
  const { t, language } = view;
  const { values, premium } = receipt;
  const rows = [
    [t.quoteReference, receipt.reference],
    [t.quotePlate, values.plate],
    [t.quoteStart, formatDate(values.startDate, language)],
    [t.quotePremium, formatMoney(premium.yearCents, language)],
    [t.quoteInstalment, formatMoney(premium.instalmentCents, language)],
  ].map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`);
  const main = html`<div class="wrap page narrow">
    <p class="done-mark">${icon("check")}</p>
    <h1>${t.quoteDoneTitle}</h1>
    <p class="lead">${fill(t.quoteDoneText, { email: values.email })}</p>
    <div class="panel"><dl class="receipt">${rows}</dl></div>
    <p><a class="button" href="/shop">${t.heroShop}</a></p>
  </div>`;
  return layout(view, { title: t.quoteDoneTitle, main });
}
