/** A product in a list. Carries no `data-lotse-product`: being listed is not being looked at. */
import type { Product } from "../../catalogue/types.ts";
import { formatMoney } from "../../shared/language.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";

export function productCard(view: View, product: Product): Html {
  const { language, t } = view;
  return html`<li class="card product-card">
    <img src="/images/${product.sku}.svg" alt="" width="400" height="300" loading="lazy">
    <div class="card-body">
      <p class="kind">${product.kind[language]}</p>
      <h3><a href="/product/${product.sku}">${product.name[language]}</a></h3>
      <p class="summary">${product.summary[language]}</p>
      <p class="price">${formatMoney(product.priceCents, language)} <small>${t.vat}</small></p>
    </div>
  </li>`;
}

export const productGrid = (view: View, products: readonly Product[]): Html =>
  html`<ul class="grid products">${products.map(product => productCard(view, product))}</ul>`;
