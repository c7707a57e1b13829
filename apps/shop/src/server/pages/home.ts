/** The first thing a stranger sees. */
import { categories, findProduct, productsIn } from "../../catalogue/catalogue.ts";
import { fill } from "../../shared/fill.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { helpBand } from "./helpBand.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";
import { productGrid } from "./productCard.ts";

const FAVOURITES = ["P", "KS-102", "DT-201", "SE-305"];
const PROMISE_ICONS = ["shield", "clock", "people"] as const;

function hero({ t }: View): Html {
  return html`<section class="hero"><div class="wrap hero-inner">
    <div class="hero-text">
      <h1>${t.heroTitle.split(/(?<=\.) /).map(sentence => html`<span>${sentence}</span> `)}</h1>
      <p class="lead">${t.heroText}</p>
      <p class="actions">
        <a class="button" href="/quote">${t.heroQuote}</a>
        <a class="button quiet" href="/shop">${t.heroShop}</a>
      </p>
    </div>
    <img class="hero-image" src="/images/hero.svg" alt="${t.heroImage}" width="640" height="480">
  </div></section>`;
}

function promises({ t }: View): Html {
  const items = t.promises.map(
    (promise, index) =>
      html`<li>${icon(PROMISE_ICONS[index] ?? "shield")}<div><h2>${promise.title}</h2><p>${promise.text}</p></div></li>`,
  );
  return html`<section class="wrap"><ul class="promises">${items}</ul></section>`;
}

export function categoryTiles({ t, language }: View): Html {
  const tiles = categories.map(
    category => html`<li class="card tile">
      <img src="/images/${category.picture}.svg" alt="" width="400" height="300" loading="lazy">
      <div class="card-body">
        <h3><a href="/shop/${category.id}">${category.name[language]}</a></h3>
        <p>${category.claim[language]}</p>
        <p class="kind">${fill(t.products, { count: productsIn(category.id).length })}</p>
      </div>
    </li>`,
  );
  return html`<ul class="grid tiles">${tiles}</ul>`;
}

export function homePage(view: View): Html {
  const { t } = view;
  const favourites = FAVOURITES.flatMap(sku => findProduct(sku) ?? []);
  const steps = t.steps.map(step => html`<li>${step}</li>`);
  const main = html`${hero(view)}
    ${promises(view)}
    <section class="wrap"><h2>${t.categoriesTitle}</h2><p class="section-lead">${t.categoriesText}</p>${categoryTiles(view)}</section>
    <section class="band"><div class="wrap steps-band">
      <h2>${t.stepsTitle}</h2>
      <ol class="how">${steps}</ol>
      <a class="button" href="/quote">${t.heroQuote}</a>
    </div></section>
    <section class="wrap"><h2>${t.favourites}</h2>${productGrid(view, favourites)}</section>
    ${helpBand(view, { topic: "quote", title: t.helpTitle, text: t.helpText })}`;
  return layout(view, { title: t.heroTitle, main });
}
