/** Composition root of the quote form: the browser's clock, storage and network are handed in here. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { berlinDay } from "../shared/days.ts";
import { isLanguage } from "../shared/language.ts";
import { createDrafts } from "./draft.ts";
import { QuoteApp } from "./QuoteApp.tsx";
import { sendQuote } from "./send.ts";

const place = document.getElementById("quote-app");
const { lang } = document.documentElement;

if (place) {
  createRoot(place).render(
    <StrictMode>
      <QuoteApp
        language={isLanguage(lang) ? lang : "de"}
        today={berlinDay(Date.now())}
        drafts={createDrafts(window.sessionStorage)}
        send={values => sendQuote(window.fetch.bind(window), values)}
        leaveTo={path => window.location.assign(path)}
      />
    </StrictMode>,
  );
}
