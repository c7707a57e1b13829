/** Lists: the whole shop, one category, search results. */
import { categories, products, productsIn } from "../../catalogue/catalogue.ts";
import type { Category, Product } from "../../catalogue/types.ts";
import { fill } from "../../shared/fill.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { layout } from "./layout.ts";
import { productGrid } from "./productCard.ts";

function shelves({ t, language }: View, current: Category | null): Html {
  const links = [{ href: "/shop", label: t.allProducts, isCurrent: current === null }].concat(
    categories.map(category => ({
      href: `/shop/${category.id}`,
      label: category.name[language],
      isCurrent: category === current,
    })),
  );
  const items = links.map(
    link =>
      html`<li><a href="${link.href}"${link.isCurrent ? html` aria-current="page"` : ""}>${link.label}</a></li>`,
  );
  return html`<nav class="shelves" aria-label="${t.categoryNav}"><ul>${items}</ul></nav>`;
}

export function shopPage(view: View, category: Category | null): Html {
  const { t, language } = view;
  const title = category?.name[language] ?? t.shopTitle;
  const lead = category?.claim[language] ?? t.shopText;
  const listed = category ? productsIn(category.id) : products;
  const main = html`<div class="wrap page">
    <h1>${title}</h1><p class="lead">${lead}</p>
    ${shelves(view, category)}
    <h2 class="visually-hidden">${fill(t.products, { count: listed.length })}</h2>
    ${productGrid(view, listed)}
  </div>`;
  return layout(view, { title, main, description: lead });
}

export function searchPage(view: View, query: string, hits: readonly Product[]): Html {
  const { t } = view;
  const title = query ? fill(t.searchFor, { query }) : t.searchTitle;
  const count = hits.length === 1 ? t.searchOneHit : fill(t.searchHits, { count: hits.length });
  const result = hits.length
    ? html`<h2 class="count">${count}</h2>${productGrid(view, hits)}`
    : html`<div class="empty">${query ? html`<p class="empty-title">${t.searchNone}</p>` : ""}<p>${t.searchHint}</p>
        <p><a class="button quiet" href="/shop">${t.heroShop}</a></p></div>`;
  return layout(view, { title, query, main: html`<div class="wrap page"><h1>${title}</h1>${result}</div>` });
}
