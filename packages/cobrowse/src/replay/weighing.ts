/** What stands in the mirror, counted. Over a limit the page is too large to be shown; under it, memory is bounded. */
import { LotseError } from "@lotse/protocol";
import { STANDING } from "./caps.ts";

type Counted = "nodes" | "chars" | "words" | "frames" | "rules" | "constructedSheets" | "customNames";

export class Weighing {
  readonly #counts: Record<Counted, number> = {
    nodes: 0,
    chars: 0,
    words: 0,
    frames: 0,
    rules: 0,
    constructedSheets: 0,
    customNames: 0,
  };

  add(what: Counted, amount: number): void {
    this.#counts[what] += amount;
    if (this.#counts[what] > STANDING[what]) throw tooLarge();
  }

  get counts(): Readonly<Record<Counted, number>> {
    return this.#counts;
  }
}

export const tooLarge = (): LotseError =>
  new LotseError("SNAPSHOT_TOO_LARGE", "The page has grown too large to be shown");
