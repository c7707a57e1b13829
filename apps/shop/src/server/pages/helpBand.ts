/** Where help is offered: a button for the chat and, for those who rather phone, a number. */
import { type Html, html } from "../html.ts";
import type { View } from "../view.ts";

interface Help {
  readonly topic: string;
  readonly title: string;
  readonly text: string;
}

export function helpBand({ t }: View, help: Help): Html {
  return html`<section class="wrap"><div class="help">
    <div><h2>${help.title}</h2><p>${help.text}</p></div>
    <div class="help-actions">
      <button class="button quiet" type="button" data-lotse-open="${help.topic}">${t.helpButton}</button>
      <p>${t.helpPhone}</p>
    </div>
  </div></section>`;
}
