/** One product, with its structured data. The only page that says "this product is being looked at". */
import { findCategory, productsIn } from "../../catalogue/catalogue.ts";
import type { Product } from "../../catalogue/types.ts";
import { fill } from "../../shared/fill.ts";
import { formatMoney } from "../../shared/language.ts";
import { MAX_QUANTITY } from "../basket.ts";
import { type Html, html, jsonLd } from "../html.ts";
import type { View } from "../view.ts";
import { helpBand } from "./helpBand.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";
import { productGrid } from "./productCard.ts";

function structuredData({ language, origin }: View, product: Product): Html {
  return jsonLd({
    "@context": "https://schema.org",
    "@type": "Product",
    sku: product.sku,
    name: product.name[language],
    description: product.description[language],
    category: findCategory(product.category)?.name[language],
    image: `${origin}/images/${product.sku}.svg`,
    brand: { "@type": "Brand", name: "Nordwind" },
    offers: {
      "@type": "Offer",
      url: `${origin}/product/${product.sku}`,
      price: (product.priceCents / 100).toFixed(2),
      priceCurrency: "EUR",
      availability: "https://schema.org/InStock",
    },
  });
}

function breadcrumb({ t, language }: View, product: Product): Html {
  const category = findCategory(product.category);
  return html`<nav class="breadcrumb" aria-label="${t.breadcrumb}"><ol>
    <li><a href="/shop">${t.navShop}</a></li>
    <li><a href="/shop/${product.category}">${category?.name[language]}</a></li>
    <li aria-current="page">${product.name[language]}</li>
  </ol></nav>`;
}

function purchase({ t, language }: View, product: Product): Html {
  const delivery =
    product.deliveryDays === 1 ? t.deliveryOne : fill(t.delivery, { days: product.deliveryDays });
  const quantities = Array.from({ length: MAX_QUANTITY }, (_, index) => html`<option>${index + 1}</option>`);
  return html`<p class="price large">${formatMoney(product.priceCents, language)} <small>${t.vat}</small></p>
    <ul class="facts"><li>${icon("truck")}${delivery}</li><li>${icon("check")}${t.shippingFrom}</li></ul>
    <form class="buy" method="post" action="/basket/add">
      <input type="hidden" name="sku" value="${product.sku}">
      <label for="quantity">${t.quantity}</label>
      <select id="quantity" name="quantity">${quantities}</select>
      <button class="button" type="submit">${t.addToBasket}</button>
    </form>`;
}

export function productPage(view: View, product: Product): Html {
  const { t, language } = view;
  const specs = product.specs.map(
    spec => html`<div><dt>${spec.label[language]}</dt><dd>${spec.value[language]}</dd></div>`,
  );
  const related = productsIn(product.category)
    .filter(other => other !== product)
    .slice(0, 4);
  const main = html`<div class="wrap page">
    ${breadcrumb(view, product)}
    <article class="product" data-lotse-product="${product.sku}">
      <img class="product-image" src="/images/${product.sku}.svg" alt="${product.kind[language]} ${product.name[language]}" width="400" height="300">
      <div class="product-text">
        <p class="kind">${product.kind[language]}</p>
        <h1>${product.name[language]}</h1>
        <p class="lead">${product.summary[language]}</p>
        ${purchase(view, product)}
      </div>
      <div class="product-more">
        <p>${product.description[language]}</p>
        <h2>${t.specs}</h2>
        <dl class="specs">${specs}<div><dt>${t.sku}</dt><dd>${product.sku}</dd></div></dl>
      </div>
    </article>
    <section><h2>${t.related}</h2>${productGrid(view, related)}</section>
  </div>
  ${helpBand(view, { topic: "products", title: t.productHelp, text: t.productHelpText })}`;
  const title = `${product.kind[language]} ${product.name[language]}`;
  return layout(view, {
    title,
    main,
    description: product.summary[language],
    head: structuredData(view, product),
  });
}
