/** The basket, and the short list of it that stands beside the checkout. */
import { fill } from "../../shared/fill.ts";
import { formatMoney } from "../../shared/language.ts";
import { type CheckoutTexts, checkoutTexts } from "../../shared/texts/checkoutTexts.ts";
import { type BasketLine, MAX_QUANTITY, type Totals } from "../basket.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { layout } from "./layout.ts";

function quantityForm(texts: CheckoutTexts, line: BasketLine, name: string): Html {
  const options = Array.from({ length: MAX_QUANTITY }, (_, index) => {
    const selected = index + 1 === line.quantity ? html` selected` : "";
    return html`<option${selected}>${index + 1}</option>`;
  });
  const id = `quantity-${line.product.sku}`;
  return html`<form class="quantity" method="post" action="/basket/update">
    <input type="hidden" name="sku" value="${line.product.sku}">
    <label class="visually-hidden" for="${id}">${fill(texts.quantityOf, { name })}</label>
    <select id="${id}" name="quantity">${options}</select>
    <button class="link" type="submit">${texts.update}</button>
    <button class="link" type="submit" name="remove" value="yes" aria-label="${fill(texts.removeNamed, { name })}">${texts.remove}</button>
  </form>`;
}

function basketLine({ language }: View, line: BasketLine): Html {
  const texts = checkoutTexts[language];
  const { product, quantity, cents } = line;
  const name = product.name[language];
  const each = quantity > 1 ? fill(texts.each, { price: formatMoney(product.priceCents, language) }) : "";
  return html`<li class="basket-line">
    <img src="/images/${product.sku}.svg" alt="" width="400" height="300">
    <div><p class="kind">${product.kind[language]}</p><h2><a href="/product/${product.sku}">${name}</a></h2>
      ${quantityForm(texts, line, name)}</div>
    <p class="price">${formatMoney(cents, language)}${each ? html`<small>${each}</small>` : ""}</p>
  </li>`;
}

export function totalsList(view: View, totals: Totals): Html {
  const { language } = view;
  const texts = checkoutTexts[language];
  const shipping = totals.shippingCents ? formatMoney(totals.shippingCents, language) : texts.free;
  return html`<dl class="totals">
    <div><dt>${texts.subtotal}</dt><dd>${formatMoney(totals.subtotalCents, language)}</dd></div>
    <div><dt>${texts.shipping}</dt><dd>${shipping}</dd></div>
    <div class="grand"><dt>${texts.total}<small>${texts.vat}</small></dt><dd>${formatMoney(totals.totalCents, language)}</dd></div>
  </dl>`;
}

export function basketPage(view: View, totals: Totals, addedName: string | null): Html {
  const texts = checkoutTexts[view.language];
  const notice = addedName
    ? html`<p class="notice" role="status">${fill(texts.added, { name: addedName })}</p>`
    : "";
  const filled = html`<div class="two-columns">
    <ul class="basket-lines">${totals.lines.map(line => basketLine(view, line))}</ul>
    <aside class="panel">${totalsList(view, totals)}
      <p><a class="button wide" href="/checkout">${texts.toCheckout}</a></p>
      <p><a href="/shop">${texts.continueShopping}</a></p>
    </aside></div>`;
  const empty = html`<div class="empty"><p class="empty-title">${texts.basketEmpty}</p>
    <p><a class="button" href="/shop">${texts.basketBrowse}</a></p></div>`;
  const main = html`<div class="wrap page"><h1>${texts.basketTitle}</h1>${notice}${totals.lines.length ? filled : empty}</div>`;
  return layout(view, { title: texts.basketTitle, main });
}
