/**
 * Which form fields are never shown, whatever the site says. Pure: a field's traits in, a verdict out.
 * Knows neither the DOM nor what becomes of the verdict.
 */
export interface FieldTraits {
  readonly tag: string;
  readonly type: string;
  readonly autocomplete: string;
  /** name, id, labels, placeholder, aria-label. */
  readonly hints: readonly string[];
}

/** `password`: its value must not appear anywhere else either. */
export type FieldVerdict = "open" | "secret" | "password";

const SECRET_WORDS = new Set(
  "cvv cvv2 cvc cvc2 csc cvn card iban ssn bsn pin otp tan mtan token pwd pw geheimzahl".split(" "),
);
const PASSWORD_PARTS = /passwor|kennwort|passphrase|passcode/;
const SECRET_PARTS =
  /credit-?card|card-?n|cc-?n|kreditkart|karten-?(nummer|pr)|(security|sicherheits|onetime|one-time|verification|einmal)-?(code|pass)|pr(ü|ue)f(ziffer|nummer)|secret|api-?key|access-?key|social-?sec|sozialvers|steuer-?id/;
const PASSWORD_TOKENS = new Set(["current-password", "new-password", "one-time-code"]);
/** A choice, not a text: its name says what kind of thing is chosen, not the thing. */
const CHOICES = new Set(["checkbox", "radio", "button", "submit", "reset", "image", "range", "color"]);

const byAutocomplete = (autocomplete: string): FieldVerdict => {
  const tokens = autocomplete.toLowerCase().split(/\s+/);
  if (tokens.some(token => PASSWORD_TOKENS.has(token))) return "password";
  return tokens.some(token => token.startsWith("cc-")) ? "secret" : "open";
};

const byHint = (hint: string): FieldVerdict => {
  const dashed = hint
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9äöüß]+/g, "-");
  if (PASSWORD_PARTS.test(dashed.replaceAll("-", ""))) return "password";
  if (SECRET_PARTS.test(dashed)) return "secret";
  return dashed.split("-").some(word => SECRET_WORDS.has(word)) ? "secret" : "open";
};

/** The same words wherever a name is given: of a field, or of what it sends in an address. */
export const hintsAtSecret = (name: string): boolean => byHint(name) !== "open";

export const judgeField = (field: FieldTraits): FieldVerdict => {
  if (field.type === "password") return "password";
  if (field.type === "hidden" || field.type === "file") return "secret";
  const verdict = byAutocomplete(field.autocomplete);
  if (verdict !== "open" || CHOICES.has(field.type)) return verdict;
  const hinted = field.hints.map(byHint);
  if (hinted.includes("password")) return "password";
  return hinted.includes("secret") ? "secret" : "open";
};

/**
 * The beginning of a card number in a field that gave no hint: masked before the number is complete and the
 * checksum could tell.
 */
export const beginsLikeCard = (value: string): boolean =>
  /^\s*[2-6]\d{3}([ -])\d{4}\1\d/.test(value) || /^\s*[2-6]\d{11,}\s*$/.test(value);
