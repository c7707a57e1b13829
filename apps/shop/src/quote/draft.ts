/** Keeps the answers over a reload of this tab. The IBAN is not written down: it is asked for again. */
import { emptyQuote, fieldNames, type QuoteValues } from "../shared/quote/fields.ts";
import { parseQuote } from "../shared/quote/parse.ts";

const KEY = "nordwind:quote";

export interface Drafts {
  load(): QuoteValues;
  save(values: QuoteValues): void;
  clear(): void;
}

function readJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Storage may be full or forbidden; then a reload simply starts again. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {}
}

export function createDrafts(storage: Storage): Drafts {
  return {
    load() {
      let text: string | null = null;
      quietly(() => {
        text = storage.getItem(KEY);
      });
      return parseQuote(readJson(text)) ?? emptyQuote;
    },
    save(values) {
      const kept = { ...values, iban: "" };
      const isEmpty = fieldNames.every(name => kept[name] === emptyQuote[name]);
      quietly(() => (isEmpty ? storage.removeItem(KEY) : storage.setItem(KEY, JSON.stringify(kept))));
    },
    clear: () => quietly(() => storage.removeItem(KEY)),
  };
}
