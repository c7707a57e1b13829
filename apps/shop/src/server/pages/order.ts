/** The order confirmation. */
import { findProduct } from "../../catalogue/catalogue.ts";
import { fill } from "../../shared/fill.ts";
import { formatMoney } from "../../shared/language.ts";
import { checkoutTexts } from "../../shared/texts/checkoutTexts.ts";
import { type Html, html } from "../html.ts";
import type { Order } from "../sessions.ts";
import type { View } from "../view.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

export function orderPage(view: View, order: Order): Html {
  const { language } = view;
  const texts = checkoutTexts[language];
  const items = order.lines.map(
    line => html`<li><span>${line.quantity} × ${findProduct(line.sku)?.name[language]}</span>
      <span>${formatMoney(line.unitCents * line.quantity, language)}</span></li>`,
  );
  const shipping = order.shippingCents ? formatMoney(order.shippingCents, language) : texts.free;
  const main = html`<div class="wrap page narrow">
    <p class="done-mark">${icon("check")}</p>
    <h1>${texts.doneTitle}</h1>
    <p class="lead">${fill(texts.doneText, { email: order.email })}</p>
    ${order.accountCreated ? html`<p>${texts.accountDone}</p>` : ""}
    <div class="panel">
      <dl class="receipt">
        <div><dt>${texts.orderNumber}</dt><dd>${order.number}</dd></div>
        <div><dt>${texts.deliverTo}</dt><dd>${order.addressLines.map(line => html`${line}<br>`)}</dd></div>
        <div><dt>${texts.paidWith}</dt><dd>${fill(texts.cardEnding, { last4: order.cardLast4 })}</dd></div>
      </dl>
      <ul class="order-items">${items}<li><span>${texts.shipping}</span> <span>${shipping}</span></li></ul>
      <dl class="totals"><div class="grand"><dt>${texts.total}<small>${texts.vat}</small></dt><dd>${formatMoney(order.totalCents, language)}</dd></div></dl>
    </div>
    <p><a class="button" href="/shop">${texts.continueShopping}</a></p>
  </div>`;
  return layout(view, { title: texts.doneTitle, main });
}
