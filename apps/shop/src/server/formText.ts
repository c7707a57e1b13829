/** One field of a posted form as trimmed text. Missing, repeated or nested fields are the empty text. */
export function formText(body: unknown, name: string): string {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return "";
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value.trim() : "";
}
