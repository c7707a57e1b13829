/** The frame around every page: head, header with search and basket, footer. */
import { categories } from "../../catalogue/catalogue.ts";
import { fill } from "../../shared/fill.ts";
import { LANGUAGES, type Language } from "../../shared/language.ts";
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { icon, logo } from "./icons.ts";

interface Page {
  readonly title: string;
  readonly main: Html;
  readonly description?: string;
  readonly head?: Html;
  /** What stands in the search field. */
  readonly query?: string;
}

/** The query alone: it leads to wherever the address bar is, also after the quote form has moved on by itself. */
function inLanguage(path: string, language: Language): string {
  const url = new URL(path, "http://shop.invalid");
  url.searchParams.set("lang", language);
  return url.search;
}

const languageNames: Readonly<Record<Language, string>> = { de: "Deutsch", en: "English" };

function languageSwitch(view: View): Html {
  const links = LANGUAGES.map(language => {
    const current = language === view.language ? html` aria-current="true"` : "";
    return html`<li><a href="${inLanguage(view.path, language)}" lang="${language}" hreflang="${language}" title="${languageNames[language]}"${current}>${language.toUpperCase()}</a></li>`;
  });
  return html`<nav class="languages" aria-label="${view.t.languageLabel}"><ul>${links}</ul></nav>`;
}

function navigation(view: View): Html {
  const section = view.path.split(/[/?]/)[1] ?? "";
  const items = [
    { href: "/quote", label: view.t.navQuote, sections: ["quote"] },
    { href: "/shop", label: view.t.navShop, sections: ["shop", "product", "search"] },
    { href: "/contact", label: view.t.navContact, sections: ["contact"] },
  ];
  const links = items.map(item => {
    const current = item.sections.includes(section) ? html` aria-current="true"` : "";
    return html`<li><a href="${item.href}"${current}>${item.label}</a></li>`;
  });
  return html`<nav class="main-nav" aria-label="${view.t.navLabel}"><ul>${links}</ul></nav>`;
}

function header(view: View, query: string): Html {
  const { t } = view;
  const count = fill(t.basketCount, { count: view.basketCount });
  const badge =
    view.basketCount > 0 ? html`<span class="badge" aria-hidden="true">${view.basketCount}</span>` : "";
  return html`<header class="site-header">
    <div class="wrap bar">
      <a class="brand" href="/" aria-label="Nordwind Versicherung – ${t.home}">${logo}<span>Nordwind</span></a>
      ${navigation(view)}
      <form class="search" action="/search" role="search">
        <label class="visually-hidden" for="search">${t.searchLabel}</label>
        <input id="search" type="search" name="q" value="${query}" placeholder="${t.searchLabel}" maxlength="100">
        <button type="submit" aria-label="${t.searchButton}">${icon("search")}</button>
      </form>
      <a class="basket-link" href="/basket" aria-label="${t.basket}: ${count}" data-lotse-basket-value="${(view.basketCents / 100).toFixed(2)}" data-lotse-basket-count="${view.basketCount}">${icon("basket")}${badge}</a>
      ${languageSwitch(view)}
    </div>
  </header>`;
}

function footer(view: View): Html {
  const { t, language } = view;
  const shelves = categories.map(
    category => html`<li><a href="/shop/${category.id}">${category.name[language]}</a></li>`,
  );
  return html`<footer class="site-footer">
    <div class="wrap">
      <div class="footer-columns">
        <div class="footer-brand"><p class="brand">${logo}<span>Nordwind</span></p><p>${t.claim}</p></div>
        <div><h2>${t.footerInsurance}</h2><ul><li><a href="/quote">${t.heroQuote}</a></li></ul></div>
        <div><h2>${t.footerShop}</h2><ul>${shelves}</ul></div>
        <div><h2>${t.footerService}</h2><ul>
          <li><a href="/contact">${t.navContact}</a></li><li><a href="/about">${t.about}</a></li>
        </ul></div>
      </div>
      <p class="demo-note">${t.footerDemo}</p>
    </div>
  </footer>`;
}

export function layout(view: View, page: Page): Html {
  const alternates = LANGUAGES.map(
    language => html`<link rel="alternate" hreflang="${language}" href="${inLanguage(view.path, language)}">`,
  );
  return html`<!doctype html>
<html lang="${view.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="description" content="${page.description ?? view.t.heroText}">
  <title>${page.title} · Nordwind Versicherung</title>
  <link rel="icon" href="/images/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${view.assets.stylesheet}">
  ${alternates}
  ${page.head}
  <script async src="${view.snippetUrl}"></script>
</head>
<body>
  <a class="skip" href="#main">${view.t.skip}</a>
  ${header(view, page.query ?? "")}
  <main id="main" tabindex="-1">${page.main}</main>
  ${footer(view)}
</body>
</html>
`;
}
