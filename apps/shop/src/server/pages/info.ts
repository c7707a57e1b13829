/** Contact, about, and the pages for what went wrong. */
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

export function contactPage(view: View): Html {
  const { t } = view;
  const main = html`<div class="wrap page narrow">
    <h1>${t.contactTitle}</h1><p class="lead">${t.contactText}</p>
    <p><button class="button" type="button" data-lotse-open="service">${t.helpButton}</button>
      <button class="button quiet" type="button" data-lotse-open="claims">${t.claimsButton}</button></p>
    <ul class="ways">
      <li>${icon("phone")}<div><h2>${t.contactPhoneTitle}</h2><p>${t.contactPhone}<br>${t.contactHours}</p></div></li>
      <li>${icon("mail")}<div><h2>${t.contactMailTitle}</h2><p>hallo@nordwind.example<br>${t.contactMailText}</p></div></li>
      <li>${icon("post")}<div><h2>${t.contactPostTitle}</h2><p>${t.contactPost}</p></div></li>
    </ul>
  </div>`;
  return layout(view, { title: t.contactTitle, main });
}

export function aboutPage(view: View): Html {
  const { t } = view;
  const paragraphs = t.aboutParagraphs.map(text => html`<p>${text}</p>`);
  const main = html`<div class="wrap page narrow prose"><h1>${t.aboutTitle}</h1>${paragraphs}</div>`;
  return layout(view, { title: t.aboutTitle, main });
}

function messagePage(view: View, message: { readonly title: string; readonly text?: string }): Html {
  const main = html`<div class="wrap page narrow empty"><h1>${message.title}</h1>
    ${message.text ? html`<p class="lead">${message.text}</p>` : ""}
    <p><a class="button" href="/">${view.t.toHome}</a></p></div>`;
  return layout(view, { title: message.title, main });
}

export const notFoundPage = (view: View): Html =>
  messagePage(view, { title: view.t.notFoundTitle, text: view.t.notFoundText });

export const badRequestPage = (view: View): Html => messagePage(view, { title: view.t.badRequestTitle });

export const errorPage = (view: View): Html =>
  messagePage(view, { title: view.t.errorTitle, text: view.t.errorText });
