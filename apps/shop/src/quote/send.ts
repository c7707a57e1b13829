/** Sends the finished form. The server has the last word; what it rejects comes back as errors by field. */
import type { QuoteErrors } from "../shared/quote/checks.ts";
import type { QuoteValues } from "../shared/quote/fields.ts";

export type SendResult =
  | { readonly state: "accepted"; readonly next: string }
  | { readonly state: "rejected"; readonly errors: QuoteErrors }
  | { readonly state: "failed" };

interface Answer {
  readonly next?: unknown;
  readonly errors?: unknown;
}

export async function sendQuote(fetcher: typeof fetch, values: QuoteValues): Promise<SendResult> {
  try {
    const response = await fetcher("/quote", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(values),
    });
    const answer = (await response.json()) as Answer;
    if (response.status === 201 && typeof answer.next === "string")
      return { state: "accepted", next: answer.next };
    if (response.status === 422 && typeof answer.errors === "object" && answer.errors !== null) {
      return { state: "rejected", errors: answer.errors as QuoteErrors };
    }
    return { state: "failed" };
  } catch {
    return { state: "failed" };
  }
}
