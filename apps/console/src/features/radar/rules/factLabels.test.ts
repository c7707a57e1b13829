import { FACTS } from "@lotse/radar/catalogue";
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { createI18n } from "../../../i18n/i18n.ts";
import { FACT_LABELS, factWords } from "./factLabels.ts";

const de = createI18n(signal("de"));

it("says a fact as it is chosen, and of what", () => {
  expect(factWords('form("quote").hesitationSeconds', de)).toBe("Zögern im Formular („quote“)");
  expect(factWords('pages.visited("/a\\"b(c).d")', de)).toBe('Hat die Seite gesehen („/a"b(c).d“)');
  expect(factWords('fact("segment")', de)).toBe("Angabe der Seite („segment“)");
  expect(factWords("basket.value", de)).toBe("Wert des Warenkorbs");
});

it("knows every fact of the catalogue by its spelling", () => {
  for (const { name, root, field, argument, argumentAt } of FACTS) {
    const call = argument === undefined ? "" : '("x")';
    const rest = field === null ? "" : `.${field}${argumentAt === "field" ? call : ""}`;
    const words = FACT_LABELS[name].de;
    expect(factWords(`${root}${argumentAt === "field" ? "" : call}${rest}`, de)).toBe(
      argument === undefined ? words : `${words} („x“)`,
    );
  }
});

it("leaves what it does not know as it is spelled", () => {
  expect(factWords("weather.rain", de)).toBe("weather.rain");
});
