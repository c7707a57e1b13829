/** Takes an unknown request body for a quote: right names, right types, bounded lengths. Says nothing about sense. */
import { definitionOf, type FieldName, fieldNames, type QuoteValues } from "./fields.ts";

const LONGEST = 1_000;

function isValueOf(name: FieldName, value: unknown): value is string | boolean {
  if (definitionOf(name).kind === "checkbox") return typeof value === "boolean";
  return typeof value === "string" && value.length <= LONGEST;
}

/** Null when the body is not a quote at all; a browser running our form never sends such a thing. */
export function parseQuote(body: unknown): QuoteValues | null {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const given = new Map<string, unknown>(Object.entries(body));
  if (given.size !== fieldNames.length) return null;
  const complete = fieldNames.every(name => given.has(name) && isValueOf(name, given.get(name)));
  return complete
    ? (Object.fromEntries(fieldNames.map(name => [name, given.get(name)])) as QuoteValues)
    : null;
}
