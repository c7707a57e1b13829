/**
 * HTML as a tagged template: every value is escaped unless it is `Html` itself.
 * Knows nothing of pages. Attributes must be written in double quotes; URLs are the caller's to choose.
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type HtmlValue = Html | string | number | boolean | null | undefined | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, char => ENTITIES[char] ?? char);

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || typeof value === "boolean") return "";
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}

export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.map((part, index) => part + render(values[index])).join(""));
}

/** For markup made by this program alone (illustrations), never for anything a person typed. */
export const trusted = (markup: string): Html => new Html(markup);

/** A JSON data block. `<` is escaped so that no text can end the script element. */
export function jsonLd(data: unknown): Html {
  const json = JSON.stringify(data).replace(/</g, "\\u003c");
  return new Html(`<script type="application/ld+json">${json}</script>`);
}
